import type { Pool } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import type { StaffMember } from '../../../../domain/notices/recipients';
import type { About } from '../../../../services/staff/about';
import { addMember, type StaffDeps } from '../../../../services/staff/change';
import { testSeals } from '../../../support/database/seals';

export const staffDeps = (pool: Pool): StaffDeps => ({ pool, seals: testSeals, isArea: () => true, within: null });

export const about = (at: Instant): About => ({ by: 'test', why: 'Has another post', at });

/** Adds a member of staff, from an instant on; of the example area where no other is said. Throws where that is refused. */
export async function addStaff(
  pool: Pool,
  { id, areas = ['example'], ...fields }: StaffMember & { readonly areas?: readonly string[] },
  from: Instant,
): Promise<void> {
  const { status } = await addMember(staffDeps(pool), id, { ...fields, areas, roles: [] }, about(from));
  if (status !== 'done') throw new Error(`${id}: ${status}`);
}
