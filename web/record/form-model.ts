import { addDays, type PlainDate } from '../../domain/calendar/dates';
import { timeWords } from '../../services/notices/letters/words/dates';
import type { Standing } from '../../services/pathway/standing';
import { dayText, listWords } from '../content/dates';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { type Field, one, optionsOf, readDay, readTime, several, type Typed } from './fields';
import type { Form } from './forms/form';
import type { FormError } from './read';

interface Choice {
  readonly value: string;
  readonly text: string;
  /** Below it; empty: nothing. */
  readonly hint: string;
  /** A name that stands after it, and is hidden with the others; empty: none does. */
  readonly name: string;
  readonly checked: boolean;
}

/** One question of a form, with what was answered and what is wrong with it. */
export interface Asked {
  readonly as: Field['as'] | 'when';
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string;
  readonly wrongPart: string;
  readonly value: string;
  readonly choices: readonly Choice[];
  /** What stands below the answers, with where to go for it; null: nothing. */
  readonly beside: {
    readonly title: string;
    readonly lines: readonly { readonly who: string; readonly why: string }[];
    readonly link: { readonly href: string; readonly text: string };
  } | null;
  readonly parts: readonly {
    readonly part: string;
    readonly name: string;
    readonly value: string;
    readonly width: number;
    readonly wrong: boolean;
  }[];
}

const dayParts = (name: string, typed: Typed, errors: readonly FormError[]): Asked['parts'] =>
  (['day', 'month', 'year'] as const).map((part) => ({
    part,
    name: `${name}-${part}`,
    value: one(typed, `${name}-${part}`),
    width: part === 'year' ? 4 : 2,
    wrong: errors.some(({ field }) => field === `${name}-${part}`),
  }));

const errorOf = (name: string, errors: readonly FormError[]): string =>
  errors.find(({ field }) => field === name || field.startsWith(`${name}-`))?.message ?? '';

/** The question of the day: today and yesterday with their dates, or another one. */
function whenAsked(form: Form, typed: Typed, errors: readonly FormError[], today: PlainDate): readonly Asked[] {
  if (!form.day) return [];
  const error = errorOf('when', errors) || errorOf('on', errors);
  const base = {
    beside: null,
    name: 'when',
    label: form.day.label,
    hint: '',
    error,
    wrongPart: '',
    value: '',
    parts: dayParts('on', typed, errors),
  };
  if (form.day.ahead) return [{ ...base, as: 'day', name: 'on', choices: [] }];
  const chosen = one(typed, 'when');
  const choices = [
    { value: 'today', text: `Today, ${dayText(today)}` },
    { value: 'yesterday', text: `Yesterday, ${dayText(addDays(today, -1))}` },
    { value: 'other', text: 'Another day' },
  ].map((choice) => ({ ...choice, hint: '', name: '', checked: choice.value === chosen }));
  return [{ ...base, as: 'when', choices }];
}

function fieldAsked(field: Field, typed: Typed, errors: readonly FormError[], standing: Standing, today: PlainDate): Asked {
  const { as, name, label, hint = '', optional } = field;
  const chosen = new Set(as === 'choices' ? several(typed, name) : [one(typed, name)]);
  const named = (text: string): string => reviewsNamed(text, reviewName(standing.bornOn, today));
  return {
    as,
    name,
    label: named(optional ? `${label} (optional)` : label),
    hint: named(hint),
    error: named(errorOf(name, errors)),
    wrongPart: '',
    beside: null,
    value: one(typed, name),
    choices: choicesOf(field, chosen, standing, today),
    parts: as === 'day' ? dayParts(name, typed, errors) : [],
  };
}

/** What can be chosen; what was chosen before and can be no more stands last, so that putting something else right leaves it. */
function choicesOf(field: Field, chosen: ReadonlySet<string>, standing: Standing, today: PlainDate): readonly Choice[] {
  const review = reviewName(standing.bornOn, today);
  const choices = optionsOf(field, standing, today).map(({ value, text, hint = '', name = '' }) => ({
    ...{ value, hint, name },
    text: reviewsNamed(text, review),
    checked: chosen.has(value),
  }));
  const [only = ''] = chosen;
  const isGone = field.as === 'choice' && only !== '' && choices.every(({ checked }) => !checked);
  return isGone ? [...choices, { value: only, text: 'As it is recorded', hint: '', name: '', checked: true }] : choices;
}

export const askedOf = (form: Form, typed: Typed, errors: readonly FormError[], standing: Standing, today: PlainDate): readonly Asked[] => [
  ...whenAsked(form, typed, errors, today),
  ...form.fields.filter((field) => !isIdle(field, standing, today)).map((field) => fieldAsked(field, typed, errors, standing, today)),
];

/** A question that may be left out, and that there is nothing to answer with. */
const isIdle = (field: Field, standing: Standing, today: PlainDate): boolean =>
  field.optional === true && 'options' in field && optionsOf(field, standing, today).length === 0;

function answerOf(field: Field, typed: Typed, standing: Standing, today: PlainDate): string {
  if (field.as === 'day') {
    const read = readDay(typed, field.name);
    return read && 'date' in read ? dayText(read.date) : '';
  }
  if (field.as === 'time') {
    const time = readTime(one(typed, field.name));
    return time === null ? '' : timeWords(time);
  }
  if (field.as !== 'choice' && field.as !== 'choices') return one(typed, field.name);
  const chosen = new Set(several(typed, field.name));
  return listWords(
    optionsOf(field, standing, today)
      .filter(({ value }) => chosen.has(value))
      .map(({ text }) => reviewsNamed(text, reviewName(standing.bornOn, today))),
  );
}

/** What was answered, for the page that asks whether it is right; what was left empty is left out. */
export function answersOf(form: Form, typed: Typed, standing: Standing, today: PlainDate): { label: string; value: string }[] {
  const when = one(typed, 'when');
  const other = readDay(typed, 'on');
  const day = when === 'today' ? today : when === 'yesterday' ? addDays(today, -1) : other && 'date' in other ? other.date : null;
  return [
    ...(form.day && day !== null ? [{ label: form.day.label, value: dayText(day) }] : []),
    ...form.fields.map((field) => ({
      label: reviewsNamed(field.label, reviewName(standing.bornOn, today)),
      value: answerOf(field, typed, standing, today),
    })),
  ].filter(({ value }) => value !== '');
}
