import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { BookEntry, Recipients, StaffOnRecord } from '../../domain/notices/recipients';
import { staffingAt } from '../../domain/notices/staffing';
import { area } from '../rules/areas';
import { readMembers } from '../staff/members';

/** Everyone of an area to whom a notice can go: the contact book, and all who are, were or will be on its staff. */
export interface AreaPeople {
  readonly book: readonly BookEntry[];
  readonly members: readonly StaffOnRecord[];
}

/** The contact book and the staff of an area. Throws RangeError for an area that is not known, and where the database is away. */
export async function areaPeople(database: Pick<Pool | PoolClient, 'query'>, areaId: string): Promise<AreaPeople> {
  return { book: area(areaId).book, members: await readMembers(database, areaId) };
}

/** Those of an area to whom a notice goes at an instant. `owner`: who owns the pathway that it is about; null: nobody. */
export const peopleAt = ({ book, members }: AreaPeople, at: Instant, owner: string | null): Omit<Recipients, 'contacts'> => ({
  book,
  ...staffingAt(members, at, owner),
});
