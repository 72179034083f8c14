import { type PageAnswer, shows, type Around } from '../app/page';
import { view } from '../app/view';
import { one, readDay, several, type Typed } from '../record/fields';
import type { PlainDate } from '../../domain/calendar/dates';

export interface FormError {
  readonly field: string;
  readonly message: string;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  /** Who it is: hidden with the other names. */
  readonly name?: string;
  readonly hint?: string;
}

/** A question of a form. */
export type Question = {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
} & (
  | { readonly as: 'line' | 'day' }
  /** `isLong`: so much may be pasted into it that the page says when it is too much, where a browser would cut it off unseen. */
  | { readonly as: 'words'; readonly isLong?: true }
  /** `accept`: what a browser offers to choose from. */
  | { readonly as: 'file'; readonly accept: string }
  | { readonly as: 'ticks' | 'select' | 'radios'; readonly choices: readonly Choice[] }
);

/** A form as it is to be shown. */
export interface Sheet {
  readonly heading: string;
  /** What it will do, before anything is pressed. */
  readonly intro: readonly string[];
  readonly questions: readonly Question[];
  readonly action: string;
  readonly button: string;
  readonly cancel: string;
  /** Absent: Cancel. */
  readonly cancelSaid?: string;
  /** Goes back with the form, beside what was asked. */
  readonly hidden?: Readonly<Record<string, string>>;
}

/** A question as it is shown. */
export interface Asked {
  readonly as: Question['as'];
  readonly name: string;
  readonly label: string;
  readonly hint: string;
  readonly error: string;
  readonly value: string;
  readonly isLong: boolean;
  readonly accept: string;
  readonly choices: readonly (Required<Choice> & { readonly chosen: boolean })[];
  readonly parts: readonly { readonly part: string; readonly name: string; readonly value: string; readonly wrong: boolean }[];
}

interface FormModel {
  readonly heading: string;
  readonly intro: readonly string[];
  readonly action: string;
  readonly errors: readonly FormError[];
  /** What somebody else changed meanwhile; empty: nothing. */
  readonly meanwhile: readonly string[];
  readonly asked: readonly Asked[];
  /** A file is posted with it. */
  readonly hasFile: boolean;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
  readonly press: string;
  readonly cancel: string;
  readonly cancelSaid: string;
}

const formView = view<FormModel>('parts/form.njk');

/** A question with what was typed, and what is wrong with that. */
export function askedOf(question: Question, typed: Typed, errors: readonly FormError[]): Asked {
  const { as, name, label, hint = '' } = question;
  const own = errors.find(({ field }) => field === name || field.startsWith(`${name}-`));
  const chosen = new Set(several(typed, name));
  return {
    ...{ as, name, label, hint },
    error: own?.message ?? '',
    value: one(typed, name),
    isLong: question.as === 'words' && question.isLong === true,
    accept: question.as === 'file' ? question.accept : '',
    choices:
      'choices' in question ? question.choices.map((choice) => ({ hint: '', name: '', ...choice, chosen: chosen.has(choice.value) })) : [],
    parts:
      as === 'day'
        ? ['day', 'month', 'year'].map((part) => ({
            part: `${part.charAt(0).toUpperCase()}${part.slice(1)}`,
            name: `${name}-${part}`,
            value: one(typed, `${name}-${part}`),
            wrong: own?.field === `${name}-${part}`,
          }))
        : [],
  };
}

/** A form with what was typed, and what is wrong with it or was changed meanwhile. */
export function formPage(
  sheet: Sheet,
  typed: Typed,
  around: Around,
  { errors = [], meanwhile = [] }: { readonly errors?: readonly FormError[]; readonly meanwhile?: readonly string[] } = {},
): PageAnswer {
  const model: FormModel = {
    ...{ heading: sheet.heading, intro: sheet.intro, action: sheet.action, press: sheet.button, cancel: sheet.cancel, errors, meanwhile },
    cancelSaid: sheet.cancelSaid ?? 'Cancel',
    asked: sheet.questions.map((question) => askedOf(question, typed, errors)),
    hasFile: sheet.questions.some(({ as }) => as === 'file'),
    hidden: Object.entries(sheet.hidden ?? {}).map(([name, value]) => ({ name, value })),
  };
  const title = errors.length > 0 ? `Error: ${around.title}` : around.title;
  return shows(formView, model, { ...around, title }, errors.length > 0 ? { status: 400 } : meanwhile.length > 0 ? { status: 409 } : {});
}

/** Reads a day that may be left empty; null: it was. */
export function dayOf(typed: Typed, name: string, errors: FormError[]): PlainDate | null {
  const read = readDay(typed, name);
  if (read === null) return null;
  if ('date' in read) return read.date;
  errors.push({ field: `${name}-${read.part}`, message: read.message });
  return null;
}
