import type { Instant } from '../../domain/calendar/dates';
import { inTransaction, type Decided } from '../record/transaction';
import { among, type Client, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { lockPerson, recordStatement, type RestrictedDeps, sealedRecord } from './rows';

/** Whose looks at whom are reviewed, up to which, and what is said of them. */
export interface LooksReviewed {
  readonly registerId: string;
  /** The id of the member of staff who looked. */
  readonly staff: string;
  /** The last look that is meant: later ones are another matter. */
  readonly until: Instant;
  /** Typed words. */
  readonly note: string;
}

export type LooksReviewAnswer =
  | { readonly status: 'done' }
  /** `own`: nobody reviews their own looks. `reviewed`: somebody has, and what they said stands. `unknown`: there is no such look. */
  | { readonly status: 'unknown' | 'own' | 'reviewed' };

const reviewsOf = prepared('look-reviews-of', (registerId: string, staff: string) =>
  db
    .selectFrom('look_review')
    .select(['looked_until as until', 'by', 'note'])
    .where('register_id', '=', registerId)
    .where('staff', '=', staff)
    .orderBy('looked_until', 'desc')
    .limit(1),
);
const lookOf = prepared('look-to-be-reviewed', (registerId: string, actor: string, until: Date) =>
  db
    .selectFrom('access_log')
    .select('id')
    .where('register_id', '=', registerId)
    .where('actor', '=', actor)
    .where('at', '<=', until)
    .orderBy('id', 'desc')
    .limit(1),
);
const reviewing = prepared('review-looks', (row: Omit<LooksReviewed, 'until'>, until: Date, at: Date, by: string) =>
  db.insertInto('look_review').values({ register_id: row.registerId, staff: row.staff, looked_until: until, at, by, note: row.note }),
);

/**
 * Says that the looks of a member of staff at a person were reviewed up to an instant, in one transaction with its seal in the person's record. The same
 * said again by the same is answered as the first time. Throws where the database is away.
 * @param by the id of the member of staff who reviewed them
 * @param areas a person of another area is as if they were not there
 */
export function reviewLooks(
  deps: RestrictedDeps,
  { registerId, staff, until, note }: LooksReviewed,
  { by, areas, at }: { readonly by: string; readonly areas: readonly string[]; readonly at: Instant },
): Promise<LooksReviewAnswer> {
  const undecided = (status: LooksReviewAnswer['status']): Decided<LooksReviewAnswer> => ({ answer: { status }, write: null });
  return inTransaction<LooksReviewAnswer>(deps, async (client) => {
    const area = await lockPerson(client, registerId);
    // Looks that are still to come are reviewed by nobody.
    if (area === null || !areas.includes(area) || until > at) return undecided('unknown');
    if (staff === by) return undecided('own');
    const actor = `staff:${by}`;
    const last = await firstOf(client, reviewsOf(registerId, staff));
    if (last && last.until.getTime() >= until) {
      const isSame = last.until.getTime() === until && last.by === actor && last.note === note;
      return undecided(isSame ? 'done' : 'reviewed');
    }
    // A look lies up to a millisecond after what is told of it: the database counts finer.
    if ((await firstOf(client, lookOf(registerId, `staff:${staff}`, new Date(until + 1)))) === null) return undecided('unknown');
    const row = { registerId, staff, until, at, by: actor, note };
    const record = await sealedRecord(client, deps.seals, {
      ...{ registerId, kind: 'look-review', subject: `${staff}/${until}`, at, by: actor, row },
    });
    return {
      answer: { status: 'done' },
      write: reviewing({ registerId, staff, note }, new Date(until), new Date(at), actor),
      also: [recordStatement(record)],
    };
  });
}

const latest = prepared('look-reviews-of-areas', (areas: readonly string[], most: number) =>
  db
    .selectFrom('look_review')
    .innerJoin('person', 'person.register_id', 'look_review.register_id')
    .select(['look_review.register_id as registerId', 'look_review.staff', 'look_review.looked_until as until'])
    .select(['look_review.at', 'look_review.by', 'look_review.note'])
    .where('person.area', '=', among(areas))
    .orderBy('look_review.at', 'desc')
    .orderBy('look_review.register_id')
    .limit(most),
);

/** That looks were reviewed, by whom, when and what they say of it. */
export type LookReviewOnRecord = Readonly<RowOf<typeof latest>>;

/** What was reviewed of looks at people of some areas, the newest first. Throws where the database is away. */
export const listLookReviews = (database: Client, areas: readonly string[], most: number): Promise<LookReviewOnRecord[]> =>
  rowsOf(database, latest(areas, most));
