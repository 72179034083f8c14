import type { Pool } from 'pg';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { inTransaction } from '../record/transaction';
import { taskEnded } from '../tasks/tasks';
import { db, prepared, type Statement } from '../tables/query';
import { taskKey } from './clock';
import { NEWCOMERS, newcomersOf, readReviewPeople } from './people';
import { lockReview } from './reviews';

/** What is said at the end of a review. */
export interface ReviewEnd {
  readonly id: string;
  readonly heldOn: PlainDate;
  readonly nextOn: PlainDate;
  /** Who came, and what came of it, as it was typed. */
  readonly who: string;
  readonly outcome: string;
  /** Who says it, as logs name them, and when. */
  readonly by: string;
  readonly at: Instant;
}

export type Ended =
  | { readonly status: 'ended' }
  /** Somebody has ended it before. */
  | { readonly status: 'ended-before' }
  /** Of so many it was not said what came of it, or why they were not looked at. */
  | { readonly status: 'left'; readonly count: number };

const closing = prepared(
  'close-register-review',
  ({ id, heldOn, nextOn, who, outcome, by, at }: Omit<ReviewEnd, 'at'> & { readonly at: Date }) =>
    db
      .updateTable('register_review')
      .set({ held_on: heldOn, next_on: nextOn, who, outcome, closed_by: by, closed_at: at })
      .where('id', '=', id),
);

/** Who has come on the register since the pack was made belongs to what was gone through. */
const addNewcomers = (values: readonly unknown[]): Statement<unknown> => ({
  name: 'register-review-newcomers',
  text: `insert into register_review_person (review, register_id, rating) select $4, n.register_id, n.rating from (${NEWCOMERS}) n`,
  values: [...values],
});

/**
 * Ends a review: nobody can be left out of it without a reason, and the day of the next one is set. Nothing is changed where somebody is left, or
 * somebody ended it before. Throws where the database is away.
 */
export const endReview = (pool: Pool, end: ReviewEnd): Promise<Ended> =>
  inTransaction<Ended>({ pool }, async (client) => {
    const review = await lockReview(client, end.id, 'update');
    if (review === null || review.closedAt !== null) return { answer: { status: 'ended-before' }, write: null };
    const today = londonDate(end.at);
    const people = await readReviewPeople(client, review, [], today);
    const count = people.filter(({ decision }) => decision === null || decision === 'parked').length;
    if (count > 0) return { answer: { status: 'left', count }, write: null };
    return {
      answer: { status: 'ended' },
      write: addNewcomers(newcomersOf(review, today)),
      also: [closing({ ...end, at: new Date(end.at) }), taskEnded(taskKey(end.id))],
    };
  });
