import { sql, type SqlBool } from 'kysely';
import { STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import type { Instant } from '../../domain/calendar/dates';
import { isAudience } from '../../domain/notices/catalogue';
import type { StaffOnRecord } from '../../domain/notices/recipients';
import { isOneOf } from '../../domain/text';
import { type Client, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Identity, StaffChange, StaffRecord } from '../tables/tables';

/** The audiences that a member of staff can serve; the others are the person's contacts and the area's contact book. */
export const STAFF_AUDIENCES = ['team', 'commissioner', 'manager', 'director', 'on-call'] as const;

/** A member of staff as they stand now. */
export interface Member extends StaffOnRecord {
  /** Where they belong first, and where they work besides. */
  readonly areas: readonly string[];
  readonly roles: readonly StaffRole[];
  /** Who they are to the organisation's sign-in; null: whoever signs in next with their address. */
  readonly identity: Identity | null;
  /** Raised by each change. */
  readonly version: number;
}

/** All but "active", which is for the release before. */
const COLUMNS = columnsOf('staff', 'active');

const membersOf = prepared('staff-of-area', (area: string | null) =>
  db
    .selectFrom('staff')
    .select(COLUMNS)
    .where(({ ref }) => sql<SqlBool>`(${area}::text is null or ${ref('area')} = ${area} or ${ref('also_in')} ? ${area})`)
    .orderBy('id'),
);
const memberOf = prepared('member-of-staff', (id: string) => db.selectFrom('staff').select(COLUMNS).where('id', '=', id));

const instantOf = (date: Date): Instant => date.getTime() as Instant;

function asMember({
  id,
  name,
  email,
  area,
  also_in,
  roles,
  audiences,
  from_at,
  until_at,
  away,
  identity,
  version,
}: RowOf<typeof memberOf>): Member {
  return {
    ...{ id, name, email, away, identity, version },
    ...knownOf({ areas: [area, ...also_in], roles, audiences }),
    from: from_at && instantOf(from_at),
    until: until_at && instantOf(until_at),
  };
}

/** What this release knows of what somebody is and hears: another word counts for nothing. */
const knownOf = ({ areas, roles, audiences }: Readonly<Record<'areas' | 'roles' | 'audiences', readonly string[]>>) => ({
  areas,
  roles: roles.filter(isOneOf(STAFF_ROLES)),
  audiences: audiences.filter(isAudience),
});

/** All who are, were or will be members of an area's staff (null: of any), by id. */
export const readMembers = async (database: Client, area: string | null): Promise<Member[]> =>
  (await rowsOf(database, membersOf(area))).map(asMember);

/** One member of staff; null where nobody has this id. */
export async function readMember(database: Client, id: string): Promise<Member | null> {
  const row = await firstOf(database, memberOf(id));
  return row && asMember(row);
}

/** A version of a member of staff, with who made it, when and why. */
export interface MemberVersion {
  readonly version: number;
  readonly at: Instant;
  readonly by: string;
  readonly change: StaffChange;
  readonly why: string;
  readonly member: Member;
}

export const STAFF_CHANGES = [
  'added',
  'changed',
  'left',
  'returned',
  'away',
  'back',
  'identified',
  'sign-in-anew',
] as const satisfies readonly StaffChange[];

/** What a version keeps of a member. */
export const recordOf = ({ name, email, areas, roles, audiences, from, until, away: times, identity }: Member): StaffRecord => ({
  ...{ name, email, areas, roles, audiences, from, until, away: times, identity },
});

const versionsOf = prepared('versions-of-staff', (id: string) =>
  db.selectFrom('staff_version').select(['version', 'at', 'by', 'change', 'why', 'record']).where('staff', '=', id).orderBy('version'),
);

/** Every version of a member of staff, the first one first. Empty where nobody has this id. */
export async function readVersions(database: Client, id: string): Promise<MemberVersion[]> {
  const rows = await rowsOf(database, versionsOf(id));
  return rows.map(({ version, at, record, ...said }) => ({
    ...said,
    version,
    at: instantOf(at),
    member: { ...record, ...knownOf(record), identity: record.identity ?? null, id, version },
  }));
}
