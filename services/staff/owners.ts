import { sql } from 'kysely';
import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { isInService, ownerAt } from '../../domain/notices/staffing';
import type { OwnerFrom } from '../../domain/notices/recipients';
import type { Seals } from '../../infra/seals';
import { digestOfOwner, nextRecord, readRecordHead, storedRecord, type LinkedRecord } from '../record/person-record';
import { inTransaction, type Decided } from '../record/transaction';
import { among, type Client, db, firstOf, numberedOrAny, prepared, type RowOf, rowsOf } from '../tables/query';
import { columnsOf, insertRows } from '../tables/recordset';
import type { Row } from '../tables/tables';
import { lockStaff, type About } from './about';
import { readMember, type Member } from './members';

/** That somebody (null: nobody) owns a pathway from an instant on, with who said so, when and why. */
export interface OwnershipRow extends OwnerFrom {
  readonly number: number;
  readonly at: Instant;
  readonly by: string;
  readonly why: string;
}
interface Written extends OwnershipRow {
  readonly registerId: string;
}

/** A pathway's owner. */
export interface PathwayOwner {
  readonly pathway: number;
  /** How often it was said who owns it. */
  readonly version: number;
  /** The id of the member of staff who owns it now; null: nobody. */
  readonly owner: string | null;
  /** In the order in which it was said. */
  readonly history: readonly OwnershipRow[];
}

const owners = db
  .selectFrom('ownership')
  .select(['register_id as registerId', 'pathway', 'number', 'from_at', 'staff', 'at', 'by', 'why'])
  .orderBy('register_id')
  .orderBy('pathway')
  .orderBy('number');
const ownersOf = prepared('owners-of-pathway', (registerId: string, pathway: number) =>
  owners.where('register_id', '=', registerId).where('pathway', '=', pathway),
);
const ownersOfMany = prepared('owners-of-people', (registerIds: readonly string[]) => owners.where('register_id', '=', among(registerIds)));

const asSaid = ({ from_at, at, ...row }: RowOf<typeof ownersOf>): Written => ({
  ...row,
  from: from_at.getTime() as Instant,
  at: at.getTime() as Instant,
});

const ownerOf = (pathway: number, history: readonly OwnershipRow[], at: Instant): PathwayOwner => ({
  ...{ pathway, history },
  version: history.at(-1)?.number ?? 0,
  owner: ownerAt(history, pathway, at),
});

