import type { PlainDate } from '../../domain/calendar/dates';
import {
  MOST_OF_LINE,
  MOST_OF_WORDS,
  NOTHING_KNOWN,
  type SectionAnswers,
  type SheetField,
  type SheetSection,
  sectionSchema,
} from '../../domain/forms/sheets/sheet';
import { dayText } from '../content/dates';
import { dayOf, type FormError, type Question } from '../parts/form';
import { one, several, type Typed } from '../record/fields';

/** A question of a section with its answer, for whoever reads it. */
export interface SheetAnswer {
  readonly label: string;
  readonly lines: readonly string[];
  /** It says who somebody is, or how they are reached. */
  readonly isName: boolean;
}

function linesOf(field: SheetField, answer: string | readonly string[]): readonly string[] {
  const given = typeof answer === 'string' ? [answer] : answer;
  if (field.as === 'day') return given.map((day) => dayText(day as PlainDate));
  if (!('options' in field)) return given;
  return given.map((code) => field.options.find((option) => option.code === code)?.words ?? code);
}

/** What was answered in a section, question by question; what was left out is not there. */
export const answersOf = ({ fields }: SheetSection, answers: SectionAnswers): readonly SheetAnswer[] =>
  fields.flatMap((field) => {
    const answer = answers[field.name];
    return answer === undefined
      ? []
      : [{ label: field.label, lines: linesOf(field, answer), isName: field.as === 'line' && field.naming === true }];
  });

const LEFT_OUT = { value: '', text: 'Not answered' };

/** A field of a section as a question of its page. */
export function questionOf(field: SheetField): Question {
  const { name, label, hint } = field;
  const about = { name, label, ...(hint === undefined ? {} : { hint }) };
  switch (field.as) {
    case 'line':
    case 'day':
      return { ...about, as: field.as };
    case 'words':
      return { ...about, as: 'words', isLong: true };
    case 'choice':
      return { ...about, as: 'select', choices: [LEFT_OUT, ...choicesOf(field.options)] };
    case 'choices':
      return { ...about, as: 'ticks', choices: choicesOf(field.options) };
  }
}

/** A few choices are all seen at once; many are folded into a list. */
const MOST_SEEN = 7;
/** The same, with a few choices all seen at once. */
export function seenQuestionOf(field: SheetField): Question {
  const question = questionOf(field);
  return field.as === 'choice' && question.as === 'select' && field.options.length <= MOST_SEEN
    ? { ...question, as: 'radios', choices: question.choices.filter(({ value }) => value !== '') }
    : question;
}

const choicesOf = (options: readonly { readonly code: string; readonly words: string; readonly hint?: string }[]) =>
  options.map(({ code, words, hint }) => ({ value: code, text: words, ...(hint === undefined ? {} : { hint }) }));

/** What the page of a section asks. */
export const questionsOf = ({ fields }: SheetSection): readonly Question[] => [
  ...fields.map(questionOf),
  {
    as: 'ticks',
    name: NOTHING_KNOWN,
    label: 'If there is nothing to say',
    choices: [{ value: 'yes', text: 'Nothing is known of this yet' }],
  },
];

/** Answers that were saved, as the page would have had them typed. */
export function typedOf({ fields }: SheetSection, answers: SectionAnswers): Typed {
  const parts = ['year', 'month', 'day'] as const;
  const days = fields.flatMap(({ as, name }) => {
    const day = answers[name];
    return as === 'day' && typeof day === 'string'
      ? day.split('-').map((part, index) => [`${name}-${parts[index] ?? ''}`, String(Number(part))] as const)
      : [];
  });
  return { ...answers, ...Object.fromEntries(days) };
}

/** With the line breaks that a browser sends as every other reader writes them. */
const wordsOf = (typed: Typed, name: string): string => one(typed, name).replaceAll('\r\n', '\n');

function answerTo(field: SheetField, typed: Typed, errors: FormError[]): string | readonly string[] | null {
  const { as, name, label } = field;
  if (as === 'choices') {
    const chosen = new Set(several(typed, name));
    const codes = field.options.map(({ code }) => code).filter((code) => chosen.has(code));
    return codes.length === 0 ? null : codes;
  }
  if (as === 'day') return dayOf(typed, name, errors);
  const text = wordsOf(typed, name);
  const most = as === 'line' ? MOST_OF_LINE : MOST_OF_WORDS;
  const { length } = [...text];
  const many = (count: number): string => count.toLocaleString('en-GB');
  if (as !== 'choice' && length > most)
    errors.push({
      field: name,
      message: `“${label}” has ${many(length)} characters: at most ${many(most)} are kept. Nothing of it is lost yet`,
    });
  return text === '' ? null : text;
}

/** Reads a section as it was typed. Out: its answers, or what is wrong, field by field. */
export function readSection(
  section: SheetSection,
  typed: Typed,
): { readonly answers: SectionAnswers } | { readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const given = section.fields.flatMap((field) => {
    const answer = answerTo(field, typed, errors);
    return answer === null ? [] : [[field.name, answer] as const];
  });
  const nothing = several(typed, NOTHING_KNOWN).includes('yes');
  if (nothing && given.length > 0)
    errors.push({ field: NOTHING_KNOWN, message: 'Something is answered above: take the tick out, or the answers' });
  const first = section.fields[0];
  if (!nothing && given.length === 0 && errors.length === 0)
    errors.push({
      field: first?.as === 'day' ? `${first.name}-day` : (first?.name ?? NOTHING_KNOWN),
      message: 'Answer one of the questions, or tick that nothing is known of this yet',
    });
  if (errors.length > 0) return { errors };
  const read = sectionSchema(section).safeParse({ ...Object.fromEntries(given), ...(nothing ? { [NOTHING_KNOWN]: 'yes' } : {}) });
  if (read.success) return { answers: read.data };
  const wrong = new Set(read.error.issues.map(({ path }) => String(path[0])));
  return {
    errors: section.fields
      .filter(({ name }) => wrong.has(name))
      .map(({ name, label }) => ({ field: name, message: `“${label}” has something in it that cannot be kept: type it once more` })),
  };
}
