import type { Pool } from 'pg';
import { sql, type SqlBool } from 'kysely';
import { type Looker, seesEveryone } from '../../domain/access/roles';
import type { Instant } from '../../domain/calendar/dates';
import { spellingsOf } from '../../domain/uuids';
import { keptShortly } from '../../infra/kept-shortly';
import { mayBeOpened, type Sight } from '../access/latest-owner';
import { readShut } from '../access/restricted';
import { sortOutStamp } from '../record/stamp';
import { among, type Client, db, firstOf, prepared, type RowOf, rowsOf } from '../tables/query';
import { COLUMNS, type EventRow, type EventView, HELD_WHOLE, viewOf, withoutWords } from './events';

/** So many entries of a list stand on a page. */
export const ENTRIES_A_PAGE = 50;

/** An entry that waits for somebody, or for what may come before it, with the name of the person. */
export interface EntryToSortOut {
  readonly event: EventView;
  readonly name: string | null;
  /** The record is restricted and not open to the reader: the name and the words of the entry are left out. */
  readonly restricted: boolean;
}

/** Of somebody whom the reader may see: of their areas ($1), and, unless they see everyone ($2), what they ($4) own at an instant ($3). */
const SEEN = `(select p.name, p.register_id as whose from person p where p.area = any($1) and ($2 or $4 = (
    select o.staff from ownership o where o.register_id = p.register_id and o.from_at <= $3 and o.pathway = (
      select coalesce(max(w.number), 0) from pathway w where w.register_id = p.register_id and w.ended_type is distinct from 'corrected')
    order by o.number desc limit 1))) seen`;

const REFUSED = `select ${COLUMNS}, seen.name from event e join ${SEEN} on seen.whose = e.register_id
  where e.status = 'refused' and e.batch is null and e.resolved is null order by e.position limit $5 offset $6`;

const HELD = `select e.id, e.register_id, e.pathway, e.type, e.status, e.sequence, e."on", e.at, e.received, e.until, e.batch, e.reason, e.source, e.fact,
    e.resolved, e.answer, e.texts, seen.name
  from (${HELD_WHOLE}) as e join ${SEEN} on seen.whose = e.register_id order by e.position limit $5 offset $6`;

const sightOf = ({ areas, roles, id }: Looker, now: Instant): unknown[] => [areas, seesEveryone(roles), new Date(now), id];

type Entries = { readonly entries: readonly EntryToSortOut[]; readonly more: boolean };

/**
 * Reads a page (from 1) of the refused entries that nobody has sorted out, and of those held back, of everyone whom somebody may see, in the order
 * heard; a batch counts as one. Throws where the database is away.
 */
export async function listToSortOut(pool: Pool, looker: Looker, page: number, now: Instant): Promise<{ refused: Entries; held: Entries }> {
  const shut = new Set(await readShut(pool, looker, now));
  const values = [...sightOf(looker, now), ENTRIES_A_PAGE + 1, (page - 1) * ENTRIES_A_PAGE];
  const read = async (name: string, text: string): Promise<Entries> => {
    const { rows } = await pool.query<EventRow & { name: string | null }>({ name, text, values });
    const entries = rows.slice(0, ENTRIES_A_PAGE).map((row) => {
      const restricted = shut.has(row.register_id);
      return { event: restricted ? withoutWords(viewOf(row)) : viewOf(row), name: restricted ? null : row.name, restricted };
    });
    return { entries, more: rows.length > ENTRIES_A_PAGE };
  };
  const [refused, held] = await Promise.all([read('refused-to-sort-out', REFUSED), read('held-to-sort-out', HELD)]);
  return { refused, held };
}

const counted = prepared('count-to-sort-out', (sight: Sight) => {
  const seen = (table: 'event' | 'held_event') =>
    db
      .selectFrom('person')
      .select('person.register_id')
      .where(mayBeOpened(sight))
      .where(sql<SqlBool>`person.register_id = ${sql.ref(`${table}.register_id`)}`);
  return db.selectNoFrom((eb) => [
    eb
      .selectFrom('event')
      .select(sql<number>`count(*)::int`.as('count'))
      .where('status', '=', 'refused')
      .where('resolved', 'is', null)
      .where('batch', 'is', null)
      .where(({ exists }) => exists(seen('event')))
      .as('refused'),
    eb
      .selectFrom('held_event')
      .select(sql<number>`count(*)::int`.as('count'))
      .where(({ exists }) => exists(seen('held_event')))
      .as('held'),
  ]);
});

const readCount = (database: Client, sight: Sight) => firstOf(database, counted(sight));

/** Every page says it, and everybody is gone through for it: those who see everybody are told by one read. */
const readForAll = keptShortly(({ areas }: Sight) => JSON.stringify(areas), sortOutStamp, readCount);

/** How many entries of everyone whom somebody may see are to be sorted out, or are held back. Throws where the database is away. */
export async function countToSortOut(database: Client, { areas, roles, id }: Looker, now: Instant): Promise<number> {
  const sight = { areas, everyone: seesEveryone(roles), at: new Date(now), id };
  // Whose somebody is changes with more than is watched for those who see everybody: another time on the pathway is nobody's at first.
  const row = await (sight.everyone ? readForAll : readCount)(database, sight);
  return (row?.refused ?? 0) + (row?.held ?? 0);
}

const whose = prepared('whose-entry', (ids: readonly string[]) =>
  db
    .selectFrom('event')
    .select('register_id')
    .where('id', '=', among(ids))
    .union(db.selectFrom('held_event').select('register_id').where('id', '=', among(ids)))
    .limit(1),
);

/** Whose an entry of this id is; null: nobody's. Throws where the database is away. */
export const readWhoseEntry = async (database: Client, id: string): Promise<string | null> =>
  (await firstOf(database, whose(spellingsOf(id))))?.register_id ?? null;

interface Since {
  readonly registerId: string;
  readonly type: string;
  readonly id: string;
  /** When it was heard, where it waited, or waits; null: its place in the log says it. */
  readonly waited: Date | null;
}

/** Heard later than an entry; of one that waits, or waited, since it was heard: what sorting it out takes (services/pathway/resolve.ts). */
const since = prepared('accepted-since', ({ registerId, type, id, waited }: Since, most: number) =>
  db
    .selectFrom('event')
    .select(['id', 'type', 'on', 'at', 'source'])
    .where('register_id', '=', registerId)
    .where('status', '=', 'applied')
    .where('type', '<>', 'batch')
    .where((eb) =>
      eb.or([
        eb('position', '>', eb.selectFrom('event as entry').select('entry.position').where('entry.id', '=', id)),
        eb('at', '>=', sql<Date>`${waited}::timestamptz`),
      ]),
    )
    .orderBy((eb) => eb('type', '=', type), 'desc')
    .orderBy('position', 'desc')
    .limit(most),
);

/** An accepted event that may stand in the place of one that was not. */
export type Successor = Readonly<RowOf<typeof since>>;

/** What was accepted about a person since an entry was heard: of the same type first, the newest first, at most `most`. Throws where the database is away. */
export const acceptedSince = (
  database: Client,
  { registerId, type, id, status, received, at }: Pick<EventView, 'registerId' | 'type' | 'id' | 'status' | 'received' | 'at'>,
  most: number,
): Promise<Successor[]> => {
  const waited = status === 'held' ? at : received;
  return rowsOf(database, since({ registerId, type, id, waited: waited === null ? null : new Date(waited) }, most));
};
