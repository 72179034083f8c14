import {
  condition,
  defineQuery,
  isCancellation,
  log,
  makeContinueAsNewFunc,
  proxyActivities,
  proxyLocalActivities,
  setDefaultSignalHandler,
  setHandler,
  TemporalFailure,
  workflowInfo,
} from '@temporalio/workflow';
import type { ArrangingActivities, PathwayActivities, Stand, Turn } from '../activities/pathway';
import { upgradeState, type PathwayInput } from './carried-state';
import {
  ARMED_QUERY,
  EVENTS_A_RUN,
  isUnsealed,
  PATHWAY_TASK_TIMEOUT,
  WAKE_UPS_QUERY,
  type Armed,
  type EventSignal,
  type NamedWakeUp,
} from './names';
import { Timers } from './timers';

/** For runs that were started without a bound of their own: never changed, because their replay must cut at the same place. */
const EVENT_LIMIT = 2_000;
/** A turn's events: workflow task scheduled, started, completed, and the marker of the local activity. */
const EVENTS_A_TURN = 4;
/** So many signals are handled in one turn: a flood must not outlast the activity's limit. */
const SIGNALS_A_TURN = 50;

// The commit takes milliseconds: locally it costs no round trip to the server. Bound by attempts, because a total time alone does not
// end a local activity's retries. Then the same function without a bound: an outage of the database must never fail a pathway.
const quick = proxyLocalActivities<PathwayActivities>({
  startToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
});
const patient = proxyActivities<PathwayActivities>({
  startToCloseTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/** A place for a meeting waits for no deadline: what fails for long is asked for again with the next turn. */
const arranging = proxyActivities<ArrangingActivities>({
  startToCloseTimeout: '30s',
  retry: { initialInterval: '1s', maximumAttempts: 3 },
});
/** Scheduled, started, completed, and the workflow task after it. */
const EVENTS_OF_ARRANGING = 6;

/** Says the task's limit again: a run that an earlier release started may have another. */
const nextRun = makeContinueAsNewFunc<typeof personPathway>({ workflowTaskTimeout: PATHWAY_TASK_TIMEOUT });

export const armedQuery = defineQuery<Armed>(ARMED_QUERY);
export const wakeUpsQuery = defineQuery<readonly NamedWakeUp[]>(WAKE_UPS_QUERY);

interface ReceivedSignal {
  readonly name: string;
  readonly body: EventSignal;
}

/**
 * One pathway of one person. It decides nothing: it hands what it hears and what falls due to the commit, one thing at a time, and keeps
 * one named timer for each present wake-up. It ends when its pathway is closed and nothing more is to come; a later signal starts it again.
 */
export async function personPathway(input: PathwayInput): Promise<void> {
  const state = upgradeState(input);
  const { registerId, pathway, clockOffset } = state;
  const inbox: ReceivedSignal[] = [];
  let due: number[] = [];
  let { sequence, head = null, clock } = state;
  let wakeUps: readonly NamedWakeUp[] = state.wakeUps;
  let renew = false;
  const now = (): number => Date.now() + clockOffset;
  const timers = new Timers(now, (at) => due.push(at));

  // One for all names: what came before the run's first task would otherwise be heard name by name, not as it was sent. Whether there is
  // such a signal is for the turn to say.
  setDefaultSignalHandler((name, body) => void inbox.push({ name, body: (body ?? {}) as EventSignal }));
  setHandler(armedQuery, () => ({ sequence, timers: timers.size }));
  setHandler(wakeUpsQuery, () => wakeUps);

  // Counted by what the workflow itself sees: the length that Temporal tells may differ in a replay, and so would the cut.
  let events = timers.apply(wakeUps, 0);
  for (;;) {
    await condition(() => inbox.length > 0 || due.length > 0);
    const signals = inbox.splice(0, SIGNALS_A_TURN);
    const heard = signals.filter(({ body }) => !isArmedFor(body, sequence, clock));
    renew ||= signals.some(({ name, body }) => name === 'present' && body['renew'] === true);
    const wake = due.length > 0 ? Math.max(...due) : null;
    events += signals.length + due.length + EVENTS_A_TURN;
    due = [];
    if (heard.length === 0 && wake === null) continue;

    const stand = await takeTurn({ registerId, pathway, heard, wake, clock: now(), clockOffset, armedFor: sequence, armedHead: head });
    ({ sequence, wakeUps, clock, head } = stand);
    events += timers.apply(wakeUps, stand.clock, wake !== null && stand.clock < wake ? wake : undefined);
    // Only a turn of a release that arranges says so: a history from before replays as it was.
    if (stand.arrange === true) {
      events += EVENTS_OF_ARRANGING;
      await placesGiven({ registerId, pathway });
    }

    if (inbox.length > 0 || due.length > 0) continue;
    if (!stand.open && wakeUps.length === 0) return;
    if (renew || workflowInfo().continueAsNewSuggested || events >= (state.eventLimit ?? EVENT_LIMIT)) {
      await nextRun({ eventLimit: EVENTS_A_RUN, ...state, sequence, head, clock, wakeUps: [...wakeUps] });
    }
  }
}

/**
 * A commit that the timers stand for already needs no turn. Its sequence alone does not tell: a log restored from an older backup gives the
 * same numbers again, to later events.
 */
function isArmedFor({ sequence, at }: EventSignal, armedFor: number, clock: number | undefined): boolean {
  if (typeof sequence !== 'number' || sequence > armedFor) return false;
  return clock === undefined || (typeof at === 'string' && Date.parse(at) <= clock);
}

async function takeTurn(turn: Turn): ReturnType<PathwayActivities['takeTurn']> {
  try {
    return checked(await quick.takeTurn(turn));
  } catch (error) {
    // What a local activity throws arrives bare; only its timeout comes as the failure of an activity.
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    return checked(await patient.takeTurn(turn));
  }
}

/** Asks for places. What could not be had is not lost: the next turn says once more that they are wanted. */
async function placesGiven(of: { readonly registerId: string; readonly pathway: number }): Promise<void> {
  try {
    await arranging.arrange(of);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof TemporalFailure)) throw error;
    log.warn('no place could be arranged now; it is asked for again', of);
  }
}

/** Whoever reaches Temporal can answer in an activity's place, and cannot do it under a key of this service. The task is then tried again. */
function checked(stand: Stand): Stand {
  if (isUnsealed(stand)) throw new TypeError('an activity was answered by somebody else');
  return stand;
}
