import type { ColumnType, Selectable } from 'kysely';
import type { Filled, GeneratedTables } from '../../generated/tables';
import type { Instant } from '../../domain/calendar/dates';
import type { Away, Contact } from '../../domain/notices/recipients';
import type { ReviewGroup } from '../../domain/meetings/register-review';
import type { MeetingKind, Rating } from '../../domain/pathway/events';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import type { Action, Audience, DeadlineStatus, Kept, Line, Meeting, OwedAtEnd, Snapshot, TraceStep } from '../../domain/pathway/types';

/** A column of JSON: written as its text. */
type Json<T> = ColumnType<T, string, string>;
type Params = Readonly<Record<string, string | number | boolean | null>>;

/** What was done with a member of staff. */
export type StaffChange = 'added' | 'changed' | 'left' | 'returned' | 'away' | 'back' | 'identified' | 'sign-in-anew';

/** Who somebody is to the organisation's sign-in. */
export interface Identity {
  readonly issuer: string;
  /** What the issuer calls them, for good; never their address. */
  readonly subject: string;
}

/**
 * Whether a contact is written to: `ended`: no more, but for the word that the meetings to which they had been invited are off for them;
 * `ended-silently`: not even that.
 */
export type ContactState = 'present' | 'ended' | 'ended-silently';

/** What becomes of a notice. */
export type NoticeStatus = 'queued' | 'sending' | 'sent' | 'failed' | 'held' | 'dropped' | 'digested';

/** What a version of a member of staff keeps of them. */
export interface StaffRecord {
  readonly name: string;
  readonly email: string;
  /** Where they belong first. */
  readonly areas: readonly string[];
  readonly roles: readonly string[];
  readonly audiences: readonly string[];
  readonly from: Instant | null;
  readonly until: Instant | null;
  readonly away: readonly Away[];
  /** Absent: of a version from before it was kept. */
  readonly identity?: Identity | null;
}

/** What Prisma's schema cannot say of a column: which words a text may be, and what a column of JSON holds. */
interface Said {
  action: { status: Action['status'] };
  contact_version: { state: ContactState; details: Json<Contact> };
  deadline: { kind: DeadlineKind; status: DeadlineStatus; trace: Json<readonly TraceStep[]> };
  event: { status: 'applied' | 'refused' };
  held_event: { texts: Json<readonly Readonly<Record<string, string>>[]>; texts_digests: Json<readonly (string | null)[]> };
  held_referral: { status: Filled<'received' | 'matched' | 'not-taken'>; candidates: Filled<Json<readonly string[]>> };
  meeting: { kind: MeetingKind; status: Meeting['status']; invited: Filled<Json<readonly string[]>> };
  notice: { audience: Audience; params: Filled<Json<Params>>; status: Filled<NoticeStatus> };
  pathway: {
    rating: Rating | null;
    eligibility: Snapshot['eligibility'];
    owed_at_end: Json<readonly OwedAtEnd[]> | null;
    kept: Json<Kept> | null;
  };
  person: { contacts: Filled<Json<readonly Contact[]>> };
  register_review: { group: ReviewGroup };
  register_review_person: { rating: Rating | null };
  staff: {
    also_in: Filled<Json<readonly string[]>>;
    roles: Filled<Json<readonly string[]>>;
    audiences: Json<readonly Audience[]>;
    away: Filled<Json<readonly Away[]>>;
    identity: Json<Identity> | null;
  };
  staff_version: { change: StaffChange; record: Json<StaffRecord> };
  task: { status: Filled<'open' | 'done'>; params: Filled<Json<Params>> };
  timeline: { line: Json<Line> };
  token: { scopes: Json<readonly string[]>; sites: Json<readonly string[]> | null; event_types: Json<readonly string[]> | null };
}

type With<Generated, Told> = Omit<Generated, keyof Told> & Told;

/** The tables, with the type of each column as it is read, given to a new row, and changed. */
export type Tables = {
  [Table in keyof GeneratedTables]: Table extends keyof Said ? With<GeneratedTables[Table], Said[Table]> : GeneratedTables[Table];
};

/** Where something is said of a column that is not there. */
type Unknown = {
  [Of in keyof Said]: Of extends keyof GeneratedTables ? Exclude<keyof Said[Of], keyof GeneratedTables[Of]> : Of;
}[keyof Said];

/** The name of a table. No table has one where something is said of a column that is not there: then nothing that uses one compiles. */
export type Table = [Unknown] extends [never] ? keyof GeneratedTables : never;

/** A row as it is read. */
export type Row<Of extends Table> = Selectable<Tables[Of]>;
