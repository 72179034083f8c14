import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { PACE, type SendingPace } from './pace';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** A channel whose server is away, or takes nothing for a reason of its own. */
export interface ServerAway {
  readonly since: Date;
  /** How often it has been looked for, and when next. */
  readonly looks: number;
  readonly nextLookAt: Date;
  readonly reason: string;
}

/** Whether a channel's server is away, as its senders found it last; null: it is not. */
export async function readServerAway(database: Queryable, channel: string): Promise<ServerAway | null> {
  const { rows } = await database.query<ServerAway>(
    'select since, looks, next_look_at as "nextLookAt", reason from channel_away where channel = $1',
    [channel],
  );
  return rows[0] ?? null;
}

/** SQL that is true while nothing is to be tried in a channel; both are placeholders, of its name and of the present instant. */
export const isServerAway = (channel: string, now: string): string =>
  `exists (select from channel_away where channel = ${channel} and next_look_at > ${now})`;

/** What stands in a channel's way. */
export interface ServerTrouble {
  /** The server was not reached or let nobody in; or it let us in, and took a notice no further for a reason of its own. */
  readonly kind: 'away' | 'resting';
  /** It will not pass by itself: a password, a quota, a certificate. */
  readonly lasting: boolean;
  readonly reason: string;
}

/**
 * Writes down that a channel's server is away or takes nothing, and lets the channel rest, longer each time. One that is merely not
 * there is looked for every few minutes: a look costs one connection, and what cannot wait should go soon after it is back. Where it turned
 * a notice away, another is tried at once, because the reason might be that notice's after all. Trouble that lasts is an open task, one
 * for the whole channel: at once where only a person can end it, otherwise after some looks.
 */
export async function recordServerAway(
  database: Queryable,
  channel: string,
  { kind, lasting, reason, now, pace = PACE }: ServerTrouble & { readonly now: Instant; readonly pace?: SendingPace | undefined },
): Promise<void> {
  const [first = 60_000, second = first, third = second] = pace.retryAfterMs;
  const waits = [...(kind === 'resting' ? [0] : []), first, second, ...(lasting || kind === 'resting' ? [third] : [])];
  const { rows } = await database.query<{ looks: number }>(
    `insert into channel_away (channel, since, looks, next_look_at, reason)
     values ($1, $2::timestamptz, 1, $2::timestamptz + ($3::float8[])[1] * interval '1 ms', $4)
     on conflict (channel) do update
       set looks = channel_away.looks + 1, reason = $4,
           next_look_at = $2::timestamptz + ($3::float8[])[least(channel_away.looks + 1, cardinality($3::float8[]))] * interval '1 ms'
     returning looks`,
    [channel, new Date(now), waits, reason],
  );
  const looks = rows[0]?.looks ?? 0;
  if (looks < pace.retryAfterMs.length && !(lasting && looks >= (kind === 'resting' ? 2 : 1))) return;
  await database.query(
    `insert into task (key, kind, audience, params)
     select 'channel-away/' || channel, 'channel-away', 'team', jsonb_build_object('channel', channel, 'since', since, 'reason', reason)
       from channel_away where channel = $1
     on conflict (key) do update set status = 'open', params = excluded.params, done_at = null`,
    [channel],
  );
}

/** It goes again. */
export async function recordServerBack(database: Queryable, channel: string, now: Instant): Promise<void> {
  await database.query(
    `with there as (delete from channel_away where channel = $1 returning channel)
     update task t set status = 'done', done_at = $2 from there where t.key = 'channel-away/' || there.channel and t.status = 'open'`,
    [channel, new Date(now)],
  );
}
