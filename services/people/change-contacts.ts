import type { Insertable } from 'kysely';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { Contact } from '../../domain/notices/recipients';
import { canonicalJson } from '../../infra/canonical';
import type { Seals } from '../../infra/seals';
import {
  digestOfContact,
  digestOfIdentity,
  insertRecord,
  nextRecord,
  readRecordHead,
  storedRecord,
  type ContactText,
  type LinkedRecord,
  type SealedIdentity,
  type StoredRecord,
} from '../record/person-record';
import { type Decided, inTransaction } from '../record/transaction';
import { db, firstOf, picked, prepared, type Statement } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { ContactState, Tables } from '../tables/tables';
import { MOST_CONTACTS } from './contacts';
import { lastVersion, readContacts, type ContactHistory, type ContactVersion, type PersonContacts } from './contact-versions';

/** A contact as a caller gives it, without the id. */
export type ContactDetails = Omit<Contact, 'id'>;

/** What became of a contact, for whatever waits to be sent to them. */
export interface ChangedContact {
  readonly registerId: string;
  /** The contact's id. */
  readonly contact: string;
  readonly now: ContactVersion;
  readonly at: Instant;
}

export interface ContactDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  readonly clock: () => Instant;
  /** What is to be done in the same transaction about what waits to be sent to a contact who was changed or has ended. */
  readonly waiting: (changed: ChangedContact) => readonly QueryConfig<unknown[]>[];
}

interface Request {
  readonly registerId: string;
  /** As the log of events names who did it. */
  readonly source: string;
  /** Words; null: none. */
  readonly reason: string | null;
}

export interface AddContact extends Request {
  /** Null: one is made. */
  readonly id: string | null;
  readonly details: ContactDetails;
}

export interface ChangeContact extends Request {
  readonly id: string;
  readonly details: ContactDetails;
  /** The version that the caller worked from. */
  readonly version: number;
}

export interface EndContact extends Request {
  readonly id: string;
  readonly reason: string;
  /** Nothing more is sent to them at all, not even that meetings are off for them. */
  readonly silently: boolean;
  /** The version that the caller worked from; null: whatever it is. */
  readonly version: number | null;
}

export type ContactAnswer =
  | { readonly status: 'done'; readonly contact: ContactHistory }
  /** `moved`: somebody else was faster; `ended`: it has ended; `id-used`: of another contact, who may have ended. */
  | { readonly status: 'moved' | 'ended' | 'id-used'; readonly contact: ContactHistory }
  | { readonly status: 'duplicate'; readonly duplicateOf: string }
  | { readonly status: 'unknown-person' | 'unknown-contact' | 'identity-lost' | 'too-many' };

/** What a change comes to: an answer without any change, or the next version of a contact. */
type Outcome = { readonly answer: ContactAnswer } | { readonly id: string; readonly before: ContactHistory | null; readonly next: Next };
type Next = Pick<ContactVersion, 'state' | 'details'>;

/**
 * Adds a contact. An id that this person's contacts had before, ended ones too, is not taken again, but for the same contact, sent again
 * because the answer was lost. Throws where the database is away.
 */
export function addContact(deps: ContactDeps, request: AddContact): Promise<ContactAnswer> {
  return decide(deps, request, ({ contacts }) => {
    const before = contacts.find(({ id }) => id === request.id);
    if (before)
      return {
        answer: {
          status: isSame(before.versions[0], { state: 'present', ...whole(before.id, request) }) ? 'done' : 'id-used',
          contact: before,
        },
      };
    if (contacts.filter((one) => lastVersion(one).state === 'present').length >= MOST_CONTACTS) return { answer: { status: 'too-many' } };
    const id = request.id ?? freshId(contacts.map((one) => one.id));
    return { id, before: null, next: { state: 'present', ...whole(id, request) } };
  });
}

/**
 * Changes a contact from the version that the caller worked from. The same again, because the answer was lost, changes nothing, and neither
 * does what is recorded already. Throws where the database is away.
 */
export function changeContact(deps: ContactDeps, request: ChangeContact): Promise<ContactAnswer> {
  return decide(deps, request, ({ contacts }) => {
    const before = contacts.find(({ id }) => id === request.id);
    if (!before) return { answer: { status: 'unknown-contact' } };
    const last = lastVersion(before);
    const next: Next = { state: 'present', ...whole(before.id, request) };
    const isRepeat = last.version === request.version + 1 && last.source === request.source && last.reason === request.reason;
    if ((isRepeat || last.version === request.version) && isSame(last, next)) return { answer: { status: 'done', contact: before } };
    if (last.version !== request.version) return { answer: { status: 'moved', contact: before } };
    if (last.state !== 'present') return { answer: { status: 'ended', contact: before } };
    return { id: before.id, before, next };
  });
}

/** Ends a contact from now on: nobody writes to them any more. The same again changes nothing. Throws where the database is away. */
export function endContact(deps: ContactDeps, request: EndContact): Promise<ContactAnswer> {
  return decide(deps, request, ({ contacts }) => {
    const before = contacts.find(({ id }) => id === request.id);
    if (!before) return { answer: { status: 'unknown-contact' } };
    const last = lastVersion(before);
    const state: ContactState = request.silently ? 'ended-silently' : 'ended';
    if (last.state === state && last.reason === request.reason) return { answer: { status: 'done', contact: before } };
    if (last.state !== 'present') return { answer: { status: 'ended', contact: before } };
    if (request.version !== null && request.version !== last.version) return { answer: { status: 'moved', contact: before } };
    return { id: before.id, before, next: { state, details: last.details } };
  });
}

