import type { Seals } from '../../../../infra/seals';
import { subjectOfForm } from '../../../forms/written-forms';
import { checkForm, type FormText, type PersonRecordRow } from '../../../record/person-record';
import type { Difference, DifferenceCode } from '../difference';

/** A version of a form as its row has it. */
export type FormRow = Omit<FormText, 'registerId'>;

/** Each form that was filled in is there as it was, and none that was not. */
export function compareForms(
  seals: Seals,
  registerId: string,
  rows: readonly FormRow[],
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map(rows.map((row) => [subjectOfForm(row), row]));
  for (const { kind, subject, digest } of records) {
    if (kind !== 'form' || subject === null) continue;
    const found = there.get(subject);
    if (!found || checkForm(seals, { registerId, ...found }, digest) !== 'right') say('form-altered', { form: subject });
    there.delete(subject);
  }
  for (const subject of there.keys()) say('form-altered', { form: subject });
}
