import { addDays, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { type HolidayCalendar, isWorkingDay } from '../../domain/calendar/working-days';
import type { Act } from '../../services/notices/by-hand/lists';
import { actorWords } from '../content/actors';
import { dayText, momentText, readOneDay } from '../content/dates';

/** Longer nobody holds a message with one word: what it says would be of another time. */
const MOST_DAYS = 90;

const CHOICES = ['next', 'week', 'another'] as const;
type Choice = (typeof CHOICES)[number];

/** What was typed into the form of a hold. */
export interface Typed {
  readonly why: string;
  readonly until: string;
  readonly on: string;
}

/** What is wrong with a field of it. */
export interface Wrong {
  readonly field: 'why' | 'until' | 'on';
  readonly text: string;
}

/** The fields of the form, as they are shown. */
export interface Asks {
  readonly why: { readonly value: string; readonly error: string | null };
  readonly until: {
    readonly options: readonly { readonly id: string; readonly value: Choice; readonly text: string; readonly checked: boolean }[];
    readonly error: string | null;
    readonly on: { readonly value: string; readonly error: string | null };
  };
}

function dayOf(choice: Exclude<Choice, 'another'>, today: PlainDate, holidays: HolidayCalendar): PlainDate {
  let day = addDays(today, choice === 'next' ? 1 : 7);
  while (!isWorkingDay(holidays, day)) day = addDays(day, 1);
  return day;
}

/** The form of a hold on a day, with what was typed and what is wrong with it. */
export function asksOf({ why, until, on }: Typed, wrong: readonly Wrong[], today: PlainDate, holidays: HolidayCalendar): Asks {
  const errorOf = (field: Wrong['field']): string | null => wrong.find((one) => one.field === field)?.text ?? null;
  const texts: Readonly<Record<Choice, string>> = {
    next: `The next working day, ${dayText(dayOf('next', today, holidays))}`,
    week: `In a week, ${dayText(dayOf('week', today, holidays))}`,
    another: 'Another day',
  };
  return {
    why: { value: why, error: errorOf('why') },
    until: {
      options: CHOICES.map((value, place) => ({
        ...{ id: place === 0 ? 'until' : `until-${value}`, value, text: texts[value] },
        checked: until === value,
      })),
      error: errorOf('until'),
      on: { value: on, error: errorOf('on') },
    },
  };
}

/** Reads until when a message is to be held: a day after today, or what is wrong. */
export function readUntil({ until, on }: Typed, today: PlainDate, holidays: HolidayCalendar): PlainDate | Wrong {
  if (until === 'next' || until === 'week') return dayOf(until, today, holidays);
  if (until !== 'another') return { field: 'until', text: 'Say until which day you hold it' };
  const day = readOneDay(on);
  if (day === null) return { field: 'on', text: on.trim() === '' ? 'Enter the day' : 'Enter a day, like 15 October 2026' };
  if (day <= today) return { field: 'on', text: 'The day must be after today' };
  const last = addDays(today, MOST_DAYS);
  return day > last ? { field: 'on', text: `The day must be ${dayText(last)} or before` } : day;
}

/** `Held by Sam Okafor, 8.30am today, until Monday 5 October 2026`. */
export function heldWords({ by, at, until }: Act, names: ReadonlyMap<string, string>, today: PlainDate): string {
  const held = `Held by ${actorWords(by, names)}, ${momentText(at, today)}`;
  return until === null ? `${held}, until somebody releases it` : `${held}, until ${dayText(until)}`;
}

/** What becomes of a message that somebody holds; the day does not let it go. */
export function heldMeans({ until }: Act, now: Instant): string {
  if (until === null) return 'It does not go until somebody releases it.';
  return until <= londonDate(now)
    ? 'That day has come. It does not go until somebody releases it.'
    : 'On that day it comes up on Today. It does not go until somebody releases it.';
}
