import { sql } from 'kysely';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { FilledForm } from '../../domain/forms/forms';
import type { Attendee, Came } from '../../domain/forms/meetings';
import type { ReportGiven, ReportWay } from '../../domain/forms/report';
import type { Contact, ContactRole, Recipients } from '../../domain/notices/recipients';
import type { Action } from '../../domain/pathway/types';
import { canonicalJson } from '../../infra/canonical';
import { ARRIVED } from '../../infra/notify/notify';
import { writeNextVersion } from '../forms/next-version';
import type { SheetDeps } from '../forms/sheets';
import type { WrittenForm } from '../forms/written-forms';
import { type Client, db, prepared, rowsOf } from '../tables/query';
import type { MeetingAt } from './notes';

/** Which duty of two weeks somebody stands under: the first is to the person, their advocate, a family member and the care team (003 L307), the second to everybody who took part and those who help with actions (003 L310). */
export type ReportDuty = 'first' | 'all';

/** Somebody whom the report of a review has to reach. */
export interface ReportReader {
  /** `contact:<id>`, `staff:<id>`, `book:<id>`, `attendee:<id>`; `person`: themself, where they are no contact of their own. */
  readonly to: string;
  readonly name: string | null;
  /** What they are to the person, or at the meeting. */
  readonly as: { readonly role: ContactRole } | { readonly words: string } | 'action';
  readonly duty: ReportDuty;
}

/** How the report reached somebody: by the mail of the service, or as somebody said. */
export type ReportReached =
  | { readonly as: 'sent'; readonly on: PlainDate }
  | { readonly as: 'going' }
  | { readonly as: 'held' }
  | { readonly as: ReportWay; readonly on: PlainDate };

const FIRST: ReadonlySet<ContactRole> = new Set(['person', 'parent-carer', 'advocate', 'keyworker', 'provider', 'professional']);
const TOOK_PART: ReadonlySet<Came> = new Set(['in-person', 'video', 'phone', 'sent-words']);

/** Of the family those whom the person chose; nobody who must not know. */
const mayRead = ({ role, chosen, mustNotKnow }: Contact): boolean =>
  mustNotKnow !== true && FIRST.has(role) && (role !== 'parent-carer' || chosen);

const sameName = (a: string, b: string): boolean => a.trim().toLowerCase() === b.trim().toLowerCase();

/**
 * Whom the report of a review has to reach, in two duties: nobody stands in both, and nobody twice who is recorded with the person and was at the
 * meeting under the same name. Pure.
 */
export function reportReaders(
  meeting: string,
  { contacts, staff, book, absent = [] }: Recipients,
  who: readonly Attendee[],
  actions: readonly Pick<Action, 'meeting' | 'owner' | 'status'>[],
): readonly ReportReader[] {
  const own = contacts
    .filter(mayRead)
    .map(({ id, name, role }): ReportReader => ({ to: `contact:${id}`, name, as: { role }, duty: 'first' }));
  const themself: readonly ReportReader[] = contacts.some(({ role }) => role === 'person')
    ? []
    : [{ to: 'person', name: null, as: { role: 'person' }, duty: 'first' }];
  const there = who
    .filter(({ came }) => TOOK_PART.has(came))
    .map(({ id, name, role }): ReportReader => ({ to: `attendee:${id}`, name, as: { words: role }, duty: 'all' }));
  const people = [
    ...contacts.filter(({ mustNotKnow }) => mustNotKnow !== true).map(({ id, name }) => ({ id, to: `contact:${id}`, name })),
    ...[...staff, ...absent].map(({ id, name }) => ({ id, to: `staff:${id}`, name })),
    ...book.map(({ id, name }) => ({ id, to: `book:${id}`, name })),
  ];
  const helps = actions
    .filter((action) => action.meeting === meeting && action.status !== 'replaced')
    .flatMap(({ owner }) => people.filter(({ id }) => id === owner))
    .map(({ to, name }): ReportReader => ({ to, name, as: 'action', duty: 'all' }));
  const found: ReportReader[] = [];
  for (const one of [...themself, ...own, ...there, ...helps]) {
    const { to, name, duty } = one;
    // Two contacts of one name are two people; somebody who was there under the name of a contact is that contact.
    const isThere = (other: ReportReader): boolean => duty === 'all' && name !== null && other.name !== null && sameName(other.name, name);
    if (!found.some((other) => other.to === to || isThere(other))) found.push(one);
  }
  return found;
}

