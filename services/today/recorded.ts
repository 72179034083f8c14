import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, addMonths, type Instant, londonDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import type { EventType, Rating } from '../../domain/pathway/events';
import { readShut } from '../access/restricted';
import type { TodayFilter } from './groups';

/** So many entries stand on the page of a day; how many there are is said beside. */
const MOST_RECORDED = 20;
/** So many of the latest entries of all are gone through: no more are counted. */
const MOST_COUNTED = 1_000;

/** An entry that was recorded. */
export interface RecordedEntry {
  readonly registerId: string;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  /** The record is restricted and not open to the reader: who they are, what was recorded, when it was true and by whom are left out. */
  readonly restricted: boolean;
  readonly type: EventType | null;
  /** The day on which it was true. */
  readonly on: PlainDate | null;
  readonly at: Instant;
  /** Who recorded it, as logs name them; null: not told. */
  readonly source: string | null;
}

/** What was recorded since the start of yesterday, in London. */
export interface RecordedSince {
  readonly since: PlainDate;
  /** The newest first. */
  readonly entries: readonly RecordedEntry[];
  /** How many there are, shown or not. */
  readonly count: number;
  /** Whether those are all: there may be more than were counted. */
  readonly isWhole: boolean;
}

/** The record is not open to the reader ($10): what is said of it is its register id, and that something was recorded. */
const SHUT = 'l.register_id = any($10)';
const told = (column: string): string => `case when ${SHUT} then null else ${column} end`;

/** Found by the order in which entries were recorded, from the last on: how many there are in all does not matter. What is told is read of those shown alone. */
const RECORDED = `with latest as materialized (
    select e.register_id, e.pathway, e.sequence, e.at, e.position from event e where e.status = 'applied' order by e.position desc limit $3),
  fit as materialized (
    select l.register_id, l.pathway, l.at, l.position from latest l
      join pathway w on w.register_id = l.register_id and w.number = l.pathway
      join person p on p.register_id = l.register_id
      left join lateral (select o.staff from ownership o where o.register_id = l.register_id and o.pathway = l.pathway and o.from_at <= $2
        order by o.number desc limit 1) own on true
      where l.sequence is not null and l.at >= $1 and p.area = any($4) and ($5 or own.staff is null or own.staff = $6)
        and (${SHUT} or $7::text is null or case when $7 = 'adult' then p.born_on <= $8::date else p.born_on is null or p.born_on > $8::date end)
        and (${SHUT} or $9::text is null or w.rating = $9)
      order by l.at desc, l.position desc)
  select json_build_object('registerId', l.register_id, 'restricted', ${SHUT}, 'name', ${told('p.name')}, 'bornOn', ${told('p.born_on')},
      'rating', ${told('w.rating')}, 'type', ${told('e.type')}, 'on', ${told('e."on"')}, 'at', (extract(epoch from l.at) * 1000)::float8,
      'source', ${told('e.source')}) as entry,
    (select count(*)::int from fit) as count, (select count(*) < $3 or min(f.at) < $1 from latest f) as "isWhole"
  from (select f.register_id, f.pathway, f.at, f.position from fit f limit ${MOST_RECORDED}) l
  join event e on e.position = l.position
  join pathway w on w.register_id = l.register_id and w.number = l.pathway
  join person p on p.register_id = l.register_id
  order by l.at desc, l.position desc`;

interface Row {
  readonly entry: RecordedEntry;
  readonly count: number;
  readonly isWhole: boolean;
}

/**
 * What was recorded since the start of yesterday of the people of a member of staff's day. Out: null for those who see their own people only, who
 * are not told what was. Throws where the database is away.
 */
export async function readRecorded(pool: Pool, looker: Looker, filter: TodayFilter, now: Instant): Promise<RecordedSince | null> {
  if (!seesEveryone(looker.roles)) return null;
  const today = londonDate(now);
  const since = addDays(today, -1);
  const { whose, age = null, rating = null } = filter;
  const { rows } = await pool.query<Row>({
    // Without a name it is planned for these entries: a plan for any joins everybody.
    text: RECORDED,
    values: [
      ...[new Date(startOfDay(since)), new Date(now), MOST_COUNTED, looker.areas, whose === 'all', looker.id],
      ...[age, addMonths(today, -18 * 12), rating, await readShut(pool, looker, now)],
    ],
  });
  return {
    since,
    entries: rows.map(({ entry }) => entry),
    count: rows[0]?.count ?? 0,
    isWhole: rows[0]?.isWhole ?? true,
  };
}
