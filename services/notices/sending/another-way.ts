import { sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import { type Client, countOf, db, prepared } from '../../tables/query';
import type { QueuedNotice } from '../notice-rows';
import type { Stopped } from './attempt';

/** What a notice was made of, which a copy of it is made of too. */
export const OF_NOTICE = [
  ...(['register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name'] as const),
  ...(['deadline', 'event_id', 'meeting', 'params', 'planned_at', 'released_at', 'released_from'] as const),
] as const;

/** What a notice was made as stays as it was: one of its own goes in its place by the other channel. */
const copying = prepared('notice-another-way', (key: string, channel: string, at: Date) =>
  db
    .insertInto('notice')
    .columns(['key', ...OF_NOTICE, 'channel', 'not_before'])
    .expression((eb) =>
      eb
        .selectFrom('notice')
        .select(({ val }) => [
          sql<string>`key || '/by/' || ${channel}::text`.as('key'),
          ...OF_NOTICE,
          val(channel).as('channel'),
          sql<Date>`${at}::timestamptz`.as('not_before'),
        ])
        .where('key', '=', key),
    )
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

/**
 * Lets a notice go by another channel than it was made for, because its recipient wishes to be written to otherwise now: a copy goes there, and it is
 * dropped. Doing it again changes nothing. Throws where the database is away.
 */
export async function goAnotherWay(database: Client, { key }: QueuedNotice, channel: string, now: Instant): Promise<Stopped> {
  await countOf(database, copying(key, channel, new Date(now)));
  return { ended: 'dropped', reason: 'another-way' };
}
