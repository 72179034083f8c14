import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { countSince } from '../../services/register-review/counts';
import { readReviewDetails } from '../../services/register-review/people';
import { readProposed } from '../../services/register-review/proposed';
import { readReviews, type RegisterReview } from '../../services/register-review/reviews';
import { area } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { dueAnswer } from '../content/corrections';
import { dayText } from '../content/dates';
import { chosen } from '../parts/chosen';
import { paths } from '../paths';
import { ofReview, peopleOf, register, reviewAt, reviewsCrumb } from './around';
import { countsModel, type CountsModel } from './counts';
import { type EndModel, recordOf } from './end';
import { reviewEndPages } from './end-pages';
import { pageOf, REVIEW_SHOWS, reviewModel, type ReviewModel } from './model';
import { reviewPersonPages } from './person-pages';
import { everyText, GROUP_WORDS } from './words';

interface ReviewsModel {
  readonly every: string;
  readonly empty: string;
  readonly open: readonly {
    readonly what: string;
    readonly due: string;
    readonly late: boolean;
    readonly said: string;
    readonly href: string;
  }[];
  readonly held: readonly { readonly what: string; readonly on: string; readonly late: string | null; readonly href: string }[];
}

const reviewsView = view<ReviewsModel>('register-review/reviews.njk');
const reviewView = view<ReviewModel & { readonly counts: CountsModel | null; readonly record: EndModel['record'] }>(
  'register-review/review.njk',
);

/** The reviews of the whole register: everybody is looked at once, and it can be shown. */
export const registerReviewPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.registerReviews,
    permission: 'history:read',
    audit: 'register-reviews-listed',
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, context) => {
      const today = londonDate(context.clock());
      const all = await readReviews(context.pool, viewer.areas);
      const several = viewer.areas.length > 1;
      const whatOf = (one: RegisterReview): string => `${GROUP_WORDS[one.group]}${several ? `, ${area(one.area).name}` : ''}`;
      const model: ReviewsModel = {
        every: [...new Set(viewer.areas.map((id) => everyText(area(id).registerReview)))].join(' or '),
        empty: 'Nobody is on the register yet. The first review is planned as soon as somebody is.',
        open: all
          .filter(({ closedAt }) => closedAt === null)
          .map((one) => ({
            what: whatOf(one),
            due: dueAnswer(one.due, today).replace(/^./, (letter) => letter.toUpperCase()),
            late: one.due < today,
            said:
              one.packAt === null
                ? `Its pack is made ${area(one.area).registerReview.packDays} days before`
                : `Its pack was made ${dayText(londonDate(one.packAt))}`,
            href: paths.registerReview({ review: one.id }),
          })),
        held: all.flatMap((one) =>
          one.heldOn === null
            ? []
            : [
                {
                  what: whatOf(one),
                  on: dayText(one.heldOn),
                  late: one.heldOn > one.due ? `It was due ${dayText(one.due)}` : null,
                  href: paths.registerReview({ review: one.id }),
                },
              ],
        ),
      };
      return shows(reviewsView, model, { title: 'Reviews of the register', section: 'register', crumbs: [register] });
    },
  }),
  page({
    method: 'get',
    path: paths.registerReview,
    permission: 'history:read',
    audit: 'register-review-shown',
    params: ofReview,
    query: z.object({
      show: chosen(z.enum(REVIEW_SHOWS)),
      names: chosen(z.enum(['shown'])),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    answer: async ({ params: { review: id }, query, viewer }, context) => {
      const review = await reviewAt(context, viewer, id);
      const { pool, clock } = context;
      const today = londonDate(clock());
      const { people, shut } = await peopleOf(context, viewer, review);
      const shown = pageOf(people, query).map(({ registerId }) => registerId);
      const details = await readReviewDetails(pool, review, shown, shut, today);
      const mayWrite = viewer.permissions.has('events:write');
      const { whoComes } = area(review.area).registerReview;
      const model = {
        ...reviewModel({ review, people, details, whoComes, mayWrite }, query, today),
        counts: review.heldOn === null ? null : countsModel(await countSince({ pool, core: coreContext() }, review, clock()), review),
        record: review.heldOn === null || !mayWrite ? [] : (await readProposed(pool, id, shut)).map(recordOf),
      };
      return shows(
        reviewView,
        model,
        { title: model.heading, section: 'register', crumbs: [register, reviewsCrumb], wide: true },
        { shown },
      );
    },
  }),
  ...reviewPersonPages,
  ...reviewEndPages,
];
