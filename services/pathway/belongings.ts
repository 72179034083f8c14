import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
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

/** Reads the meetings of a person, or of one pathway, by day. */
export async function readMeetings(pool: Pool, registerId: string, pathway: number | null): Promise<MeetingView[]> {
  const { rows } = await pool.query<MeetingView>({
    name: 'read-meetings',
    text: `select pathway, id as meeting, kind, status, "on", "time", "until", place, invited from meeting
      where register_id = $1 and ($2::int is null or pathway = $2) order by pathway, "on", "time" nulls first, id`,
    values: [registerId, pathway],
  });
  return rows;
}

export interface ActionView {
  readonly pathway: number;
  readonly action: string;
  readonly agreedOn: PlainDate;
  readonly due: PlainDate | null;
  readonly status: string;
}

/** Reads the actions agreed for a person, or in one pathway, by due date (those without one last). */
export async function readActions(pool: Pool, registerId: string, pathway: number | null): Promise<ActionView[]> {
  const { rows } = await pool.query<ActionView>({
    name: 'read-actions',
    text: `select pathway, id as action, agreed_on as "agreedOn", due, status from action
      where register_id = $1 and ($2::int is null or pathway = $2) order by pathway, due nulls last, id`,
    values: [registerId, pathway],
  });
  return rows;
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

/** Reads the notices about a person, or about one pathway, by the instant that wanted them. */
export async function readNotices(pool: Pool, registerId: string, pathway: number | null): Promise<NoticeView[]> {
  const { rows } = await pool.query<Omit<NoticeView, 'plannedAt' | 'sentAt'> & { planned_at: Date; sent_at: Date | null }>({
    name: 'read-notices',
    text: `select pathway, template as notice, audience, recipient, channel, status, reason, deadline, event_id as event, meeting,
        planned_at, sent_at, attempts from notice
      where register_id = $1 and ($2::int is null or pathway = $2) order by planned_at, key`,
    values: [registerId, pathway],
  });
  return rows.map(({ planned_at: planned, sent_at: sent, ...notice }) => ({
    ...notice,
    plannedAt: instantOf(planned),
    sentAt: sent === null ? null : instantOf(sent),
  }));
}
