import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { ClientBase, Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { Fact } from '../../domain/pathway/events';
import type { Kept, LogEntry, Meeting, PersonRecord } from '../../domain/pathway/types';
import { allEnded } from '../../infra/all-ended';
import type { OwnerFrom, StaffOnRecord } from '../../domain/notices/recipients';
import { among, type Client, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Row } from '../tables/tables';
import type { LinkedRecord } from './person-record';
import type { NewPerson } from './new-person';
import { storedFact, versioned } from './rule-set-version';

/** What is read of the person's row: by name, so that a release may add a column. */
const PERSON = columnsOf('person', 'former_nhs_number', 'one_core', 'created_at');
const COLUMNS = PERSON.join(', ');

/** The person's row, as the lock gave it. Its name is null only where nothing but the register id is known. */
export type PersonRow = Readonly<Pick<Row<'person'>, (typeof PERSON)[number]>>;

const KEY_BYTES = 32;

const looking = prepared('commit-look', (registerId: string) =>
  db.selectFrom('person').select(PERSON).where('register_id', '=', registerId),
);
const locking = prepared('commit-lock', (registerId: string) =>
  db.selectFrom('person').select(PERSON).where('register_id', '=', registerId).forUpdate(),
);

/** Reads the person's row; with `lock`, no other commit on this person goes on until the transaction ends. */
export const readPerson = (client: ClientBase, registerId: string, lock: boolean): Promise<PersonRow | null> =>
  firstOf(client, lock ? locking(registerId) : looking(registerId));

/**
 * Writes a person who is not on file, with a key of their own and the first row of their record (`first`), or locks the one who is. Out: null where their NHS number is, or was, that of
 * another record. It is looked for under a lock of the number, because a conflict would write it to the database's own log.
 */
export async function insertOrLockPerson(
  client: ClientBase,
  registerId: string,
  person: NewPerson,
  minutes: number,
  first: LinkedRecord,
): Promise<PersonRow | null> {
  const locked = person.nhsNumber === null ? undefined : lockNhsNumber(client, person.nhsNumber);
  const written = client.query<PersonRow>({
    name: 'commit-insert-person',
    text: `with row as (
             insert into person (register_id, area, name, nhs_number, born_on, contacts, minutes, rule_set)
             select $1, $2, $3, $4, $5, $6, $7, $8
             where $4::text is null or not exists (
               select from person p where p.register_id <> $1 and $4 in (p.nhs_number, p.former_nhs_number))
             on conflict (register_id) do update set register_id = excluded.register_id
             returning ${COLUMNS}, xmax = 0 as is_new),
           keyed as (insert into person_key (register_id, key) select register_id, $9 from row where is_new),
           recorded as (insert into person_record (register_id, number, kind, at, source, digest, link)
             select register_id, $10, $11, $12, $13, $14, $15 from row where is_new)
           select ${COLUMNS} from row`,
    values: [
      registerId,
      person.area,
      person.name,
      person.nhsNumber,
      person.bornOn,
      JSON.stringify(person.contacts),
      minutes,
      person.ruleSet,
      randomBytes(KEY_BYTES),
      ...[first.number, first.kind, new Date(first.at), first.source, first.digest, first.link],
    ],
  });
  const [, { rows }] = await allEnded([locked, written]);
  return rows[0] ?? null;
}

/** Lets no other transaction give this NHS number to a record until this one ends. */
export async function lockNhsNumber(client: ClientBase, nhsNumber: string): Promise<void> {
  await client.query({
    name: 'lock-nhs-number',
    text: `select pg_advisory_xact_lock(hashtextextended('nhs-number/' || $1, 0))`,
    values: [nhsNumber],
  });
}

/** The living record that has an NHS number, or took it over from a duplicate; null where nobody has it. */
export async function recordOfNhsNumber(client: Pick<Pool, 'query'>, nhsNumber: string): Promise<string | null> {
  const { rows } = await client.query<{ register_id: string }>({
    name: 'record-of-nhs-number',
    text: `with recursive step as (
        select register_id, duplicate_of, nhs_number = $1 as present from person where nhs_number = $1 or former_nhs_number = $1
        union select p.register_id, p.duplicate_of, false from step join person p on p.register_id = step.duplicate_of)
      select register_id from step where duplicate_of is null order by present desc nulls last limit 1`,
    values: [nhsNumber],
  });
  return rows[0]?.register_id ?? null;
}

const knownOf = prepared('known-events', (ids: readonly string[]) =>
  db
    .selectFrom('event')
    .leftJoin('person_key', 'person_key.register_id', 'event.register_id')
    .select(['event.id', 'event.register_id as registerId', 'event.answer', 'event.body_digest as bodyDigest'])
    .select(sql<string | null>`encode(person_key.key, 'hex')`.as('key'))
    .where('event.id', '=', among(ids)),
);

/** An event row under an id that a request names; `key`: of the person whose event it is, in hexadecimal, null where it was destroyed. */
export type KnownEvent = Readonly<RowOf<typeof knownOf>>;

/** What the log has under these ids, of whomever. */
export const readKnown = (client: Client, ids: readonly string[]): Promise<KnownEvent[]> => rowsOf(client, knownOf(ids));

export interface PathwayRow {
  readonly number: number;
  readonly pinnedRuleSet: string;
  readonly endedType: string | null;
  readonly kept: Kept | null;
}

/** A meeting as the read model keeps it. */
export interface MeetingRow extends Meeting {
  readonly pathway: number;
  readonly place: string | null;
}

/** An event that waits for what may come before it (contract section 7). */
export interface HeldEvent {
  readonly id: string;
  /** When it was heard. */
  readonly at: Instant;
  /** When it has waited long enough. */
  readonly until: Instant;
  readonly batch: boolean;
  readonly facts: readonly Fact[];
  /** The words typed in each of them, by field. */
  readonly texts: readonly Readonly<Record<string, string>>[];
  readonly source: string;
  readonly bodyDigest: string | null;
}

/** All that one commit decides upon, read under the lock. */
export interface Stored {
  readonly person: PersonRow;
  readonly record: PersonRecord;
  readonly known: readonly KnownEvent[];
  /** The person's own key; null where it was destroyed, or the person is not on file yet. */
  readonly key: Buffer | null;
  /** The last link of each pathway's chain. */
  readonly heads: ReadonlyMap<number, string>;
  readonly pathways: readonly PathwayRow[];
  /** By `<pathway>/<deadline>`: what the deadline's row holds. */
  readonly digests: ReadonlyMap<string, string>;
  readonly meetings: readonly MeetingRow[];
  /** All who are, were or will be on the staff of the person's area. */
  readonly staff: readonly StaffOnRecord[];
  /** Who owns which pathway from when on, in the order in which it was said. */
  readonly owners: readonly OwnerFrom[];
  /** What waits for what may come before it, in the order received. */
  readonly held: readonly HeldEvent[];
  /** False: another core, other rules or other holidays wrote the record, and it has been held against what these derive. */
  readonly isOwnWork: boolean;
}

interface ReadRow {
  readonly known: KnownEvent[] | null;
  readonly key: string | null;
  readonly heads: [number, string][] | null;
  readonly log: [string, number, number, number, string | null, string][] | null;
  readonly pathways: PathwayRow[] | null;
  readonly progress: [number, string, number][] | null;
  readonly digests: [number, string, string][] | null;
  readonly meetings: MeetingRow[] | null;
  readonly staff: StaffOnRecord[] | null;
  readonly owners: OwnerFrom[] | null;
  readonly held: (Omit<HeldEvent, 'facts'> & { readonly facts: string })[] | null;
}

const READ = `select
  (select json_agg(json_build_object('id', e.id, 'registerId', e.register_id, 'answer', e.answer, 'bodyDigest', e.body_digest,
                                     'key', encode(k.key, 'hex')))
     from (select id, register_id, answer, body_digest from event where id = any($2)
           union all select id, register_id, answer, body_digest from held_event where id = any($2)) e
     left join person_key k on k.register_id = e.register_id) as known,
  (select encode(key, 'hex') from person_key where register_id = $1) as key,
  (select json_agg(json_build_array(pathway, chain)) from (
     select distinct on (pathway) pathway, chain from event where register_id = $1 order by pathway, position desc) head) as heads,
  (select json_agg(json_build_array(id, pathway, sequence, (extract(epoch from coalesce(received_at, at)) * 1000)::bigint, batch, fact) order by sequence)
     from event where register_id = $1 and sequence is not null) as log,
  (select json_agg(json_build_object('number', number, 'pinnedRuleSet', pinned_rule_set, 'endedType', ended_type, 'kept', kept) order by number)
     from pathway where register_id = $1) as pathways,
  (select json_agg(json_build_array(pathway, key, taken_to)) from step_progress where register_id = $1) as progress,
  (select json_agg(json_build_array(pathway, id, digest)) from deadline where register_id = $1) as digests,
  (select json_agg(json_build_object('pathway', pathway, 'id', id, 'kind', kind, 'status', status, 'on', "on", 'time', time, 'until', until,
                                     'place', place, 'invited', invited, 'revision', revision))
     from meeting where register_id = $1) as meetings,
  (select json_agg(json_build_object('id', id, 'name', name, 'email', email, 'audiences', audiences, 'away', away,
                                     'from', (extract(epoch from from_at) * 1000)::bigint, 'until', (extract(epoch from until_at) * 1000)::bigint) order by id)
     from staff s, (select coalesce((select area from person where register_id = $1), $3) as area) as home
     where s.area = home.area or s.also_in ? home.area) as staff,
  (select json_agg(json_build_object('pathway', pathway, 'from', (extract(epoch from from_at) * 1000)::bigint, 'staff', staff) order by pathway, number)
     from ownership where register_id = $1) as owners,
  (select json_agg(json_build_object('id', id, 'at', (extract(epoch from at) * 1000)::bigint, 'until', (extract(epoch from until) * 1000)::bigint,
                                     'batch', batch, 'facts', facts, 'texts', texts, 'source', source, 'bodyDigest', body_digest) order by position)
     from held_event where register_id = $1) as held`;

export interface Sought {
  readonly registerId: string;
  /** Those of the request, to see whether they are known. */
  readonly ids?: readonly string[];
  /** Of somebody who is not on file, and whom this transaction does not write. */
  readonly area?: string | null;
}

/**
 * Reads what the commit decides upon. `person`: the row, as a statement gives it that was sent already; the reading is sent behind it, and
 * sees what others committed until that one had the lock. Null where it gives none.
 */
export async function readStored(
  client: ClientBase,
  { registerId, ids = [], area = null }: Sought,
  person: Promise<PersonRow | null>,
): Promise<Stored | null> {
  const read = client.query<ReadRow>({ name: 'commit-read', text: READ, values: [registerId, ids, area] });
  const [personRow, { rows }] = await allEnded([person, read]);
  const row = rows[0];
  if (!row) throw new Error('the reading of a person gave no row');
  return personRow && storedOf(personRow, row);
}

function storedOf(person: PersonRow, row: ReadRow): Stored {
  return {
    person,
    record: recordOf(person, row),
    known: row.known ?? [],
    key: row.key === null ? null : Buffer.from(row.key, 'hex'),
    heads: new Map(row.heads ?? []),
    pathways: row.pathways ?? [],
    digests: new Map((row.digests ?? []).map(([pathway, id, digest]) => [`${pathway}/${id}`, digest])),
    meetings: row.meetings ?? [],
    staff: row.staff ?? [],
    owners: row.owners ?? [],
    // Written by this service after it had checked them.
    held: (row.held ?? []).map((one) => ({ ...one, facts: JSON.parse(one.facts) as Fact[] })),
    isOwnWork: true,
  };
}

function recordOf(person: PersonRow, row: ReadRow): PersonRecord {
  const logs = new Map<number, LogEntry[]>();
  for (const [id, pathway, sequence, at, batch, fact] of row.log ?? []) {
    const entry: LogEntry = {
      id,
      sequence,
      at: at as Instant,
      fact: storedFact(fact),
      ...(batch === null ? {} : { batch }),
    };
    const log = logs.get(pathway);
    if (log) log.push(entry);
    else logs.set(pathway, [entry]);
  }
  const progress = new Map<number, Record<string, Instant>>();
  for (const [pathway, key, takenTo] of row.progress ?? []) {
    const own = progress.get(pathway) ?? {};
    own[key] = takenTo as Instant;
    progress.set(pathway, own);
  }
  return {
    bornOn: person.born_on,
    minutes: person.minutes,
    ruleSet: person.rule_set,
    playedTo: person.played_to === null ? null : (Number(person.played_to) as Instant),
    ...(row.owners ? { owned: row.owners.map(({ pathway, from, staff }) => ({ pathway, from, owned: staff !== null })) } : {}),
    pathways: (row.pathways ?? []).map(({ number, pinnedRuleSet, kept }) => ({
      number,
      ruleSet: versioned(pinnedRuleSet),
      log: logs.get(number) ?? [],
      progress: progress.get(number) ?? {},
      ...(kept === null ? {} : { kept }),
    })),
  };
}
