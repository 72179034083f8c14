import type { Pool, PoolClient, QueryConfig } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { isInService, ownerAt } from '../../domain/notices/staffing';
import type { OwnerFrom } from '../../domain/notices/recipients';
import type { Seals } from '../../infra/seals';
import { digestOfOwner, nextRecord, readRecordHead, type LinkedRecord } from '../record/person-record';
import { inTransaction, type Decided } from '../record/transaction';
import { lockStaff, type About } from './about';
import { readMember, type Member } from './members';

type Queryable = Pick<Pool | PoolClient, 'query'>;

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

const milliseconds = (column: string): string => `(extract(epoch from ${column}) * 1000)::float8`;
const ROWS = `select register_id as "registerId", pathway, number, ${milliseconds('from_at')} as "from", staff, ${milliseconds('at')} as at, by, why from ownership`;

const ownerOf = (pathway: number, history: readonly OwnershipRow[], at: Instant): PathwayOwner => ({
  ...{ pathway, history },
  version: history.at(-1)?.number ?? 0,
  owner: ownerAt(history, pathway, at),
});

/** Who owns a pathway (null: the latest) at an instant, and who did. Out: null where there is no such person or pathway. */
export async function readOwner(database: Queryable, registerId: string, number: number | null, at: Instant): Promise<PathwayOwner | null> {
  const found = await database.query<{ number: number }>(
    `select number from pathway where register_id = $1 and ($2::int is null or number = $2) order by ended_type is not distinct from 'corrected', number desc limit 1`,
    [registerId, number],
  );
  const pathway = found.rows[0]?.number;
  if (pathway === undefined) return null;
  const { rows } = await database.query<Written>(`${ROWS} where register_id = $1 and pathway = $2 order by number`, [registerId, pathway]);
  return ownerOf(pathway, rows, at);
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
    const { rows } = await client.query<{ number: number; ended: string | null }>(
      `select number, ended_type as ended from pathway where register_id = $1 and ended_type is distinct from 'corrected' order by number desc limit 1`,
      [registerId],
    );
    const [latest] = rows;
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
  const { rows: owned } = await client.query<{ registerId: string; pathway: number }>(
    `select distinct register_id as "registerId", pathway from ownership where staff = $1 order by 1, 2`,
    [id],
  );
  if (owned.length === 0 || before?.until === until) return { statements: [], left: [] };
  const registerIds = [...new Set(owned.map(({ registerId }) => registerId))];
  const people = await lockPeople(client, registerIds);
  const { rows } = await client.query<Written>(`${ROWS} where register_id = any($1) order by register_id, pathway, number`, [registerIds]);
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

/** Locks people's rows, so that nobody's course is taken further meanwhile; in one order, so that two never wait for each other. */
async function lockPeople(client: PoolClient, registerIds: readonly string[]): Promise<Map<string, { area: string; playedTo: number }>> {
  const { rows } = await client.query<{ registerId: string; area: string; playedTo: number }>(
    `select register_id as "registerId", area, coalesce(played_to, 0)::float8 as "playedTo" from person where register_id = any($1) order by register_id for update`,
    [registerIds],
  );
  return new Map(rows.map((row) => [row.registerId, row]));
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

const WRITE = `with recorded as (
    insert into person_record (register_id, number, kind, subject, at, source, digest, link)
    select "registerId", number, kind, subject, at, source, digest, link from json_to_recordset($2) as r("registerId" text, number int, kind text,
      subject text, at timestamptz, source text, digest text, link text))
  insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
  select "registerId", pathway, number, "from", staff, at, by, why from json_to_recordset($1) as r("registerId" text, pathway int, number int,
    "from" timestamptz, staff text, at timestamptz, by text, why text)`;

function ownershipStatement(rows: readonly Written[], records: readonly LinkedRecord[]): QueryConfig<unknown[]> {
  const timestamp = (at: number): string => new Date(at).toISOString();
  const owners = rows.map((row) => ({ ...row, from: timestamp(row.from), at: timestamp(row.at) }));
  return { text: WRITE, values: [JSON.stringify(owners), JSON.stringify(records.map((one) => ({ ...one, at: timestamp(one.at) })))] };
}
