import { daysBetween, type PlainDate } from '../../domain/calendar/dates';
import { eventWords } from '../../services/notices/letters/words/events';
import type { AskedOfSecond, SaidOfIt } from '../../services/pathway/second-person';
import { actorWords } from './actors';
import { dayText, daysText, listWords, momentText } from './dates';

/** How late an answer is that was due on a day; null: it is not. */
export const lateAnswer = (due: PlainDate, today: PlainDate): string | null =>
  due < today ? `${daysText(daysBetween(due, today))} overdue` : null;

/** Until when there is time for an answer, or since when there is none any more. */
export const dueAnswer = (due: PlainDate, today: PlainDate): string => (due < today ? `was due ${dayText(due)}` : `by ${dayText(due)}`);

/** What was corrected, as part of a sentence: `a discharge from hospital`. */
export const correctedTypes = (types: readonly string[]): string => listWords(types.map(eventWords));

const SAID: Readonly<Record<SaidOfIt['outcome'], string>> = {
  confirmed: 'Confirmed',
  'not-right': 'Said not to be right',
  'put-right': 'Said to have been put right since',
};

/** What a second person said of a correction, as a line. */
export const saidByText = ({ outcome, by, at, why }: SaidOfIt, names: ReadonlyMap<string, string>, today: PlainDate): string =>
  `${SAID[outcome]} by ${actorWords(by, names)}, ${momentText(at, today)}${why === null ? '.' : `: ${why}`}`;

const OPEN: Readonly<Record<AskedOfSecond['state'], ((asked: AskedOfSecond, today: PlainDate) => string) | null>> = {
  'to-confirm': ({ due }, today) => `It waits for a second person, ${dueAnswer(due, today)}.`,
  'not-right': () => 'It has not been put right yet.',
  overtaken: () => 'It was corrected once more, and that correction is looked at instead.',
  confirmed: null,
  'put-right': null,
};

/** How a correction stands with its second person: what was said, and what is still waited for. */
export function secondPersonLines(asked: AskedOfSecond, names: ReadonlyMap<string, string>, today: PlainDate): readonly string[] {
  const open = OPEN[asked.state]?.(asked, today);
  return [...asked.said.map((one) => saidByText(one, names, today)), ...(open === undefined ? [] : [open])];
}
