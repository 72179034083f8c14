import { addDays, type PlainDate } from '../../calendar/dates';
import { isType, takenOverOn, type Placed } from '../../pathway/place';
import { staysOf } from '../../pathway/stays';
import { type Life, reviewsIn } from '../lives';
import { type Asked, SEQUEL_DAYS, type Stood, stoodOn } from '../moves';
import { isOf, isWithin } from '../period';
import { type Clock, CLOCKS, type Judged, outcomeOf, type Standard } from './standards';

/** One of which what happened says whether it was kept. */
export const said = (standard: Standard, registerId: string | null, on: PlainDate, why: string | null): Judged => ({
  ...{ standard, registerId, on, outcome: why === null ? 'kept' : 'missed', why },
  ...{ subject: null, due: null, settledOn: null },
});

/** One of which a deadline says it. */
function byClock(standard: Standard, clock: Clock, on: PlainDate, today: PlainDate): Judged[] {
  const outcome = outcomeOf(clock, today);
  const { registerId, deadline: subject, due, settledOn } = clock;
  return outcome === null ? [] : [{ standard, registerId, on, outcome, why: null, subject, due, settledOn }];
}

/** The clocks that were due in the period, as standards. `bornOn`: of whom a clock is. */
export function judgeClocks(
  clocks: readonly Clock[],
  bornOn: (registerId: string) => PlainDate | null,
  { group, period }: Asked,
  today: PlainDate,
): Judged[] {
  return clocks.flatMap((clock) => {
    const standard = CLOCKS[clock.kind];
    const { due, registerId } = clock;
    if (!standard || !isWithin(period, due) || !isOf(group, bornOn(registerId), due)) return [];
    return byClock(standard, clock, due, today);
  });
}

/** True where somebody looked before an admission: a C(E)TR in the community, or an LAEP where there was no time (004 L1020; 003 L327), in the 28 days that end with it. */
const wasLookedAtBefore = (facts: readonly Placed[], admittedOn: PlainDate): boolean =>
  facts.some(
    (item) =>
      isType(item, 'meeting-held') &&
      (item.fact.kind === 'community-cetr' || item.fact.kind === 'laep') &&
      item.on <= admittedOn &&
      item.on > addDays(admittedOn, -SEQUEL_DAYS),
  );

/** The admissions and discharges of somebody: reviewed before, on the register meanwhile, and met after (the clock of that meeting says so). */
function judgeStays(
  { registerId, bornOn, pathways }: Life,
  stood: Stood | undefined,
  clocks: readonly Clock[],
  asked: Asked,
  today: PlainDate,
) {
  const { group, period } = asked;
  return pathways.flatMap(({ facts }) => {
    const takenOver = takenOverOn(facts);
    return staysOf(facts).flatMap(({ admission, admittedOn, discharge, dischargedOn }): Judged[] => {
      const judged: Judged[] = [];
      const counts = isWithin(period, admittedOn) && isOf(group, bornOn, admittedOn) && (takenOver === null || admittedOn >= takenOver);
      if (counts) {
        const without = wasLookedAtBefore(facts, admittedOn) ? null : (admission.fact.withoutReview ?? 'not-known');
        judged.push(said('review-before-admission', registerId, admittedOn, without));
        if (stood && stoodOn(stood.trueThen, addDays(admittedOn, -1))?.onRegister) {
          const stays = stoodOn(stood.trueThen, addDays(admittedOn, 1))?.onRegister === true;
          judged.push(said('stays-on-register', registerId, admittedOn, stays ? null : 'left'));
        }
      }
      if (discharge && isWithin(period, dischargedOn) && isOf(group, bornOn, dischargedOn)) {
        const clock = clocks.find((one) => one.registerId === registerId && one.deadline === `mam:${discharge.id}`);
        if (clock) judged.push(...byClock('mam-after-discharge', clock, dischargedOn, today));
      }
      return judged;
    });
  });
}

/** Reviews with a full panel. */
function judgePanels(life: Life, asked: Asked): Judged[] {
  return reviewsIn(life, asked).map(({ item }) => {
    const { quorate } = item.fact;
    return said('full-panel', life.registerId, item.on, quorate === true ? null : quorate === false ? 'not-full' : 'not-said');
  });
}

/** What the facts of people say of the standards. In: each person once; `clocks`: of multi-agency meetings, as they stand today. */
export function judgeLives(
  lives: readonly Life[],
  { stood, clocks }: { readonly stood: ReadonlyMap<string, Stood>; readonly clocks: readonly Clock[] },
  asked: Asked,
  today: PlainDate,
): Judged[] {
  const byPerson = new Map<string, Clock[]>();
  for (const clock of clocks) {
    const own = byPerson.get(clock.registerId);
    if (own) own.push(clock);
    else byPerson.set(clock.registerId, [clock]);
  }
  return lives.flatMap((life) => [
    ...judgeStays(life, stood.get(life.registerId), byPerson.get(life.registerId) ?? [], asked, today),
    ...judgePanels(life, asked),
  ]);
}

/** Whether everybody on the register at the end of the period has a rating. */
export function judgeRatings(people: readonly Stood[], { group, period }: Asked): Judged[] {
  return people.flatMap(({ registerId, bornOn, trueThen }) => {
    const stood = stoodOn(trueThen, period.to);
    if (!stood?.onRegister || !isOf(group, bornOn, period.to)) return [];
    return [said('rated', registerId, period.to, stood.rating === null ? 'not-rated' : null)];
  });
}

/** Whether the reviews of the register that were due in the period were held by then. `today`: the day as of which it is asked. */
export function judgeReviews(
  reviews: readonly { readonly id: string; readonly group: string; readonly due: PlainDate; readonly heldOn: PlainDate | null }[],
  { group, period }: Asked,
  today: PlainDate,
): Judged[] {
  return reviews.flatMap(({ id, group: of, due, heldOn }): Judged[] => {
    if (!isWithin(period, due) || (group !== 'all' && of !== 'all' && of !== group)) return [];
    const outcome = heldOn === null ? (due < today ? 'missed' : 'open') : heldOn <= due ? 'kept' : 'late';
    const subject = id;
    return [{ standard: 'register-reviewed', registerId: null, on: due, outcome, why: null, subject, due, settledOn: heldOn }];
  });
}