/** One that was put right into nothing comes last. */
const pathwayOf = prepared('pathway-to-own', (registerId: string, number: number | null) =>
  db
    .selectFrom('pathway')
    .select('number')
    .where('register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'number', number))
    .orderBy(({ ref }) => sql`${ref('ended_type')} is not distinct from 'corrected'`)
    .orderBy('number', 'desc')
    .limit(1),
);

/** Who owns a pathway (null: the latest) at an instant, and who did. Out: null where there is no such person or pathway. */
export async function readOwner(database: Client, registerId: string, number: number | null, at: Instant): Promise<PathwayOwner | null> {
  const found = await firstOf(database, pathwayOf(registerId, number));
  if (!found) return null;
  const rows = (await rowsOf(database, ownersOf(registerId, found.number))).map(asSaid);
  return ownerOf(found.number, rows, at);
}

export interface OwnerDeps {
  readonly pool: Pool;
  readonly seals: Seals;
}

/** Who is to own somebody's open pathway; null: nobody. */
export interface OwnerRequest {
  readonly registerId: string;
  readonly staff: string | null;
  /** The version that it was worked out from; absent: whatever stands. */
  readonly ifMatch?: number | undefined;
}

export type OwnerAnswer =
  | { readonly status: 'done'; readonly owner: PathwayOwner }
  | { readonly status: 'unknown-person' | 'no-open-pathway' | 'owner-unfit' }
  /** Somebody was faster; `version` is the present one. */
  | { readonly status: 'owner-changed'; readonly version: number };

const latestOf = prepared('latest-pathway-to-own', (registerId: string) =>
  db
    .selectFrom('pathway')
    .select(['number', 'ended_type as ended'])
    .where('register_id', '=', registerId)
    .where('ended_type', 'is distinct from', 'corrected')
    .orderBy('number', 'desc')
    .limit(1),
);

/**
 * Gives a pathway to a member of staff of its area, hands it over, or takes it from whoever owns it. Of the same owner again no row is written.
 * Throws where the database is away.
 */
export function setOwner(deps: OwnerDeps, { registerId, staff, ifMatch }: OwnerRequest, about: About): Promise<OwnerAnswer> {
  const undecided = (answer: OwnerAnswer): Decided<OwnerAnswer> => ({ answer, write: null });
  return inTransaction<OwnerAnswer>(deps, async (client) => {
    await lockStaff(client);
    const person = (await lockPeople(client, [registerId])).get(registerId);
    if (!person) return undecided({ status: 'unknown-person' });
    const latest = await firstOf(client, latestOf(registerId));
    if (!latest || latest.ended !== null) return undecided({ status: 'no-open-pathway' });
    const from = Math.max(about.at, person.playedTo + 1) as Instant;
    const member = staff === null ? null : await readMember(client, staff);
    if (staff !== null && !(member && isInService(member, from) && member.areas.includes(person.area)))
      return undecided({ status: 'owner-unfit' });
    const { pathway, version, history } = (await readOwner(client, registerId, latest.number, from)) ?? ownerOf(latest.number, [], from);
    if (ifMatch !== undefined && ifMatch !== version) return undecided({ status: 'owner-changed', version });
    const wanted = [{ from, staff }, ...(member?.until ? [{ from: member.until, staff: null }] : [])];
    // What stands already, and goes on standing, is not said again.
    const isSaid = [
      from,
      ...(member?.until ? [member.until] : []),
      ...history.map((one) => one.from).filter((later) => later > from),
    ].every((at) => ownerAt(history, pathway, at) === wanted.findLast((one) => one.from <= at)?.staff);
    if (isSaid) return undecided({ status: 'done', owner: ownerOf(pathway, history, from) });
    const { by, why, at } = about;
    const added = wanted.map((one, index): Written => ({ registerId, pathway, number: version + index + 1, ...one, at, by, why }));
    const write = ownershipStatement(added, await recordsOf(client, deps.seals, added));
    return { answer: { status: 'done', owner: ownerOf(pathway, [...history, ...added], from) }, write };
  });
}

/** What becomes of the pathways of a member of staff who leaves, or stays after all. */
export interface Followed {
  readonly statements: readonly QueryConfig<unknown[]>[];
  /** `<register id>/<pathway>` of those that have no owner from then on. */
  readonly left: readonly string[];
}

const ownedBy = prepared('pathways-owned-by', (staff: string) =>
  db
    .selectFrom('ownership')
    .select(['register_id as registerId', 'pathway'])
    .distinct()
    .where('staff', '=', staff)
    .orderBy('register_id')
    .orderBy('pathway'),
);

const openOwnedBy = prepared('count-open-pathways-owned-by', (staff: string, at: Date) =>
  db
    .selectFrom(
      db
        .selectFrom('ownership')
        .distinctOn(['register_id', 'pathway'])
        .select(['register_id', 'pathway', 'staff'])
        .where('from_at', '<=', at)
        .orderBy('register_id')
        .orderBy('pathway')
        .orderBy('number', 'desc')
        .as('owned'),
    )
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'owned.register_id').onRef('pathway.number', '=', 'owned.pathway'),
    )
    .select(sql<number>`count(*)::int`.as('count'))
    .where('owned.staff', '=', staff)
    .where('pathway.ended_type', 'is', null),
);

/** How many open pathways a member of staff owns at an instant. */
export const countOwned = async (database: Client, staff: string, at: Instant): Promise<number> =>
  (await firstOf(database, openOwnedBy(staff, new Date(at))))?.count ?? 0;

/**
 * Ends, from the instant on which a member of staff leaves, what they own; where that instant is another than was said before, or they stay, what
 * had been said of it is said anew. To be asked in the transaction that holds the staff's lock.
 */
