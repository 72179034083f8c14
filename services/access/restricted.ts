import { sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { type Ground, groundOf, type Opening } from '../../domain/access/restriction';
import type { Instant } from '../../domain/calendar/dates';
import { among, type Client, db, jsonObject, prepared, rowsOf } from '../tables/query';
import { gatheredBy } from '../../infra/gathered';
import { latestOwner } from './latest-owner';

/** What was said last of each record that was ever restricted. */
const latest = db
  .selectFrom('restriction')
  .distinctOn('restriction.register_id')
  .select(['restriction.register_id', 'restriction.act', 'restriction.since', 'restriction.staff'])
  .orderBy('restriction.register_id')
  .orderBy('restriction.number', 'desc');

/** An opening as JSON, its instants in milliseconds since 1970. */
interface Stored extends Opening {
  readonly at: Instant;
  readonly until: Instant;
}

/** Of one person, or (null) of everyone: what stands of restricted records, who owns them, and what one member of staff has opened of them. */
const standing = prepared('restricted-records', (registerId: string | null, staff: string, at: Date) =>
  db
    .selectFrom(latest.where(sql<SqlBool>`(${registerId}::text is null or restriction.register_id = ${registerId})`).as('standing'))
    .innerJoin('person', 'person.register_id', 'standing.register_id')
    .select(['standing.register_id as registerId', 'standing.since', 'standing.staff'])
    .select(latestOwner(at).as('owner'))
    .select((eb) =>
      eb
        .selectFrom('break_glass')
        .select(({ ref }) =>
          jsonObject({
            id: ref('break_glass.id'),
            staff: ref('break_glass.staff'),
            since: ref('break_glass.since'),
            code: ref('break_glass.code'),
            why: ref('break_glass.why'),
            at: sql`(extract(epoch from break_glass.at) * 1000)::float8`,
            until: sql`(extract(epoch from break_glass.until_at) * 1000)::float8`,
          })
            .$castTo<Stored>()
            .as('opening'),
        )
        .whereRef('break_glass.register_id', '=', 'standing.register_id')
        .whereRef('break_glass.since', '=', 'standing.since')
        .where('break_glass.staff', '=', staff)
        .where('break_glass.at', '<=', at)
        .where('break_glass.until_at', '>', at)
        .orderBy('break_glass.until_at', 'desc')
        .limit(1)
        .as('opening'),
    )
    .where('standing.act', '<>', 'ended'),
);

async function grounds(
  database: Client,
  registerId: string | null,
  { id }: { readonly id: string },
  now: Instant,
): Promise<ReadonlyMap<string, Ground>> {
  const rows = await rowsOf(database, standing(registerId, id, new Date(now)));
  return new Map(
    rows.map(({ registerId: whose, since, staff, owner, opening }) => [
      whose,
      groundOf(id, owner, { since, staff }, opening === null ? [] : [opening], now),
    ]),
  );
}

/** On which ground a record is open to a member of staff at an instant, where the area and their role let them open it. Throws where the database is away. */
export const readGround = async (database: Client, looker: { readonly id: string }, registerId: string, now: Instant): Promise<Ground> =>
  (await grounds(database, registerId, looker, now)).get(registerId) ?? { as: 'unrestricted' };

/**
 * The register ids of the restricted records that are not open to a member of staff at an instant: lists show of these their register id and what is
 * to be done, and nothing of who they are. Throws where the database is away.
 */
export const readShut = async (database: Client, looker: { readonly id: string }, now: Instant): Promise<string[]> =>
  [...(await grounds(database, null, looker, now))].flatMap(([registerId, { as }]) => (as === 'shut' ? [registerId] : []));

const restrictedAmong = prepared('restricted-among', (registerIds: readonly string[]) =>
  db
    .selectFrom(latest.where('restriction.register_id', '=', among(registerIds)).as('standing'))
    .select('standing.register_id as registerId')
    .where('standing.act', '<>', 'ended'),
);

const whetherRestricted = gatheredBy(async (pool: Pool, registerIds: readonly string[]): Promise<readonly boolean[]> => {
  const restricted = new Set((await rowsOf(pool, restrictedAmong([...new Set(registerIds)]))).map(({ registerId }) => registerId));
  return registerIds.map((registerId) => restricted.has(registerId));
});

/** Whether a record is restricted. Those who ask at one moment are answered together. Throws where the database is away. */
export const isRestricted = (pool: Pool, registerId: string): Promise<boolean> => whetherRestricted(pool, registerId);

const allRestricted = prepared('restricted-ids', () =>
  db.selectFrom(latest.as('standing')).select('standing.register_id as registerId').where('standing.act', '<>', 'ended'),
);

/** The register ids of all restricted records. Throws where the database is away. */
export const readRestricted = async (database: Client): Promise<ReadonlySet<string>> =>
  new Set((await rowsOf(database, allRestricted())).map(({ registerId }) => registerId));
