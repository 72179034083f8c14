import { expressionBuilder, sql, type SqlBool } from 'kysely';
import { among } from '../tables/query';
import type { Tables } from '../tables/tables';

/** Who owns a person's latest pathway at an instant, as a part of a statement about that person: what was said last, of what begins by then. */
export const latestOwner = (at: Date) =>
  expressionBuilder<Tables, 'person'>()
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

/** Who asks, as a statement takes it: their areas, whether a role of theirs opens every record of these, who they are, and when. */
export interface Sight {
  readonly areas: readonly string[];
  readonly everyone: boolean;
  readonly id: string;
  readonly at: Date;
}

/** Whether somebody may open a person's record (`mayOpen` in `domain/access/roles`), as a condition of a statement about that person. */
export function mayBeOpened({ areas, everyone, id, at }: Sight) {
  const eb = expressionBuilder<Tables, 'person'>();
  return eb.and([eb('person.area', '=', among(areas)), eb.or([sql<SqlBool>`${everyone}::boolean`, eb(latestOwner(at), '=', id)])]);
}
