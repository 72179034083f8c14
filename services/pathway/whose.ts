import { sql } from 'kysely';
import type { Looked } from '../../domain/access/roles';
import type { Instant } from '../../domain/calendar/dates';
import { type Client, db, firstOf, prepared } from '../tables/query';

const whoseOf = prepared('whose-record', (registerId: string, at: Date) =>
  db
    .selectFrom('person')
    .select(['area'])
    .select((eb) =>
      // What was said last of the latest pathway, of what begins by then.
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
        .limit(1)
        .as('owner'),
    )
    .where('register_id', '=', registerId),
);

/** Whose record a register id is at an instant: the area, and who owns the latest pathway; null where nobody has this id. */
export const readWhose = (database: Client, registerId: string, at: Instant): Promise<Looked | null> =>
  firstOf(database, whoseOf(registerId, new Date(at)));