const givenId = ({ pathway, meeting }: MeetingAt): string => `report-given/${pathway}/${meeting}`;
const isGiven = (form: FilledForm): form is Extract<FilledForm, { kind: 'report-given' }> => form.kind === 'report-given';

/** Whom the report reached beside the mail of the service, among all that was filled in about a person. */
export function givenAmong(forms: readonly WrittenForm[], at: MeetingAt): ReportGiven['given'] {
  const last = forms
    .filter(({ id }) => id === givenId(at))
    .toSorted((a, b) => a.version - b.version)
    .at(-1)?.form;
  return last && isGiven(last) ? last.answers.given : [];
}

/**
 * Keeps whom the report of a review reached, on which day and how, in place of what was said of them before. Out: `unknown`: the record is nobody's.
 * Throws where the database is away; the same call may then be made again.
 */
export const keepGiven = (deps: SheetDeps, at: MeetingAt, given: ReportGiven['given'], source: string): Promise<'kept' | 'unknown'> =>
  writeNextVersion<'kept'>(deps, { registerId: at.registerId, id: givenId(at), source }, (versions) => {
    const before = givenAmong(versions, at);
    const others = before.filter(({ to }) => !given.some((one) => one.to === to));
    const next = [...others, ...given.filter(({ how }) => how !== 'not-given')];
    const form = { kind: 'report-given', edition: 1, answers: { meeting: at.meeting, given: next } } as const;
    return { answer: 'kept', form: canonicalJson(next) === canonicalJson(before) ? null : form };
  });

const mailed = prepared('report-mailed', (registerId: string, pathway: number, meeting: string) =>
  db
    .selectFrom('notice')
    .select(['recipient', 'status', 'sent_at as sentAt', 'receipt'])
    .where('register_id', '=', registerId)
    .where('pathway', '=', pathway)
    .where('template', '=', 'notes-sent')
    .where(sql<string>`params ->> 'of'`, '=', meeting)
    .where('status', 'in', ['sent', 'queued', 'sending', 'held'])
    .orderBy('sent_at'),
);

/**
 * Whom the messages of the service took the report of a review to, and when first, by recipient. What went before its day (London) was no report, and
 * what did not arrive reached nobody. Throws where the database is away.
 */
export async function readMailed(
  database: Client,
  { registerId, pathway, meeting }: MeetingAt,
  day: PlainDate,
): Promise<ReadonlyMap<string, ReportReached>> {
  const reached = new Map<string, ReportReached>();
  for (const { recipient, status, sentAt, receipt } of await rowsOf(database, mailed(registerId, pathway, meeting))) {
    const on = sentAt === null ? null : londonDate(sentAt.getTime() as Instant);
    if (reached.get(recipient)?.as === 'sent' || (on !== null && on < day)) continue;
    if (receipt !== null && !ARRIVED.some((word) => word === receipt)) continue;
    reached.set(recipient, on !== null ? { as: 'sent', on } : { as: status === 'held' ? 'held' : 'going' });
  }
  return reached;
}

/** How the report reached somebody; null: not yet. What the service sent goes before what was said of it. */
export const reachedOf = (
  { to }: ReportReader,
  sent: ReadonlyMap<string, ReportReached>,
  given: ReportGiven['given'],
): ReportReached | null => {
  const mail = sent.get(to);
  const said = given.find((one) => one.to === to);
  return mail?.as === 'sent' ? mail : said ? { as: said.how, on: said.on } : (mail ?? null);
};
