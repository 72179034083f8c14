import { isType } from '../pathway/place';
import { type Life, reviewsIn } from './lives';
import type { Asked } from './moves';

/** What is asked in the notes of a review, by the codes of its section `feedback`. */
export const FEEDBACK_SECTION = 'feedback';
export const FEEDBACK_QUESTIONS = ['listened', 'understood', 'able-to-say', 'better'] as const;
export type FeedbackQuestion = (typeof FEEDBACK_QUESTIONS)[number];
export const FEEDBACK_ANSWERS = ['yes', 'partly', 'no', 'not-said'] as const;
export type FeedbackAnswer = (typeof FEEDBACK_ANSWERS)[number];
/** Who answered, or that nobody wished to. */
export const SAID_BY = ['person', 'family', 'both', 'declined'] as const;
export type SaidBy = (typeof SAID_BY)[number];

/** What was said of the reviews of a period. */
export interface Feedback {
  /** Reviews held; of these those after which somebody was asked: who said how it was, and who did not wish to. */
  readonly held: number;
  readonly asked: number;
  readonly said: number;
  readonly declined: number;
  readonly answers: Readonly<Record<FeedbackQuestion, Readonly<Record<FeedbackAnswer, number>>>>;
  readonly by: Readonly<Record<SaidBy, number>>;
}

/** Counts after which reviews of the period somebody was asked, whenever that was. */
export function askedOf(lives: readonly Life[], asked: Asked): Pick<Feedback, 'held' | 'asked' | 'said' | 'declined'> {
  let [held, said, declined] = [0, 0, 0];
  for (const life of lives)
    for (const { pathway, item } of reviewsIn(life, asked)) {
      held += 1;
      const facts = life.pathways.find(({ number }) => number === pathway)?.facts ?? [];
      const taken = facts.filter((one) => isType(one, 'feedback-taken')).filter(({ fact }) => fact.meeting === item.fact.meeting);
      if (taken.some(({ fact }) => fact.declined !== true)) said += 1;
      else if (taken.length > 0) declined += 1;
    }
  return { held, asked: said + declined, said, declined };
}

const countsOf = <Code extends string>(codes: readonly Code[]): Record<Code, number> =>
  Object.fromEntries(codes.map((code) => [code, 0])) as Record<Code, number>;

/** Counts the answers of the notes. In: of each review what its section holds, whatever that is; what is no answer of ours is left out. */
export function answersOf(sections: readonly Readonly<Record<string, unknown>>[]): Pick<Feedback, 'answers' | 'by'> {
  const answers = Object.fromEntries(FEEDBACK_QUESTIONS.map((question) => [question, countsOf(FEEDBACK_ANSWERS)])) as Record<
    FeedbackQuestion,
    Record<FeedbackAnswer, number>
  >;
  const by = countsOf(SAID_BY);
  for (const section of sections) {
    for (const question of FEEDBACK_QUESTIONS) {
      const answer = FEEDBACK_ANSWERS.find((one) => one === section[question]);
      if (answer) answers[question][answer] += 1;
    }
    const who = SAID_BY.find((one) => one === section['said-by']);
    if (who) by[who] += 1;
  }
  return { answers, by };
}
