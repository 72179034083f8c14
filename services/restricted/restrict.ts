import { sql, type SqlBool } from 'kysely';
import { isInService } from '../../domain/notices/staffing';
import type { Instant } from '../../domain/calendar/dates';
import type { RestrictionCode } from '../../domain/access/restriction';
import { inTransaction, type Decided } from '../record/transaction';
import { among, type Client, countOf, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { taskStatement } from '../tasks/tasks';
import { lockPerson, recordStatement, type RestrictedDeps, sealedRecord } from './rows';

export const RESTRICTION_ACTS = ['restricted', 'changed', 'ended'] as const;
export type RestrictionAct = (typeof RESTRICTION_ACTS)[number];

/** What was said of a restriction, with who said it, when and why. */
export interface RestrictionRow {
  readonly number: number;
  readonly act: RestrictionAct;
  readonly since: number;
  readonly code: string;
  readonly why: string;
  /** Who works with the person: members of staff, by their ids. */
  readonly staff: readonly string[];
  readonly at: Instant;
  /** As logs name them: `staff:<id>`. */
  readonly by: string;
}

const history = prepared('restrictions-of', (registerId: string) =>
  db
    .selectFrom('restriction')
    .select(['number', 'act', 'since', 'code', 'why', 'staff', 'at', 'by'])
    .where('register_id', '=', registerId)
    .orderBy('number'),
);

const asSaid = ({ at, act, ...row }: RowOf<typeof history>): RestrictionRow => ({
  ...row,
  act: act as RestrictionAct,
  at: at.getTime() as Instant,
});

/** All that was ever said of restricting a record, in order; empty: it never was. Throws where the database is away. */
export const readRestrictions = async (database: Client, registerId: string): Promise<RestrictionRow[]> =>
  (await rowsOf(database, history(registerId))).map(asSaid);

/** The restriction that stands; null: none does. */
export const standingOf = (rows: readonly RestrictionRow[]): RestrictionRow | null => {
  const last = rows.at(-1);
  return last && last.act !== 'ended' ? last : null;
};

const members = prepared('staff-to-be-named', (ids: readonly string[]) =>
  db.selectFrom('staff').select(['id', 'area', 'also_in', 'from_at', 'until_at']).where('id', '=', among(ids)),
);

/** Whether all of these are members of an area's staff who work there at an instant. */
async function areFit(client: Client, ids: readonly string[], area: string, at: Instant): Promise<boolean> {
  const rows = await rowsOf(client, members(ids));
  const instantOf = (date: Date | null): Instant | null => date && (date.getTime() as Instant);
  const fit = rows.filter(
    (one) => [one.area, ...one.also_in].includes(area) && isInService({ from: instantOf(one.from_at), until: instantOf(one.until_at) }, at),
  );
  return new Set(fit.map(({ id }) => id)).size === new Set(ids).size;
}

export interface RestrictRequest {
  readonly registerId: string;
  readonly act: RestrictionAct;
  readonly code: RestrictionCode;
  readonly why: string;
  /** Of `ended` nobody. */
  readonly staff: readonly string[];
  /** The number of the row that was the last one when it was worked out; 0: there was none. */
  readonly version: number;
}

export type RestrictAnswer =
  | { readonly status: 'done'; readonly row: RestrictionRow }
  /** `moved`: somebody was faster. `staff-unfit`: somebody named does not work in the person's area. `own-name`: nobody names themself. */
  | { readonly status: 'unknown-person' | 'moved' | 'staff-unfit' | 'own-name' };

const inserting = prepared('say-restriction', (registerId: string, row: Omit<RestrictionRow, 'at' | 'staff'>, staff: string[], at: Date) =>
  db.insertInto('restriction').values({
    register_id: registerId,
    number: row.number,
    act: row.act,
    since: row.since,
    code: row.code,
    why: row.why,
    staff,
    at,
    by: row.by,
  }),
);

/** The audience of tasks that are for whoever looks after restricted records (`isTold`), and for nobody else. */
export const IG_LEAD = 'auditor';
/** The kind of the task that tells that a restriction ended. */
const ENDED = 'restriction-ended';

/**
 * Restricts a record, changes who opens it as usual, or ends the restriction, in one transaction with its seal. The same said again by the same
 * member of staff is answered as the first time. That a restriction ended is put before the IG lead: from then on nobody is asked for a reason.
 * @param by the id of the member of staff who says so
 */
export function sayRestriction(
  deps: RestrictedDeps,
  { registerId, act, code, why, staff, version }: RestrictRequest,
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<RestrictAnswer> {
  const undecided = (status: Exclude<RestrictAnswer['status'], 'done'>): Decided<RestrictAnswer> => ({ answer: { status }, write: null });
  return inTransaction<RestrictAnswer>(deps, async (client) => {
    const area = await lockPerson(client, registerId);
    if (area === null) return undecided('unknown-person');
    const said = await readRestrictions(client, registerId);
    const last = said.at(-1) ?? null;
    const named = act === 'ended' ? [] : [...new Set(staff)].toSorted();
    const actor = `staff:${by}`;
    if (last && last.number === version + 1 && isSame(last, { act, code, why, staff: named, by: actor }))
      return { answer: { status: 'done', row: last }, write: null };
    const standing = standingOf(said);
    if ((last?.number ?? 0) !== version || (act === 'restricted') !== (standing === null)) return undecided('moved');
    if (named.includes(by) && !standing?.staff.includes(by)) return undecided('own-name');
    if (!(await areFit(client, named, area, at))) return undecided('staff-unfit');
    const number = version + 1;
    const row: RestrictionRow = { number, act, since: standing?.since ?? number, code, why, staff: named, at, by: actor };
    const bound = { registerId, kind: 'restriction', subject: String(number), at, by: actor, row: { registerId, ...row } } as const;
    const record = await sealedRecord(client, deps.seals, bound);
    const told = { key: `${ENDED}/${registerId}/${number}`, register_id: registerId, audience: IG_LEAD, params: { number } };
    return {
      answer: { status: 'done', row },
      write: inserting(registerId, row, named, new Date(at)),
      also: [recordStatement(record), ...(act === 'ended' ? [taskStatement({ ...told, kind: ENDED }, false)] : [])],
    };
  });
}

const isSame = (last: RestrictionRow, said: Omit<RestrictionRow, 'number' | 'since' | 'at'>): boolean =>
  last.act === said.act &&
  last.code === said.code &&
  last.why === said.why &&
  last.by === said.by &&
  JSON.stringify(last.staff) === JSON.stringify(said.staff);

const endsOf = prepared('ends-to-be-looked-at', (registerId: string) =>
  db
    .selectFrom('task')
    .select(['key', 'params'])
    .where('register_id', '=', registerId)
    .where('kind', '=', ENDED)
    .where('status', '=', 'open'),
);
const endLooked = prepared('end-was-looked-at', (key: string, at: Date) =>
  db.updateTable('task').set({ status: 'done', done_at: at }).where('key', '=', key).where('status', '=', 'open'),
);

/** The ends of restrictions of a record, by their numbers, that somebody other than who said them has still to look at. Throws where the database is away. */
export async function readEndsToLookAt(database: Client, registerId: string, by: string): Promise<readonly number[]> {
  const [open, said] = await Promise.all([rowsOf(database, endsOf(registerId)), readRestrictions(database, registerId)]);
  const own = new Set(said.filter((row) => row.by === `staff:${by}`).map(({ number }) => number));
  return open.map(({ params }) => Number(params['number'])).filter((number) => !own.has(number));
}

/** Somebody other than who said them has looked at these ends: they are no work any more. Throws where the database is away. */
export async function lookAtEnds(
  database: Client,
  registerId: string,
  { by, at }: { readonly by: string; readonly at: Instant },
): Promise<void> {
  for (const number of await readEndsToLookAt(database, registerId, by))
    await countOf(database, endLooked(`${ENDED}/${registerId}/${number}`, new Date(at)));
}

const ofAreas = prepared('restricted-in-areas', (areas: readonly string[]) =>
  db
    .selectFrom(
      db
        .selectFrom('restriction')
        .innerJoin('person', 'person.register_id', 'restriction.register_id')
        .distinctOn('restriction.register_id')
        .select(['restriction.register_id as registerId', 'restriction.act', 'restriction.since', 'restriction.staff'])
        .where('person.area', '=', among(areas))
        .orderBy('restriction.register_id')
        .orderBy('restriction.number', 'desc')
        .as('standing'),
    )
    .innerJoin('restriction as first', (join) =>
      join.onRef('first.register_id', '=', 'standing.registerId').onRef('first.number', '=', 'standing.since'),
    )
    .select(['standing.registerId', 'standing.staff', 'first.at', 'first.by', 'first.code'])
    .where('standing.act', '<>', 'ended')
    .orderBy('standing.registerId'),
);

/** A record that is restricted now, with how that began. */
export type RestrictedRecord = Readonly<RowOf<typeof ofAreas>>;

/** The restricted records of some areas, by register id. Throws where the database is away. */
export const listRestricted = (database: Client, areas: readonly string[]): Promise<RestrictedRecord[]> => rowsOf(database, ofAreas(areas));

const anyAuditor = prepared('auditors-of-areas', (areas: readonly string[], at: Date) =>
  db
    .selectFrom('staff')
    .select('id')
    .where('area', '=', among(areas))
    .where(({ ref }) => sql<SqlBool>`${ref('roles')} ? 'auditor'`)
    .where((eb) => eb.or([eb('from_at', 'is', null), eb('from_at', '<=', at)]))
    .where((eb) => eb.or([eb('until_at', 'is', null), eb('until_at', '>', at)]))
    .limit(1),
);

/**
 * Whether what is for the IG lead is put before a member of staff: before auditors, and before managers where none of their areas has an auditor,
 * so that it is never put before nobody. Throws where the database is away.
 */
export async function isTold(
  database: Client,
  { roles, areas }: { readonly roles: readonly string[]; readonly areas: readonly string[] },
  at: Instant,
): Promise<boolean> {
  if (roles.includes('auditor')) return true;
  return roles.includes('manager') && (await firstOf(database, anyAuditor(areas, new Date(at)))) === null;
}
