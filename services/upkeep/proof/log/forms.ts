import { z } from 'zod';
import type { Seals } from '../../../../infra/seals';
import { subjectOfForm } from '../../../forms/written-forms';
import { checkForm, type FormText, type PersonRecordRow } from '../../../record/person-record';
import type { Difference, DifferenceCode } from '../difference';

/** A version of a form as its row has it. */
export type FormRow = Omit<FormText, 'registerId'>;

/** The file of a document, as the database has it. */
export interface FileRow {
  readonly id: string;
  readonly sha256: string;
}

/** What a version of a document says of its file. */
const filedSchema = z.object({ file: z.object({ sha256: z.string() }), removed: z.unknown().optional() });

/** Each document that was not taken away has its file as it was given; there is no other file. */
export function compareFiles(
  forms: readonly FormRow[],
  files: readonly FileRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map(files.map(({ id, sha256 }) => [id, sha256]));
  const last = new Map(forms.filter(({ kind }) => kind === 'document').map((form) => [form.id, form.answers]));
  for (const [id, answers] of last) {
    const filed = filedSchema.safeParse(answers);
    // A form that is not as it was recorded is told as that.
    if (!filed.success) continue;
    const expected = filed.data.removed === undefined ? filed.data.file.sha256 : undefined;
    if (there.get(id) !== expected) say('document-altered', { document: id });
    there.delete(id);
  }
  for (const id of there.keys()) say('document-altered', { document: id });
}

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
