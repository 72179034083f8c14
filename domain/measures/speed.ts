import { daysBetween, type PlainDate } from '../calendar/dates';
import { isCetr } from '../pathway/events';
import { isType, type Placed } from '../pathway/place';
import { isReviewOf, staysOf } from '../pathway/stays';
import type { Life } from './lives';
import { type Asked, redTimes, type Stood } from './moves';
import { isOf, isWithin } from './period';

/** How quickly something follows something else ("rapid responses", 004 L970 to 971). */
export const SPEEDS = [
  'referral-to-decision',
  'referral-to-mam',
  'red-to-cetr',
  'admission-to-cetr',
  'cetr-to-report',
  'laep-arranged-to-held',
  'laep-to-cetr',
] as const;
export type Speed = (typeof SPEEDS)[number];

/** A median of fewer says something of single people and not of the pathway. */
export const ENOUGH_FOR_A_MEDIAN = 5;

/** In days: how many there are, the middle one where there are enough, and the slowest. */
export interface Took {
  readonly count: number;
  readonly median: number | null;
  readonly slowest: number | null;
}

interface Span {
  readonly speed: Speed;
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** What numbers of days come to; of an even number the median lies between the middle two. */
export function tookOf(days: readonly number[]): Took {
  const sorted = [...days].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const [low = 0, high = 0] = [sorted[middle - 1], sorted[middle]];
  const median = sorted.length % 2 === 1 ? high : (low + high) / 2;
  return { count: days.length, median: days.length < ENOUGH_FOR_A_MEDIAN ? null : median, slowest: sorted.at(-1) ?? null };
}

/** The first fact from a place on that is what is asked for. */
const firstFrom = (facts: readonly Placed[], day: PlainDate, isIt: (item: Placed) => boolean): PlainDate | null =>
  facts.find((item) => item.on >= day && isIt(item))?.on ?? null;

const isHeld =
  (kind: string) =>
  (item: Placed): boolean =>
    isType(item, 'meeting-held') && item.fact.kind === kind;

const span = (speed: Speed, from: PlainDate | undefined, to: PlainDate | null | undefined): Span[] =>
  from === undefined || to === null || to === undefined || to < from ? [] : [{ speed, from, to }];

/** What one pathway says of it: each thing by the first that followed. */
function spansOf(facts: readonly Placed[]): Span[] {
  const referred = facts.find((item) => isType(item, 'referral-received'))?.on;
  const decided = referred && firstFrom(facts, referred, (item) => isType(item, 'eligibility-decided'));
  const met = referred && firstFrom(facts, referred, isHeld('mam'));
  const stays = staysOf(facts).flatMap((stay) =>
    span(
      'admission-to-cetr',
      stay.admittedOn,
      firstFrom(facts, stay.admittedOn, (item) => isType(item, 'meeting-held') && isReviewOf(stay, item)),
    ),
  );
  const meetings = facts.flatMap((item) => {
    if (!isType(item, 'meeting-held')) return [];
    const { meeting, kind } = item.fact;
    if (kind === 'laep') {
      const arranged = facts.find((one) => isType(one, 'meeting-scheduled') && one.fact.meeting === meeting);
      return [
        // One that was written down only afterwards says nothing of how quickly it came.
        ...span('laep-arranged-to-held', arranged?.heardOn, item.on),
        ...span('laep-to-cetr', item.on, firstFrom(facts, item.on, isHeld('community-cetr'))),
      ];
    }
    const isReport = (one: Placed): boolean => isType(one, 'report-sent') && one.fact.meeting === meeting;
    return isCetr(kind) ? span('cetr-to-report', item.on, firstFrom(facts, item.on, isReport)) : [];
  });
  return [...span('referral-to-decision', referred, decided), ...span('referral-to-mam', referred, met), ...stays, ...meetings];
}

/** From red to the community C(E)TR that was held while it went on. */
function spansOfRed({ pathways }: Life, { trueThen }: Stood): Span[] {
  const facts = pathways.flatMap((one) => one.facts);
  return redTimes(trueThen).flatMap(({ from, ended }) => {
    const held = firstFrom(facts, from, isHeld('community-cetr'));
    return held !== null && ended !== null && held > ended.from ? [] : span('red-to-cetr', from, held);
  });
}

/** How quickly things went, each counted in the period in which it was done. In: each person once, and how they stood. */
export function speedsOf(
  lives: readonly Life[],
  stood: ReadonlyMap<string, Stood>,
  { group, period }: Asked,
): Readonly<Record<Speed, Took>> {
  const days = new Map<Speed, number[]>(SPEEDS.map((speed) => [speed, []]));
  for (const life of lives) {
    const own = stood.get(life.registerId);
    const spans = [...life.pathways.flatMap(({ facts }) => spansOf(facts)), ...(own ? spansOfRed(life, own) : [])];
    for (const { speed, from, to } of spans)
      if (isWithin(period, to) && isOf(group, life.bornOn, to)) days.get(speed)?.push(daysBetween(from, to));
  }
  return Object.fromEntries(SPEEDS.map((speed) => [speed, tookOf(days.get(speed) ?? [])])) as Record<Speed, Took>;
}
