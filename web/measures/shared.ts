import { FEEDBACK_ANSWERS, FEEDBACK_QUESTIONS } from '../../domain/measures/feedback';
import { SEQUEL_DAYS } from '../../domain/measures/moves';
import type { ByCode } from '../../domain/measures/period';
import { type Told, TELLABLE_FROM, told, toldParts } from '../../domain/measures/small';
import { SPEEDS } from '../../domain/measures/speed';
import type { Tally } from '../../domain/measures/standards/standards';
import type { Measures } from '../../services/measures/measures';
import { daysText } from '../content/dates';
import type { FilterModel } from './asked';
import { ANSWER_WORDS, QUESTION_WORDS, SPEED_WORDS, STANDARD_WORDS } from './words';

interface Line {
  readonly what: string;
  readonly value: string;
  readonly how: string;
}

/** The sheet for people with lived experience; `found` is null where the days cannot be read. */
export interface SharedModel {
  readonly filter: FilterModel;
  readonly counted: string;
  readonly back: string;
  /** Who is asked to the review of the register, as the area says. */
  readonly who: readonly string[];
  readonly small: string;
  readonly found: {
    readonly lines: readonly Line[];
    readonly speeds: readonly { readonly what: string; readonly value: string }[];
    readonly standards: readonly { readonly what: string; readonly value: string }[];
    readonly asked: readonly Line[];
    readonly answers: readonly string[];
    /** None, where all numbers of all of them are small. */
    readonly questions: readonly { readonly question: string; readonly counts: readonly string[] }[];
  } | null;
}

const FEW = `fewer than ${TELLABLE_FROM}`;
const text = (number: Told): string => (number === null ? 'not shown' : number === 'few' ? FEW : String(number));
const sum = (counts: ByCode): number => Object.values(counts).reduce((all, one) => all + one, 0);

/**
 * How often a standard was kept, so that neither those that kept it nor the others can be told where they are few. What is of the whole register and
 * not of people is told as it is. No word says more than the numbers: fewer than 5 of 7 may be most of them.
 */
export function keptText({ standard, applied, kept }: Pick<Tally, 'standard' | 'applied' | 'kept'>): string {
  const not = applied - kept;
  if (applied === 0) return standard === 'register-reviewed' ? 'It was not to be done' : `Too few to say: ${FEW}`;
  if (standard === 'register-reviewed') return `${kept} of ${applied}`;
  if (applied < TELLABLE_FROM) return `Too few to say: ${FEW}`;
  if (not === 0) return `Always: ${applied} of ${applied}`;
  if (kept < TELLABLE_FROM) return `Done in time ${FEW} times, of ${applied}`;
  return not < TELLABLE_FROM ? `Late, or not done, ${FEW} times, of ${applied}` : `${kept} of ${applied}`;
}

/** What the sheet tells of what was measured: no single person, and no number that is small. */
export function sharedFound({ moves, admissions, speeds, standards, feedback }: Measures): NonNullable<SharedModel['found']> {
  const { supported, came, left, crises } = moves;
  const [avoided, admitted, gone, goesOn] = toldParts([crises.avoided, crises.admitted, crises.left, crises.goesOn]);
  const [none, followed, soon] = toldParts([admissions.afterReview.none, admissions.afterReview.followed, admissions.afterReview.soon]);
  const [said, declined, notAsked] = toldParts([feedback.said, feedback.declined, feedback.held - feedback.asked]);
  const questions = FEEDBACK_QUESTIONS.map((question) => ({
    question: QUESTION_WORDS[question],
    counts: toldParts(FEEDBACK_ANSWERS.map((answer) => feedback.answers[question][answer])),
  }));
  const line = (what: string, value: Told = null, how: string): Line => ({ what, value: text(value), how });
  return {
    lines: [
      line('People we supported', told(supported), 'They were on the register for all of this time, or for a part of it.'),
      line('People who came on the register', told(sum(came)), ''),
      line(
        'People who left the register',
        told(sum(left)),
        'Many no longer need it. Some moved away, or did not wish to be on it any more.',
      ),
      line(
        'Crises avoided',
        avoided,
        `Somebody lived at home and was in a crisis (red). Then it got better, and they did not go into hospital, also not in the ${SEQUEL_DAYS} days after.`,
      ),
      line('Crises that ended in hospital', admitted, 'Somebody was in a crisis and went into hospital.'),
      line('People who left the register in a crisis', gone, 'We do not know how it went on for them.'),
      line('People still in a crisis on the last day', goesOn, ''),
      line('Reviews at home, and nobody went into hospital after', none, `Not in the ${SEQUEL_DAYS} days after the review.`),
      line('Reviews at home, and somebody went into hospital after', followed, ''),
      line('Reviews at home for which it is too early to say', soon, ''),
      line('Times that somebody went into hospital', told(admissions.all), ''),
      line('Times that somebody went back into hospital', told(admissions.again), 'Less than a year after they had come out.'),
      line('Times that somebody came out of hospital', told(admissions.discharges), ''),
    ],
    speeds: SPEEDS.map((speed) => {
      const { count, median } = speeds[speed];
      return {
        what: SPEED_WORDS[speed].plain,
        value: median === null ? 'Too few to say' : `${daysText(median)}. This is the middle of ${count}: half were quicker, half slower`,
      };
    }),
    standards: standards.map((tally) => ({ what: STANDARD_WORDS[tally.standard].plain, value: keptText(tally) })),
    asked: [
      line('People who said how their review was', said, ''),
      line('People who did not wish to say', declined, 'Nobody has to.'),
      line('Reviews after which nobody has been asked yet', notAsked, ''),
    ],
    answers: FEEDBACK_ANSWERS.map((answer) => ANSWER_WORDS[answer]),
    questions: questions.some(({ counts }) => counts.some((count) => count !== 'few'))
      ? questions.map(({ question, counts }) => ({ question, counts: counts.map(text) }))
      : [],
  };
}

/** What is said of small numbers, on the sheet itself. */
export const SMALL_SAID = `A number below ${TELLABLE_FROM} is shown as “${FEW}”, so that nobody can be told from it. Where a number next to it would give it away, that one is not shown either.`;
