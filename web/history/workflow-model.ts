import { isUuid } from '../../domain/pathway/events';
import { londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { foldUuids } from '../../domain/uuids';
import type { HistoryReader } from '../../services/pathway/history';
import { isUnsealed } from '../../workflows/names';
import { courseWords, signalWords, timerWords, UNSEALED } from '../content/course';
import { clockText, dayText } from '../content/dates';
import { anchorOf } from '../parts/story-anchor';

type History = NonNullable<Awaited<ReturnType<HistoryReader['read']>>>;
type Happened = History['runs'][number]['events'][number];

export interface CourseRow {
  readonly anchor: string | null;
  /** The day, where it is not that of the row before. */
  readonly day: string | null;
  readonly clock: string;
  readonly words: string;
  /** Temporal's own names: codes and dates alone. */
  readonly raw: string;
  readonly story: string | null;
}

export interface CourseRun {
  readonly title: string;
  readonly runId: string;
  readonly rows: readonly CourseRow[];
  /** How many steps of the machinery are not shown. */
  readonly hidden: number;
}

/** The turns of the workflow, and what they asked: many, and always the same. */
const isMachinery = (type: string): boolean => /^(WORKFLOW_TASK|ACTIVITY_TASK)_/.test(type) || type === 'MARKER_RECORDED';
/** Those of them that say that something did not go as it should. */
const TROUBLES: ReadonlySet<string> = new Set([
  'WORKFLOW_TASK_FAILED',
  'WORKFLOW_TASK_TIMED_OUT',
  'ACTIVITY_TASK_SCHEDULED',
  'ACTIVITY_TASK_FAILED',
  'ACTIVITY_TASK_TIMED_OUT',
]);

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
const fieldOf = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name) ? Reflect.get(value, name) : undefined;
const bodyOf = ({ details }: Happened): unknown => {
  const payloads = fieldOf(fieldOf(details, 'input'), 'payloads');
  return Array.isArray(payloads) ? payloads[0] : undefined;
};
const labelOf = ({ details }: Happened): string => textOf(fieldOf(fieldOf(details, 'userMetadata'), 'summary')) ?? '';

interface Row {
  readonly words: string;
  readonly raw: string;
  readonly eventId?: string | null;
}

/** Codes alone are shown of a signal: what else a caller put into one stays where it is. */
function signalRow(happened: Happened, known: ReadonlySet<string>): Row {
  const name = textOf(fieldOf(happened.details, 'signalName')) ?? '';
  const body = bodyOf(happened);
  if (isUnsealed(body)) return { words: UNSEALED, raw: '' };
  const id = textOf(fieldOf(body, 'eventId'));
  const isKnown = id !== null && known.has(foldUuids(id));
  const type = textOf(fieldOf(body, 'type'));
  const sequence = fieldOf(body, 'sequence');
  const raw = [
    name,
    ...(isKnown && type !== null ? [type] : []),
    ...(id !== null && (isKnown || isUuid(id)) ? [id] : []),
    ...(typeof sequence === 'number' ? [`sequence ${sequence}`] : []),
  ];
  return { words: signalWords(name, isKnown, type), raw: raw.join(' '), eventId: isKnown ? foldUuids(id) : null };
}

function rowOf(happened: Happened, timers: ReadonlyMap<string, string>, known: ReadonlySet<string>): Row {
  const { type, details } = happened;
  const label = timers.get(textOf(fieldOf(details, 'startedEventId')) ?? '') ?? '';
  switch (type) {
    case 'WORKFLOW_EXECUTION_STARTED':
      return { words: textOf(fieldOf(details, 'continuedExecutionRunId')) ? 'It went on in this run' : 'The workflow began', raw: '' };
    case 'WORKFLOW_EXECUTION_SIGNALED':
      return signalRow(happened, known);
    case 'TIMER_STARTED':
      return { words: `Timer set: ${timerWords(labelOf(happened))}`, raw: labelOf(happened) };
    case 'TIMER_FIRED':
      return { words: `Timer ran out: ${timerWords(label)}`, raw: label };
    case 'TIMER_CANCELED':
      return { words: `Timer taken back: ${timerWords(label)}`, raw: label };
    default:
      return { words: courseWords(type), raw: '' };
  }
}

/**
 * The course of a workflow in plain words, with Temporal's names beside.
 * @param known the events of this person, by their ids and those of their batches: another id in a signal may say anything
 * @param storyOf where an event stands in the story
 * @param all with every turn of the machinery
 * @param named gives a review the name that it has for this person on a day
 */
export function courseOf(
  { runs }: History,
  known: ReadonlySet<string>,
  storyOf: (eventId: string) => string | null,
  all: boolean,
  named: (text: string, day: PlainDate) => string,
): readonly CourseRun[] {
  const anchored = new Set<string>();
  return runs.map(({ runId, events }, place) => {
    const timers = new Map(events.filter(({ type }) => type === 'TIMER_STARTED').map((one) => [one.eventId, labelOf(one)]));
    const shown = events.filter(({ type }) => all || !isMachinery(type) || TROUBLES.has(type));
    let day: PlainDate | null = null;
    return {
      title: runs.length === 1 ? 'One run' : `Run ${place + 1} of ${runs.length}`,
      runId,
      hidden: events.length - shown.length,
      rows: shown.map((happened): CourseRow => {
        const { words, raw, eventId = null } = rowOf(happened, timers, known);
        const at = parseInstant(happened.at);
        const on = londonDate(at);
        const isNew = on !== day;
        day = on;
        // A signal may come twice: the first one has the anchor.
        const first = eventId !== null && !anchored.has(eventId);
        if (eventId !== null) anchored.add(eventId);
        return {
          anchor: first ? anchorOf(eventId) : null,
          day: isNew ? dayText(on) : null,
          clock: clockText(at),
          words: named(words, on),
          raw: `${happened.eventId} ${happened.type}${raw === '' ? '' : `: ${raw}`}`,
          story: eventId === null ? null : storyOf(eventId),
        };
      }),
    };
  });
}
