import type { NamedWakeUp } from './names';

/** What a pathway's workflow starts with and carries from run to run. No facts: they are in the log. */
export interface PathwayState {
  readonly version: 1;
  readonly registerId: string;
  /** 1 or more. */
  readonly pathway: number;
  /** The last sequence that its timers stand for; 0 before it looked. */
  readonly sequence: number;
  /** The last link of the log's chain that it saw; null or absent before it looked. */
  readonly head?: string | null;
  /** The instant up to which the log had gone by then, in milliseconds; absent: not known. */
  readonly clock?: number;
  readonly wakeUps: readonly NamedWakeUp[];
  /** Milliseconds added to the workflow's clock: 0 in service, something else in a rehearsal of other years. */
  readonly clockOffset: number;
  /** Continue as new after so many events of history, as the workflow counts them. */
  readonly eventLimit?: number;
}

/** What a start may give; every version ever released stays here. */
export type PathwayInput = PathwayState;

const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isCount = (value: unknown): value is number => isNumber(value) && Number.isInteger(value) && value >= 0;
const isAbsentOr = (is: (value: unknown) => boolean, value: unknown): boolean => value === undefined || is(value);

function isWakeUp(value: unknown): value is NamedWakeUp {
  if (typeof value !== 'object' || value === null) return false;
  const { deadline, label, at }: Partial<Record<keyof NamedWakeUp, unknown>> = value;
  return isText(deadline) && isText(label) && isNumber(at);
}

// By hand: every module that a workflow loads is run again for each workflow in memory, and a library of schemas was half of them.
function isState(value: unknown): value is PathwayState {
  if (typeof value !== 'object' || value === null) return false;
  const state: Partial<Record<keyof PathwayState, unknown>> = value;
  return (
    state.version === 1 &&
    isText(state.registerId) &&
    isCount(state.pathway) &&
    state.pathway > 0 &&
    isCount(state.sequence) &&
    (state.head === null || isAbsentOr(isText, state.head)) &&
    isAbsentOr(isNumber, state.clock) &&
    Array.isArray(state.wakeUps) &&
    state.wakeUps.every(isWakeUp) &&
    isNumber(state.clockOffset) &&
    isAbsentOr((limit) => isCount(limit) && limit > 0, state.eventLimit)
  );
}

/**
 * Takes the carried state of any released version and brings it to the present one. Pure.
 * Throws a TypeError where it is none: the workflow task then fails and is tried again after a mended release.
 */
export function upgradeState(input: unknown): PathwayState {
  if (!isState(input)) throw new TypeError('this is no state of a pathway that any release has written');
  const { version, registerId, pathway, sequence, head, clock, wakeUps, clockOffset, eventLimit } = input;
  return {
    version,
    registerId,
    pathway,
    sequence,
    wakeUps,
    clockOffset,
    // What is absent stays so: a key that is there stands before what a run would have instead.
    ...(head === undefined ? {} : { head }),
    ...(clock === undefined ? {} : { clock }),
    ...(eventLimit === undefined ? {} : { eventLimit }),
  };
}
