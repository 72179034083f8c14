import { type ExpressionBuilder, sql } from 'kysely';
import type { Tables } from '../tables/tables';

/** Who owns a person's latest pathway at an instant, as a part of a statement about that person: what was said last, of what begins by then. */
export const latestOwner = (eb: ExpressionBuilder<Tables, 'person'>, at: Date) =>
  eb
    .selectFrom('ownership')
    .select('staff')
    .whereRef('ownership.register_id', '=', 'person.register_id')
    .where('from_at', '<=', at)
    .where('pathway', '=', ({ selectFrom }) =>
      selectFrom('pathway')
        .select(({ fn }) => fn.coalesce(fn.max('number'), sql<number>`0`).as('latest'))
        .whereRef('pathway.register_id', '=', 'person.register_id')
        .where('ended_type', 'is distinct from', 'corrected'),
    )
    .orderBy('number', 'desc')
    .limit(1);
