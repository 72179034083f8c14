import { sql } from 'kysely';
import type { Pool } from 'pg';
import { formatInstant, type Instant } from '../../../../domain/calendar/dates';
import { pathwayWorkflowId, type NamedWakeUp } from '../../../../workflows/names';
import { countOf, db, prepared } from '../../../tables/query';
import { readStand, type Stand } from '../../../workflow/turn';
import { readWorkflowState, type WorkflowState, type WorkflowStateDeps, type RunningTimer } from './workflow-state';
import type { Difference, DifferenceCode } from '../difference';

/** A wake-up that nobody took this long after its instant is late: before, it may be on its way. */
export const LATE_AFTER_MS = 2 * 60_000;
/** So long a signal may be on its way to its workflow, or wait there to be heard: meanwhile the two sides differ rightly. */
const ON_ITS_WAY_MS = 2 * 60_000;
/** A timer runs from the moment at which its workflow's task was answered: planned and started instants differ by that moment. */
const SAME_INSTANT_MS = 60_000;
/** A workflow task that was tried so often, and still is after the looks that confirm it, is not the doing of a worker that was killed. */
const STUCK_ATTEMPTS = 3;

export interface LookDeps extends WorkflowStateDeps {
  readonly pool: Pool;
  /** The clock of wake-ups: milliseconds since 1970. */
  readonly now: () => Instant;
}

/** Both sides of one pathway, as they were at one moment. */
export interface Look {
  /** Wake-ups still to come, each of which should have its timer. */
  readonly expected: number;
  /** Those of them that have it. */
  readonly found: number;
  readonly differences: readonly Difference[];
  /** A signal waits for Temporal, or for the workflow's answer: it may put right what differs. */
  readonly onItsWay?: boolean;
  /** The highest sequence of the log that the workflow had been told of. */
  readonly told?: number;
}

/**
 * Looks once at a pathway: its wake-ups in the database against its workflow's timers in Temporal. While events arrive a difference may
 * be a signal on its way: only one that stays is one. Throws where the database or Temporal is away.
 */
export async function lookAtPathway(deps: LookDeps, registerId: string, pathway: number): Promise<Look> {
  // Temporal first: a signal tells of a sequence only after its commit, so the log as read afterwards can never be behind rightly.
  const course = await readWorkflowState(deps, pathwayWorkflowId(registerId, pathway));
  const { headKnown, ...stand } = await readStand(deps.pool, { registerId, pathway, armedHead: course.head });
  const look = { ...compareTimers({ registerId, pathway }, { course, stand, headKnown, now: deps.now() }), told: course.sequence };
  if (look.differences.length === 0) return look;
  const isBeingHeard = course.askedAt !== null && course.askedAt > Date.now() - ON_ITS_WAY_MS;
  return isBeingHeard || (await isOnItsWay(deps.pool, registerId)) ? { ...look, onItsWay: true } : look;
}

const onItsWay = prepared('proof-outbox', (registerId: string) =>
  db
    .selectFrom('outbox')
    .select('id')
    .where('register_id', '=', registerId)
    .where('created_at', '>', sql<Date>`now() - make_interval(secs => ${sql.lit(ON_ITS_WAY_MS / 1_000)})`),
);

const isOnItsWay = async (pool: Pool, registerId: string): Promise<boolean> => (await countOf(pool, onItsWay(registerId))) > 0;

interface Sides {
  readonly course: WorkflowState;
  readonly stand: Pick<Stand, 'sequence' | 'wakeUps' | 'open'>;
  /** Whether the log has the event of which the workflow was told last: one that was restored and went on may have another in its place. */
  readonly headKnown: boolean;
  readonly now: Instant;
}

/** What differs between the two sides of a pathway at the instant `now`. Pure. */
export function compareTimers(
  about: { readonly registerId: string; readonly pathway: number },
  { course, stand, headKnown, now }: Sides,
): Look {
  const differs = (code: DifferenceCode, params: Difference['params'] = {}): Difference => ({ code, ...about, params, mended: false });
  const late = stand.wakeUps
    .filter(({ at }) => at < now - LATE_AFTER_MS)
    .map(({ label, at }) => differs('wake-up-late', { label, at: formatInstant(at as Instant) }));
  const behind =
    course.sequence > stand.sequence || !headKnown
      ? [differs('log-behind-workflow', { sequence: stand.sequence, workflow: course.sequence })]
      : [];
  const wanted = stand.wakeUps.filter(({ at }) => at > now);
  if (!course.running) {
    const needed = stand.open || stand.wakeUps.length > 0;
    return { expected: wanted.length, found: 0, differences: [...(needed ? [differs('workflow-not-running')] : []), ...late, ...behind] };
  }
  if (course.stranger !== null) {
    const stranger = differs('workflow-stranger', { why: course.stranger, run: course.runId });
    return { expected: wanted.length, found: 0, differences: [stranger, ...late, ...behind] };
  }
  const { missing, unwanted } = match(wanted, course.timers);
  const look = { expected: wanted.length, found: wanted.length - missing.length };
  if (!course.readable || course.attempt >= STUCK_ATTEMPTS) {
    const stuck = differs('workflow-stuck', { attempt: course.attempt, readable: course.readable ? 'yes' : 'no', missing: missing.length });
    return { ...look, differences: [stuck, ...late, ...behind] };
  }
  return {
    ...look,
    differences: [
      ...missing.map(({ label, at }) => differs('timer-missing', { label, at: formatInstant(at as Instant) })),
      // One that is about to fire is not called off any more, and finds nothing to do.
      ...unwanted
        .filter(({ at }) => at > now + SAME_INSTANT_MS)
        .map(({ label, at }) => differs('timer-unwanted', { label, at: formatInstant(at as Instant) })),
      ...late,
      ...behind,
    ],
  };
}

/** Pairs wake-ups with timers of the same name and instant, each once: several deadlines may share both. */
function match(
  wanted: readonly NamedWakeUp[],
  timers: readonly RunningTimer[],
): { readonly missing: readonly NamedWakeUp[]; readonly unwanted: readonly RunningTimer[] } {
  const unwanted = [...timers];
  const missing = wanted.filter(({ label, at }) => {
    const index = unwanted.findIndex((timer) => timer.label === label && Math.abs(timer.at - at) <= SAME_INSTANT_MS);
    if (index >= 0) unwanted.splice(index, 1);
    return index < 0;
  });
  return { missing, unwanted };
}
