import { addDays, earlierOf, londonDate, startOfDay } from '../../../../domain/calendar/dates';
import { playable, type Playable } from '../../../../services/rehearsal/scenario';
import { seededHistory } from './history';
import { inGroups, openTheatre, sameStory, type Theatre } from '../../workflows/same-story';

/** Most random histories are of some months, and end soon after their last event; each fiftieth goes on for up to three years. */
function historyOf(seed: number): Playable {
  const long = seed % 50 === 0;
  const history = playable(seededHistory(seed, { steps: long ? 40 : 2 }));
  const soon = addDays(londonDate(history.steps.at(-1)?.at ?? startOfDay(history.until)), 10);
  return { ...history, title: `random history ${seed}`, until: long ? history.until : earlierOf(history.until, soon) };
}

/** The tests that so many random histories are the same story through the workflow as through the core. */
export function testRandomStories(from: number, to: number): void {
  let theatre: Theatre;
  beforeAll(async () => {
    theatre = await openTheatre();
  });
  afterAll(() => theatre?.environment.teardown());

  const seeds = Array.from({ length: to - from + 1 }, (_, index) => from + index);
  test.each(inGroups(seeds))('random histories %d and on are the same story through the workflow as through the core', async (...group) => {
    await sameStory(theatre, group.map(historyOf));
  });
}
