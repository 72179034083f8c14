import type { Recipient } from '../../recipients';
import type { ContactRole, Recipients } from '../../../../domain/notices/recipients';

/** In whose words a notice is written. */
export type Reader = 'person' | 'family' | 'advocate' | 'professional';

/** Who reads a notice. */
export interface ReaderOf {
  readonly reader: Reader;
  /** They read easy words best. */
  readonly easyRead: boolean;
}

const READERS: Readonly<Record<ContactRole, Reader>> = {
  person: 'person',
  'parent-carer': 'family',
  advocate: 'advocate',
  referrer: 'professional',
  keyworker: 'professional',
  provider: 'professional',
  panel: 'professional',
  professional: 'professional',
};

/** Who a recipient is as a reader: by the role of the recorded contact; staff and the contact book are professionals. */
export function readerOf({ reference }: Pick<Recipient, 'reference'>, { contacts }: Recipients): ReaderOf {
  const contact = contacts.find(({ id }) => reference === `contact:${id}`);
  return contact ? { reader: READERS[contact.role], easyRead: contact.easyRead } : { reader: 'professional', easyRead: false };
}
