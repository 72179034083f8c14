import { addDays, daysBetween, formatInstant, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { dateWords, timeWords } from '../../services/notices/letters/words/dates';

export { dateWords as dayText, listWords } from '../../services/notices/letters/words/dates';

/** `2.14am` in London. */
export const clockText = (at: Instant): string => timeWords(formatInstant(at).slice(11, 16));

/** `Thursday 15 October`: without the year, where that is plain. */
export const shortDayText = (date: PlainDate): string => dateWords(date).replace(/ \d{4}$/, '');

/** `6.02am today`, `4.20pm yesterday`, `6.02am on Thursday 1 October 2026`. */
export function momentText(at: Instant, today: PlainDate): string {
  const day = londonDate(at);
  if (day === today) return `${clockText(at)} today`;
  return day === addDays(today, -1) ? `${clockText(at)} yesterday` : `${clockText(at)} on ${dateWords(day)}`;
}

/** `1 day`, `6 days`. */
export const daysText = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;

/** How a due date that has not passed stands to a day: `today`, `tomorrow`, `in 6 days`. */
export function aheadText(due: PlainDate, today: PlainDate): string {
  const left = daysBetween(today, due);
  if (left === 0) return 'today';
  return left === 1 ? 'tomorrow' : `in ${daysText(left)}`;
}
