import type { LocalStaff } from '../operations/parts/identity/provider';
import { isInService } from '../domain/notices/staffing';
import type { Instant } from '../domain/calendar/dates';
import { readMembers } from '../services/staff/members';
import { roleWords } from '../web/content/roles';
import { withDatabase } from './connected';

/** Those of the staff of these areas who work here now and have a role: as one of them somebody signs in on this machine. */
export const staffHere = (areas: readonly string[]): Promise<readonly LocalStaff[]> =>
  withDatabase(async (pool) => {
    const now = Date.now() as Instant;
    const all = await Promise.all(areas.map((area) => readMembers(pool, area)));
    const known = new Map(all.flat().map((member) => [member.id, member]));
    const members = [...known.values()].filter((member) => isInService(member, now) && member.roles.length > 0);
    return members.map(({ id, name, email, roles }) => ({ id, name, email, role: roleWords(roles) }));
  });
