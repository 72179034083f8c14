import { z } from 'zod';
import { timeWords } from '../../services/notices/letters/words/dates';
import { coreContext } from '../../services/rules/policies';
import { type OwnReview, readOwnReviews } from '../../services/today/own-reviews';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { paths } from '../paths';

interface ReviewsModel {
  readonly rows: readonly { readonly day: string; readonly times: string; readonly what: string; readonly registerId: string }[];
}
const reviewsView = view<ReviewsModel>('reviews/reviews.njk');

const timesOf = ({ time, until }: OwnReview): string =>
  time === null ? 'no time set' : `${timeWords(time)}${until === null ? '' : ` to ${timeWords(until)}`}`;

/** What a panel member sees: when their own reviews are, and of whom by the register id alone. */
export const reviewsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.reviews,
    permission: 'reviews:read',
    audit: 'own-reviews-listed',
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, { pool, clock }) => {
      const reviews = await readOwnReviews({ pool, core: coreContext() }, viewer, clock());
      const rows = reviews.map((review) => ({
        ...{ day: dayText(review.on), times: timesOf(review), what: meetingTitle(review.kind), registerId: review.registerId },
      }));
      const shown = [...new Set(reviews.map(({ registerId }) => registerId))];
      return shows(reviewsView, { rows }, { title: 'Your reviews', section: 'reviews', wide: true }, { shown });
    },
  }),
];
