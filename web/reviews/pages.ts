import { z } from 'zod';
import { type OwnReview, readOwnReviews } from '../../services/meetings/panel/own-reviews';
import { coreContext } from '../../services/rules/policies';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { dayText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { paths } from '../paths';
import { panelPages } from './panel';
import { timesOf } from './times';

interface ReviewsModel {
  readonly rows: readonly {
    readonly day: string;
    readonly times: string;
    readonly what: string;
    readonly registerId: string;
    readonly papers: { readonly said: string; readonly href: string };
  }[];
}
const reviewsView = view<ReviewsModel>('reviews/reviews.njk');

/** How its papers are, as a link to them says it. */
function papersSaid({ papers, reading }: OwnReview): string {
  const owes = reading !== null && reading.opened.length > 0 && !reading.deleted ? '. Say that you keep no copy' : '';
  switch (papers.as) {
    case 'none':
      return `None yet${owes}`;
    case 'shut':
      return `Not open${owes}`;
    case 'ended':
      return `Were open until ${dayText(papers.until)}${owes}`;
    case 'open':
      return `${papers.shared.documents.length === 1 ? '1 paper' : `${papers.shared.documents.length} papers`}, until ${dayText(papers.until)}`;
  }
}

/** What a panel member sees: when their own reviews are, of whom by the register id alone, and the papers that are shared with them. */
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
        papers: { said: papersSaid(review), href: paths.panel({ registerId: review.registerId, meeting: review.meeting }) },
      }));
      const shown = [...new Set(reviews.map(({ registerId }) => registerId))];
      return shows(reviewsView, { rows }, { title: 'Your reviews', section: 'reviews', wide: true }, { shown });
    },
  }),
  ...panelPages,
];
