import type { PoolClient } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { ReviewGroup } from '../../domain/meetings/register-review';
import { among, type Client, db, firstOf, prepared, rowsOf, type RowOf } from '../tables/query';

/** A review of the register: when it is due, and, once it is closed, what came of it. */
export interface RegisterReview {
  readonly id: string;
  readonly area: string;
  readonly group: ReviewGroup;
  /** The day of the one before; of the first one, the day on which somebody first stood on the register. */
  readonly since: PlainDate;
  readonly due: PlainDate;
  /** When the list of everybody was made; null: it is not time yet. */
  readonly packAt: Instant | null;
  readonly heldOn: PlainDate | null;
  readonly nextOn: PlainDate | null;
  readonly closedAt: Instant | null;
  readonly closedBy: string | null;
  /** Who came, and what came of it, as it was typed. */
  readonly who: string | null;
  readonly outcome: string | null;
}

const COLUMNS = [
  ...(['id', 'area', 'group', 'since', 'due', 'pack_at as packAt', 'held_on as heldOn', 'next_on as nextOn'] as const),
  ...(['closed_at as closedAt', 'closed_by as closedBy', 'who', 'outcome'] as const),
] as const;

const ofAreas = prepared('register-reviews', (areas: readonly string[]) =>
  db
    .selectFrom('register_review')
    .select([...COLUMNS])
    .where('area', '=', among(areas))
    .orderBy('closed_at', (order) => order.desc().nullsFirst())
    .orderBy('due')
    .orderBy('area')
    .orderBy('group'),
);
const byId = prepared('register-review', (id: string) =>
  db
    .selectFrom('register_review')
    .select([...COLUMNS])
    .where('id', '=', id),
);

const instantOf = (at: Date | null): Instant | null => at && (at.getTime() as Instant);
const reviewOf = ({ packAt, closedAt, ...row }: RowOf<typeof byId>): RegisterReview => ({
  ...row,
  packAt: instantOf(packAt),
  closedAt: instantOf(closedAt),
});

/** The reviews of some areas: first those that are open, the one that is due first at the head, then those that were held, the newest first. */
export const readReviews = async (database: Client, areas: readonly string[]): Promise<RegisterReview[]> =>
  (await rowsOf(database, ofAreas(areas))).map(reviewOf);

/** A review; null: there is none of this id. */
export async function readReview(database: Client, id: string): Promise<RegisterReview | null> {
  const row = await firstOf(database, byId(id));
  return row && reviewOf(row);
}

const locking = (mode: 'share' | 'update') =>
  prepared(`register-review-for-${mode}`, (id: string) => {
    const one = db
      .selectFrom('register_review')
      .select([...COLUMNS])
      .where('id', '=', id);
    return mode === 'share' ? one.forShare() : one.forUpdate();
  });
const shared = locking('share');
const own = locking('update');

/** A review inside a transaction that writes on it: nobody ends it meanwhile; with `update`, nobody writes on it either. Null: there is none. */
export async function lockReview(client: PoolClient, id: string, mode: 'share' | 'update'): Promise<RegisterReview | null> {
  const row = await firstOf(client, mode === 'share' ? shared(id) : own(id));
  return row && reviewOf(row);
}
