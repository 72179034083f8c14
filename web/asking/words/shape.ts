import type { AskedFor, ReachedBy, SaidOfDiagnosis } from '../../../domain/forms/self-referral';
import type { Question } from '../questions';

/** A question to somebody who asks for themself, or for another. */
interface QuestionWords {
  readonly title: string;
  /** One idea a line. */
  readonly hint: readonly string[];
}
export type AboutWhom<Words> = { readonly me: Words; readonly another: Words };

/** What can be wrong with an answer. */
export interface Problems {
  readonly forWhom: string;
  readonly name: string;
  readonly theirName: string;
  readonly yourName: string;
  readonly notADay: string;
  readonly howToReach: string;
  readonly whereToReach: string;
  readonly notAnAddress: string;
  readonly notANumber: string;
  readonly happening: string;
  readonly tooLong: string;
  readonly muchTooLong: string;
}

/** All that the form says, in one kind of words. */
export interface FormWords {
  readonly start: {
    readonly title: string;
    readonly lines: readonly string[];
    readonly then: string;
    readonly next: readonly string[];
    readonly button: string;
    /** Around the phone number. */
    readonly orCall: string;
    /** Before where the area’s Local Offer tells of it. */
    readonly more: string;
    readonly other: string;
  };
  readonly questions: Readonly<Record<Question, AboutWhom<QuestionWords>>>;
  readonly forWhom: Readonly<Record<AskedFor, string>>;
  readonly names: {
    readonly theirs: string;
    readonly yours: string;
    /** On paper, where one sheet serves both. */
    readonly ifAnother: string;
  };
  readonly born: { readonly day: string; readonly month: string; readonly year: string };
  readonly reachedBy: Readonly<Record<ReachedBy, string>>;
  readonly at: string;
  readonly atHint: string;
  readonly when: string;
  readonly whenHint: string;
  readonly tells: string;
  readonly diagnosis: AboutWhom<Readonly<Record<SaidOfDiagnosis, string>>>;
  readonly problems: Problems;
  readonly progress: (number: number, of: number) => string;
  readonly next: string;
  readonly back: string;
  readonly other: string;
  /** What the same form on paper says besides: for what it is, and what is done with it when it is filled in. */
  readonly paper: { readonly about: string; readonly send: string };
  readonly check: {
    readonly title: string;
    readonly change: string;
    readonly leftOut: string;
    readonly what: string;
    readonly how: readonly string[];
    readonly send: string;
  };
  readonly sent: {
    readonly title: string;
    readonly reference: string;
    readonly when: string;
    readonly mailed: string;
    readonly texted: string;
    readonly again: string;
    readonly then: string;
    /** Which of the area's teams it goes to, and how they are reached. */
    readonly goesTo: (team: string) => string;
    /** Who reads it and when, then what follows. */
    readonly next: (day: string) => readonly string[];
    readonly change: string;
    readonly changeHow: (phone: string) => string;
    readonly gone: string;
  };
}

/** The same words to both. */
export const both = <Words>(words: Words): AboutWhom<Words> => ({ me: words, another: words });
