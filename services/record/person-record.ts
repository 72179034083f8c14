import type { QueryCreator } from 'kysely';
import type { SealVerdict, Seals } from '../../infra/seals';
import { canonicalJson } from '../../infra/canonical';
import { db, firstOf, picked, prepared, type Client } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Row, Tables } from '../tables/tables';

/** Who a person is, as their row has it. */
export interface SealedIdentity {
  readonly registerId: string;
  readonly area: string;
  readonly name: string | null;
  readonly nhsNumber: string | null;
  /** As it was given at first; later ones are events. */
  readonly bornOn: string | null;
  readonly contacts: unknown;
}

/** A row of a person's record of changes. */
export interface PersonRecordRow {
  readonly registerId: string;
  readonly number: number;
  readonly kind: string;
  readonly subject: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly source: string;
  readonly digest: string;
}

/** A seal of who a person is. It tells nothing without the key, and is not made under the person's own: it outlasts that. */
export const digestOfIdentity = (seals: Seals, identity: SealedIdentity): string => seals.make('identity', identityText(identity));

export const checkIdentity = (seals: Seals, identity: SealedIdentity, digest: string): SealVerdict =>
  seals.check('identity', identityText(identity), digest);

const identityText = ({ registerId, area, name, nhsNumber, bornOn, contacts }: SealedIdentity): string =>
  canonicalJson({ registerId, area, name, nhsNumber, bornOn, contacts });

/** A seal of what was done about a refused event: the resolution as its row has it. */
export const digestOfResolution = (seals: Seals, event: string, resolution: unknown): string =>
  seals.make('record', canonicalJson([event, resolution]));

export const checkResolution = (seals: Seals, event: string, resolution: unknown, digest: string): SealVerdict =>
  seals.check('record', canonicalJson([event, resolution]), digest);

/** A seal of an event that was held: when it was heard, and what it says. */
export const digestOfHeld = (seals: Seals, held: HeldText): string => seals.make('record', heldText(held));

export const checkHeld = (seals: Seals, held: HeldText, digest: string): SealVerdict => seals.check('record', heldText(held), digest);

/** An event that was held, as far as its place in the record binds it. */
export interface HeldText {
  readonly id: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly facts: readonly string[];
  /** Of the words typed in each, under the person's key. */
  readonly textsDigests: readonly (string | null)[];
}
const heldText = ({ id, at, facts, textsDigests }: HeldText): string => canonicalJson(['held', id, at, facts, textsDigests]);

/** A version of a contact, as far as its place in the record binds it: all of it. */
export interface ContactText {
  readonly registerId: string;
  readonly contact: string;
  readonly version: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly state: string;
  /** As the database gives them back. */
  readonly details: unknown;
  readonly reason: string | null;
  readonly source: string;
}
const contactText = ({ registerId, contact, version, at, state, details, reason, source }: ContactText): string =>
  canonicalJson(['contact', registerId, contact, version, at, state, details, reason, source]);

/** A seal of a version of a contact. */
export const digestOfContact = (seals: Seals, version: ContactText): string => seals.make('record', contactText(version));

export const checkContact = (seals: Seals, version: ContactText, digest: string): SealVerdict =>
  seals.check('record', contactText(version), digest);

/** A version of a form that was filled in, as far as its place in the record binds it: all of it. */
export interface FormText {
  readonly registerId: string;
  readonly id: string;
  readonly version: number;
  readonly kind: string;
  readonly edition: number;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly source: string;
  readonly eventId: string | null;
  /** As the database gives them back. */
  readonly answers: unknown;
}
const formText = ({ registerId, id, version, kind, edition, at, source, eventId, answers }: FormText): string =>
  canonicalJson(['form', registerId, id, version, kind, edition, at, source, eventId, answers]);

/** A seal of a version of a form. */
export const digestOfForm = (seals: Seals, form: FormText): string => seals.make('record', formText(form));

export const checkForm = (seals: Seals, form: FormText, digest: string): SealVerdict => seals.check('record', formText(form), digest);

/** A seal of who owns a pathway from an instant on: the row as it stands in the table `ownership`. */
export const digestOfOwner = (seals: Seals, owner: OwnerText): string => seals.make('record', ownerText(owner));

export const checkOwner = (seals: Seals, owner: OwnerText, digest: string): SealVerdict => seals.check('record', ownerText(owner), digest);

