import type { Pool } from 'pg';
import { addDays, plainDate, type Instant, type PlainDate } from '../../../../domain/calendar/dates';
import type { Fact, FactOf } from '../../../../domain/pathway/events';
import type { Line, Snapshot } from '../../../../domain/pathway/types';
import { area } from '../../../../services/rules/areas';
import { commit } from '../../../../services/commit/commit';
import { storedContacts } from '../../../../services/people/contacts';
import { expandNotices, type ExpandInput } from '../../../../services/notices/expand';
import { askCore } from '../../../../services/notices/sending/check/core-answers';
import type { NoticeRow } from '../../../../services/notices/notice-rows';
import type { NewPerson } from '../../../../services/record/new-person';
import { coreContext } from '../../../../services/rules/policies';
import { reading } from '../../../../infra/database/reading';
import { commitDeps, say, somebody } from '../../../support/database/commit';

/** A person whose data would show at once in a mail: plainly made up. */
export const SECRET_NAME = 'Zebedee Quillfeather';
export const SECRET_NHS_NUMBER = '9991234561';
export const REGISTER_ID = 'K7QM-42XD';

export const at = (text: string): Instant => Date.parse(text) as Instant;
export const day = (text: string): PlainDate => plainDate(text);

export const CONTACTS = [
  { id: 'self', name: SECRET_NAME, role: 'person', email: 'zebedee@person.example', chosen: true },
  { id: 'mum', name: 'Marigold Quillfeather', role: 'parent-carer', email: 'marigold@family.example', chosen: true, calendar: true },
  { id: 'gp', name: 'Dr Referrer Example', role: 'referrer', email: 'gp@surgery.example' },
];

