import type { PlainDate } from '../../domain/calendar/dates';
import { WHOM } from '../../domain/forms/asked';
import type { AskedForm } from '../../domain/forms/forms';
import { REACHED_BY, SAID_OF_DIAGNOSIS, type SelfReferral1 } from '../../domain/forms/self-referral';
import { dayText } from '../content/dates';
import { one, type Typed } from '../record/fields';
import { FIELDS, forWhom, type Question, QUESTIONS, TYPED, wordsOf, type Wrong } from './questions';
import { type Wording, WORDS } from './wordings';
import type { AboutWhom, FormWords } from './words/shape';

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly chosen: boolean;
}

/** One thing to be answered. Without a label the title of the page is its label. */
interface Asked {
  readonly as: 'radios' | 'line' | 'words' | 'day' | 'tick';
  readonly name: string;
  readonly label: string | null;
  readonly hint: string;
  readonly value: string;
  readonly error: string;
  readonly autocomplete: string;
  readonly choices: readonly Choice[];
  readonly parts: readonly {
    readonly name: string;
    readonly label: string;
    readonly value: string;
    readonly year: boolean;
    readonly wrong: boolean;
  }[];
}

interface Hidden {
  readonly name: string;
  readonly value: string;
}

export interface QuestionModel {
  /** The question, which chooses its picture. */
  readonly question: Question;
  readonly title: string;
  readonly hint: readonly string[];
  readonly progress: string;
  readonly asked: readonly Asked[];
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  readonly hidden: readonly Hidden[];
  readonly action: string;
  /** The same question in the other words. */
  readonly other: string;
  readonly words: Pick<FormWords, 'next' | 'back' | 'other'>;
}

export const toWhom = <Words>(words: AboutWhom<Words>, typed: Typed): Words => (forWhom(typed) === 'me' ? words.me : words.another);

const choicesOf = <Value extends string>(values: readonly Value[], words: Readonly<Record<Value, string>>, chosen: string): Choice[] =>
  values.map((value) => ({ value, text: words[value], chosen: value === chosen }));

type Plain = Pick<Asked, 'as' | 'name'> & Partial<Asked>;
const asked = (typed: Typed, field: Plain): Asked => ({
  ...{ label: null, hint: '', error: '', autocomplete: 'off', choices: [], parts: [] },
  value: wordsOf(typed, field.name),
  ...field,
});

/** What stands on the page of each question, in its order. */
const ASKS: Readonly<Record<Question, (typed: Typed, words: FormWords, kind: Wording['kind']) => readonly Plain[]>> = {
  who: (typed, words, kind) => [{ as: 'radios', name: 'for', choices: choicesOf(WHOM[kind], words.forWhom, one(typed, 'for')) }],
  name: (typed, { names }) =>
    forWhom(typed) === 'me'
      ? [{ as: 'line', name: 'name', autocomplete: 'name' }]
      : [
          { as: 'line', name: 'name', label: names.theirs },
          { as: 'line', name: 'asker', label: names.yours, autocomplete: 'name' },
        ],
  born: (typed, { born }) => [
    {
      as: 'day',
      name: 'born',
      parts: (['day', 'month', 'year'] as const).map((part) => ({
        ...{ name: `born-${part}`, label: born[part], value: one(typed, `born-${part}`), year: part === 'year', wrong: false },
      })),
    },
  ],
  reach: (typed, words) => [
    { as: 'radios', name: 'by', choices: choicesOf(REACHED_BY, words.reachedBy, one(typed, 'by')) },
    { as: 'line', name: 'at', label: words.at, hint: words.atHint },
    { as: 'line', name: 'when', label: words.when, hint: words.whenHint },
  ],
  happening: (typed, words) => [
    { as: 'words', name: 'happening' },
    { as: 'tick', name: 'tells', choices: [{ value: 'yes', text: words.tells, chosen: one(typed, 'tells') === 'yes' }] },
  ],
  helps: () => [{ as: 'words', name: 'helps' }],
  services: () => [{ as: 'line', name: 'services' }],
  diagnosis: (typed, words) => [
    { as: 'radios', name: 'diagnosis', choices: choicesOf(SAID_OF_DIAGNOSIS, toWhom(words.diagnosis, typed), one(typed, 'diagnosis')) },
  ],
  helper: () => [{ as: 'line', name: 'helper' }],
};

