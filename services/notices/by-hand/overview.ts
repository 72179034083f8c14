import { sql } from 'kysely';
import type { Pool } from 'pg';
import { AUDIENCES } from '../../../domain/notices/catalogue';
import { MAIL_CHANNEL } from '../../../workflows/noticeNames';
import { db, rowsOf, unprepared } from '../../tables/query';
import { maySend, stoppedSince } from '../settings';
import { readServerAway, type ServerAway } from '../sending/server-away';

/** What waits for a person: held, or failed. */
export interface StoppedNotice {
  readonly key: string;
  readonly status: 'held' | 'failed';
  readonly reason: string;
}

/** How an area's notices stand. */
export interface NoticesOverview {
  /** Since when nothing leaves at all; null: sending is not stopped. */
  readonly serviceStoppedSince: string | null;
  /** The mail server, where it is away. */
  readonly away: ServerAway | null;
  readonly sending: readonly { readonly audience: string; readonly on: boolean }[];
  readonly counts: readonly { readonly status: string; readonly count: number }[];
  /** How many may have reached their recipient more than once, or unknown to us: the mail server's answer was lost, or a sender died. */
  readonly uncertain: number;
  /** The newest first, at most `limit`. */
  readonly stopped: readonly StoppedNotice[];
}

const ofArea = (areaId: string) =>
  db
    .selectFrom('notice')
    .leftJoin('person', 'person.register_id', 'notice.register_id')
    .where(({ eb, fn }) => eb(fn.coalesce('person.area', sql<string>`notice.params ->> 'area'`), '=', areaId));

/** Who may be written to, how many notices there are of each status, and those that wait for a person. Names and addresses are not in it. */
export async function noticesOverview(pool: Pool, areaId: string, limit = 100): Promise<NoticesOverview> {
  const sending = [];
  for (const audience of AUDIENCES) sending.push({ audience, on: await maySend(pool, areaId, audience) });
  // One pass, with people joined: asked for notice by notice, their area took longer than a statement may once there were many.
  const counting = ofArea(areaId)
    .select([
      'notice.status',
      sql<number>`count(*)::int`.as('count'),
      sql<number>`(count(*) filter (where unanswered > 0 and status <> 'sending'))::int`.as('uncertain'),
    ])
    .groupBy('notice.status')
    .orderBy('notice.status');
  const counts = await rowsOf(pool, unprepared(counting));
  const stopping = ofArea(areaId)
    .select(({ fn, ref, val }) => [
      'notice.key',
      ref('notice.status').$castTo<StoppedNotice['status']>().as('status'),
      fn.coalesce('notice.reason', val('')).as('reason'),
    ])
    .where('notice.status', 'in', ['held', 'failed'])
    .orderBy('notice.planned_at', 'desc')
    .orderBy('notice.key')
    .limit(limit);
  const stopped = await rowsOf(pool, unprepared(stopping));
  return {
    serviceStoppedSince: await stoppedSince(pool),
    away: await readServerAway(pool, MAIL_CHANNEL),
    sending,
    counts: counts.map(({ status, count }) => ({ status, count })),
    uncertain: counts.reduce((sum, { uncertain }) => sum + uncertain, 0),
    stopped,
  };
}
