import type { Looked } from '../../domain/access/roles';
import type { Instant } from '../../domain/calendar/dates';
import { latestOwner } from '../access/latest-owner';
import { type Client, db, firstOf, prepared } from '../tables/query';

const whoseOf = prepared('whose-record', (registerId: string, at: Date) =>
  db.selectFrom('person').select(['area']).select(latestOwner(at).as('owner')).where('register_id', '=', registerId),
);

/** Whose record a register id is at an instant: the area, and who owns the latest pathway; null where nobody has this id. */
export const readWhose = (database: Client, registerId: string, at: Instant): Promise<Looked | null> =>
  firstOf(database, whoseOf(registerId, new Date(at)));
