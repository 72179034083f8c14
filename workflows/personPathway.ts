import {
  ActivityFailure,
  condition,
  continueAsNew,
  defineQuery,
  defineSignal,
  isCancellation,
  proxyActivities,
  proxyLocalActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { PathwayActivities, Turn } from '../activities/pathway';
import { upgradeState, type PathwayInput } from './carried-state';
import { ARMED_QUERY, SIGNALS, WAKE_UPS_QUERY, type Armed, type EventSignal, type NamedWakeUp, type SignalName } from './names';
import { Timers } from './timers';

/** Temporal's own suggestion usually comes later; a short history replays in a moment. */
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

export const armedQuery = defineQuery<Armed>(ARMED_QUERY);
export const wakeUpsQuery = defineQuery<readonly NamedWakeUp[]>(WAKE_UPS_QUERY);

interface Heard {
  readonly name: SignalName;
  readonly body: EventSignal;
}

/**
 * One pathway of one person. It decides nothing: it hands what it hears and what falls due to the commit, one thing at a time, and keeps
 * one named timer for each present wake-up. It ends when its pathway is closed and nothing more is to come; a later signal starts it again.
 */
export async function personPathway(input: PathwayInput): Promise<void> {
  const state = upgradeState(input);
  const { registerId, pathway, clockOffset } = state;
  const inbox: Heard[] = [];
  let due: number[] = [];
  let sequence = state.sequence;
  let wakeUps: readonly NamedWakeUp[] = state.wakeUps;
  const now = (): number => Date.now() + clockOffset;
  const timers = new Timers(now, (at) => due.push(at));

  for (const name of SIGNALS) setHandler(defineSignal<[EventSignal]>(name), (body) => void inbox.push({ name, body: body ?? {} }));
  setHandler(armedQuery, () => ({ sequence, timers: timers.size }));
  setHandler(wakeUpsQuery, () => wakeUps);

  // Counted by what the workflow itself sees: the length that Temporal tells may differ in a replay, and so would the cut.
  let events = timers.apply(wakeUps, 0);
  for (;;) {
    await condition(() => inbox.length > 0 || due.length > 0);
    const signals = inbox.splice(0, SIGNALS_A_TURN);
    const heard = signals.filter(({ body }) => !(typeof body.sequence === 'number' && body.sequence <= sequence));
    const wake = due.length > 0 ? Math.max(...due) : null;
    events += signals.length + due.length + EVENTS_A_TURN;
    due = [];
    if (heard.length === 0 && wake === null) continue;

    const stand = await takeTurn({ registerId, pathway, heard, wake, clock: now(), armedFor: sequence });
    sequence = stand.sequence;
    wakeUps = stand.wakeUps;
    events += timers.apply(wakeUps, stand.clock);

    if (inbox.length > 0 || due.length > 0) continue;
    if (!stand.open && wakeUps.length === 0) return;
    if (workflowInfo().continueAsNewSuggested || events >= (state.eventLimit ?? EVENT_LIMIT)) {
      await continueAsNew<typeof personPathway>({ ...state, sequence, wakeUps: [...wakeUps] });
    }
  }
}

async function takeTurn(turn: Turn): ReturnType<PathwayActivities['takeTurn']> {
  try {
    return await quick.takeTurn(turn);
  } catch (error) {
    if (isCancellation(error) || !(error instanceof ActivityFailure)) throw error;
    return patient.takeTurn(turn);
  }
}
