import { daysBetween, type PlainDate } from '../../../../domain/calendar/dates';

const WEEKDAYS = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];
const MONTHS = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'];

/** `Thursday 15 October 2026` */
export function dateWords(date: PlainDate): string {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const weekday = new Date(Date.UTC(year, month - 1, day)).getUTCDay();
  return `${WEEKDAYS[weekday]} ${day} ${MONTHS[month - 1]} ${year}`;
}

/** `5.30pm`, `9am`, `midday`, `midnight`, out of HH:MM. */
export function timeWords(time: string): string {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  if (minute === 0 && hour === 0) return 'midnight';
  if (minute === 0 && hour === 12) return 'midday';
  return `${hour % 12 === 0 ? 12 : hour % 12}${minute === 0 ? '' : `.${String(minute).padStart(2, '0')}`}${hour < 12 ? 'am' : 'pm'}`;
}

/** How a due date stands on a day, after the name of a thing: `due in 6 days, on …`, `due today, …`, `6 days overdue, was due on …`, `no date set, waiting for 11 days`. */
export function dueWords(due: PlainDate | null, anchor: PlainDate, today: PlainDate): string {
  if (due === null) {
    const waited = daysBetween(anchor, today);
    return waited > 0 ? `no date set, waiting for ${days(waited)}` : 'no date set';
  }
  const left = daysBetween(today, due);
  if (left === 0) return `due today, ${dateWords(due)}`;
  return left > 0 ? `due in ${days(left)}, on ${dateWords(due)}` : `${days(-left)} overdue, was due on ${dateWords(due)}`;
}

/** The same in a sentence. */
export function dueSentence(due: PlainDate | null, anchor: PlainDate, today: PlainDate): string {
  if (due === null) {
    const waited = daysBetween(anchor, today);
    return waited > 0 ? `No date is set for it, and it has waited for ${days(waited)}.` : 'No date is set for it.';
  }
  const left = daysBetween(today, due);
  if (left === 0) return `It is due today, ${dateWords(due)}.`;
  return left > 0 ? `It is due in ${days(left)}, on ${dateWords(due)}.` : `It was due on ${dateWords(due)} and is ${days(-left)} overdue.`;
}

/** `a, b and c`. */
export const listWords = (items: readonly string[]): string =>
  items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

const days = (count: number): string => `${count} ${count === 1 ? 'day' : 'days'}`;
