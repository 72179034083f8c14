import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { isAudience } from '../../domain/notices/catalogue';
import { area } from '../rules/areas';
import type { BookEntry, StaffMember } from '../../domain/notices/recipients';

type Queryable = Pick<Pool | PoolClient, 'query'>;

const staffRow = z.object({ id: z.string(), name: z.string(), email: z.string(), audiences: z.array(z.string()) });

/** The contact book and the active staff of an area. Throws RangeError for an area that is not known. */
export async function areaPeople(
  database: Queryable,
  areaId: string,
): Promise<{ book: readonly BookEntry[]; staff: readonly StaffMember[] }> {
  const { rows } = await database.query('select id, name, email, audiences from staff where area = $1 and active order by id', [areaId]);
  const staff = z
    .array(staffRow)
    .parse(rows)
    .map((member) => ({ ...member, audiences: member.audiences.filter(isAudience) }));
  return { book: area(areaId).book, staff };
}

/** Writes the staff that an area's profile names, where the table knows none of that area. Repeating it changes nothing. */
export async function addFirstStaff(database: Queryable, areaId: string): Promise<void> {
  await database.query(
    `insert into staff (id, area, name, email, audiences)
     select s.id, $1, s.name, s.email, s.audiences from jsonb_to_recordset($2::jsonb) as s(id text, name text, email text, audiences jsonb)
      where not exists (select 1 from staff where area = $1)
     on conflict do nothing`,
    [areaId, JSON.stringify(area(areaId).staff)],
  );
}