/** As the database will give it back. */
const stored = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;
const whole = (id: string, { details }: { readonly details: ContactDetails }): Pick<Next, 'details'> => ({
  details: stored({ ...details, id }),
});
const isSame = (one: Next, other: Next): boolean =>
  one.state === other.state && canonicalJson(one.details) === canonicalJson(other.details);

function freshId(known: readonly string[]): string {
  for (let number = 1; ; number += 1) if (!known.includes(`contact-${number}`)) return `contact-${number}`;
}

const identityForUpdate = prepared('contacts-for-update', (registerId: string) =>
  db
    .selectFrom('person')
    .select(['register_id as registerId', 'area', 'name', 'nhs_number as nhsNumber', 'born_on as bornOn', 'contacts'])
    .where('register_id', '=', registerId)
    .forUpdate(),
);

/** Under the person's lock: no two changes, and no commit, see each other half done. */
function decide(deps: ContactDeps, request: Request, judge: (known: PersonContacts) => Outcome): Promise<ContactAnswer> {
  const { registerId } = request;
  return inTransaction<ContactAnswer>(deps, async (client) => {
    const identity = await firstOf(client, identityForUpdate(registerId));
    const known = identity && (await readContacts(client, registerId));
    if (!known) return { answer: { status: 'unknown-person' }, write: null };
    if (known.duplicateOf !== null) return { answer: { status: 'duplicate', duplicateOf: known.duplicateOf }, write: null };
    if (known.identityLost) return { answer: { status: 'identity-lost' }, write: null };
    const outcome = judge(known);
    if ('answer' in outcome) return { answer: outcome.answer, write: null };
    return write(client, deps, { request, identity, outcome });
  });
}

interface ToWrite {
  readonly request: Request;
  readonly identity: SealedIdentity;
  readonly outcome: Exclude<Outcome, { answer: ContactAnswer }>;
}

/** The new version, the first one too where it was never written down; the person's list; and the rows of their record that seal both. */
async function write(client: PoolClient, deps: ContactDeps, { request, identity, outcome }: ToWrite): Promise<Decided<ContactAnswer>> {
  const { registerId, source, reason } = request;
  const { id, before, next } = outcome;
  // Not before what was recorded already, where two machines' clocks differ.
  const at = Math.max(deps.clock(), before ? lastVersion(before).at : 0) as Instant;
  const version: ContactVersion = { ...next, version: (before?.versions.length ?? 0) + 1, at, reason, source };
  const unwritten = before?.versions.slice(before.written) ?? [];
  const texts = [...unwritten, version].map((one): NewVersion => ({ registerId, contact: id, ...one }));
  const contacts = listAfter(identity.contacts, id, next);

  const subject = `${id}/${version.version}`;
  const records: LinkedRecord[] = [];
  let head = await readRecordHead(client, registerId);
  const record = (kind: string, about: string, digest: string): void => {
    const row = nextRecord(deps.seals, head, { registerId, kind, subject: about, at, source, digest });
    records.push(row);
    head = row;
  };
  for (const text of texts) record('contact', `${id}/${text.version}`, digestOfContact(deps.seals, text));
  record('identity', subject, digestOfIdentity(deps.seals, { ...identity, contacts }));

  const versions = [...(before?.versions ?? []), version] as [ContactVersion, ...ContactVersion[]];
  return {
    answer: { status: 'done', contact: { id, versions, written: versions.length } },
    write: listing(registerId, JSON.stringify(contacts)),
    also: [
      ...texts.map(insertVersion),
      ...records.map((row) => recordOf(storedRecord(row))),
      ...(before ? deps.waiting({ registerId, contact: id, now: version, at }) : []),
    ],
  };
}

const recordOf = prepared('record-of-contact', (record: StoredRecord) => insertRecord(db, record));

const listing = prepared('list-of-contacts', (registerId: string, contacts: string) =>
  db.updateTable('person').set({ contacts }).where('register_id', '=', registerId),
);

const VERSION = columnsOf('contact_version');
/** A version that is to be written down. */
type NewVersion = ContactText & Next;
type StoredVersion = Pick<Insertable<Tables['contact_version']>, (typeof VERSION)[number]>;
const versionOf = prepared('version-of-contact', (version: StoredVersion) =>
  db.insertInto('contact_version').values(picked(version, VERSION)),
);

const insertVersion = ({ registerId, at, details, ...version }: NewVersion): Statement<unknown> =>
  versionOf({ ...version, register_id: registerId, at: new Date(at), details: JSON.stringify(details) });

/** The person's list after the change. What stands in it otherwise, of whatever release, stays as it is, but that each has its id. */
function listAfter(list: unknown, id: string, { state, details }: Next): unknown[] {
  const items = (Array.isArray(list) ? list : []).map((item: unknown, index) =>
    typeof item === 'object' && item !== null ? { id: `contact-${index + 1}`, ...item } : item,
  );
  const isIt = (item: unknown): boolean => typeof item === 'object' && item !== null && Reflect.get(item, 'id') === id;
  if (state !== 'present') return items.filter((item) => !isIt(item));
  return items.some(isIt) ? items.map((item) => (isIt(item) ? details : item)) : [...items, details];
}
