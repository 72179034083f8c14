import { addDays, daysBetween, formatInstant, type Instant, isPlainDate, londonDate, type PlainDate } from '../../domain/calendar/dates';
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

/** From the first to the last day of the month before the one of a day. */
export function lastMonth(today: PlainDate): { readonly from: PlainDate; readonly to: PlainDate } {
  const to = addDays(today, -Number(today.slice(8)));
  return { from: addDays(to, 1 - Number(to.slice(8))), to };
}

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** The parts of a day that stands in one field, as they were typed; null: it is none of three parts. */
function partsOf(text: string): { readonly day: string; readonly month: string; readonly year: string } | null {
  const [, plainYear, plainMonth, plainDay] = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(text.trim()) ?? [];
  if (plainYear !== undefined && plainMonth !== undefined && plainDay !== undefined)
    return { day: plainDay, month: plainMonth, year: plainYear };
  const [, day, month, year] = /^(?:[a-z]+ )?(\d+)[ ./-](\d+|[a-z]+)[ ./-](\d+)$/i.exec(text.trim()) ?? [];
  return day === undefined || month === undefined || year === undefined ? null : { day, month, year };
}

/** What is wrong with a day that was typed into one field and is none (`readOneDay`), by the part of it that is wrong. `label`: of the field. */
export function wrongDay(label: string, text: string): string {
  const parts = partsOf(text);
  if (parts === null) return `${label} must be a day, like 15 October 2026`;
  const named = parts.month.length >= 3 ? MONTHS.indexOf(parts.month.slice(0, 3).toLowerCase()) + 1 : 0;
  const month = named === 0 ? Number(parts.month) : named;
  if (!Number.isInteger(month) || month < 1 || month > 12) return `${label}: month must be between 1 and 12, or its name`;
  if (parts.year.length !== 4) return `${label}: year must have 4 numbers, like 2026`;
  const last = new Date(Date.UTC(Number(parts.year), month, 0)).getUTCDate();
  const day = Number(parts.day);
  return day < 1 || day > last ? `${label}: day must be between 1 and ${last}` : `${label} must be a day, like 15 October 2026`;
}

/** Reads a day that stands in one field: `2026-10-15`, `15 October 2026`, `15/10/2026`; null: it is none. */
export function readOneDay(text: string): PlainDate | null {
  const [, day, month = '', year] = /^(?:[a-z]+ )?(\d{1,2})[ ./-](\d{1,2}|[a-z]{3,})[ ./-](\d{4})$/i.exec(text.trim()) ?? [];
  const named = MONTHS.indexOf(month.slice(0, 3).toLowerCase()) + 1;
  const number = String(named === 0 ? month : named).padStart(2, '0');
  const date = day === undefined ? text.trim() : `${year}-${number}-${day.padStart(2, '0')}`;
  return isPlainDate(date) ? date : null;
}