/** Who owns a pathway from an instant on, as far as its place in the record binds it. */
export interface OwnerText {
  readonly pathway: number;
  readonly number: number;
  /** Milliseconds since 1970. */
  readonly from: number;
  readonly staff: string | null;
  readonly at: number;
  readonly by: string;
  readonly why: string;
}
const ownerText = ({ pathway, number, from, staff, at, by, why }: OwnerText): string =>
  canonicalJson(['owner', pathway, number, from, staff, at, by, why]);

/** What a second person said of a correction, as far as its place in the record binds it: all of it. */
export interface ConfirmationText {
  readonly event: string;
  readonly number: number;
  readonly outcome: string;
  readonly why: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly by: string;
}
const confirmationText = ({ event, number, outcome, why, at, by }: ConfirmationText): string =>
  canonicalJson(['confirmation', event, number, outcome, why, at, by]);

/** By what a person's record names it. */
export const subjectOfConfirmation = ({ event, number }: Pick<ConfirmationText, 'event' | 'number'>): string => `${event}#${number}`;

/** A seal of what a second person said of a correction: the row as it stands in the table `confirmation`. */
export const digestOfConfirmation = (seals: Seals, confirmation: ConfirmationText): string =>
  seals.make('record', confirmationText(confirmation));

export const checkConfirmation = (seals: Seals, confirmation: ConfirmationText, digest: string): SealVerdict =>
  seals.check('record', confirmationText(confirmation), digest);

/** A seal of a row of `restriction`, `break_glass`, `break_glass_review` or `look_review`: all of it, its instants in milliseconds since 1970. */
export const digestOfRestriction = (seals: Seals, row: object): string => seals.make('record', restrictionText(row));

export const checkRestriction = (seals: Seals, row: object, digest: string): SealVerdict =>
  seals.check('record', restrictionText(row), digest);

const restrictionText = (row: object): string => canonicalJson(['restricted', row]);

const linkText = (previous: string | null, { registerId, number, kind, subject, at, source, digest }: PersonRecordRow): string =>
  canonicalJson([previous, registerId, number, kind, subject, at, source, digest]);

/** The link of a row to the one before it (null for the first). */
export const recordLink = (seals: Seals, previous: string | null, row: PersonRecordRow): string =>
  seals.make('record', linkText(previous, row));

export const checkRecordLink = (seals: Seals, previous: string | null, row: PersonRecordRow, link: string): SealVerdict =>
  seals.check('record', linkText(previous, row), link);

/** A row with its link, as the database takes it. */
export interface LinkedRecord extends PersonRecordRow {
  readonly link: string;
}

/** The first row of somebody new: who they are, as they were referred. */
export function firstIdentity(
  seals: Seals,
  identity: SealedIdentity,
  about: { readonly at: number; readonly source: string },
): LinkedRecord {
  const row = {
    registerId: identity.registerId,
    number: 1,
    kind: 'identity',
    subject: null,
    ...about,
    digest: digestOfIdentity(seals, identity),
  };
  return { ...row, link: recordLink(seals, null, row) };
}

/** The last row of a person, as the next one binds it. */
export interface RecordHead {
  readonly number: number;
  readonly link: string;
}

/** The row after `head` (null: there is none). */
export function nextRecord(seals: Seals, head: RecordHead | null, row: Omit<PersonRecordRow, 'number'>): LinkedRecord {
  const numbered = { ...row, number: (head?.number ?? 0) + 1 };
  return { ...numbered, link: recordLink(seals, head?.link ?? null, numbered) };
}

const headOf = prepared('record-head', (registerId: string) =>
  db.selectFrom('person_record').select(['number', 'link']).where('register_id', '=', registerId).orderBy('number', 'desc').limit(1),
);

/** Reads the last row of a person whose row this transaction holds: nobody else adds one meanwhile. */
export const readRecordHead = (client: Client, registerId: string): Promise<RecordHead | null> => firstOf(client, headOf(registerId));

const COLUMNS = columnsOf('person_record');
export type StoredRecord = Pick<Row<'person_record'>, (typeof COLUMNS)[number]>;

/** A row as the database takes it. */
export const storedRecord = ({ registerId, at, ...record }: LinkedRecord): StoredRecord => ({
  ...record,
  register_id: registerId,
  at: new Date(at),
});

/** Writes a row, as a part of a statement that writes more. */
export const insertRecord = (db: QueryCreator<Tables>, record: StoredRecord) =>
  db.insertInto('person_record').values(picked(record, COLUMNS));

/** A person's row, as `identityOf` reads it. */
export const IDENTITY_COLUMNS = `p.register_id as "registerId", p.area, p.name, p.nhs_number as "nhsNumber", p.born_on::text as "bornOn", p.contacts`;
