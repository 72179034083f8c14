import { sql } from 'kysely';
import { type Client, db, prepared, rowsOf } from '../tables/query';

/** A pathway on which somebody has taken on what is not done. */
export interface TakenOn {
  readonly registerId: string;
  readonly pathway: number;
  /** The ids of the actions. */
  readonly actions: readonly string[];
}

const takenOn = prepared('actions-taken-on', (staff: string) =>
  db
    .selectFrom('action')
    .innerJoin('event', (join) =>
      join
        .onRef('event.register_id', '=', 'action.register_id')
        .onRef('event.pathway', '=', 'action.pathway')
        .on('event.type', '=', sql.lit('action-agreed'))
        .on('event.status', '=', sql.lit('applied')),
    )
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'action.register_id').onRef('pathway.number', '=', 'action.pathway'),
    )
    .select(['action.register_id as registerId', 'action.pathway'])
    .select(sql<string[]>`array_agg(distinct ${sql.ref('action.id')} order by ${sql.ref('action.id')})`.as('actions'))
    .where('action.status', 'in', ['open', 'blocked'])
    .where('pathway.ended_type', 'is', null)
    .where(sql<string>`event.fact::jsonb ->> 'action'`, '=', sql<string>`action.id`)
    .where(sql<string>`event.fact::jsonb ->> 'owner'`, '=', staff)
    .groupBy(['action.register_id', 'action.pathway'])
    .orderBy('action.register_id')
    .orderBy('action.pathway'),
);

/** What a member of staff has taken on that is not done, by pathway; of one that has ended nothing. Throws where the database is away. */
export const readTakenOn = (client: Client, staff: string): Promise<TakenOn[]> => rowsOf(client, takenOn(staff));