/** All that was typed, as fields that nobody sees, but for some. */
export const hiddenOf = (typed: Typed, without: readonly string[]): Hidden[] =>
  TYPED.filter((name) => !without.includes(name)).flatMap((name) => {
    const value = wordsOf(typed, name);
    return value === '' ? [] : [{ name, value }];
  });

/** What the page of a question shows. `then`: where it leads from there; empty: to the next question. */
export function questionModel(
  { kind, words, paths: to }: Wording,
  question: Question,
  typed: Typed,
  wrong: readonly Wrong[],
  then: string,
): QuestionModel {
  const { title, hint } = toWhom(words.questions[question], typed);
  const errorAt = (name: string): string => {
    const own = wrong.find(({ field }) => field === name || field.startsWith(`${name}-`));
    return own ? words.problems[own.problem] : '';
  };
  return {
    question,
    title,
    hint,
    progress: words.progress(QUESTIONS.indexOf(question) + 1, QUESTIONS.length + 1),
    asked: ASKS[question](typed, words, kind).map((field) => ({
      ...asked(typed, field),
      error: errorAt(field.name),
      ...(field.parts ? { parts: field.parts.map((part) => ({ ...part, wrong: wrong.some(({ field: at }) => at === part.name) })) } : {}),
    })),
    errors: wrong.map(({ field, problem }) => ({ field, message: words.problems[problem] })),
    hidden: [...hiddenOf(typed, FIELDS[question]), { name: 'at-question', value: question }, { name: 'then', value: then }],
    action: to.questions,
    other: to.otherQuestions,
    words: { next: words.next, back: words.back, other: words.other },
  };
}

/** An answer as the check, and whoever reads it later, show it. */
export interface AnswerShown {
  readonly question: Question;
  readonly title: string;
  /** Empty: it was left out. */
  readonly lines: readonly string[];
}

/** The answers of a form that was sent, in plain words, each with its question. */
export const answersOf = ({ kind, answers }: AskedForm): readonly AnswerShown[] => answersShown(WORDS[kind].plain, answers);

function answersShown(words: FormWords, answers: SelfReferral1): readonly AnswerShown[] {
  const about = answers.for === 'me' ? ('me' as const) : ('another' as const);
  const { by, at, when } = answers.reach;
  const lines: Readonly<Record<Question, readonly (string | undefined)[]>> = {
    who: [words.forWhom[answers.for]],
    name:
      answers.asker === undefined ? [answers.name] : [`${words.names.theirs}: ${answers.name}`, `${words.names.yours}: ${answers.asker}`],
    born: [answers.bornOn && dayText(answers.bornOn as PlainDate).replace(/^\w+ /, '')],
    reach: [`${words.reachedBy[by]}: ${at}`, when],
    happening: [answers.happening, answers.tellsIt ? words.tells : undefined],
    helps: [answers.helps],
    services: [answers.services],
    diagnosis: [answers.diagnosis && words.diagnosis[about][answers.diagnosis]],
    helper: [answers.helper],
  };
  return QUESTIONS.map((question) => ({
    question,
    title: words.questions[question][about].title,
    lines: lines[question].filter((line) => line !== undefined),
  }));
}

export interface CheckModel {
  readonly title: string;
  readonly progress: string;
  readonly rows: readonly AnswerShown[];
  readonly hidden: readonly Hidden[];
  readonly action: string;
  readonly send: string;
  readonly back: string;
  readonly words: FormWords['check'];
  /** Why it could not be sent; null: nobody has tried. */
  readonly problem: string | null;
}

/** What is shown before it is sent. */
export function checkModel({ words, paths: to }: Wording, typed: Typed, answers: SelfReferral1, problem: string | null): CheckModel {
  return {
    title: words.check.title,
    progress: words.progress(QUESTIONS.length + 1, QUESTIONS.length + 1),
    rows: answersShown(words, answers),
    hidden: hiddenOf(typed, []),
    action: to.questions,
    send: to.send,
    back: words.back,
    words: words.check,
    problem,
  };
}
