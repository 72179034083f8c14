import { sql, type SqlBool } from 'kysely';
import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { snapshotAt } from '../../domain/pathway/engine';
import { readPerson, readStored } from '../record/read';
import { coreContext } from '../rules/policies';
import { db, prepared, rowsOf } from '../tables/query';

/** A pathway on which somebody has taken on what is not done. */
export interface TakenOn {
  readonly registerId: string;
  readonly pathway: number;
  /** The ids of the actions. */
  readonly actions: readonly string[];
}

/** Where something is still to be done of which it was once said that this member of staff does it, in an entry or in what stands in its place. */
const named = prepared('actions-named', (staff: string) =>
  db
    .selectFrom('event')
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'event.register_id').onRef('pathway.number', '=', 'event.pathway'),
    )
    .select(['event.register_id as registerId', 'pathway.number as pathway'])
    .distinct()
    .where('event.status', '=', 'applied')
    .where('event.type', 'in', ['action-agreed', 'corrected'])
    .where(sql<SqlBool>`coalesce(event.fact::jsonb -> 'with', event.fact::jsonb) ->> 'owner' = ${staff}`)
    .where('pathway.ended_type', 'is', null)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('action')
          .select('action.id')
          .whereRef('action.register_id', '=', 'pathway.register_id')
          .whereRef('action.pathway', '=', 'pathway.number')
          .where('action.status', 'in', ['open', 'blocked']),
      ),
    )
    .orderBy('event.register_id')
    .orderBy('pathway.number'),
);

/** What a member of staff has taken on that is not done, by pathway, as it stands at an instant after every correction; of one that has ended nothing. Throws where the database is away. */
export async function readTakenOn(client: PoolClient, staff: string, at: Instant): Promise<readonly TakenOn[]> {
  const core = coreContext();
  const found: TakenOn[] = [];
  for (const { registerId, pathway } of await rowsOf(client, named(staff))) {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    if (!stored) continue;
    const actions = snapshotAt(core, stored.record, at, pathway)
      .actions.filter(({ owner, status }) => owner === staff && (status === 'open' || status === 'blocked'))
      .map(({ id }) => id)
      .toSorted();
    if (actions.length > 0) found.push({ registerId, pathway, actions });
  }
  return found;
}
