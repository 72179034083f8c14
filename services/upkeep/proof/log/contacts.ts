import type { Seals } from '../../../../infra/seals';
import { checkContact, type ContactText, type PersonRecordRow } from '../../../record/person-record';
import type { Difference, DifferenceCode } from '../difference';

/** A version of a contact as its row has it. */
export type ContactRow = Omit<ContactText, 'registerId'>;

/** Each version that was recorded is there as it was, and none that was not. */
export function compareContacts(
  seals: Seals,
  registerId: string,
  rows: readonly ContactRow[],
  records: readonly PersonRecordRow[],
  say: (code: DifferenceCode, params: Difference['params']) => void,
): void {
  const there = new Map(rows.map((row) => [`${row.contact}/${row.version}`, row]));
  for (const { kind, subject, digest } of records) {
    if (kind !== 'contact' || subject === null) continue;
    const found = there.get(subject);
    if (!found || checkContact(seals, { registerId, ...found }, digest) !== 'right') say('contact-altered', { contact: subject });
    there.delete(subject);
  }
  for (const subject of there.keys()) say('contact-altered', { contact: subject });
}
