import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import { db, numberedOrAny, prepared, rowsOf } from '../tables/query';
import { instantOf } from './rows';

export interface MeetingView {
  readonly pathway: number;
  readonly meeting: string;
  readonly kind: string;
  readonly status: string;
  readonly on: PlainDate;
  readonly time: string | null;
  readonly until: string | null;
  readonly place: string | null;
  readonly invited: readonly string[];
}

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
export function readMeetings(pool: Pool, registerId: string, pathway: number | null): Promise<MeetingView[]> {
  return rowsOf(pool, meetingsOf(registerId, pathway));
}

export interface ActionView {
  readonly pathway: number;
  readonly action: string;
  readonly agreedOn: PlainDate;
  readonly due: PlainDate | null;
  readonly status: string;
}

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
export function readActions(pool: Pool, registerId: string, pathway: number | null): Promise<ActionView[]> {
  return rowsOf(pool, actionsOf(registerId, pathway));
}

export interface NoticeView {
  readonly pathway: number | null;
  readonly notice: string;
  readonly audience: string;
  /** A reference, never an address. */
  readonly recipient: string;
  readonly channel: string;
  readonly status: string;
  readonly reason: string | null;
  readonly deadline: string | null;
  readonly event: string | null;
  readonly meeting: string | null;
  readonly plannedAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
}

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
  return rows.map(({ planned_at: planned, sent_at: sent, ...notice }) => ({
    ...notice,
    plannedAt: instantOf(planned),
    sentAt: sent === null ? null : instantOf(sent),
  }));
}
