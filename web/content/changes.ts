import type { WarningCode } from '../../domain/notices/catalogue';
import { isDeadlineKind } from '../../domain/pathway/kinds';
import { isMeetingKind } from '../../services/notices/letters/words/meetings';
import { meetingWords } from '../../services/notices/letters/words/meetings';
import { refusalWords } from '../../services/notices/letters/words/refusals';
import type { DeadlineWhat } from '../../domain/pathway/types';
import type { PlainDate } from '../../domain/calendar/dates';
import type { StepName } from '../../domain/rules/rule-set';
import type { Rating } from '../../domain/pathway/events';
import { dayText } from './dates';
import { deadlineTitle } from './kinds';
import { WARNING_WORDS } from './warnings';

/** A rating in a sentence: `red`, or that there is none. */
const ratingWord = (rating: Rating | null): string => rating ?? 'not rated';

export const ratingChange = (from: Rating | null, to: Rating | null): string =>
  from === null ? `Rating: ${ratingWord(to)}` : `Rating: ${from} became ${ratingWord(to)}`;

const byDay = (due: PlainDate | null): string => (due === null ? ', no date set' : ` by ${dayText(due)}`);
const wasDue = (due: PlainDate | null): string => (due === null ? '' : `, due ${dayText(due)}`);

/** What became of a deadline, as a line of the history. */
export function deadlineChange(what: DeadlineWhat, kind: string, due: PlainDate | null, from: PlainDate | null | undefined): string {
  const title = deadlineTitle(kind);
  switch (what) {
    case 'deadline-opened':
      return `Started: ${title}${byDay(due)}`;
    case 'deadline-moved':
      return `Moved: ${title}, from ${from ? dayText(from) : 'no date'} to ${due === null ? 'no date' : dayText(due)}`;
    case 'deadline-met':
      return `Done on time: ${title}${wasDue(due)}`;
    case 'deadline-late':
      return `Done late: ${title}${wasDue(due)}. It stays recorded as late`;
    case 'deadline-missed':
      return `Missed: ${title}${wasDue(due)}. It stays recorded as missed`;
    case 'deadline-excused':
      return `Excused: ${title}${wasDue(due)}`;
    case 'deadline-superseded':
      return `No longer applies: ${title}${wasDue(due)}`;
  }
}

/** What a line of the history that only the clock made is about. */
export const clockHeadline = (missed: readonly string[], steps: readonly string[]): string => {
  if (missed.length === 1) return `Missed: ${missed[0]}`;
  if (missed.length > 1) return `${missed.length} deadlines were missed`;
  if (steps.length === 1) return steps[0] ?? '';
  return steps.length > 1 ? 'Reminders were due' : 'A day came on which something changes by itself';
};

const STEPS: Readonly<Record<StepName, string>> = {
  remind: 'Reminder',
  due: 'Reminder on the day',
  overdue: 'Overdue reminder',
  escalate: 'Told further up',
};
export const stepWords = (step: string): string => (Object.hasOwn(STEPS, step) ? STEPS[step as StepName] : step);

export const askedFor = (kind: string): string =>
  `Asked for: ${isMeetingKind(kind) ? meetingWords(kind, 'professional') : isDeadlineKind(kind) ? deadlineTitle(kind) : kind}`;

export const warningText = (code: string): string =>
  Object.hasOwn(WARNING_WORDS, code) ? WARNING_WORDS[code as WarningCode] : `Something wants a person’s eye (${code}).`;

export const refusedText = (code: string | null): string => `Refused. ${refusalWords(code)}`;
