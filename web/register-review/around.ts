import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { isUuid } from '../../domain/pathway/events';
import { readShut } from '../../services/access/restricted';
import { readReviewPeople } from '../../services/register-review/people';
import { readReview, type RegisterReview } from '../../services/register-review/reviews';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';
import { paths } from '../paths';
import { reviewTitle } from './model';

export const posted = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
export const ofReview = z.object({ review: z.string() });
export const ofPerson = ofReview.extend({ registerId: z.string() });
export const register = { text: 'Register', href: paths.register() };
export const reviewsCrumb = { text: 'Reviews', href: paths.registerReviews() };

/** A review of one of the reader's areas. Throws the problem of an address that leads nowhere, where there is none. */
export async function reviewAt({ pool }: WebContext, viewer: Viewer, id: string): Promise<RegisterReview> {
  const found = isUuid(id) ? await readReview(pool, id) : null;
  if (!found || !viewer.areas.includes(found.area)) throw new PageProblem('not-found');
  return found;
}

/** The same of one that can be written on. */
export async function openReviewAt(context: WebContext, viewer: Viewer, id: string): Promise<RegisterReview> {
  const found = await reviewAt(context, viewer, id);
  if (found.closedAt !== null) throw new PageProblem('moved');
  return found;
}

/** Everybody whom a review goes through, and the records that are not open to the reader. */
export async function peopleOf({ pool, clock }: WebContext, viewer: Viewer, review: RegisterReview) {
  const shut = await readShut(pool, viewer, clock());
  return { shut, people: await readReviewPeople(pool, review, shut, londonDate(clock())) };
}

/** The page of a review, above those of it. */
export const crumbOf = (review: RegisterReview) => ({ text: reviewTitle(review), href: paths.registerReview({ review: review.id }) });
