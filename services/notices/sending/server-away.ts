import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import { type Client, countOf, db, firstOf, jsonObject, prepared } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import { openAgain } from '../../tasks/tasks';
import { PACE, type SendingPace } from './pace';

/** A channel whose server is away, or takes nothing for a reason of its own. */
export interface ServerAway {
  readonly since: Date;
  /** How often it has been looked for, and when next. */
  readonly looks: number;
  readonly nextLookAt: Date;
  readonly reason: string;
}

const awayOf = prepared('channel-away', (channel: string) =>
  db.selectFrom('channel_away').select(['since', 'looks', 'next_look_at as nextLookAt', 'reason']).where('channel', '=', channel),
);

/** Whether a channel's server is away, as its senders found it last; null: it is not. */
export const readServerAway = (database: Client, channel: string): Promise<ServerAway | null> => firstOf(database, awayOf(channel));

/** True while nothing is to be tried in a channel at an instant. */
export const isServerAway = (channel: string, now: Date): Expression<SqlBool> =>
  expressionBuilder<Tables>().exists(
    db.selectFrom('channel_away').select('channel').where('channel', '=', channel).where('next_look_at', '>', now),
  );

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
  database: Client,
  channel: string,
  { kind, lasting, reason, now, pace = PACE }: ServerTrouble & { readonly now: Instant; readonly pace?: SendingPace | undefined },
): Promise<void> {
  const [first = 60_000, second = first, third = second] = pace.retryAfterMs;
  const waits = [...(kind === 'resting' ? [0] : []), first, second, ...(lasting || kind === 'resting' ? [third] : [])];
  const row = await firstOf(database, noting(channel, new Date(now), waits, reason));
  const looks = row?.looks ?? 0;
  if (looks < pace.retryAfterMs.length && !(lasting && looks >= (kind === 'resting' ? 2 : 1))) return;
  await countOf(database, alarming(channel));
}

const noting = prepared('note-channel-away', (channel: string, now: Date, waits: readonly number[], reason: string) => {
  /** After a look, by its number. */
  const next = (look: Expression<number>) =>
    sql<Date>`${now}::timestamptz + (${waits}::float8[])[least(${look}, cardinality(${waits}::float8[]))] * interval '1 ms'`;
  return db
    .insertInto('channel_away')
    .values(({ lit }) => ({ channel, since: now, looks: 1, next_look_at: next(lit(1)), reason }))
    .onConflict((conflict) =>
      conflict.column('channel').doUpdateSet((eb) => {
        const looks = eb('channel_away.looks', '+', 1);
        return { looks, reason: eb.ref('excluded.reason'), next_look_at: next(looks) };
      }),
    )
    .returning('looks');
});

const taskOf = (channel: Expression<string>) => sql<string>`'channel-away/' || ${channel}`;

const alarming = prepared('task-of-channel-away', (channel: string) =>
  db
    .insertInto('task')
    .columns(['key', 'kind', 'audience', 'params'])
    .expression(
      db
        .selectFrom('channel_away')
        .select(({ ref, val }) => [
          taskOf(ref('channel')).as('key'),
          val('channel-away').as('kind'),
          val('team').as('audience'),
          jsonObject({ channel: ref('channel'), since: ref('since'), reason: ref('reason') }).as('params'),
        ])
        .where('channel', '=', channel),
    )
    .onConflict(openAgain),
);

/** It goes again. */
export async function recordServerBack(database: Client, channel: string, now: Instant): Promise<void> {
  await countOf(database, forgetting(channel, new Date(now)));
}

const forgetting = prepared('channel-back', (channel: string, now: Date) =>
  db
    .with('there', (also) => also.deleteFrom('channel_away').where('channel', '=', channel).returning('channel'))
    .updateTable('task')
    .from('there')
    .set({ status: 'done', done_at: now })
    .where('task.key', '=', ({ ref }) => taskOf(ref('there.channel')))
    .where('task.status', '=', 'open'),
);
