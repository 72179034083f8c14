import type { LocalStaff } from '../operations/parts/identity/provider';
import { isInService } from '../domain/notices/staffing';
import type { Instant } from '../domain/calendar/dates';
import { readMembers } from '../services/staff/members';
import { roleWords } from '../web/content/roles';
import { withDatabase } from './connected';

/** Those of an area's staff who work here now and have a role: as one of them somebody signs in on this machine. */
export const staffHere = (area: string): Promise<readonly LocalStaff[]> =>
  withDatabase(async (pool) => {
    const now = Date.now() as Instant;
    const members = (await readMembers(pool, area)).filter((member) => isInService(member, now) && member.roles.length > 0);
    return members.map(({ id, name, email, roles }) => ({ id, name, email, role: roleWords(roles) }));
  });
