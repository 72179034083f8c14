import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { isBusy } from '../../infra/database/faults';
import { db, firstOf, prepared } from '../tables/query';
import { type LooksWithoutWorkAsked, readLooksWithoutWork } from './looks-without-work';

/** The log of four weeks is gone through for it: what was found is shown again for a hundred times as long as that took, ten minutes at the most. */
const TIMES_AS_LONG = 100;
const MOST_KEPT_MS = 10 * 60_000;

/** For how many milliseconds what was found is shown again, by how many it took. */
export const keptFor = (tookMs: number): number => Math.min(MOST_KEPT_MS, TIMES_AS_LONG * tookMs);

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
  /** In milliseconds; without end until it is known, so that whoever asks meanwhile waits for it. */
  tookMs: number;
}

const counted = prepared('look-reviews-counted', () => db.selectFrom('look_review').select(({ fn }) => fn.countAll<string>().as('count')));

const kept = new WeakMap<Pool, Map<string, Kept>>();

/**
 * Looks without work as they were found a short time ago, or are found now; a review counts at once. What happens in the very instant
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
  const isFresh = before?.reviews === reviews && before.at < now && now - before.at < keptFor(before.tookMs);
  const begun = performance.now();
  const present = isFresh ? before : { at: now, reviews, found: findOut(pool, asked), tookMs: Infinity };
  const { at, found } = present;
  // Of yesterday nothing is asked again.
  if (!isFresh && own.size > 20) own.clear();
  own.set(key, present);
  try {
    const whole = { found: await found, at };
    if (!isFresh) present.tookMs = performance.now() - begun;
    return whole;
  } catch (error) {
    if (own.get(key)?.found === found) own.delete(key);
    throw error;
  }
}
