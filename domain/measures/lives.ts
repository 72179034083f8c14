import { addDays, addMonths, type PlainDate } from '../calendar/dates';
import { isCetr } from '../pathway/events';
import { isType, type Placed, type PlacedOf } from '../pathway/place';
import { stayOn, type StayRecord, staysOf } from '../pathway/stays';
import { type Asked, SEQUEL_DAYS } from './moves';
import { isOf, isWithin } from './period';

/** What was true of somebody, pathway by pathway, each in the order of its places and after every correction. */
export interface Life {
  readonly registerId: string;
  readonly bornOn: PlainDate | null;
  readonly pathways: readonly { readonly number: number; readonly facts: readonly Placed[] }[];
}

/** The stays of all times on the pathway. */
export const staysOfLife = ({ pathways }: Life): StayRecord[] => pathways.flatMap(({ facts }) => staysOf(facts));

/** A review that was held, and on which pathway. */
export interface Held {
  readonly pathway: number;
  readonly item: PlacedOf<'meeting-held'>;
}

/** The meetings that were held in the period while somebody was of the age group. */
export const heldIn = ({ bornOn, pathways }: Life, { group, period }: Asked): Held[] =>
  pathways.flatMap(({ number: pathway, facts }) =>
    facts.flatMap((item) =>
      isType(item, 'meeting-held') && isWithin(period, item.on) && isOf(group, bornOn, item.on) ? [{ pathway, item }] : [],
    ),
  );

/** Of these the reviews. */
export const reviewsIn = (life: Life, asked: Asked): Held[] => heldIn(life, asked).filter(({ item }) => isCetr(item.fact.kind));

/** True for an admission within a year after a discharge of another stay. */
export const isAgain = (
  stays: readonly { readonly id: string; readonly dischargedOn: PlainDate | null }[],
  { id, admittedOn }: { readonly id: string; readonly admittedOn: PlainDate },
): boolean =>
  stays.some(
    (one) => one.id !== id && one.dischargedOn !== null && one.dischargedOn <= admittedOn && addMonths(one.dischargedOn, 12) >= admittedOn,
  );

/** What went into hospital and came out of it, and what came after reviews at home. */
export interface Admissions {
  readonly all: number;
  /** Within a year after a discharge. */
  readonly again: number;
  readonly discharges: number;
  /** Reviews held in the community, by whether an admission followed within 28 days; `soon`: these are not over yet. */
  readonly afterReview: { readonly none: number; readonly followed: number; readonly soon: number };
}

/** Counts admissions, discharges and what followed reviews in the community. In: each person once. `today`: the London day up to which anything is known. */
export function admissionsOf(lives: readonly Life[], asked: Asked, today: PlainDate): Admissions {
  const { group, period } = asked;
  const afterReview = { none: 0, followed: 0, soon: 0 };
  let [all, again, discharges] = [0, 0, 0];
  for (const life of lives) {
    const { bornOn } = life;
    const stays = staysOfLife(life);
    for (const stay of stays) {
      const { admittedOn, dischargedOn } = stay;
      if (isWithin(period, dischargedOn) && isOf(group, bornOn, dischargedOn)) discharges += 1;
      if (!isWithin(period, admittedOn) || !isOf(group, bornOn, admittedOn)) continue;
      all += 1;
      if (isAgain(stays, stay)) again += 1;
    }
    for (const { item } of reviewsIn(life, asked)) {
      if (!isAtHome(stays, item)) continue;
      const until = addDays(item.on, SEQUEL_DAYS);
      if (stays.some(({ admittedOn }) => admittedOn >= item.on && admittedOn <= until)) afterReview.followed += 1;
      else afterReview[until >= today ? 'soon' : 'none'] += 1;
    }
  }
  return { all, again, discharges, afterReview };
}

/** True for a community C(E)TR that was not held in a stay; on the day of an admission it was before it. */
function isAtHome(stays: readonly StayRecord[], { on, fact }: PlacedOf<'meeting-held'>): boolean {
  const stay = stayOn(stays, on);
  return fact.kind === 'community-cetr' && (stay === undefined || stay.admittedOn === on || stay.dischargedOn === on);
}
