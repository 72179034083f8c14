import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { countSince } from '../../services/register-review/counts';
import { readSaid, saySomething } from '../../services/register-review/decide';
import { endReview } from '../../services/register-review/end';
import type { ReviewPerson } from '../../services/register-review/people';
import { readProposed } from '../../services/register-review/proposed';
import type { RegisterReview } from '../../services/register-review/reviews';
import { area } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';
import { actorOf } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import type { FormError } from '../parts/form';
import { paths } from '../paths';
import type { Typed } from '../record/fields';
import { crumbOf, ofReview, openReviewAt, peopleOf, posted, register, reviewsCrumb } from './around';
import { countsModel } from './counts';
import { begun, endModel, type EndModel, leftOf, readEnd } from './end';

const endView = view<EndModel>('register-review/end.njk');

async function endPage(
  context: WebContext,
  review: RegisterReview,
  { people, shut }: { readonly people: readonly ReviewPerson[]; readonly shut: readonly string[] },
  typed: Typed | null,
  errors: readonly FormError[] = [],
) {
  const { pool, clock } = context;
  const settings = area(review.area).registerReview;
  const counts = await countSince({ pool, core: coreContext() }, review, clock());
  const model = endModel(
    { review, people, settings, proposed: await readProposed(pool, review.id, shut), counts: countsModel(counts, review) },
    typed ?? begun(settings, londonDate(clock())),
    errors,
  );
  const title = 'End the review';
  return shows(
    endView,
    model,
    { title: errors.length > 0 ? `Error: ${title}` : title, section: 'register', crumbs: [register, reviewsCrumb, crumbOf(review)] },
    { shown: people.map(({ registerId }) => registerId), ...(errors.length > 0 ? { status: 400 } : {}) },
  );
}

/** The end of a review: nobody is left out without a reason, and the day of the next one is set. */
export const reviewEndPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.registerReviewEnd,
    permission: 'events:write',
    audit: 'register-review-shown',
    params: ofReview,
    query: z.object({}),
    answer: async ({ params: { review: id }, viewer }, context) => {
      const review = await openReviewAt(context, viewer, id);
      return endPage(context, review, await peopleOf(context, viewer, review), null);
    },
  }),
  page({
    method: 'post',
    path: paths.registerReviewEnd,
    permission: 'events:write',
    audit: 'register-review-ended',
    params: ofReview,
    query: z.object({}),
    form: posted,
    answer: async ({ params: { review: id }, form, viewer }, context) => {
      const review = await openReviewAt(context, viewer, id);
      const { pool, seals, clock } = context;
      const all = await peopleOf(context, viewer, review);
      const left = leftOf(all.people);
      const read = readEnd(form, review, area(review.area).registerReview, left.length, londonDate(clock()));
      if (!('end' in read)) return endPage(context, review, all, form, read.errors);
      const source = actorOf(viewer);
      for (const { registerId } of left) {
        const last = (await readSaid(pool, registerId, id)).at(-1);
        // Somebody has looked at them meanwhile: that stands.
        if (last && last.note.decision !== 'parked') continue;
        const since = last?.version ?? 0;
        const note = { review: id, decision: 'not-looked-at', words: read.why ?? '' } as const;
        await saySomething({ pool, seals, clock }, { registerId, note, since, source });
      }
      const ended = await endReview(pool, { id, ...read.end, by: source, at: clock() });
      if (ended.status !== 'ended') throw new PageProblem('moved');
      return { redirect: paths.registerReview({ review: id }) };
    },
  }),
];
