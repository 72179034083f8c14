import { isPlainDate } from '../../domain/calendar/dates';
import { one, type Typed, typedDay } from './fields';
import type { Form } from './forms/form';

const parts = (name: string, value: unknown): [string, string][] =>
  typeof value === 'string' && isPlainDate(value) ? Object.entries(typedDay(name, value)) : [];

/** The answers of a form that would make an event again: with these it is shown when that event is put right. In: the event as it was sent, and its day. */
export function typedOf(form: Form, event: Readonly<Record<string, unknown>>, on: string | null): Typed {
  const fields = form.fields.flatMap((field): [string, string | string[]][] => {
    const value = event[field.name];
    if (value === undefined) return [];
    if (field.as === 'day') return parts(field.name, value);
    return [[field.name, Array.isArray(value) ? value.map(String) : `${value as string | number | boolean | null}`]];
  });
  const day: [string, string][] = form.day ? [['when', 'other'], ...parts('on', on)] : [];
  return Object.fromEntries([...day, ...fields]);
}

/**
 * The answers of a form with its day in full, where today or yesterday was chosen: what was looked at before midnight is the same after it.
 * In: the day that was read out of them.
 */
export const settled = (typed: Typed, on: string | undefined): Typed =>
  on !== undefined && ['today', 'yesterday'].includes(one(typed, 'when'))
    ? { ...typed, when: 'other', ...Object.fromEntries(parts('on', on)) }
    : typed;
