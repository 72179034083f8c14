import * as fc from 'fast-check';
import type { Scenario } from '../../../../services/rehearsal/scenario';
import { isWorldFact, nextEvent } from './events';
import type { Knowledge } from './knowledge';
import type { Said } from '../facts';

/** One draw of a random history: what happens next, how long after the last, how late it is heard, and numbers for the choices inside. */
export interface Draw {
  readonly what: number;
  readonly gap: number;
  readonly lag: number;
  readonly pick: number;
}

export interface HistoryOptions {
  /** How many draws at most. */
  readonly steps?: number;
  /** Only facts about the world, each on a day of its own: no events that take their place by when they were heard. */
  readonly worldOnly?: boolean;
  /** For how many days after the last event it is played; 100 unless told. */
  readonly tail?: number;
}

const START = Date.UTC(2025, 0, 6);
const DAY = 86_400_000;
const DAYS = 3 * 365;
const dayText = (day: number): string => new Date(START + day * DAY).toISOString().slice(0, 10);
/** Children, people on the edge of 16, 17 and 18, adults, and some whose birth date is not known. */
const BIRTHS = ['2014-03-01', '2009-06-15', '2008-06-15', '2008-02-29', '2007-06-15', '2006-11-30', '1990-05-05', '1962-12-31', undefined];
const HOURS = ['00:00', '07:30', '08:00', '09:15', '13:45', '23:40'];

/** The facts of a history, with the day that each was true and the delay with which it is heard. */
export interface RandomFact {
  readonly id: string;
  readonly day: number;
  readonly lag: number;
  readonly hour: string;
  readonly event: Said;
}

/** Tells a history out of draws: legal as far as its own knowledge goes, of up to three years from 6 January 2025. */
export function factsOf(
  draws: readonly Draw[],
  options: HistoryOptions = {},
): { bornOn: string | undefined; ruleSet: string; facts: RandomFact[] } {
  const first = draws[0] ?? { what: 0, gap: 0, lag: 0, pick: 0 };
  const bornOn = BIRTHS[first.pick % BIRTHS.length];
  const known: Knowledge = { bornOn, inpatient: null, meetings: [], actions: [], events: [], ended: false };
  const facts: RandomFact[] = [];
  let day = 0;
  for (const [index, draw] of draws.entries()) {
    day += options.worldOnly ? 1 + (draw.gap % 20) : draw.gap % 45;
    if (day > DAYS - 120) break;
    const id = `e${index + 1}`;
    const event = nextEvent(known, {
      id,
      today: dayText(day),
      later: (days) => dayText(day + days),
      what: draw.what,
      pick: draw.pick,
      worldOnly: options.worldOnly ?? false,
    });
    if (!event) continue;
    const atOnce = !isWorldFact(event.type);
    facts.push({ id, day, lag: atOnce ? 0 : draw.lag, hour: HOURS[draw.pick % HOURS.length] ?? '10:00', event });
  }
  return { bornOn, ruleSet: first.what % 3 === 0 ? 'llr-2023' : 'england-2023', facts };
}

/** A history as a scenario: `heardOn` says on which day each fact is heard (after its lag, unless told otherwise), `tail` for how long it is played on. */
export function scenarioOf(
  { bornOn, ruleSet, facts }: ReturnType<typeof factsOf>,
  { tail = 100, heardOn = ({ day, lag }) => day + lag }: { tail?: number; heardOn?: (one: RandomFact) => number } = {},
): Scenario {
  const steps = facts.map((one) => ({
    id: one.id,
    at: `${dayText(heardOn(one))}T${one.hour}`,
    event: isWorldFact(one.event.type) ? { ...one.event, on: dayText(one.day) } : one.event,
  }));
  const last = Math.max(0, ...facts.map((one) => Math.max(one.day + one.lag, heardOn(one))));
  return {
    title: 'A random history',
    ruleSet,
    person: bornOn === undefined ? {} : { bornOn },
    steps,
    until: dayText(Math.min(DAYS, last + tail)),
  };
}

/** The draws of random histories, for fast-check: short ones and long ones, facts heard at once or up to seven weeks late. */
export function draws({ steps = 40 }: HistoryOptions = {}): fc.Arbitrary<Draw[]> {
  const lag = fc.oneof({ weight: 3, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(50) });
  return fc.array(fc.record({ what: fc.nat(9_999), gap: fc.nat(44), lag, pick: fc.nat(9_999) }), {
    minLength: 1,
    maxLength: steps,
    size: 'max',
  });
}

/** A random history of up to 3 years, as an arbitrary of fast-check. */
export const histories = (options: HistoryOptions = {}): fc.Arbitrary<Scenario> =>
  draws(options).map((drawn) => scenarioOf(factsOf(drawn, options), options));

/** The random history that belongs to a seed: the same at every call, without fast-check. */
export function seededHistory(seed: number, options: HistoryOptions = {}): Scenario {
  let state = (seed * 2_654_435_761) >>> 0;
  const next = (below: number): number => {
    state = (state + 0x6d_2b_79_f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
  const count = 5 + next(options.steps ?? 40);
  const drawn = Array.from({ length: count }, () => ({
    what: next(10_000),
    gap: next(45),
    lag: next(4) === 0 ? next(51) : 0,
    pick: next(10_000),
  }));
  return scenarioOf(factsOf(drawn, options), options);
}
