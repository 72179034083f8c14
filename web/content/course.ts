import { isPlainDate } from '../../domain/calendar/dates';
import { eventWords } from '../../services/notices/letters/words/events';
import { stepWords } from './changes';
import { dayText } from './dates';
import { deadlineTitle } from './kinds';

/** The name of a timer (kind, step and day) in words; one of another shape is told as none that is known. */
export function timerWords(label: string): string {
  const [, kind = '', step = '', day = ''] = /^(\S+) (\S+) (\d{4}-\d{2}-\d{2})$/.exec(label) ?? [];
  if (!isPlainDate(day)) return 'a timer';
  return step === 'begin' ? `something that begins on ${dayText(day)}` : `${stepWords(step)}, ${deadlineTitle(kind)}, on ${dayText(day)}`;
}

/** What a signal tells the workflow: an event that the record knows (null: a batch), one that it does not, or that it is to look at what is due now. */
export const signalWords = (name: string, known: boolean, type: string | null): string => {
  if (name === 'present') return 'It was told to look at what is due now';
  if (!known) return 'It was told of something that the record does not know';
  return type === null ? 'It was told of several entries that were sent together' : `It was told of ${eventWords(type)}`;
};
export const UNSEALED = 'A message came that was not sealed, and was not heard';

/** What Temporal's other events say of a pathway. */
const EVENTS: Readonly<Record<string, string>> = {
  WORKFLOW_EXECUTION_CONTINUED_AS_NEW: 'The run ended, and goes on in a new one: nothing is lost',
  WORKFLOW_EXECUTION_COMPLETED: 'The pathway ended, and nothing more is to come',
  WORKFLOW_EXECUTION_FAILED: 'The workflow failed. Those who run the service must look',
  WORKFLOW_EXECUTION_TIMED_OUT: 'The workflow ran out of time. Those who run the service must look',
  WORKFLOW_EXECUTION_TERMINATED: 'The workflow was ended by hand',
  WORKFLOW_EXECUTION_CANCEL_REQUESTED: 'Somebody asked the workflow to stop',
  WORKFLOW_EXECUTION_CANCELED: 'The workflow was stopped',
  MARKER_RECORDED: 'It asked the record what is due now',
  ACTIVITY_TASK_SCHEDULED: 'The record did not answer at once: it asks until it does',
  ACTIVITY_TASK_STARTED: 'It asks the record what is due now',
  ACTIVITY_TASK_COMPLETED: 'The record answered',
  ACTIVITY_TASK_FAILED: 'The record did not answer: it is asked again',
  ACTIVITY_TASK_TIMED_OUT: 'The record did not answer in time: it is asked again',
  WORKFLOW_TASK_SCHEDULED: 'A turn was asked for',
  WORKFLOW_TASK_STARTED: 'A worker took the turn',
  WORKFLOW_TASK_COMPLETED: 'The turn was done',
  WORKFLOW_TASK_FAILED: 'The turn failed, and is tried again',
  WORKFLOW_TASK_TIMED_OUT: 'The worker went away, and another one takes the turn',
};
export const courseWords = (type: string): string =>
  (Object.hasOwn(EVENTS, type) ? EVENTS[type] : undefined) ?? 'A note of the workflow service’s own';

/** Why there is no course to show, and what that means. */
export const NO_COURSE = {
  away: 'The workflow service does not answer at the moment. Entries are still recorded and dated; reminders wait until it is back, and none is lost.',
  none: 'The workflow service holds no course of this pathway: it has not been told of it yet, or the pathway ended so long ago that its course is no longer kept. What happened is in the history all the same.',
  off: 'This service was started without a workflow service to read from. What happened is in the history all the same.',
} as const;
