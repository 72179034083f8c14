import { FEEDBACK_ANSWERS, FEEDBACK_QUESTIONS, SAID_BY } from '../../domain/measures/feedback';
import type { ByCode } from '../../domain/measures/period';
import { SEQUEL_DAYS } from '../../domain/measures/moves';
import { ENOUGH_FOR_A_MEDIAN, SPEEDS } from '../../domain/measures/speed';
import type { Rating } from '../../domain/pathway/events';
import type { Standard } from '../../domain/measures/standards/standards';
import type { Measures, SpeedNow } from '../../services/measures/measures';
import { daysText } from '../content/dates';
import { ratingTag } from '../content/ratings';
import type { FilterModel } from './asked';
import { ANSWER_WORDS, QUESTION_WORDS, SAID_BY_WORDS, SPEED_WORDS, STANDARD_WORDS } from './words';

/** A number with what it says, and how it is counted. */
interface Line {
  readonly what: string;
  readonly value: string;
  readonly how: string;
}

/** How the pathway goes, as the page shows it; null: the days cannot be read. */
export interface MeasuresModel {
  readonly filter: FilterModel;
  readonly said: string;
  readonly shared: string;
  readonly found: {
    readonly lines: readonly Line[];
    readonly speeds: readonly {
      readonly what: string;
      readonly count: number;
      readonly median: string;
      readonly slowest: string;
      readonly waiting: string;
    }[];
    readonly speedsSaid: string;
    readonly standards: readonly {
      readonly title: string;
      readonly kept: string;
      readonly source: string;
      readonly applied: number;
      readonly met: string;
      readonly excused: number;
      readonly not: number;
      readonly href: string | null;
    }[];
    readonly feedback: {
      readonly said: string;
      readonly by: string;
      readonly answers: readonly string[];
      readonly questions: readonly { readonly question: string; readonly counts: readonly number[] }[];
      /** Where nobody's answers are in the notes yet. */
      readonly empty: boolean;
    };
  } | null;
}

/** In whole per cent: all of them alone are 100, and none alone is 0. */
const share = (kept: number, applied: number): number =>
  kept === 0 || kept === applied ? (100 * kept) / applied : Math.min(99, Math.max(1, Math.round((100 * kept) / applied)));

const ratingOf = (code: string): string => ratingTag(code === 'none' ? null : (code as Rating)).word.toLowerCase();

/** `3: amber 2, red 1`. */
function byRating(counts: ByCode): string {
  const parts = Object.entries(counts).toSorted(([, a], [, b]) => b - a);
  const all = parts.reduce((sum, [, count]) => sum + count, 0);
  return all === 0 ? '0' : `${all}: ${parts.map(([code, count]) => `${ratingOf(code)} ${count}`).join(', ')}`;
}

const also = (parts: readonly (readonly [number, string])[]): string =>
  parts.flatMap(([count, words]) => (count === 0 ? [] : [`, ${count} ${words}`])).join('');

/** How a crisis is counted as avoided: said wherever the number is. */
export const CRISIS_HOW = `Rated red while living in the community, and then amber or green, without an admission meanwhile or in the ${SEQUEL_DAYS} days after, as far as is known today. Whoever left the register from red is not counted as avoided: what came after is not known. What it was that helped, the numbers cannot say.`;
const REVIEW_HOW = `Community C(E)TRs after which nobody was admitted within ${SEQUEL_DAYS} days, beside those after which somebody was. That one follows the other does not say that it came of it.`;

function linesOf({ moves, admissions }: Measures): Line[] {
  const { supported, came, left, crises } = moves;
  const { all, again, discharges, afterReview } = admissions;
  return [
    { what: 'People supported', value: String(supported), how: 'On the register on some day of the period, each counted once.' },
    { what: 'Came on the register', value: byRating(came), how: 'By the rating with which they came.' },
    { what: 'Left the register', value: byRating(left), how: 'By the rating that they had just before.' },
    {
      what: 'Crises avoided',
      value: `${crises.avoided}${also([
        [crises.admitted, 'ended with an admission'],
        [crises.left, 'left the register'],
        [crises.goesOn, 'still red at the end'],
      ])}`,
      how: CRISIS_HOW,
    },
    {
      what: 'Reviews at home with no admission after',
      value: `${afterReview.none}${also([
        [afterReview.followed, 'with one'],
        [afterReview.soon, 'too early to say'],
      ])}`,
      how: REVIEW_HOW,
    },
    {
      what: 'Admissions',
      value: `${all}${also([[again, 'within a year after a discharge']])}`,
      how: 'Each admission counts, also of the same person.',
    },
    { what: 'Discharges', value: String(discharges), how: 'From hospital, in the period.' },
  ];
}

const days = (count: number | null): string => (count === null ? '–' : daysText(count));

/** The middle of how long it took, or why there is none. */
export const medianText = ({ count, median }: Pick<SpeedNow, 'count' | 'median'>): string =>
  median === null ? (count === 0 ? '–' : 'too few') : daysText(median);

const waitingText = ({ waiting }: SpeedNow): string =>
  waiting === null ? '–' : waiting.count === 0 ? '0' : `${waiting.count}, the longest ${days(waiting.longest)}`;

/** What of the page is found in the record. `hrefOf`: where those are listed that did not keep a standard. */
export function foundModel(measures: Measures, hrefOf: (standard: Standard) => string): NonNullable<MeasuresModel['found']> {
  const { speeds, standards, feedback } = measures;
  const { held, asked, said, declined, answers, by } = feedback;
  return {
    lines: linesOf(measures),
    speeds: SPEEDS.map((speed) => ({
      what: SPEED_WORDS[speed].title,
      count: speeds[speed].count,
      median: medianText(speeds[speed]),
      slowest: days(speeds[speed].slowest),
      waiting: waitingText(speeds[speed]),
    })),
    speedsSaid: `In days, of what was done in the period; who still waits is in no median, and stands beside as of today. A median of fewer than ${ENOUGH_FOR_A_MEDIAN} is not given.`,
    standards: standards.map(({ standard, applied, kept, excused, not }) => ({
      ...STANDARD_WORDS[standard],
      ...{ applied, excused, not: not.length },
      met: applied === 0 ? '–' : `${kept} (${share(kept, applied)}%)`,
      href: not.length === 0 ? null : hrefOf(standard),
    })),
    feedback: {
      said: `${held} ${held === 1 ? 'review was' : 'reviews were'} held. After ${asked} somebody was asked how it was: ${said} said, ${declined} did not wish to.`,
      by: SAID_BY.filter((who) => by[who] > 0)
        .map((who) => `${SAID_BY_WORDS[who].toLowerCase()} ${by[who]}`)
        .join(', '),
      answers: FEEDBACK_ANSWERS.map((answer) => ANSWER_WORDS[answer]),
      questions: FEEDBACK_QUESTIONS.map((question) => ({
        question: QUESTION_WORDS[question],
        counts: FEEDBACK_ANSWERS.map((answer) => answers[question][answer]),
      })),
      empty: FEEDBACK_QUESTIONS.every((question) => FEEDBACK_ANSWERS.every((answer) => answers[question][answer] === 0)),
    },
  };
}
