import { type AskedKind, ASKED_KINDS } from '../../domain/forms/asked';
import { askingPaths } from '../paths';
import { EASY } from './words/easy';
import { FLAG_EASY, FLAG_PLAIN } from './words/flag';
import { PLAIN } from './words/plain';
import { REVIEW_EASY, REVIEW_PLAIN } from './words/review';
import type { FormWords } from './words/shape';

/** What each form says, in plain words and in easy ones. */
export const WORDS: Readonly<Record<AskedKind, Readonly<Record<'plain' | 'easy', FormWords>>>> = {
  'self-referral': { plain: PLAIN, easy: EASY },
  flag: { plain: FLAG_PLAIN, easy: FLAG_EASY },
  'review-request': { plain: REVIEW_PLAIN, easy: REVIEW_EASY },
};

/** A form in one kind of words, with all that goes with them. */
export interface Wording {
  readonly kind: AskedKind;
  readonly easyRead: boolean;
  readonly words: FormWords;
  readonly paths: Readonly<Record<'start' | 'questions' | 'send' | 'sent' | 'otherStart' | 'otherQuestions', string>>;
  readonly patterns: (typeof askingPaths)[AskedKind]['plain' | 'easy'];
}

/** Every form, in plain words and in easy ones. */
export const WORDINGS: readonly Wording[] = ASKED_KINDS.flatMap((kind) =>
  (['plain', 'easy'] as const).map((words) => {
    const [own, other] = [askingPaths[kind][words], askingPaths[kind][words === 'plain' ? 'easy' : 'plain']];
    return {
      kind,
      easyRead: words === 'easy',
      words: WORDS[kind][words],
      paths: {
        ...{ start: own.start(), questions: own.questions(), send: own.send(), sent: own.sent() },
        ...{ otherStart: other.start(), otherQuestions: other.questions() },
      },
      patterns: own,
    };
  }),
);
