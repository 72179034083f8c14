import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { PACE, type SendingPace } from './pace';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** A channel whose server is away. */
export interface ChannelAway {
  readonly since: Date;
  /** How often it has been looked for, and when next. */
  readonly looks: number;
  readonly nextLookAt: Date;
  readonly reason: string;
}

/** Whether a channel's server is away, as its senders found it last; null: it is not. */
export async function channelAway(database: Queryable, channel: string): Promise<ChannelAway | null> {
  const { rows } = await database.query<ChannelAway>(
    'select since, looks, next_look_at as "nextLookAt", reason from channel_away where channel = $1',
    [channel],
  );
  return rows[0] ?? null;
}

/** SQL that is true while nothing is to be tried in a channel; both are placeholders, of its name and of the present instant. */
export const channelRests = (channel: string, now: string): string =>
  `exists (select from channel_away where channel = ${channel} and next_look_at > ${now})`;

/**
 * Writes down that a channel's server is away. It is looked for again after the first wait, and from then on after the second: a look costs
 * one connection, and what cannot wait should go soon after it is back. One that stays away becomes an open task.
 */
export async function recordAway(
  database: Queryable,
  channel: string,
  { reason, now, pace = PACE }: { reason: string; now: Instant; pace?: SendingPace | undefined },
): Promise<void> {
  const [first = 60_000, second = first] = pace.retryAfterMs;
  const { rows } = await database.query<{ looks: number }>(
    `insert into channel_away (channel, since, looks, next_look_at, reason) values ($1, $2, 1, $3, $5)
     on conflict (channel) do update set looks = channel_away.looks + 1, next_look_at = $4, reason = $5
     returning looks`,
    [channel, new Date(now), new Date(now + first), new Date(now + second), reason],
  );
  if ((rows[0]?.looks ?? 0) < pace.retryAfterMs.length) return;
  await database.query(
    `insert into task (key, kind, audience, params)
     select 'channel-away/' || channel, 'channel-away', 'team', jsonb_build_object('channel', channel, 'since', since, 'reason', reason)
       from channel_away where channel = $1
     on conflict (key) do update set status = 'open', params = excluded.params, done_at = null`,
    [channel],
  );
}

/** Its server is there again. */
export async function recordThere(database: Queryable, channel: string, now: Instant): Promise<void> {
  await database.query(
    `with there as (delete from channel_away where channel = $1 returning channel)
     update task t set status = 'done', done_at = $2 from there where t.key = 'channel-away/' || there.channel and t.status = 'open'`,
    [channel, new Date(now)],
  );
}
