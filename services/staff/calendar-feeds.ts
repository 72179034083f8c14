import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { hashOf } from '../access/tokens';
import { type Client, countOf, db, firstOf, prepared } from '../tables/query';
import { readViewer, type Viewer } from './viewers';

/** A member's calendar feed as they are shown it: never the secret itself. */
export interface CalendarFeed {
  readonly madeAt: Instant;
  /** Null: nothing has read it yet. */
  readonly lastReadAt: Instant | null;
}

const making = prepared('make-calendar-feed', (staff: string, hash: string, at: Date) =>
  db
    .insertInto('calendar_feed')
    .values({ staff, hash, made_at: at })
    .onConflict((conflict) => conflict.column('staff').doUpdateSet({ hash, made_at: at, last_read_at: null })),
);

/** Makes a secret of 32 random bytes for a member's calendar, in the place of the one that they had, and stores its SHA-256. Out: the secret, which cannot be had again. */
export async function makeCalendarFeed(pool: Pool, staff: string, now: Instant): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  await countOf(pool, making(staff, hashOf(secret), new Date(now)));
  return secret;
}

const takingBack = prepared('take-back-calendar-feed', (staff: string) => db.deleteFrom('calendar_feed').where('staff', '=', staff));

/** Takes a member's secret address back, at once. Out: whether there was one. */
export const takeBackCalendarFeed = async (pool: Pool, staff: string): Promise<boolean> => (await countOf(pool, takingBack(staff))) > 0;

/** Those made since the member works here: whoever has left and comes back has none. */
const feeds = db
  .selectFrom('calendar_feed')
  .innerJoin('staff', 'staff.id', 'calendar_feed.staff')
  .select(['calendar_feed.staff', 'calendar_feed.made_at as madeAt', 'calendar_feed.last_read_at as lastReadAt'])
  .where(({ eb, or, ref }) => or([eb('staff.from_at', 'is', null), eb('calendar_feed.made_at', '>=', ref('staff.from_at'))]));
const feedOf = prepared('calendar-feed-of', (staff: string) => feeds.where('calendar_feed.staff', '=', staff));
const feedBehind = prepared('calendar-feed-behind', (hash: string) => feeds.where('calendar_feed.hash', '=', hash));

/** A member's feed; null: they have none. */
export async function readCalendarFeed(database: Client, staff: string): Promise<CalendarFeed | null> {
  const found = await firstOf(database, feedOf(staff));
  return (
    found && {
      madeAt: found.madeAt.getTime() as Instant,
      lastReadAt: found.lastReadAt === null ? null : (found.lastReadAt.getTime() as Instant),
    }
  );
}

/** Not noted again within the minute: calendar programs may ask often. */
const noting = prepared('note-calendar-feed-read', (staff: string, at: Date) =>
  db
    .updateTable('calendar_feed')
    .set({ last_read_at: at })
    .where('staff', '=', staff)
    .where(sql<boolean>`coalesce(last_read_at < ${at}::timestamptz - interval '1 minute', true)`),
);

/**
 * Whose calendar a secret opens.
 * @returns the id of the member of staff, with what they may do at the instant (null: they do not work here then); null where nobody has this secret
 */
export async function findFeedReader(
  pool: Pool,
  secret: string,
  now: Instant,
): Promise<{ readonly staff: string; readonly viewer: Viewer | null } | null> {
  const found = await firstOf(pool, feedBehind(hashOf(secret)));
  if (!found) return null;
  const viewer = await readViewer(pool, found.staff, now);
  if (viewer) await countOf(pool, noting(found.staff, new Date(now)));
  return { staff: found.staff, viewer };
}