/** One person with an open pathway and consent to the register, with the contacts above. */
export async function addPerson(pool: Pool, registerId = REGISTER_ID): Promise<void> {
  const on = day('2026-01-05');
  const person = somebody({
    name: SECRET_NAME,
    bornOn: day('2011-03-02'),
    nhsNumber: registerId === REGISTER_ID ? SECRET_NHS_NUMBER : null,
    contacts: CONTACTS,
  });
  const more = { heard: `${on}T10:00:00Z`, registerId, person };
  await addEvent(
    pool,
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism', on },
    { id: `eligible-${registerId}`, ...more },
  );
  await addEvent(
    pool,
    { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'], on },
    { id: `consent-${registerId}`, ...more },
  );
}

/** An admission, as the log keeps it. */
export const admitted = (on: string): FactOf<'admitted'> => ({
  type: 'admitted',
  on: day(on),
  security: 'non-secure',
  detained: false,
  planned: false,
});

/**
 * Commits an event. Its own notices, and those of the steps that were taken before it, are passed over: a test of sending queues the notices
 * that it is about (`addNotices`), and sees no others.
 */
export async function addEvent(
  pool: Pool,
  fact: Fact,
  { id, heard, registerId = REGISTER_ID, person }: { id: string; heard?: string; registerId?: string; person?: NewPerson },
): Promise<void> {
  const clock = at(heard ?? (fact.on !== undefined && fact.on > '2026-10-01' ? `${fact.on}T07:20:00Z` : '2026-10-01T10:00:00Z'));
  await alone(pool, async () => {
    const answer = await say(commitDeps(pool), registerId, clock, fact, { id, ...(person ? { person } : {}) });
    if (answer.status !== 'applied') throw new Error(`${fact.type} ${id}: ${JSON.stringify(answer)}`);
  });
}

/** Takes a person's steps up to an instant; what they want said is passed over. */
export const takeSteps = (pool: Pool, until: string, registerId = REGISTER_ID): Promise<void> =>
  alone(pool, async () => void (await commit(commitDeps(pool), { kind: 'wake', registerId, clock: at(until) })));

/** Leaves the notices as they were before. */
async function alone(pool: Pool, act: () => Promise<void>): Promise<void> {
  const { rows } = await pool.query<{ key: string }>('select key from notice');
  await act();
  await pool.query('delete from notice where key <> all($1)', [rows.map(({ key }) => key)]);
}

let admissions = 0;
/** An admission, of the person above the first time, and each further time of somebody else. Gives its notice to the commissioner, which is not queued yet. */
export async function addAdmission(pool: Pool, id: string): Promise<NoticeRow> {
  const { rowCount } = await pool.query('select from pathway where register_id = $1 and inpatient', [REGISTER_ID]);
  const registerId = rowCount === 0 ? REGISTER_ID : `ADM-${(admissions += 1)}`;
  if (registerId !== REGISTER_ID) await addPerson(pool, registerId);
  await addEvent(pool, admitted('2026-09-30'), { id, registerId });
  const [row, ...others] = expand([noticeLine({ notice: 'admitted', audience: 'commissioner', event: id })], { registerId });
  if (!row || others.length > 0) throw new Error('the example area has one commissioner');
  return row;
}

let facts = 0;
/** What makes a deadline of a kind owed, for the person above: the day that it runs from, counted back from when it is due, and the fact. */
const BRINGS = {
  // Under 18 on the day of admission: six weeks.
  'oversight-visit': { days: 42, fact: (on: PlainDate): Fact => ({ ...admitted(on) }) },
  'cetr-report': {
    days: 14,
    fact: (on: PlainDate): Fact => ({
      type: 'meeting-held',
      meeting: `held-${facts}`,
      kind: 'community-cetr',
      outcome: 'stay-in-community',
      on,
    }),
  },
  mam: { days: 0, fact: (on: PlainDate): Fact => ({ type: 'rating-set', rating: 'amber', on }) },
} as const;

/** Adds the fact by which a deadline is owed, due on a day (or, without a date, running from one). Gives the deadline's id, as the core makes it. */
export async function addDeadline(
  pool: Pool,
  { kind, due, anchor, registerId = REGISTER_ID }: { kind: keyof typeof BRINGS; due: string | null; anchor?: string; registerId?: string },
): Promise<string> {
  facts += 1;
  const { days, fact } = BRINGS[kind];
  const on = due === null ? day(anchor ?? '2026-09-01') : addDays(day(due), -days);
  await addEvent(pool, fact(on), { id: `fact-${facts}`, heard: `${on}T10:00:00Z`, registerId });
  const found = [...(await snapshotOf(pool, registerId, '2026-10-01T10:00:00Z')).deadlines.values()].find(
    (deadline) => deadline.kind === kind && deadline.due === due && deadline.owed,
  );
  if (!found) throw new Error(`no ${kind} is due on ${due}`);
  return found.id;
}

/** What stands for a person at an instant. */
async function snapshotOf(pool: Pool, registerId: string, when: string): Promise<Snapshot> {
  const standing = await reading(pool, (client) => askCore(client, { core: coreContext(), registerId, pathway: 1, now: at(when) }));
  if (!standing?.now) throw new Error(`nothing is known of ${registerId}`);
  return standing.now;
}

/** A notice line of a timeline. */
export const noticeLine = (
  body: Omit<Extract<Line, { what: 'notice' }>, 'what' | 'at' | 'pathway'>,
  when = '2026-10-01T10:00:00Z',
): Line => ({
  at: at(when),
  pathway: 1,
  what: 'notice',
  ...body,
});

/** Writes rows as the commit does: a key that is there already changes nothing. */
export async function addNotices(pool: Pool, rows: readonly NoticeRow[]): Promise<void> {
  for (const row of rows) {
    await pool.query(
      `insert into notice (key, register_id, pathway, template, audience, recipient, recipient_name, channel, deadline, event_id, meeting, params, status, reason, planned_at, not_before)
       values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16) on conflict do nothing`,
      [
        row.key,
        row.registerId,
        row.pathway,
        row.template,
        row.audience,
        row.recipient,
        row.recipientName,
        row.channel,
        row.deadline,
        row.eventId,
        row.meeting,
        JSON.stringify(row.params),
        row.status,
        row.reason,
        new Date(row.plannedAt),
        new Date(row.notBefore),
      ],
    );
  }
}

/** The rows that lines want, for the contacts above and the example area. */
export function expand(lines: readonly Line[], over: Partial<ExpandInput> = {}): NoticeRow[] {
  const { book, staff } = area('example');
  return expandNotices({
    registerId: REGISTER_ID,
    lines,
    meetings: [],
    meetingsBefore: [],
    ended: false,
    died: false,
    recipients: { book, staff, contacts: storedContacts(CONTACTS) },
    ...over,
  });
}

/** What became of the notices, by key. */
export async function outcomes(pool: Pool): Promise<Record<string, string>> {
  const { rows } = await pool.query<{ key: string; status: string; reason: string | null }>(
    'select key, status, reason from notice order by key',
  );
  return Object.fromEntries(rows.map(({ key, status, reason }) => [key, reason === null ? status : `${status}: ${reason}`]));
}
