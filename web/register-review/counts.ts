import type { ByCode } from '../../domain/measures/period';
import { MAM_1 } from '../../domain/forms/sheets/meetings/mam';
import { isMeetingKind, meetingWords } from '../../services/notices/letters/words/meetings';
import type { ReviewCounts } from '../../services/register-review/counts';
import type { RegisterReview } from '../../services/register-review/reviews';
import { addDays, earlierOf } from '../../domain/calendar/dates';
import { paths } from '../paths';
import { meetingOutcomeWords } from '../content/codes';
import { dayText } from '../content/dates';
import { ratingTag } from '../content/ratings';
import type { Rating } from '../../domain/pathway/events';

/** What happened between two reviews, in lines. */
export interface CountsModel {
  readonly said: string;
  /** The measures of the same days, with the standards and how quickly things went. */
  readonly measures: string;
  readonly lines: readonly { readonly what: string; readonly value: string }[];
}

const listed = (counts: ByCode, words: (code: string) => string): string => {
  const parts = Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, count]) => `${words(code)} ${count}`);
  return parts.length === 0 ? '0' : parts.join('; ');
};

const ratingOf = (code: string): string => ratingTag(code === 'none' ? null : (code as Rating)).word.toLowerCase();

const GAPS = MAM_1.sections
  .flatMap(({ code, fields }) => (code === 'gaps' ? fields : []))
  .flatMap((field) => ('options' in field ? field.options : []));
const gapOf = (code: string): string => GAPS.find((one) => one.code === code)?.words.toLowerCase() ?? code;

function outcomeOf(code: string): string {
  const [kind = '', outcome = ''] = code.split('/');
  return `${isMeetingKind(kind) ? meetingWords(kind, 'professional') : kind}, ${meetingOutcomeWords(outcome)}`;
}

/** The numbers of a review in lines: what none says is said by a nought. */
export function countsModel(
  { from, until, came, left, admissions, discharges, reviews, outcomes, feedback, gaps }: ReviewCounts,
  { area, group }: Pick<RegisterReview, 'area' | 'group'>,
): CountsModel {
  const of = (part: number, words: string): string => (part === 0 ? '' : `, ${part} ${words}`);
  return {
    said: `After ${dayText(from)}, up to ${dayText(until)}.`,
    measures: paths.measures({ area, group, from: earlierOf(addDays(from, 1), until), to: until }),
    lines: [
      { what: 'Came on the register', value: listed(came, ratingOf) },
      { what: 'Left the register', value: listed(left, ratingOf) },
      {
        what: 'Admissions',
        value: `${admissions.all}${of(admissions.withoutReview, 'without a review in the 28 days before')}${of(admissions.again, 'within a year after a discharge')}`,
      },
      { what: 'Discharges', value: String(discharges) },
      { what: 'C(E)TRs held', value: `${reviews.all}${of(reviews.notQuorate, 'without a full panel')}` },
      { what: 'What came of meetings', value: listed(outcomes, outcomeOf) },
      { what: 'Asked how the review was', value: `${feedback.said} said${of(feedback.declined, 'did not wish to')}` },
      { what: 'Gaps in services that were named', value: listed(gaps, gapOf) },
    ],
  };
}
