import { addMonths, type PlainDate } from '../../domain/calendar/dates';
import { type AskedKind, WHOM } from '../../domain/forms/asked';
import {
  ASKED_FOR,
  type AskedFor,
  MOST_OF,
  REACHED_BY,
  SAID_OF_DIAGNOSIS,
  selfReferral1,
  type SelfReferral1,
} from '../../domain/forms/self-referral';
import { isOneOf, typedLine, typedText } from '../../domain/text';
import { isMailAddress } from '../../infra/mail/address';
import { one, readDay, type Typed } from '../record/fields';
import type { Problems } from './words/shape';

/** The questions, in their order; each stands on a page of its own. */
export const QUESTIONS = ['who', 'name', 'born', 'reach', 'happening', 'helps', 'services', 'diagnosis', 'helper'] as const;
export type Question = (typeof QUESTIONS)[number];
export const isQuestion = isOneOf(QUESTIONS);

/** What is typed at each of them. */
export const FIELDS: Readonly<Record<Question, readonly string[]>> = {
  who: ['for'],
  name: ['name', 'asker'],
  born: ['born-day', 'born-month', 'born-year'],
  reach: ['by', 'at', 'when'],
  happening: ['happening', 'tells'],
  helps: ['helps'],
  services: ['services'],
  diagnosis: ['diagnosis'],
  helper: ['helper'],
};
/** Everything that is typed, which goes from page to page: nothing of it is kept anywhere before it is sent. */
export const TYPED: readonly string[] = QUESTIONS.flatMap((question) => FIELDS[question]);

/** What is wrong with an answer, and at which field. */
export interface Wrong {
  readonly field: string;
  readonly problem: keyof Problems;
}

/** Nobody is older; a year that was mistyped is. */
const OLDEST_YEARS = 120;
const PHONE = /^[+0-9 ()-]{5,24}$/;

const isForWhom = isOneOf(ASKED_FOR);
/** For whom somebody asks; for themself until they have said. */
export const forWhom = (typed: Typed): AskedFor => {
  const said = one(typed, 'for');
  return isForWhom(said) ? said : 'me';
};

/** Words as they were typed, with line breaks as everybody else writes them. */
export const wordsOf = (typed: Typed, name: string): string => one(typed, name).replaceAll('\r\n', '\n');

function line(typed: Typed, name: string, longest: number): Wrong[] {
  const text = one(typed, name);
  return text === '' || typedLine(longest).safeParse(text).success ? [] : [{ field: name, problem: 'tooLong' }];
}
function words(typed: Typed, name: string, longest: number): Wrong[] {
  const text = wordsOf(typed, name);
  return text === '' || typedText(longest).safeParse(text).success
    ? []
    : [{ field: name, problem: name === 'happening' ? 'muchTooLong' : 'tooLong' }];
}
const missing = (typed: Typed, field: string, problem: Wrong['problem']): Wrong[] => (one(typed, field) === '' ? [{ field, problem }] : []);

function wrongBirth(typed: Typed, today: PlainDate): Wrong[] {
  const read = readDay(typed, 'born');
  if (read === null) return [];
  if (!('date' in read)) return [{ field: `born-${read.part}`, problem: 'notADay' }];
  return read.date > today || read.date < addMonths(today, -OLDEST_YEARS * 12) ? [{ field: 'born-year', problem: 'notADay' }] : [];
}

function wrongReach(typed: Typed): Wrong[] {
  const [by, at] = [one(typed, 'by'), one(typed, 'at')];
  if (!isOneOf(REACHED_BY)(by)) return [{ field: 'by', problem: 'howToReach' }];
  if (at === '') return [{ field: 'at', problem: 'whereToReach' }];
  if (by === 'email' && !isMailAddress(at)) return [{ field: 'at', problem: 'notAnAddress' }];
  if ((by === 'phone' || by === 'text') && !PHONE.test(at)) return [{ field: 'at', problem: 'notANumber' }];
  return [...line(typed, 'at', 320), ...line(typed, 'when', MOST_OF.line)];
}

const WRONG: Readonly<Record<Question, (typed: Typed, today: PlainDate, kind: AskedKind) => Wrong[]>> = {
  who: (typed, _today, kind) => (isOneOf(WHOM[kind])(one(typed, 'for')) ? [] : [{ field: 'for', problem: 'forWhom' }]),
  name: (typed) => [
    ...missing(typed, 'name', forWhom(typed) === 'me' ? 'name' : 'theirName'),
    ...line(typed, 'name', MOST_OF.name),
    ...(forWhom(typed) === 'me' ? [] : [...missing(typed, 'asker', 'yourName'), ...line(typed, 'asker', MOST_OF.name)]),
  ],
  born: wrongBirth,
  reach: wrongReach,
  happening: (typed) => [
    ...(one(typed, 'tells') === 'yes' ? [] : missing(typed, 'happening', 'happening')),
    ...words(typed, 'happening', MOST_OF.happening),
  ],
  helps: (typed) => words(typed, 'helps', MOST_OF.words),
  services: (typed) => line(typed, 'services', MOST_OF.line),
  diagnosis: (typed) => {
    const said = one(typed, 'diagnosis');
    return said === '' || isOneOf(SAID_OF_DIAGNOSIS)(said) ? [] : [{ field: 'diagnosis', problem: 'tooLong' }];
  },
  helper: (typed) => line(typed, 'helper', MOST_OF.line),
};

/** What is wrong with the answer to a question of a form; empty: nothing. `today`: in London. */
export const wrongAt = (kind: AskedKind, question: Question, typed: Typed, today: PlainDate): readonly Wrong[] =>
  WRONG[question](typed, today, kind);

/** Reads all answers to a form. Out: what was answered, as its edition says, or the first question whose answer is wrong or missing. `today`: in London. */
export function readAnswers(
  { kind, easyRead }: { readonly kind: AskedKind; readonly easyRead: boolean },
  typed: Typed,
  today: PlainDate,
): { readonly answers: SelfReferral1 } | { readonly question: Question; readonly wrong: readonly Wrong[] } {
  for (const question of QUESTIONS) {
    const wrong = wrongAt(kind, question, typed, today);
    if (wrong.length > 0) return { question, wrong };
  }
  const given = (name: string, text = one(typed, name)) => (text === '' ? {} : { [name]: text });
  const born = readDay(typed, 'born');
  const about = forWhom(typed);
  const answers = selfReferral1.parse({
    for: about,
    name: one(typed, 'name'),
    ...(about === 'me' ? {} : given('asker')),
    ...(born && 'date' in born ? { bornOn: born.date } : {}),
    reach: { by: one(typed, 'by'), at: one(typed, 'at'), ...given('when') },
    ...given('happening', wordsOf(typed, 'happening')),
    tellsIt: one(typed, 'tells') === 'yes',
    ...given('helps', wordsOf(typed, 'helps')),
    ...given('services'),
    ...given('diagnosis'),
    ...given('helper'),
    easyRead,
  });
  return { answers };
}
