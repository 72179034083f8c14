import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { db, firstOf, rowsOf, shaped } from '../tables/query';
import type { Tables } from '../tables/tables';

export const LOOKS_A_PAGE = 50;
/** So many are counted, and no more: the log is the longest table. */
export const MOST_LOOKS_COUNTED = 10_000;

/** Which entries of the access log are asked for; null: whichever. */
export interface LooksAsked {
  /** Whose record was looked at, or who was shown in a list. */
  readonly registerId: string | null;
  /** As the log names who looked: `staff:<id>`, or the name of a token. */
  readonly actor: string | null;
  /** Only by members of staff on the pages, or only by systems with a token. */
  readonly by: 'page' | 'token' | null;
  readonly auditEvents: readonly string[] | null;
  /** True: only what was refused or not done. */
  readonly refused: true | null;
  /** True: only looks at restricted records. */
  readonly restricted: true | null;
  /** From this instant on. */
  readonly from: Instant | null;
  /** Before this instant. */
  readonly before: Instant | null;
  /** The areas whose entries the reader may see: those about people of these, and those about nobody by their staff; null: of any. */
  readonly areas: readonly string[] | null;
  /** 1 or more. */
  readonly page: number;
}

/** Nothing is left out, but for what is asked for besides. */
export const EVERY_LOOK = {
  registerId: null,
  actor: null,
  by: null,
  auditEvents: null,
  refused: null,
  restricted: null,
  from: null,
  before: null,
  areas: null,
} as const satisfies Omit<LooksAsked, 'page'>;

/** An entry of the access log. */
export interface Look {
  readonly at: Instant;
  readonly actor: string;
  readonly auditEvent: string;
  readonly registerId: string | null;
  /** How many were shown beside that person. */
  readonly others: number;
  readonly outcome: string;
  /** On which ground a restricted record was looked at; of an opening its id. Null: it was not restricted. */
  readonly restricted: string | null;
  /** Why it was opened; null: the ground is another. */
  readonly reason: { readonly code: string; readonly why: string } | null;
  /** Of a member of staff, as they stand now; null: of nobody who is one. */
  readonly name: string | null;
  readonly roles: readonly string[] | null;
}

export interface LooksPage {
  /** The newest first. */
  readonly looks: readonly Look[];
  /** How many there are, at most one more than `MOST_LOOKS_COUNTED`. */
  readonly count: number;
}

interface Asked {
  readonly registerId: string | null;
  readonly actor: string | null;
  readonly by: LooksAsked['by'];
  readonly auditEvents: readonly string[] | null;
  readonly refused: 'refused' | null;
  readonly restricted: 'restricted' | null;
  readonly from: Date | null;
  readonly before: Date | null;
  readonly areas: readonly string[] | null;
}

/** What an entry has to fulfil, as far as anything is asked. */
function fits({ registerId, actor, by, auditEvents, refused, restricted, from, before, areas }: Asked): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'access_log'>();
  // Both sides of this `or` have an index.
  const about = eb.or([
    eb('access_log.register_id', '=', registerId),
    // As the index has it: most looks show nobody else, and are not in it.
    sql<SqlBool>`(access_log.shown <> '{}' and access_log.shown @> array[${registerId}]::text[])`,
  ]);
  return eb.and([
    ...(registerId === null ? [] : [about]),
    ...(actor === null ? [] : [eb('access_log.actor', '=', actor)]),
    ...(by === 'page' ? [eb('access_log.actor', 'like', 'staff:%')] : []),
    // Where nobody could be told, the address stands in the place of a name.
    ...(by === 'token' ? [sql<SqlBool>`access_log.actor !~ '^(staff|address):'`] : []),
    ...(auditEvents === null ? [] : [sql<SqlBool>`access_log.audit_event = any(${auditEvents}::text[])`]),
    ...(refused === null ? [] : [sql<SqlBool>`access_log.outcome not in ('done', 'begun')`]),
    ...(restricted === null ? [] : [eb('access_log.restricted', 'is not', null)]),
    ...(from === null ? [] : [eb('access_log.at', '>=', from)]),
    ...(before === null ? [] : [eb('access_log.at', '<', before)]),
    ...(areas === null ? [] : [ofAreas(areas)]),
  ]);
}

