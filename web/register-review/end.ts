import type { PlainDate } from '../../domain/calendar/dates';
import { latestNext, reviewDue } from '../../domain/meetings/register-review';
import { MOST_OF_REMARK } from '../../domain/forms/meetings';
import { typedText } from '../../domain/text';
import type { ReviewPerson } from '../../services/register-review/people';
import type { Proposed } from '../../services/register-review/proposed';
import type { RegisterReview } from '../../services/register-review/reviews';
import type { Area } from '../../services/rules/areas';
import { dayText } from '../content/dates';
import { ratingTag } from '../content/ratings';
import { type Asked, askedOf, dayOf, type FormError, type Question } from '../parts/form';
import { paths } from '../paths';
import { one, type Typed, typedDay } from '../record/fields';
import type { CountsModel } from './counts';
import { progressOf, progressText, reviewTitle } from './model';
import { everyText } from './words';

export interface EndModel {
  readonly title: string;
  readonly progress: string;
  readonly left: readonly { readonly registerId: string; readonly href: string; readonly parked: boolean }[];
  readonly moreLeft: number;
  readonly record: readonly { readonly registerId: string; readonly text: string; readonly href: string }[];
  readonly counts: CountsModel | null;
  readonly asked: readonly Asked[];
  readonly errors: readonly FormError[];
  readonly action: string;
  readonly cancel: string;
}

/** So many of those who are left are named. */
const MOST_LEFT = 30;

const questionsFor = (settings: Area['registerReview'], left: number): readonly Question[] => [
  { as: 'day', name: 'held', label: 'When was it held?' },
  { as: 'words', name: 'who', label: 'Who was there?', hint: 'One on each line: who they are, and whom they came for' },
  { as: 'words', name: 'outcome', label: 'What came of it as a whole?' },
  ...(left === 0
    ? []
    : [
        {
          ...({ as: 'words', name: 'why', label: `Why were ${left} not looked at?` } as const),
          hint: 'One reason for all of them; of each by itself it can be said on their own page',
        },
      ]),
  { as: 'day', name: 'next', label: 'When is the next one?', hint: `This area reviews its register ${everyText(settings)}` },
];

/** What stands in the form before anybody has typed. */
export const begun = (settings: Area['registerReview'], today: PlainDate): Typed => ({
  ...typedDay('held', today),
  ...typedDay('next', reviewDue(today, settings)),
  who: settings.whoComes.join('\n'),
});

/** Those of whom nobody has said what came of them. */
export const leftOf = (people: readonly ReviewPerson[]): readonly ReviewPerson[] =>
  people.filter(({ decision }) => decision === null || decision === 'parked');

/** What was typed at the end of a review; or what is wrong with it. */
export function readEnd(typed: Typed, review: RegisterReview, settings: Area['registerReview'], left: number, today: PlainDate) {
  const errors: FormError[] = [];
  const text = (name: string, missing: string): string => {
    const words = one(typed, name).replaceAll('\r\n', '\n').trim();
    if (words === '') errors.push({ field: name, message: missing });
    else if (!typedText(MOST_OF_REMARK).safeParse(words).success) errors.push({ field: name, message: 'Write at most 4,000 characters' });
    return words;
  };
  const heldOn = dayOf(typed, 'held', errors);
  if (heldOn === null && !errors.some(({ field }) => field.startsWith('held')))
    errors.push({ field: 'held', message: 'Say when it was held' });
  if (heldOn !== null && heldOn > today)
    errors.push({ field: 'held', message: 'It is over when it is ended: the day must be today, or before it' });
  if (heldOn !== null && heldOn < review.since)
    errors.push({ field: 'held', message: `It must be after the last one, ${dayText(review.since)}` });
  const who = text('who', 'Say who was there');
  const outcome = text('outcome', 'Say what came of it');
  const why = left === 0 ? null : text('why', `Say why ${left} were not looked at, or go on with them`);
  const nextOn = dayOf(typed, 'next', errors);
  if (nextOn === null && !errors.some(({ field }) => field.startsWith('next')))
    errors.push({ field: 'next', message: 'Say when the next one is' });
  if (nextOn !== null && heldOn !== null) {
    const latest = latestNext(heldOn, settings);
    if (nextOn <= heldOn) errors.push({ field: 'next', message: 'The next one must be after this one' });
    if (nextOn > latest)
      errors.push({
        field: 'next',
        message: `This area reviews its register ${everyText(settings)}: choose a day up to ${dayText(latest)}`,
      });
  }
  return errors.length > 0 || heldOn === null || nextOn === null ? { errors } : { end: { heldOn, nextOn, who, outcome }, why };
}

interface ToEnd {
  readonly review: RegisterReview;
  readonly people: readonly ReviewPerson[];
  readonly proposed: readonly Proposed[];
  readonly settings: Area['registerReview'];
  readonly counts: CountsModel | null;
}

/** Where what was proposed is recorded. */
export const recordOf = ({ registerId, decision, rating }: Proposed): EndModel['record'][number] =>
  decision === 'rating'
    ? {
        registerId,
        text: `the rating that was proposed${rating === null ? '' : `, ${ratingTag(rating).word.toLowerCase()}`}, is not recorded yet`,
        href: paths.recordEvent({ registerId, type: 'rating-set' }),
      }
    : {
        registerId,
        text: 'what is to be done is not recorded yet',
        href: paths.recordEvent({ registerId, type: 'action-agreed' }),
      };

/** What is asked at the end of a review: who is left, what is still to be recorded, who came, and when the next one is. */
export function endModel({ review, people, proposed, settings, counts }: ToEnd, typed: Typed, errors: readonly FormError[]): EndModel {
  const left = leftOf(people);
  return {
    title: reviewTitle(review),
    progress: progressText(progressOf(people)),
    left: left.slice(0, MOST_LEFT).map(({ registerId, decision }) => ({
      registerId,
      href: paths.registerReviewPerson({ review: review.id, registerId }),
      parked: decision === 'parked',
    })),
    moreLeft: Math.max(0, left.length - MOST_LEFT),
    record: proposed.map(recordOf),
    counts,
    asked: questionsFor(settings, left.length).map((question) => askedOf(question, typed, errors)),
    errors,
    action: paths.registerReviewEnd({ review: review.id }),
    cancel: paths.registerReview({ review: review.id }),
  };
}
