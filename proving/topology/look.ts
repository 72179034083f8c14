import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { messageOf, PlainError } from '../../infra/plain-error';
import { readWorkflowState } from '../../services/upkeep/proof/timers/workflow-state';
import { pathwayWorkflowId } from '../../workflows/names';
import { isQuiet, untilQuiet, whatIsLeft } from '../counts/settle';
import type { Count } from '../counts/count';
import { countTimers } from '../counts/state';
import type { Instant } from '../../domain/calendar/dates';
import type { Person } from './callers';
import type { Scene } from './scene';

const QUIET_WITHIN_MS = 120_000;
/** Less than the minute after which the service's own check would mend what is missing. */
const ARMED_WITHIN_MS = 45_000;
const LOOK_EVERY_MS = 1_000;
/** So many histories are read at once. */
const AT_ONCE = 8;

export const now = (): Instant => Date.now() as Instant;

const SHOWN = 10;
const LONGEST = 400;

/** Throws PlainError with what is wrong, where anything is. */
export function expectNone(wrong: readonly string[]): void {
  if (wrong.length === 0) return;
  const shown = wrong.slice(0, SHOWN).map((one) => one.slice(0, LONGEST));
  throw new PlainError([...shown, ...(wrong.length > SHOWN ? [`and ${wrong.length - SHOWN} more`] : [])].join('\n'));
}

/** Does something with each, some at once. Out: in the order of what was given. */
export async function withEach<In, Out>(all: readonly In[], work: (one: In, index: number) => Promise<Out>): Promise<Out[]> {
  const done: Out[] = [];
  const waiting = all.entries();
  const lane = async (): Promise<void> => {
    for (const [index, one] of waiting) done[index] = await work(one, index);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return done;
}

/**
 * Waits until nothing is on its way, and every wake-up has its timer. Out: how many. Throws where something stays undone, a timer is missing or
 * unwanted, or a workflow failed.
 */
export async function settled({ pool, client, caller, endedByHand }: Scene): Promise<{ expected: number; found: number }> {
  const signals = caller.sent.filter(({ way }) => way === 'signal').map(({ id }) => id);
  const left = await untilQuiet(() => whatIsLeft(pool, signals, now()), QUIET_WITHIN_MS);
  if (!isQuiet(left)) throw new PlainError(`it is not done: ${JSON.stringify(left)}`);
  const byHand = new Set(endedByHand.map((id) => `${id} TERMINATED`));
  const wrongIn = (counts: readonly Count[]): string[] => counts.flatMap(({ wrong }) => wrong).filter((one) => !byHand.has(one));
  for (const end = Date.now() + ARMED_WITHIN_MS; ; await sleep(LOOK_EVERY_MS)) {
    // Temporal may have come back a moment ago.
    const look = await countTimers(pool, client, now()).catch((error: unknown) => messageOf(error));
    const wrong = typeof look === 'string' ? [look] : wrongIn(look.counts);
    if (typeof look !== 'string' && wrong.length === 0) return look;
    if (Date.now() > end) expectNone(wrong);
  }
}

/** Everybody's deadlines, as the API writes them. */
export const deadlinesOf = ({ caller, people }: Scene): Promise<string[]> =>
  withEach(people, async ({ registerId }) => (await caller.get(`/pathways/${registerId}/deadlines`)).text);

/** The timers that run for everybody: each workflow's, by name and instant. */
export const timersOf = ({ client, people }: Scene): Promise<string[]> =>
  withEach(people, async ({ registerId }) => {
    const { running, timers } = await readWorkflowState({ client }, pathwayWorkflowId(registerId, 1));
    return [registerId, running, ...timers.map(({ label, at }) => `${label} ${new Date(at).toISOString()}`).toSorted()].join(', ');
  });

const deadlinesSchema = z.object({
  deadlines: z.array(z.object({ kind: z.string(), due: z.string().nullable(), status: z.string() })),
});

/** Somebody's open deadlines: `kind day`, those without a day as `kind -`. */
export async function openDeadlines({ caller }: Scene, { registerId }: Person): Promise<string[]> {
  const { deadlines } = deadlinesSchema.parse((await caller.get(`/pathways/${registerId}/deadlines`)).body);
  return deadlines
    .filter(({ status }) => status === 'open')
    .map(({ kind, due }) => `${kind} ${due ?? '-'}`)
    .toSorted();
}
