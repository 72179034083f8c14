import { addDays, addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Contact } from '../../domain/notices/recipients';
import type { CoreContext } from '../../domain/pathway/types';
import { newRegisterId } from '../people/register-id';
import { CAST, type Part } from './cast';
import { Dice } from './dice';
import { contactsOf, namesOf } from './names';
import { testNhsNumbers } from './nhs-numbers';
import { type Step, Teller } from './teller';

/** A made-up person with all that is heard of them, in order. */
export interface PracticePerson {
  readonly registerId: string;
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string;
  readonly contacts: readonly Contact[];
  /** Minutes after 08:00 for their steps. */
  readonly minutes: number;
  readonly steps: readonly Step[];
}

/** What everything about the made-up people comes from: the same again for the same. */
export interface Seed {
  readonly seed: string;
  /** The instant up to which their stories go. */
  readonly now: Instant;
  /** By whose name the area's rules go. */
  readonly ruleSet: string;
}

export const PRACTICE_PEOPLE = CAST.length;

/** The made-up people: three years of each story, up to now. */
export function planPractice(core: CoreContext, { seed, now, ruleSet }: Seed): PracticePerson[] {
  const dice = new Dice(seed);
  const names = namesOf(dice.fork('names'), CAST.length);
  const numbers = testNhsNumbers();
  const ratings = core.ruleSet(ruleSet).ratings;
  return CAST.map((part, index) => {
    const own = dice.fork(`person ${index}`);
    const name = names[index] ?? '';
    const bornOn = birthOf(own, part, londonDate(now));
    const teller = new Teller({ dice: own, now, holidays: core.holidays, ratings, bornOn });
    part.tell(teller);
    return {
      registerId: newRegisterId((below) => own.between(0, below - 1)),
      name,
      bornOn,
      nhsNumber: String(numbers.next().value),
      contacts: contactsOf(own, index + 1, name),
      minutes: own.between(0, 29),
      steps: teller.steps(),
    };
  });
}

/** A birth date by which somebody is so old today; where no birthday is near, the next is some months off. */
function birthOf(dice: Dice, { age, birthdayIn }: Part, today: PlainDate): PlainDate {
  if (birthdayIn !== undefined) return addMonths(addDays(today, birthdayIn), -12 * (age + 1));
  return addDays(addMonths(today, -12 * age), -dice.between(40, 300));
}
