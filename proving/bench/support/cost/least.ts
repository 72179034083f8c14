import { endOfDay, type Instant } from '../../../../domain/calendar/dates';
import { emptyRecord, hear, play, wakeUps } from '../../../../domain/pathway/engine';
import type { PersonRecord, WakeUp } from '../../../../domain/pathway/types';
import { coreContext } from '../../../../services/rules/policies';
import type { Playable } from '../../../../services/rehearsal/scenario';

/** How many events of each kind, by the name that Temporal gives their attributes. */
export type Counts = Readonly<Record<string, number>>;

/** Adds counts to others. */
export function addCounts(to: Record<string, number>, more: Counts): void {
  for (const [kind, count] of Object.entries(more)) to[kind] = (to[kind] ?? 0) + count;
}

export const total = (counts: Counts): number => Object.values(counts).reduce((sum, count) => sum + count, 0);

/** One turn of a workflow: a task that was asked for, begun and answered, and what its activity left behind. */
const TURN: Counts = { workflowTaskScheduled: 1, workflowTaskStarted: 1, workflowTaskCompleted: 1, markerRecorded: 1 };

const DAYS_A_YEAR = 365.25;
const DAY_MS = 86_400_000;

export interface Least {
  readonly counts: Counts;
  /** What happens together takes one turn. */
  readonly turns: number;
  readonly years: number;
}

/**
 * The fewest events of history that a story can have in a workflow that is told of each applied event and has one timer for the next step
 * of each deadline, worked out from the core alone:
 *
 * - one start of the workflow;
 * - per applied event a signal; per wake-up a timer started and fired; per deadline that moves or ends before its step a timer started and
 *   cancelled; a timer that still runs at the end was started;
 * - per turn (events of one instant, or wake-ups of one instant) one marker of the activity and one workflow task, which is three events:
 *   each event's and each wake-up's share of them.
 *
 * Throws where the scenario names an unknown rule set.
 */
export function leastOf(story: Playable): Least {
  const context = coreContext();
  const end = endOfDay(story.until);
  const counts: Record<string, number> = { workflowExecutionStarted: 1 };
  let turns = 0;
  let record: PersonRecord = emptyRecord({ bornOn: story.bornOn, minutes: 0, ruleSet: story.ruleSet });
  let armed = new Map<string, number>();
  const arm = (now: Instant): void => {
    const wanted = new Map(wakeUps(context, record).map((wakeUp) => [keyOf(wakeUp), wakeUp.at]));
    // What has come due by now has fired, or is about to.
    const ended = [...armed].filter(([key]) => !wanted.has(key));
    const fired = ended.filter(([, at]) => at <= now).length;
    const started = [...wanted.keys()].filter((key) => !armed.has(key)).length;
    addCounts(counts, { timerStarted: started, timerFired: fired, timerCanceled: ended.length - fired });
    armed = wanted;
  };
  const turn = (now: Instant, signals: number): void => {
    addCounts(counts, { ...TURN, workflowExecutionSignaled: signals });
    turns += 1;
    arm(now);
  };
  const wakeUntil = (until: Instant): void => {
    for (let at = nextOf(armed); at !== undefined && at <= until; at = nextOf(armed)) {
      record = play(context, record, at as Instant).record;
      turn(at as Instant, 0);
    }
  };
  for (const [at, steps] of byInstant(story)) {
    if (at > end) break;
    wakeUntil((at - 1) as Instant);
    let applied = 0;
    for (const { id, fact } of steps) {
      const heard = hear(context, record, { id, at, facts: [fact], batch: false });
      record = heard.record;
      if (heard.outcome === 'applied') applied += 1;
    }
    if (applied > 0) turn(at, applied);
  }
  wakeUntil(end);
  return { counts, turns, years: yearsOf(story, end) };
}

const keyOf = ({ deadline, step, at }: WakeUp): string => `${deadline} ${step} ${at}`;

const nextOf = (armed: ReadonlyMap<string, number>): number | undefined => (armed.size === 0 ? undefined : Math.min(...armed.values()));

function byInstant({ steps }: Playable): Map<Instant, Playable['steps'][number][]> {
  const groups = new Map<Instant, Playable['steps'][number][]>();
  for (const step of steps) groups.set(step.at, [...(groups.get(step.at) ?? []), step]);
  return groups;
}

/** From the first event to the end of the story. */
function yearsOf({ steps }: Playable, end: Instant): number {
  const [first] = steps;
  return first ? (end - first.at) / (DAY_MS * DAYS_A_YEAR) : 0;
}