export async function ownershipsAfter(
  client: PoolClient,
  seals: Seals,
  { before, after }: { readonly before: Member | null; readonly after: Member },
  about: About,
): Promise<Followed> {
  const { id, until } = after;
  const owned = await rowsOf(client, ownedBy(id));
  if (owned.length === 0 || before?.until === until) return { statements: [], left: [] };
  const registerIds = [...new Set(owned.map(({ registerId }) => registerId))];
  const people = await lockPeople(client, registerIds);
  const rows = (await rowsOf(client, ownersOfMany(registerIds))).map(asSaid);
  const added: Written[] = [];
  const left: string[] = [];
  for (const { registerId, pathway } of owned) {
    const history = rows.filter((row) => row.registerId === registerId && row.pathway === pathway);
    const after = (at: Instant): Instant => Math.max(at, (people.get(registerId)?.playedTo ?? 0) + 1) as Instant;
    const wanted = [...reopened(history, before, about.at).map((one) => ({ ...one, from: after(one.from) }))];
    const then = until === null ? null : after(until);
    if (then !== null && ownerAt([...history, ...wanted.map((one) => ({ ...one, pathway }))], pathway, then) === id) {
      wanted.push({ from: then, staff: null });
      left.push(`${registerId}/${pathway}`);
    }
    const version = history.at(-1)?.number ?? 0;
    const { by, why, at } = about;
    added.push(...wanted.map((one, index): Written => ({ registerId, pathway, number: version + index + 1, ...one, at, by, why })));
  }
  if (added.length === 0) return { statements: [], left };
  return { statements: [ownershipStatement(added, await recordsOf(client, seals, added))], left };
}

/** The end that had been said for an instant that still lies ahead, taken back. */
function reopened(history: readonly OwnershipRow[], before: Member | null, now: Instant): Pick<OwnershipRow, 'from' | 'staff'>[] {
  const last = history.at(-1);
  if (!before || before.until === null || before.until <= now || last?.staff !== null || last.from < before.until) return [];
  return history.at(-2)?.staff === before.id ? [{ from: last.from, staff: before.id }] : [];
}

const locking = prepared('lock-people', (registerIds: readonly string[]) =>
  db
    .selectFrom('person')
    .select(['register_id', 'area', 'played_to'])
    .where('register_id', '=', among(registerIds))
    .orderBy('register_id')
    .forUpdate(),
);

/** Locks people's rows, so that nobody's course is taken further meanwhile; in one order, so that two never wait for each other. */
async function lockPeople(client: Client, registerIds: readonly string[]): Promise<Map<string, { area: string; playedTo: number }>> {
  const rows = await rowsOf(client, locking(registerIds));
  return new Map(rows.map(({ register_id, area, played_to }) => [register_id, { area, playedTo: Number(played_to ?? 0) }]));
}

/** The rows of people's records of changes that bind what is said of owners. */
async function recordsOf(client: PoolClient, seals: Seals, rows: readonly Written[]): Promise<LinkedRecord[]> {
  const records: LinkedRecord[] = [];
  for (const row of rows) {
    const own = records.findLast(({ registerId }) => registerId === row.registerId);
    const head = own ?? (await readRecordHead(client, row.registerId));
    const { registerId, pathway, number, at, by } = row;
    const about = { kind: 'owner', subject: `${pathway}/${number}`, at, source: `api:${by}`, digest: digestOfOwner(seals, row) };
    records.push(nextRecord(seals, head, { registerId, ...about }));
  }
  return records;
}

const RECORD = columnsOf('person_record');
const COLUMNS = columnsOf('ownership');
const WRITE = `with recorded as (${insertRows({ table: 'person_record', columns: RECORD, rows: '$2' })})
  ${insertRows({ table: 'ownership', columns: COLUMNS, rows: '$1' })}`;

/** However many there are, in one statement. */
function ownershipStatement(rows: readonly Written[], records: readonly LinkedRecord[]): QueryConfig<unknown[]> {
  const said = rows.map(({ registerId, from, at, ...row }): StoredOwner => ({
    ...row,
    register_id: registerId,
    from_at: new Date(from),
    at: new Date(at),
  }));
  return { name: 'write-owners', text: WRITE, values: [JSON.stringify(said), JSON.stringify(records.map(storedRecord))] };
}
type StoredOwner = Pick<Row<'ownership'>, (typeof COLUMNS)[number]>;
