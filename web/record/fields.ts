import type { PlainDate } from '../../domain/calendar/dates';
import type { Standing } from '../../services/pathway/standing';

/** One answer that can be chosen. */
export interface Option {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
  /** Of somebody around the person: hidden with the other names, and said nowhere else. */
  readonly name?: string;
}

/** Chosen in the place of a meeting that is booked: it is none of them. */
export const NEW_MEETING = 'new-meeting';

/** What can be chosen: always the same, or by how the person stands today. */
type Options = readonly Option[] | ((standing: Standing, today: PlainDate) => readonly Option[]);

/** What a form asks for, in the order on the page. How each is read is said by `readField`. */
export type Field = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** Left empty it is left out of the event. */
  readonly optional?: true;
} & (
  | { readonly as: 'choice'; readonly options: Options }
  | { readonly as: 'choices'; readonly options: Options }
  | { readonly as: 'day' }
  | { readonly as: 'time' }
  | { readonly as: 'line' }
  | { readonly as: 'words' }
);

/** What was typed or chosen, by name, as the browser sends it. A day is three fields: `<name>-day`, `-month`, `-year`. */
export type Typed = Readonly<Record<string, string | readonly string[] | undefined>>;

export const optionsOf = (field: Field, standing: Standing, today: PlainDate): readonly Option[] =>
  field.as === 'choice' || field.as === 'choices'
    ? typeof field.options === 'function'
      ? field.options(standing, today)
      : field.options
    : [];

export const one = (typed: Typed, name: string): string => {
  const value = typed[name];
  return (Array.isArray(value) ? String(value[0] ?? '') : String(value ?? '')).trim();
};
export const several = (typed: Typed, name: string): readonly string[] => {
  const value = typed[name];
  return value === undefined || value === '' ? [] : typeof value === 'string' ? [value] : value;
};

const MONTHS = 'january february march april may june july august september october november december'.split(' ');

/** What is wrong with a date that was typed, at which part of it. */
export interface WrongPart {
  readonly part: 'day' | 'month' | 'year';
  readonly message: string;
}

/** A day as a form has it typed, in its three parts. */
export function typedDay(name: string, on: PlainDate): Readonly<Record<string, string>> {
  const [year = '', month = '', day = ''] = on.split('-');
  return { [`${name}-day`]: String(Number(day)), [`${name}-month`]: String(Number(month)), [`${name}-year`]: year };
}

/** Reads a date of three parts; a month may be a number or its name. Out: the date, or what is wrong; null where nothing was typed. */
export function readDay(typed: Typed, name: string): { readonly date: PlainDate } | WrongPart | null {
  const [day, month, year] = (['day', 'month', 'year'] as const).map((part) => one(typed, `${name}-${part}`));
  if (!day && !month && !year) return null;
  const named = MONTHS.findIndex((full) => month !== undefined && month.length >= 3 && full.startsWith(month.toLowerCase()));
  const numbers = { day: Number(day), month: named >= 0 ? named + 1 : Number(month), year: Number(year) };
  if (!Number.isInteger(numbers.month) || numbers.month < 1 || numbers.month > 12)
    return { part: 'month', message: 'Month must be between 1 and 12' };
  if (!Number.isInteger(numbers.year) || !/^\d{4}$/.test(year ?? '') || numbers.year < 1900 || numbers.year > 2199)
    return { part: 'year', message: 'Year must have 4 numbers, like 2026' };
  const last = new Date(Date.UTC(numbers.year, numbers.month, 0)).getUTCDate();
  if (!Number.isInteger(numbers.day) || numbers.day < 1 || numbers.day > last)
    return { part: 'day', message: `Day must be between 1 and ${last}` };
  return { date: `${year}-${String(numbers.month).padStart(2, '0')}-${String(numbers.day).padStart(2, '0')}` as PlainDate };
}

/** Reads a time of day, like 9.30am or 14:00. Out: HH:MM; null where it is none. */
export function readTime(written: string): string | null {
  const [, hour = '', minute = '', half = ''] = /^(\d{1,2})(?:[:.](\d{2}))?\s*(am|pm)?$/i.exec(written) ?? [];
  const number = half === '' ? Number(hour) : (Number(hour) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  if (hour === '' || number > 23 || Number(minute || 0) > 59) return null;
  return `${String(number).padStart(2, '0')}:${(minute || '00').padStart(2, '0')}`;
}
