import { isIPv6 } from 'node:net';
import type { Pool } from 'pg';
import { RateLimiterPostgres, RateLimiterRes } from 'rate-limiter-flexible';

/** How much is taken in a minute, over all processes of the API. */
export interface LimitSettings {
  /** Requests with one token. */
  readonly requests: number;
  /** Sign-ins from one address that fail. */
  readonly failedSignIns: number;
}

/** What an installation takes unless its settings say otherwise. */
export const DEFAULT_LIMITS: LimitSettings = { requests: 6_000, failedSignIns: 100 };

export interface Limits {
  /** Counts one request of a caller. Out: null, or for how many seconds no more is taken. */
  readonly request: (name: string) => Promise<number | null>;
  /** Counts one sign-in that failed. Out: null, or for how many seconds no more is answered; `first`: it is the first of those too many. */
  readonly failedSignIn: (address: string) => Promise<{ readonly seconds: number; readonly first: boolean } | null>;
}

const MINUTE_S = 60;
/** A process takes so many parts of the minute's requests out of the database at a time: it asks the database once for each part, not for each request. */
const PARTS = 100;

interface Handful {
  left: number;
  /** Milliseconds since 1970: from then on the next minute counts. */
  readonly until: number;
}

/**
 * Makes the limits of one process; what is counted lies in the database, so that several processes take no more than one would.
 * Both throw what the database throws.
 */
export function createLimits(pool: Pool, { requests, failedSignIns }: LimitSettings): Limits {
  const store = { storeClient: pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true, duration: MINUTE_S };
  const size = Math.max(1, Math.floor(requests / PARTS));
  // Whole handfuls: the last one is not refused for the few that are missing from it.
  const points = Math.max(1, Math.floor(requests / size)) * size;
  const ofTokens = new RateLimiterPostgres({ ...store, keyPrefix: 'token', points, inMemoryBlockOnConsumed: points });
  const ofAddresses = new RateLimiterPostgres({ ...store, keyPrefix: 'sign-in', points: failedSignIns });
  const hands = new Map<string, Handful>();
  const fetching = new Map<string, Promise<number | null>>();

  const fetch = async (name: string): Promise<number | null> => {
    const { taken, msBeforeNext } = await consume(ofTokens, name, size);
    if (!taken) return secondsOf(msBeforeNext);
    hands.set(name, { left: size, until: Date.now() + msBeforeNext });
    return null;
  };
  return {
    request: async (name) => {
      for (;;) {
        const hand = hands.get(name);
        if (hand && hand.left > 0 && hand.until > Date.now()) {
          hand.left -= 1;
          return null;
        }
        // Those who come while a handful is fetched wait for that one.
        const fetched = fetching.get(name) ?? fetch(name).finally(() => fetching.delete(name));
        fetching.set(name, fetched);
        const seconds = await fetched;
        if (seconds !== null) return seconds;
      }
    },
    failedSignIn: async (address) => {
      const { taken, msBeforeNext, consumed } = await consume(ofAddresses, networkOf(address), 1);
      return taken ? null : { seconds: secondsOf(msBeforeNext), first: consumed === failedSignIns + 1 };
    },
  };
}

/**
 * Counts acts of pages within a minute, over all processes: sign-ins from one address, searches of one reader, refusals of one member of staff that are
 * logged. Out: gives true where one more is
 * taken. Throws what the database throws.
 */
export function createPageLimits(pool: Pool): (what: 'sign-in' | 'search' | 'refused', who: string) => Promise<boolean> {
  const store = { storeClient: pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true, duration: MINUTE_S };
  const limiters = {
    'sign-in': new RateLimiterPostgres({ ...store, keyPrefix: 'page-sign-in', points: 60 }),
    refused: new RateLimiterPostgres({ ...store, keyPrefix: 'page-refused', points: 30 }),
    search: new RateLimiterPostgres({ ...store, keyPrefix: 'page-search', points: 60 }),
  };
  return async (what, who) => (await consume(limiters[what], what === 'sign-in' ? networkOf(who) : who, 1)).taken;
}

const DAY_S = 24 * 3_600;

/**
 * Counts what comes by the public forms, over all processes: what is sent from one network within a minute, how often an address of an action is
 * tried from one, and what is written to one mailbox within a day. Out: gives true where one more is taken. Throws what the database throws.
 * @param whom the mailbox's digest, or the address that it came from
 */
export function createAskingLimits(pool: Pool): (what: 'sent' | 'mailbox' | 'link', whom: string) => Promise<boolean> {
  const store = { storeClient: pool, storeType: 'pool', tableName: 'rate_limit', tableCreated: true };
  const limiters = {
    // Enough for a school, a ward or a surgery behind one address; a machine that sends a thousand does not get far.
    sent: new RateLimiterPostgres({ ...store, keyPrefix: 'asked', points: 20, duration: MINUTE_S }),
    // Whoever opens the address of an action, or tries some that lead nowhere.
    link: new RateLimiterPostgres({ ...store, keyPrefix: 'action-link', points: 30, duration: MINUTE_S }),
    // Nobody fills another's mailbox with acknowledgements.
    mailbox: new RateLimiterPostgres({ ...store, keyPrefix: 'asked-mailbox', points: 3, duration: DAY_S }),
  };
  return async (what, whom) => (await consume(limiters[what], what === 'mailbox' ? whom : networkOf(whom), 1)).taken;
}

const secondsOf = (ms: number): number => Math.max(1, Math.ceil(ms / 1000));

interface Consumed {
  readonly taken: boolean;
  readonly msBeforeNext: number;
  readonly consumed: number;
}

/** The library rejects with its result where too much is asked for, and with an error where the database failed. */
async function consume(limiter: RateLimiterPostgres, key: string, points: number): Promise<Consumed> {
  const of = ({ msBeforeNext, consumedPoints }: RateLimiterRes) => ({ msBeforeNext, consumed: consumedPoints });
  try {
    return { taken: true, ...of(await limiter.consume(key, points)) };
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return { taken: false, ...of(refusal) };
    throw refusal;
  }
}

/** What one caller has of addresses: of IPv6 the first half (a household or a host is given all of the second). */
function networkOf(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(address)) return address;
  const [head = '', tail] = (address.split('%')[0] ?? '').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? [] : Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  return [...before, ...zeros, ...after].slice(0, 4).join(':');
}
