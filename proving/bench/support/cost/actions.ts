import type { TemporalHistory } from '../../../../infra/temporal/run-history';

/** What Temporal Cloud charges for, by what brings it (docs.temporal.io/cloud/actions). */
export const ACTIONS = ['signals', 'timers', 'turns', 'activities', 'runs continued', 'search attributes'] as const;
export type Actions = Readonly<Record<(typeof ACTIONS)[number], number>>;

/**
 * Counts the actions of one run in its history:
 *
 * - a signal is one, also where it starts the workflow: signal-with-start is one in all, so that the start of a first run is none of its own;
 * - a timer is one when it is started, the one behind `condition` with a limit too; firing and cancelling it are none;
 * - all local activities of one workflow task are one together;
 * - an activity is one when it is scheduled;
 * - each run that another continued in is one.
 *
 * What leaves no trace in a history is not counted: heartbeats, queries, attempts of activities after the first.
 */
export function actionsOf({ events }: TemporalHistory): Actions {
  const all = events ?? [];
  const count = (has: (event: (typeof all)[number]) => unknown): number => all.filter((event) => Boolean(has(event))).length;
  const tasks = new Set(
    all.flatMap(({ markerRecordedEventAttributes: marker }) => (marker ? [String(marker.workflowTaskCompletedEventId)] : [])),
  );
  return {
    signals: count((event) => event.workflowExecutionSignaledEventAttributes),
    timers: count((event) => event.timerStartedEventAttributes),
    turns: tasks.size,
    activities: count((event) => event.activityTaskScheduledEventAttributes),
    'runs continued': count(({ workflowExecutionStartedEventAttributes: start }) => start?.continuedExecutionRunId),
    'search attributes': count((event) => event.upsertWorkflowSearchAttributesEventAttributes),
  };
}
