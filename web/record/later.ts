import { addDays, type PlainDate } from '../../domain/calendar/dates';
import { type Typed, typedDay } from './fields';

const BACK: Readonly<Record<string, number>> = { today: 0, yesterday: 1 };

/** What was answered on a day, with the date in the place of “today” and “yesterday”: looked at on a later day, it still means the same. */
export function datedFrom<Given extends Typed>(typed: Given, day: PlainDate): Given {
  const { when } = typed;
  const back = typeof when === 'string' ? BACK[when] : undefined;
  if (back === undefined) return typed;
  return { ...typed, when: 'other', ...typedDay('on', addDays(day, -back)) };
}
