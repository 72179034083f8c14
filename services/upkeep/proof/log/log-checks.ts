import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import type { CoreContext } from '../../../../domain/pathway/types';
import type { Seals } from '../../../../infra/seals';
import { db, firstOf, prepared } from '../../../tables/query';
import { checkChain } from './check-chain';
import { checkAccessLog } from './check-accesses';
import { checkAdopted } from './check-adopted';
import type { PersonCheck, WholeCheck } from '../subjects';
import { checkDerived } from './check-derived';
import type { Difference } from '../difference';
import { checkPeopleGone, marksOf, readRecorded, type Recorded } from '../heads/recorded';
import type { HeadStore } from '../heads/head';
import { checkNotices } from './check-sealed-notices';
import { checkRecords } from './check-records';

export interface LogCheckDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly seals: Seals;
  readonly now: () => Instant;
  /** Where signed heads are kept; absent: nowhere. */
  readonly store?: HeadStore | undefined;
  /** How often everybody is checked, in milliseconds; absent: all of it, now. */
  readonly everyMs?: number;
}

const DAY_MS = 86_400_000;
const ASK_EVERY_MS = 60_000;

/**
 * The checks of the event log that go with each check of the timers: the hash chain of everybody, and what waits to be adopted, each time; and
 * the log worked out afresh by the core, which takes long, of everybody once a day, spread over the day's checks.
 */
export function logChecks(deps: LogCheckDeps): PersonCheck[] {
  const { pool, core, seals, now, everyMs } = deps;
  const lateness = sinceLastCheck(pool, now);
  const recorded = readNowAndThen(deps);
  return [
    async (registerId) => {
      const { marks, adopting } = await recorded();
      const { events, unkeyed, record } = marksOf(marks, registerId);
      return [
        ...(await checkChain({ pool, seals, kept: events, unkeyed, adopting }, registerId)),
        ...(await checkRecords({ pool, seals, kept: record, adopting }, registerId)),
      ];
    },
    (registerId) => checkAdopted({ pool, core }, registerId),
    async (registerId) => {
      if (everyMs !== undefined && !isTurnOf(registerId, now(), (await lateness()) + everyMs)) return [];
      return checkDerived({ pool, core }, registerId);
    },
  ];
}

/**
 * The checks of what belongs to no one person: the signed heads in themselves, and people of whom nothing is left, each time; the access log
 * and the notices, which take long, once a day.
 */
export function wholeChecks(deps: LogCheckDeps): WholeCheck[] {
  const { pool, seals, now, everyMs } = deps;
  const lateness = sinceLastCheck(pool, now);
  const daily = async (name: string, check: (recorded: Recorded) => Promise<Difference[]>): Promise<Difference[]> => {
    if (everyMs !== undefined && !isTurnOf(name, now(), (await lateness()) + everyMs)) return [];
    return check(await readRecorded(deps));
  };
  return [
    async () => {
      const { marks, faults } = await readRecorded(deps);
      return [...faults, ...(await checkPeopleGone(pool, marks))];
    },
    () => daily('access log', ({ marks, adopting }) => checkAccessLog({ pool, seals, marks, adopting })),
    () => daily('notices', ({ marks }) => checkNotices({ pool, seals, marks })),
  ];
}

/** What was kept, read anew after a minute: everybody is held against it. */
function readNowAndThen(deps: LogCheckDeps): () => Promise<Recorded> {
  let read: { readonly at: number; readonly recorded: Promise<Recorded> } | undefined;
  return async () => {
    if (!read || deps.now() - read.at > ASK_EVERY_MS) read = { at: deps.now(), recorded: readRecorded(deps) };
    try {
      return await read.recorded;
    } catch (error) {
      // Not kept: the next asks again.
      read = undefined;
      throw error;
    }
  };
}

const lastCheck = prepared('last-check', () => db.selectFrom('timer_check').select(({ fn }) => fn.max('started_at').as('began')));

/** How long ago the last check began (milliseconds), asked for once a minute; a day where there was none. */
function sinceLastCheck(pool: Pool, now: () => Instant): () => Promise<number> {
  let asked = { at: -Infinity, began: Promise.resolve(0) };
  const ask = async (): Promise<number> => {
    const last = await firstOf(pool, lastCheck());
    return last?.began?.getTime() ?? now() - DAY_MS;
  };
  return async () => {
    if (now() - asked.at > ASK_EVERY_MS) asked = { at: now(), began: ask() };
    try {
      return now() - (await asked.began);
    } catch (error) {
      // Not kept: the next asks again.
      asked = { ...asked, at: -Infinity };
      throw error;
    }
  };
}

/**
 * Whether somebody's turn of the day fell into the last so many milliseconds: since the last check began, and a little more, so that nobody is
 * passed over because a check began late or no worker ran. Everyone's turn is at an instant of their own.
 */
function isTurnOf(registerId: string, now: Instant, withinMs: number): boolean {
  const turn = createHash('sha256').update(registerId).digest().readUInt32BE() % DAY_MS;
  return (((now - turn) % DAY_MS) + DAY_MS) % DAY_MS < withinMs;
}
