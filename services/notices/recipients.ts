import { isAudience } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';
import { MAIL_CHANNEL, type MESSAGE_CHANNELS, NOTIFY_CHANNEL } from '../../workflows/noticeNames';
import { isFamily, type BookEntry, type Contact, type Recipients, type StaffMember } from '../../domain/notices/recipients';

/** One who is written to. */
export interface Recipient {
  /** `staff:<id>`, `book:<id>`, `contact:<id>`; `nobody` where nobody is recorded for the audience. */
  readonly reference: string;
  readonly name: string | null;
  /** Where they are reached in the way in which they are written to. */
  readonly address: string | null;
  readonly by: 'mail' | 'text' | 'letter';
  /** The person, their family or their advocate. */
  readonly family: boolean;
  /** A calendar file may go with an invitation. */
  readonly calendar: boolean;
  /** As whom they are recorded with the person, with all that was said of writing to them; null: they are staff, or of the book, or nobody. */
  readonly contact: Contact | null;
}

/** A recipient whose address is known. */
export type AddressedRecipient = Recipient & { readonly address: string };

/** A member of staff as one who is written to. */
export const ofStaff = ({ id, name, email }: StaffMember): Recipient => ({
  reference: `staff:${id}`,
  name,
  address: email,
  by: 'mail',
  family: false,
  calendar: true,
  contact: null,
});
const ofBook = ({ id, name, email }: BookEntry): Recipient => ({
  reference: `book:${id}`,
  name,
  address: email,
  by: 'mail',
  family: false,
  calendar: true,
  contact: null,
});
/** Where a contact is reached in the way in which they wish to be written to; null: it is not recorded. */
export function addressOf({ way, email, phone, post }: Pick<Contact, 'way' | 'email' | 'phone' | 'post'>): string | null {
  return (way === 'text' ? phone : way === 'letter' ? post : email) ?? null;
}
/** The channel by which a recipient is written to. */
export const channelOf = ({ by }: Pick<Recipient, 'by'>): (typeof MESSAGE_CHANNELS)[number] =>
  by === 'mail' ? MAIL_CHANNEL : NOTIFY_CHANNEL;
const ofContact = (contact: Contact): Recipient => ({
  reference: `contact:${contact.id}`,
  name: contact.name,
  address: addressOf(contact),
  by: contact.way ?? 'mail',
  family: isFamily(contact.role),
  calendar: isFamily(contact.role) ? contact.calendar : true,
  contact,
});
const NOBODY: Recipient = { reference: 'nobody', name: null, address: null, by: 'mail', family: false, calendar: false, contact: null };

/**
 * Who an audience is for one person: staff with that audience, otherwise the area's contact book; for the person and those around
 * them the recorded contacts. `invited` are the audiences and contact ids that a meeting invites: `chosen-contacts` is then those of
 * them that are contacts, and those whom the person chose only where it is among them. To a contact who must not know nothing goes, as if they were
 * not there. Work that nobody owns, or whose owner is away or gone, goes to the team (contract 5.1), and so does what is for an audience of which
 * somebody is away and nobody else is left. An invited id that nobody has is kept as `unknown:<id>`, so that it is seen.
 */
export function recipientsOf(audience: Audience, everyone: Recipients, invited?: readonly string[]): Recipient[] {
  const found =
    audience === 'owner'
      ? everyone.owner
        ? [ofStaff(everyone.owner)]
        : lookUp('team', everyone, invited)
      : lookUp(audience, everyone, invited);
  return found.length > 0 || audience === 'chosen-contacts' ? found : [NOBODY];
}

/** Those of a person's contacts to whom anything may go. */
const mayKnow = (contacts: readonly Contact[]): readonly Contact[] => contacts.filter(({ mustNotKnow }) => mustNotKnow !== true);

function lookUp(audience: Audience, everyone: Recipients, invited: readonly string[] | undefined): Recipient[] {
  const { book, staff, uncovered = [] } = everyone;
  const contacts = mayKnow(everyone.contacts);
  switch (audience) {
    case 'person':
      return contacts.filter(({ role }) => role === 'person').map(ofContact);
    case 'chosen-contacts': {
      const named = invited?.filter((id) => !isAudience(id)).map((id) => byId(id, contacts, book)) ?? [];
      const isAsked = invited === undefined || invited.includes(audience);
      const chosen = contacts.filter((one) => isAsked && one.chosen && isFamily(one.role) && one.role !== 'person').map(ofContact);
      return [...named, ...chosen.filter(({ reference }) => !named.some((one) => one.reference === reference))];
    }
    case 'referrer':
      return contacts.filter(({ role, referred }) => referred || role === 'referrer').map(ofContact);
    case 'keyworker': {
      // A shared mailbox of keyworkers is asked to a meeting; it is not told of everybody's rating.
      const own = contacts.filter(({ role }) => role === 'keyworker').map(ofContact);
      return own.length > 0 || !invited ? own : book.filter(({ audiences }) => audiences.includes(audience)).map(ofBook);
    }
    case 'provider':
    case 'panel': {
      const own = contacts.filter(({ role }) => role === audience).map(ofContact);
      return own.length > 0 ? own : book.filter(({ audiences }) => audiences.includes(audience)).map(ofBook);
    }
    default: {
      const members = staff.filter(({ audiences }) => audiences.includes(audience)).map(ofStaff);
      const found = members.length > 0 ? members : book.filter(({ audiences }) => audiences.includes(audience)).map(ofBook);
      return found.length > 0 || audience === 'team' || !uncovered.includes(audience) ? found : lookUp('team', everyone, invited);
    }
  }
}

function byId(id: string, contacts: readonly Contact[], book: readonly BookEntry[]): Recipient {
  const contact = contacts.find((one) => one.id === id);
  if (contact) return ofContact(contact);
  const entry = book.find((one) => one.id === id);
  return entry ? ofBook(entry) : { ...NOBODY, reference: `unknown:${id}` };
}

/** The recipient that a stored reference names, as they stand now; undefined where they are no longer recorded. */
export function recipientByReference(reference: string, { book, staff, contacts }: Recipients): Recipient | undefined {
  const [kind, id] = splitReference(reference);
  if (kind === 'staff') return staff.filter((one) => one.id === id).map(ofStaff)[0];
  if (kind === 'book') return book.filter((one) => one.id === id).map(ofBook)[0];
  if (kind === 'contact')
    return mayKnow(contacts)
      .filter((one) => one.id === id)
      .map(ofContact)[0];
  return undefined;
}

function splitReference(reference: string): [string, string] {
  const colon = reference.indexOf(':');
  return [reference.slice(0, Math.max(0, colon)), reference.slice(colon + 1)];
}
