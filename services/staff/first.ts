import type { Pool, PoolClient } from 'pg';
import type { Area } from '../rules/areas';

/**
 * Writes the staff that an area's profile names, where the table knows none of that area, each with their first version. Repeating it changes
 * nothing: afterwards the table counts.
 */
export async function addFirstStaff(database: Pick<Pool | PoolClient, 'query'>, { id, staff }: Pick<Area, 'id' | 'staff'>): Promise<void> {
  await database.query(
    `with added as (
       insert into staff (id, area, name, email, roles, audiences)
       select s.id, $1, s.name, s.email, s.roles, s.audiences
         from jsonb_to_recordset($2::jsonb) as s(id text, name text, email text, roles jsonb, audiences jsonb)
        where not exists (select 1 from staff where area = $1)
       on conflict do nothing returning id, name, email, roles, audiences)
     insert into staff_version (staff, version, at, by, change, why, record)
     select id, 1, now(), 'service', 'added', 'Named by the area’s file, as the service began',
            jsonb_build_object('name', name, 'email', email, 'areas', jsonb_build_array($1::text), 'roles', roles, 'audiences', audiences,
              'from', null, 'until', null, 'away', '[]'::jsonb)
       from added`,
    [id, JSON.stringify(staff)],
  );
}
