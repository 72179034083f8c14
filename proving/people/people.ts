import { plainDate, type Instant, type PlainDate } from '../../domain/calendar/dates';
import { emptyRecord, hear } from '../../domain/pathway/engine';
import { splitTexts, type PathwayEvent } from '../../domain/pathway/events';
import type { CoreContext } from '../../domain/pathway/types';
import type { Dice } from '../../services/practice/dice';
import { STORIES } from './stories';
import { testNhsNumbers } from '../../services/practice/nhs-numbers';
import { contactsOf, Teller, type PersonPlan } from './teller';

/** People enough for so many events, each with a story; the same for the same dice. */
export function planPeople(dice: Dice, events: number, today: PlainDate): PersonPlan[] {
  const numbers = testNhsNumbers();
  const people: PersonPlan[] = [];
  let stories: typeof STORIES = [];
  for (let told = 0, number = 1; told < events; number += 1) {
    if (stories.length === 0) stories = dice.fork(`stories ${number}`).shuffled(STORIES);
    const [story, ...rest] = stories;
    stories = rest;
    if (!story) break;
    const teller = new Teller(dice.fork(`person ${number}`), today, number);
    story.tell(teller);
    told += teller.steps.length;
    people.push({
      number,
      story: story.name,
      name: `Test Person ${number}`,
      bornOn: plainDate(`${story.child ? '2013' : teller.dice.pick(['1964', '1987', '2001'])}-05-17`),
      nhsNumber: String(numbers.next().value),
      contacts: contactsOf(number),
      steps: teller.steps,
    });
  }
  return people;
}

export type Outcome = 'applied' | 'refused';

/** What the core alone makes of a person's events, told one after the other at one instant: by event id. */
export function expectedOutcomes(core: CoreContext, ruleSet: string, { bornOn, steps }: PersonPlan, at: Instant): Map<string, Outcome> {
  let record = emptyRecord({ bornOn, minutes: 0, ruleSet });
  const outcomes = new Map<string, Outcome>();
  for (const { id, way, events } of steps) {
    const facts = events.map((event) => splitTexts(event as PathwayEvent).fact);
    const heard = hear(core, record, { id, at, facts, batch: way === 'batch' });
    outcomes.set(id, heard.outcome);
    record = heard.record;
  }
  return outcomes;
}
