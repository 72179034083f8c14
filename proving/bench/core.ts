import path from 'node:path';
import { addDays, daysBetween, isPlainDate, londonDate, type Instant } from '../../domain/calendar/dates';
import { emptyRecord, hear } from '../../domain/pathway/engine';
import { factSchema } from '../../domain/pathway/events';
import type { Hearing, PersonRecord } from '../../domain/pathway/types';
import { projectRoot } from '../../infra/project-root';
import { coreContext } from '../../services/rules/policies';
import { playThroughCore } from '../../services/rehearsal/rehearsal-core';
import { readScenario, type Playable } from '../../services/rehearsal/scenario';
import type { Figure } from './support/figures';
import { median } from './support/measure';
import type { Scenario, Sizes } from './support/scenario';

const ROUNDS: Sizes = { small: 2, '1': 5, '10': 10 };
/** How often the story of ten years is told on end, at the most. */
const TIMES: Sizes = { small: 1, '1': 2, '10': 8 };
const DAYS_A_YEAR = 365.25;
const DAY_MS = 86_400_000;
const scenario = 'd';

/** (d) The pure core: no server, no database. Against reading the same log from its text. */
export const core: Scenario = async ({ scale, say }) => {
  say('core');
  const story = readScenario(path.join(projectRoot, 'scenarios', 'ten-years.json'));
  const context = coreContext();
  const years = daysBetween(londonDate(story.steps[0]?.at ?? (0 as Instant)), story.until) / DAYS_A_YEAR;
  playThroughCore(context, story);
  const played: number[] = [];
  const read: number[] = [];
  const text = JSON.stringify(story.steps);
  for (let round = 0; round < ROUNDS[scale]; round += 1) {
    played.push(millisecondsOf(() => playThroughCore(context, story)));
    // As a commit must at the least: every event reads the whole log before it from text.
    read.push(
      millisecondsOf(() => {
        for (const _ of story.steps) JSON.parse(text);
      }),
    );
  }
  const events = (milliseconds: readonly number[]): number => (story.steps.length * 1_000) / median(milliseconds);
  return [
    {
      scenario,
      what: `ten years, ${story.steps.length} events in turn`,
      unit: 'events/s',
      value: events(played),
      baseline: { what: 'reading the log as text for each event', value: events(read) },
    },
    { scenario, what: 'ten years, with all that falls due by itself', unit: 'pathway-years/s', value: (years * 1_000) / median(played) },
    ...growth(story, TIMES[scale]),
  ];
};

function millisecondsOf(work: () => unknown): number {
  const begun = performance.now();
  work();
  return performance.now() - begun;
}

/** What one more event costs after logs of rising length. The core derives from the whole log, so that twice the length is twice the time. */
function growth(story: Playable, times: number): Figure[] {
  const steps = onEnd(story, times);
  tell(story, steps);
  const lengths: number[] = [];
  for (let length = 25; length < steps.length; length *= 2) lengths.push(length);
  const costs = costsAt(story, steps, lengths);
  return lengths.flatMap((length, index): Figure[] => {
    const value = costs[index];
    const before = costs[index - 1];
    if (value === undefined) return [];
    const what = `one event after a log of ${length}`;
    if (before === undefined) return [{ scenario, what, unit: 'ms', value }];
    const baseline = { what: 'after a log half as long (2: it grows as the log does)', value: before };
    return [{ scenario, what, unit: 'ms', value, baseline }];
  });
}

/** What begins or ends the stay, or the pathway: told once, so that the log goes on growing. */
const ONCE = ['eligibility-decided', 'admitted', 'transferred', 'discharged', 'pathway-closed'];

/** The stay without its end, and all that recurs in it again and again, each time later and of other meetings. */
function onEnd({ steps, until }: Playable, times: number): Hearing[] {
  const [first] = steps;
  if (!first) return [];
  const days = daysBetween(londonDate(first.at), until) + 1;
  const moved = (value: unknown, time: number): unknown =>
    typeof value === 'string' && isPlainDate(value) ? addDays(value, time * days) : value;
  return Array.from({ length: times }, (_, time) =>
    steps
      .filter(({ fact: { type } }) => (time === 0 ? !ONCE.slice(-2).includes(type) : !ONCE.includes(type)))
      .map(({ id, at, fact }): Hearing => {
        const fields = Object.entries(fact).map(([field, value]) => [field, field === 'meeting' ? `${value}-${time}` : moved(value, time)]);
        return {
          id: `${time}-${id}`,
          at: (at + time * days * DAY_MS) as Instant,
          facts: [factSchema.parse(Object.fromEntries(fields))],
          batch: false,
        };
      }),
  ).flat();
}

/** Milliseconds of one event around each length: the mean of those told there. Each is heard on a record as the commit reads it, new from the log. */
function costsAt(story: Playable, steps: readonly Hearing[], lengths: readonly number[]): number[] {
  const milliseconds = tell(story, steps);
  return lengths.map((length) => {
    const near = milliseconds.slice(Math.floor(length * 0.8), Math.ceil(length * 1.2));
    return near.reduce((sum, one) => sum + one, 0) / near.length;
  });
}

/** Tells steps in turn. Out: what each took, in milliseconds. Throws where one is refused: it would cost nothing. */
function tell(story: Playable, steps: readonly Hearing[]): number[] {
  const context = coreContext();
  let record: PersonRecord = emptyRecord({ bornOn: story.bornOn, minutes: 0, ruleSet: story.ruleSet });
  return steps.map((step) => {
    // The core remembers what it derived from a log, by the log itself.
    const fresh = structuredClone(record);
    const begun = performance.now();
    const heard = hear(context, fresh, step);
    const milliseconds = performance.now() - begun;
    if (heard.outcome === 'refused') throw new Error(`an event of the story was refused: ${heard.refusal.code}`);
    record = heard.record;
    return milliseconds;
  });
}
