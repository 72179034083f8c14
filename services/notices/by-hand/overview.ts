import type { Pool } from 'pg';
import { AUDIENCES } from '../../../domain/notices/catalogue';
import { MAIL_CHANNEL } from '../../../workflows/noticeNames';
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

const OF_AREA = `notice n left join person p on p.register_id = n.register_id where coalesce(p.area, n.params->>'area') = $1`;

/** Who may be written to, how many notices there are of each status, and those that wait for a person. Names and addresses are not in it. */
export async function noticesOverview(pool: Pool, areaId: string, limit = 100): Promise<NoticesOverview> {
  const sending = [];
  for (const audience of AUDIENCES) sending.push({ audience, on: await maySend(pool, areaId, audience) });
  // One pass, with people joined: asked for notice by notice, their area took longer than a statement may once there were many.
  const counts = await pool.query<{ status: string; count: number; uncertain: number }>(
    `select status, count(*)::int as count, (count(*) filter (where unanswered > 0 and status <> 'sending'))::int as uncertain
       from ${OF_AREA} group by status order by status`,
    [areaId],
  );
  const stopped = await pool.query<StoppedNotice>(
    `select key, status, coalesce(reason, '') as reason
       from ${OF_AREA} and status in ('held', 'failed') order by planned_at desc, key limit $2`,
    [areaId, limit],
  );
  return {
    serviceStoppedSince: await stoppedSince(pool),
    away: await readServerAway(pool, MAIL_CHANNEL),
    sending,
    counts: counts.rows.map(({ status, count }) => ({ status, count })),
    uncertain: counts.rows.reduce((sum, { uncertain }) => sum + uncertain, 0),
    stopped: stopped.rows,
  };
}
