import { randomUUID } from 'node:crypto';
import { addDays, type PlainDate } from '../../domain/calendar/dates';
import { eventSchema, type EventType, type PathwayEvent } from '../../domain/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import { type Field, NEW_MEETING, one, optionsOf, readDay, readTime, several, type Typed } from './fields';
import type { Form } from './forms/form';

/** What is wrong with an answer, and the field to go to. */
export interface FormError {
  readonly field: string;
  readonly message: string;
}

export type Read = { readonly event: PathwayEvent } | { readonly errors: readonly FormError[] };

/** The day that an event is true on: one of the three choices, or a date. */
function whenOf(typed: Typed, form: Form, today: PlainDate): { on?: PlainDate } | FormError {
  if (!form.day) return {};
  const chosen = form.day.ahead ? 'other' : one(typed, 'when');
  if (chosen === 'today') return { on: today };
  if (chosen === 'yesterday') return { on: addDays(today, -1) };
  if (chosen !== 'other') return { field: 'when', message: 'Choose a day' };
  const read = readDay(typed, 'on');
  if (read === null) return { field: 'on-day', message: 'Enter the day' };
  return 'date' in read ? { on: read.date } : { field: `on-${read.part}`, message: read.message };
}

/** An answer of a field; absent: it was left empty. */
interface Answer {
  readonly value?: unknown;
}

/** What the schema of events takes for the words of a form's answer. */
function valueOf(value: string): string | boolean | null {
  if (value === 'true' || value === 'false') return value === 'true';
  return value === 'null' ? null : value;
}

const asked = (label: string): string => label.replace(/\?$/, '');
/** What is said where a question was left without an answer. */
export const unanswered = (label: string): string => `Answer the question: ${label}`;

function readField(field: Field, typed: Typed, standing: Standing, today: PlainDate): Answer | FormError {
  const { name, label } = field;
  const needed = (message: string, at = name): Answer | FormError => (field.optional ? {} : { field: at, message });
  switch (field.as) {
    case 'day': {
      const read = readDay(typed, name);
      if (read === null) return needed(unanswered(label), `${name}-day`);
      return 'date' in read ? { value: read.date } : { field: `${name}-${read.part}`, message: read.message };
    }
    case 'choices': {
      const ticked = new Set(several(typed, name));
      // In the order of the options, however they were shown: the same answer is the same entry.
      const chosen = optionsOf(field, standing, today).flatMap(({ value }) => (ticked.has(value) ? [value] : []));
      return chosen.length === 0 ? needed(unanswered(label)) : { value: chosen };
    }
    case 'choice': {
      const chosen = one(typed, name);
      if (chosen === '') return needed(unanswered(label));
      const known = optionsOf(field, standing, today).some(({ value }) => value === chosen);
      // What was chosen and is not there any more was not left out: somebody has changed the record meanwhile.
      return known ? { value: valueOf(chosen) } : { field: name, message: `What you chose is not there any more. ${unanswered(label)}` };
    }
    case 'time': {
      const written = one(typed, name);
      if (written === '') return needed('Enter a time');
      const time = readTime(written);
      return time === null ? { field: name, message: `${label}: enter a time, like 9.30am or 14:00` } : { value: time };
    }
    default: {
      const written = one(typed, name).replaceAll('\r\n', '\n');
      return written === '' ? needed(unanswered(label)) : { value: written };
    }
  }
}

/**
 * What an event refers to by an id that the form makes: random, so that it tells nothing. The whole of it: a piece of a UUID may hold ten digits
 * in a row, which no id may (they could be an NHS number).
 */
function madeIds(type: EventType, event: Record<string, unknown>, made: string): Record<string, unknown> {
  const isNew = event['meeting'] === undefined || event['meeting'] === NEW_MEETING;
  if ((type === 'meeting-scheduled' || type === 'meeting-held') && isNew) return { ...event, meeting: made };
  return type === 'action-agreed' ? { ...event, action: made } : event;
}

/** A form that came back, and what it is read with. */
export interface Filled {
  readonly type: EventType;
  readonly form: Form;
  readonly typed: Typed;
  readonly standing: Standing;
  readonly today: PlainDate;
  /** The id that the event will have, a UUID: what it newly refers to is named after it, so that the same form sent twice is one. */
  readonly made: string;
  /** The event that this one is to replace: what the form does not ask for stays as it was there. */
  readonly kept?: Readonly<Record<string, unknown>>;
}

/** What was answered, by the fields of an event (its day is `on`); or what is wrong with it. */
type Answers = { readonly fields: Readonly<Record<string, unknown>> } | { readonly errors: readonly FormError[] };

/** Reads what was typed into a form, as the fields of an event that is not made yet. */
export function readAnswers({ form, typed, standing, today, kept = {} }: Omit<Filled, 'type' | 'made'>): Answers {
  const errors: FormError[] = [];
  const asks = new Set(['type', 'on', ...form.fields.map(({ name }) => name)]);
  const fields: Record<string, unknown> = Object.fromEntries(Object.entries(kept).filter(([name]) => !asks.has(name)));
  const when = whenOf(typed, form, today);
  if ('field' in when) errors.push(when);
  else Object.assign(fields, when);
  for (const field of form.fields) {
    const isKept = kept[field.name] !== undefined && one(typed, field.name) === String(kept[field.name]);
    const read = isKept && field.as === 'choice' ? { value: kept[field.name] } : readField(field, typed, standing, today);
    if ('field' in read && 'message' in read) errors.push(read as FormError);
    else if (read.value !== undefined) fields[field.name] = read.value;
  }
  const wanted = errors.length > 0 ? null : (form.wants?.(fields, standing) ?? null);
  if (wanted) errors.push(wanted);
  return errors.length > 0 ? { errors } : { fields };
}

/** Makes an event of the fields that were answered; what is wrong with them is told at the questions of the form. `made`: as in `Filled`. */
export function asEvent(type: EventType, form: Form, fields: Readonly<Record<string, unknown>>, made: string): Read {
  const parsed = eventSchema.safeParse(madeIds(type, { type, ...fields }, made));
  if (parsed.success) return { event: parsed.data };
  return {
    errors: parsed.error.issues.map(({ path: [name], message }) => ({
      field: fieldFor(String(name ?? ''), form),
      message: `${labelOf(String(name ?? ''), form)} ${message}`.trim(),
    })),
  };
}

/** Reads what was typed into a form as an event. */
export function readForm(filled: Filled): Read {
  const read = readAnswers(filled);
  return 'errors' in read ? read : asEvent(filled.type, filled.form, read.fields, filled.made);
}

const labelOf = (name: string, form: Form): string => {
  const found = form.fields.find((field) => field.name === name);
  return found ? `${asked(found.label)}:` : '';
};
const fieldFor = (name: string, form: Form): string => {
  const found = form.fields.find((field) => field.name === name);
  if (!found) return name === 'on' ? 'when' : name;
  return found.as === 'day' ? `${name}-day` : name;
};

/** A new id for an event: made when its form is first shown, so that the form sent twice is one event. */
export const newEventId = (): string => randomUUID();
