import type { ClientBase } from 'pg';
import { shortLink, type Mark, type Marks } from './head';

type Database = Pick<ClientBase, 'query'>;

const EVENTS = `
  select 'e/' || register_id || '/' || pathway as name, count(*)::int as count, (array_agg(chain order by position desc))[1] as link
    from event where $1::bigint is null or register_id in (select register_id from event where position > $1) group by register_id, pathway`;
const RECORDS = `
  select distinct on (register_id) 'r/' || register_id as name, number as count, link from person_record order by register_id, number desc`;
const ACCESS = `
  select distinct on (writer) 'a/' || writer as name, number as count, link from access_log
    where writer is not null and ($1::bigint is null or writer in (select writer from access_log where id > $1)) order by writer, number desc`;
const BEGINNINGS = `
  select distinct on (writer) 'b/' || writer as name, number as count, link from access_log where writer is not null order by writer, number`;
const NOTICE_CHAIN = `select 'n' as name, position as count, link from notice_seal order by position desc limit 1`;
const UNSEALED = `
  select 'k/' || register_id || '/' || pathway as name, max(place)::int as count, '' as link from (
    select register_id, pathway, chain, row_number() over (partition by register_id, pathway order by position) as place from event) numbered
    where position('.' in chain) = 0 group by register_id, pathway
  union all
  select 'u', count(*)::int, '' from access_log where writer is null having count(*) > 0`;

interface Row {
  readonly name: string;
  readonly count: number;
  readonly link: string;
}

/** How far the log had been written: numbers are given before a commit, so that a lower one may come after a higher. */
export interface Reach {
  readonly event: number;
  readonly access: number;
}

/** So many may be in hand at once. */
const IN_HAND = 1_000;

/** How far the log has been written now. Throws where the database is away. */
export async function readReach(database: Database): Promise<Reach> {
  const { rows } = await database.query<Reach>(
    `select coalesce((select max(position) from event), 0)::float8 as event, coalesce((select max(id) from access_log), 0)::float8 as access`,
  );
  return rows[0] ?? { event: 0, access: 0 };
}

/** From where on the access log is there, of those writers whose first rows are gone. Throws where the database is away. */
export async function presentBeginnings(database: Database): Promise<Marks> {
  const { rows } = await database.query<Row>(BEGINNINGS);
  return new Map(rows.flatMap(({ name, count, link }) => (count > 1 ? [[name, [count, shortLink(link)] as const]] : [])));
}

/** Up to where there are links and rows that no key sealed. Throws where the database is away. */
export async function presentUnsealed(database: Database): Promise<Marks> {
  const { rows } = await database.query<Row>(UNSEALED);
  return new Map(rows.map(({ name, count, link }) => [name, [count, link] as const]));
}

/** How far each chain has gone now; with `since`, of events and accesses only those that may have moved since then. Throws where the database is away. */
export async function presentMarks(database: Database, since: Reach | null): Promise<Marks> {
  const marks = new Map<string, Mark>();
  const from = (reach: number | undefined): number | null => (reach === undefined ? null : Math.max(0, reach - IN_HAND));
  const queries = [
    { text: EVENTS, values: [from(since?.event)] },
    { text: RECORDS },
    { text: ACCESS, values: [from(since?.access)] },
    { text: NOTICE_CHAIN },
  ];
  for (const query of queries) {
    const { rows } = await database.query<Row>(query);
    for (const { name, count, link } of rows) marks.set(name, [count, shortLink(link)]);
  }
  return marks;
}

/** What stands now in the places where marks were made, by the marks' names; nothing where a place is empty. Throws where the database is away. */
export async function linksAt(database: Database, marks: Marks): Promise<ReadonlyMap<string, string>> {
  const of = (kind: string): { names: string[]; counts: number[] } => {
    const own = [...marks].filter(([name]) => name.startsWith(`${kind}/`));
    return { names: own.map(([name]) => name.slice(2)), counts: own.map(([, [count]]) => count) };
  };
  const [e, r, a] = [of('e'), of('r'), of('a')];
  const { rows } = await database.query<{ name: string; link: string }>({
    text: `
    select 'e/' || m.name as name, x.chain as link from unnest($1::text[], $2::int[]) as m(name, count)
      cross join lateral (select chain from event where register_id = split_part(m.name, '/', 1) and pathway = split_part(m.name, '/', 2)::int
        order by position offset m.count - 1 limit 1) x
    union all
    select 'r/' || m.name, x.link from unnest($3::text[], $4::int[]) as m(name, count) join person_record x on x.register_id = m.name and x.number = m.count
    union all
    select 'a/' || m.name, x.link from unnest($5::text[], $6::int[]) as m(name, count) join access_log x on x.writer = m.name and x.number = m.count
    union all
    select 'n', link from notice_seal where position = $7`,
    values: [e.names, e.counts, r.names, r.counts, a.names, a.counts, marks.get('n')?.[0] ?? 0],
  });
  return new Map(rows.map(({ name, link }) => [name, shortLink(link)]));
}
