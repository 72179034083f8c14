import { permissionsOf, type StaffRole } from '../../domain/access/roles';
import type { Permission } from '../../domain/access/permissions';
import type { Instant } from '../../domain/calendar/dates';
import { isInService } from '../../domain/notices/staffing';
import type { Client } from '../tables/query';
import { type Member, readMember } from './members';

/** Somebody who has signed in, as they stand now. */
export interface Viewer {
  /** The id of the member of staff. */
  readonly id: string;
  readonly name: string;
  readonly roles: readonly StaffRole[];
  readonly areas: readonly string[];
  readonly permissions: ReadonlySet<Permission>;
}

/** As the access log, and the log of events, name a member of staff. */
export const actorOf = ({ id }: Pick<Viewer, 'id'>): string => `staff:${id}`;

const asViewer = (member: Member | null, at: Instant): Viewer | null =>
  member && isInService(member, at)
    ? { id: member.id, name: member.name, roles: member.roles, areas: member.areas, permissions: permissionsOf(member.roles) }
    : null;

/** A member of staff with what they may do at an instant; null where nobody has this id, or they do not work here then. */
export const readViewer = async (database: Client, id: string, at: Instant): Promise<Viewer | null> =>
  asViewer(await readMember(database, id), at);
