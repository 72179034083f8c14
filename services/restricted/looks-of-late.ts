import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { isBusy } from '../../infra/database/faults';
import { db, firstOf, prepared } from '../tables/query';
import { type LooksWithoutWorkAsked, readLooksWithoutWork } from './looks-without-work';

/** The whole log of four weeks is gone through for it: so long what was found is shown again, with its time. */
const KEPT_MS = 10 * 60_000;

/** Null: in the time that the database gives a statement it was not found out. */
type Found = Awaited<ReturnType<typeof readLooksWithoutWork>> | null;

const findOut = (pool: Pool, asked: LooksWithoutWorkAsked): Promise<Found> =>
  readLooksWithoutWork(pool, asked).catch((error: unknown) => {
    if (isBusy(error)) return null;
    throw error;
  });

interface Kept {
  readonly at: Instant;
  readonly reviews: number;
  readonly found: Promise<Found>;
}

const counted = prepared('look-reviews-counted', () => db.selectFrom('look_review').select(({ fn }) => fn.countAll<string>().as('count')));

const kept = new WeakMap<Pool, Map<string, Kept>>();

/**
 * Looks without work as they were found within the last ten minutes, or are found now; a review counts at once. What happens in the very instant
 * of finding may not be in it: asked again in it, it is found anew. Out: the instant, too; `found` null: it took
 * too long, and is not tried again before. Throws where the database is away.
 */
export async function looksOfLate(
  pool: Pool,
  asked: LooksWithoutWorkAsked,
  now: Instant,
): Promise<{ readonly found: Found; readonly at: Instant }> {
  const own = kept.get(pool) ?? new Map<string, Kept>();
  kept.set(pool, own);
  const key = JSON.stringify([asked.areas.toSorted(), asked.since, asked.most]);
  const reviews = Number((await firstOf(pool, counted()))?.count ?? 0);
  const before = own.get(key);
  const isFresh = before?.reviews === reviews && before.at < now && now - before.at < KEPT_MS;
  const { at, found } = isFresh ? before : { at: now, found: findOut(pool, asked) };
  // Of yesterday nothing is asked again.
  if (!isFresh && own.size > 20) own.clear();
  own.set(key, { at, reviews, found });
  try {
    return { found: await found, at };
  } catch (error) {
    if (own.get(key)?.found === found) own.delete(key);
    throw error;
  }
}