/** Not about somebody of another area; and of what is about nobody, not by those who work elsewhere alone. */
function ofAreas(areas: readonly string[]): Expression<SqlBool> {
  const elsewhere = sql<SqlBool>`not exists (select from person p where p.register_id = access_log.register_id and p.area <> all(${areas}::text[]))`;
  const byOthers = sql<SqlBool>`access_log.register_id is null and exists (select from staff s where 'staff:' || s.id = access_log.actor
    and s.area <> all(${areas}::text[]) and not s.also_in ?| ${areas}::text[])`;
  return sql<SqlBool>`${elsewhere} and not (${byOthers})`;
}

const looksOf = shaped(['refused', 'restricted', 'by'], (asked: Asked & { readonly limit: number; readonly offset: number }) => {
  const looks = db
    .selectFrom('access_log')
    .leftJoin('staff', (join) => join.on(({ eb, ref }) => eb(sql<string>`'staff:' || ${ref('staff.id')}`, '=', ref('access_log.actor'))))
    .select(['access_log.at', 'access_log.actor', 'access_log.audit_event as auditEvent', 'access_log.register_id as registerId'])
    .leftJoin('break_glass', 'break_glass.id', 'access_log.restricted')
    .select(['access_log.outcome', 'access_log.restricted', 'break_glass.code', 'break_glass.why', 'staff.name', 'staff.roles'])
    .select(sql<number>`cardinality(access_log.shown)`.as('others'))
    .where(fits(asked));
  // Of one person the indexes find all and the order is made; by the key alone, somebody of whom there is little would have the whole log read.
  const ordered = asked.registerId === null ? looks : looks.orderBy('access_log.at', 'desc');
  return ordered.orderBy('access_log.id', 'desc').limit(asked.limit).offset(asked.offset);
});

const countedOf = shaped(['refused', 'restricted', 'by'], (asked: Asked & { readonly most: number }) =>
  db
    .selectFrom(db.selectFrom('access_log').select('access_log.id').where(fits(asked)).limit(asked.most).as('found'))
    .select(sql<number>`count(*)::int`.as('count')),
);

const wantedOf = ({ from, before, refused, restricted, ...asked }: Omit<LooksAsked, 'page'>): Asked => ({
  ...asked,
  refused: refused === null ? null : 'refused',
  restricted: restricted === null ? null : 'restricted',
  from: from === null ? null : new Date(from),
  before: before === null ? null : new Date(before),
});

async function looksRead(pool: Pool, asked: Asked & { readonly limit: number; readonly offset: number }): Promise<readonly Look[]> {
  const looks = await rowsOf(pool, looksOf(asked));
  return looks.map(({ at, code, why, ...look }) => ({
    ...look,
    at: at.getTime() as Instant,
    reason: code === null || why === null ? null : { code, why },
  }));
}

/** Counts the entries of the access log that fit, at most one more than `MOST_LOOKS_COUNTED`. Throws where the database is away. */
export const countLooks = async (pool: Pool, asked: Omit<LooksAsked, 'page'>): Promise<number> =>
  (await firstOf(pool, countedOf({ ...wantedOf(asked), most: MOST_LOOKS_COUNTED + 1 })))?.count ?? 0;

/** Reads a page of the access log. Throws where the database is away. */
export async function readLooks(pool: Pool, { page, ...asked }: LooksAsked): Promise<LooksPage> {
  const [looks, count] = await Promise.all([
    looksRead(pool, { ...wantedOf(asked), limit: LOOKS_A_PAGE, offset: (page - 1) * LOOKS_A_PAGE }),
    countLooks(pool, asked),
  ]);
  return { looks, count };
}

/** Reads the entries of the access log that fit, the newest first; null: there are more than `MOST_LOOKS_COUNTED`. Throws where the database is away. */
export async function readAllLooks(pool: Pool, asked: Omit<LooksAsked, 'page'>): Promise<readonly Look[] | null> {
  const looks = await looksRead(pool, { ...wantedOf(asked), limit: MOST_LOOKS_COUNTED + 1, offset: 0 });
  return looks.length > MOST_LOOKS_COUNTED ? null : looks;
}
