import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import { isAudience } from '../../domain/notices/catalogue';
import type { StaffOnRecord } from '../../domain/notices/recipients';
import { isOneOf } from '../../domain/text';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** What members of staff can be. */
export const STAFF_ROLES = [
  'lda-officer',
  'commissioner',
  'manager',
  'auditor',
  'keyworker',
  'panel-member',
  'service-administrator',
] as const;
export type StaffRole = (typeof STAFF_ROLES)[number];

/** The audiences that a member of staff can serve; the others are the person's contacts and the area's contact book. */
export const STAFF_AUDIENCES = ['team', 'commissioner', 'manager', 'director', 'on-call'] as const;

/** A member of staff as they stand now. */
export interface Member extends StaffOnRecord {
  /** Where they belong first, and where they work besides. */
  readonly areas: readonly string[];
  readonly roles: readonly StaffRole[];
  /** Raised by each change. */
  readonly version: number;
}

const instant = z.number().transform((at) => at as Instant);
const away = z.array(z.object({ number: z.number(), from: instant, until: instant.nullable(), cover: z.string().nullable() }));
const row = z
  .object({
    id: z.string(),
    name: z.string(),
    email: z.string(),
    area: z.string(),
    alsoIn: z.array(z.string()),
    roles: z.array(z.string()),
    audiences: z.array(z.string()),
    from: instant.nullable(),
    until: instant.nullable(),
    away,
    version: z.number(),
  })
  .transform(({ area, alsoIn, roles, audiences, ...known }): Member => ({
    ...known,
    areas: [area, ...alsoIn],
    // One that this release does not know counts for nothing.
    roles: roles.filter(isOneOf(STAFF_ROLES)),
    audiences: audiences.filter(isAudience),
  }));

const milliseconds = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const COLUMNS = `id, name, email, area, also_in as "alsoIn", roles, audiences, ${milliseconds('from_at')} as "from", ${milliseconds('until_at')} as "until",
  away, version`;

/** All who are, were or will be members of an area's staff (null: of any), by id. */
export async function readMembers(database: Queryable, area: string | null): Promise<Member[]> {
  const { rows } = await database.query(`select ${COLUMNS} from staff where $1::text is null or area = $1 or also_in ? $1 order by id`, [
    area,
  ]);
  return z.array(row).parse(rows);
}

/** One member of staff; null where nobody has this id. */
export async function readMember(database: Queryable, id: string): Promise<Member | null> {
  const { rows } = await database.query(`select ${COLUMNS} from staff where id = $1`, [id]);
  return rows[0] === undefined ? null : row.parse(rows[0]);
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

export const STAFF_CHANGES = ['added', 'changed', 'left', 'returned', 'away', 'back'] as const;
export type StaffChange = (typeof STAFF_CHANGES)[number];

/** What a version keeps of a member. */
export const recordOf = ({ name, email, areas, roles, audiences, from, until, away: times }: Member): object => ({
  ...{ name, email, areas, roles, audiences, from, until, away: times },
});

const versionRow = z.object({
  version: z.number(),
  at: instant,
  by: z.string(),
  change: z.enum(STAFF_CHANGES),
  why: z.string(),
  record: z.object({
    name: z.string(),
    email: z.string(),
    areas: z.array(z.string()),
    roles: z.array(z.string()),
    audiences: z.array(z.string()),
    from: instant.nullable(),
    until: instant.nullable(),
    away,
  }),
});

/** Every version of a member of staff, the first one first. Empty where nobody has this id. */
export async function readVersions(database: Queryable, id: string): Promise<MemberVersion[]> {
  const { rows } = await database.query(
    `select version, ${milliseconds('at')} as at, by, change, why, record from staff_version where staff = $1 order by version`,
    [id],
  );
  return z
    .array(versionRow)
    .parse(rows)
    .map(({ record: { roles, audiences, ...known }, ...version }) => ({
      ...version,
      member: {
        ...known,
        id,
        version: version.version,
        roles: roles.filter(isOneOf(STAFF_ROLES)),
        audiences: audiences.filter(isAudience),
      },
    }));
}
