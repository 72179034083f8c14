import type { Pool } from 'pg';
import { z } from 'zod';
import { NOTICE_STATUSES } from '../notices/notice-rows';
import { at, count, day, due, instant, orNull, pathway, text } from '../shapes/fields';
import { exactly, type Shape } from '../shapes/shape';
import { db, numberedOrAny, prepared, rowsOf } from '../tables/query';
import { instantOf } from './rows';

export const meetingSchema = z.strictObject({
  pathway,
  meeting: text('Its id'),
  kind: text('The kind of meeting'),
  status: z.enum(['scheduled', 'held', 'cancelled']).meta({ description: 'What became of it' }),
  on: day('The day on which it is to be, or was, held'),
  time: orNull(z.string(), 'When it begins, in London'),
  until: orNull(z.string(), 'When it ends, in London'),
  place: orNull(z.string(), 'Where'),
  invited: z.array(z.string()).meta({ description: 'Audiences and ids of contacts' }),
});
type MeetingView = Shape<typeof meetingSchema>;
const meetingView = exactly<MeetingView>();

const meetingsOf = prepared('read-meetings', (registerId: string, pathway: number | null) =>
  db
    .selectFrom('meeting')
    .select(['pathway', 'id as meeting', 'kind', 'status', 'on', 'time', 'until', 'place', 'invited'])
    .where('register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'pathway', pathway))
    .orderBy('pathway')
    .orderBy('on')
    .orderBy('time', (order) => order.asc().nullsFirst())
    .orderBy('id'),
);

/** Reads the meetings of a person, or of one pathway, by day. */
export async function readMeetings(pool: Pool, registerId: string, pathway: number | null): Promise<MeetingView[]> {
  const rows = await rowsOf(pool, meetingsOf(registerId, pathway));
  return rows.map((row) => meetingView(row));
}

export const actionSchema = z.strictObject({
  pathway,
  action: text('Its id'),
  agreedOn: day('The day on which it was agreed'),
  due,
  status: z.enum(['open', 'blocked', 'done', 'replaced']).meta({ description: 'What became of it' }),
});
type ActionView = Shape<typeof actionSchema>;
const actionView = exactly<ActionView>();

const actionsOf = prepared('read-actions', (registerId: string, pathway: number | null) =>
  db
    .selectFrom('action')
    .select(['pathway', 'id as action', 'agreed_on as agreedOn', 'due', 'status'])
    .where('register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'pathway', pathway))
    .orderBy('pathway')
    .orderBy('due')
    .orderBy('id'),
);

/** Reads the actions agreed for a person, or in one pathway, by due date (those without one last). */
export async function readActions(pool: Pool, registerId: string, pathway: number | null): Promise<ActionView[]> {
  const rows = await rowsOf(pool, actionsOf(registerId, pathway));
  return rows.map((row) => actionView(row));
}

export const noticeSchema = z.strictObject({
  pathway: orNull(z.number().int().min(1), "Which of the person's pathways"),
  notice: text('Its template'),
  audience: text('As whom the recipient hears of it'),
  recipient: text('A reference, never an address'),
  channel: text('How it goes'),
  status: z.enum(NOTICE_STATUSES).meta({ description: 'What became of it' }),
  reason: orNull(z.string(), 'Why it did not go: a code'),
  deadline: orNull(z.string(), 'The deadline that it is about'),
  event: orNull(z.string(), 'The event that it is about'),
  meeting: orNull(z.string(), 'The meeting that it is about'),
  plannedAt: at('When it was wanted'),
  sentAt: orNull(instant, 'When it went'),
  attempts: count('How often it was tried'),
});
type NoticeView = Shape<typeof noticeSchema>;
const noticeView = exactly<NoticeView>();

const noticesOf = prepared('read-notices', (registerId: string, pathway: number | null) =>
  db
    .selectFrom('notice')
    .select(['pathway', 'template as notice', 'audience', 'recipient', 'channel', 'status', 'reason', 'deadline'])
    .select(['event_id as event', 'meeting', 'planned_at', 'sent_at', 'attempts'])
    .where('register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'pathway', pathway))
    .orderBy('planned_at')
    .orderBy('key'),
);

/** Reads the notices about a person, or about one pathway, by the instant that wanted them. */
export async function readNotices(pool: Pool, registerId: string, pathway: number | null): Promise<NoticeView[]> {
  const rows = await rowsOf(pool, noticesOf(registerId, pathway));
  return rows.map(({ planned_at: planned, sent_at: sent, ...notice }) =>
    noticeView({ ...notice, plannedAt: instantOf(planned), sentAt: sent === null ? null : instantOf(sent) }),
  );
}

const troubleOf = prepared('notices-in-trouble', (registerId: string) =>
  db
    .selectFrom('notice')
    .select('status')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('register_id', '=', registerId)
    .where('status', 'in', ['held', 'failed'])
    .groupBy('status'),
);

/** How many messages about a person are held, and how many did not arrive. Throws where the database is away. */
export async function countNoticesInTrouble(pool: Pool, registerId: string): Promise<{ readonly held: number; readonly failed: number }> {
  const rows = await rowsOf(pool, troubleOf(registerId));
  const countOf = (status: string): number => Number(rows.find((row) => row.status === status)?.count ?? 0);
  return { held: countOf('held'), failed: countOf('failed') };
}
