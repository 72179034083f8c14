import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import { among, type Client, db, firstOf, unprepared } from '../../tables/query';
import { HELD_BY_HAND, HELD_FOR_NOW } from '../reasons';

/** A person's deed about notices, as it is kept. */
export interface Deed {
  /** Made before it is done, so that doing it again does nothing. Absent: it is done once. */
  readonly id?: string;
  /** Absent: somebody at the command line. */
  readonly by?: string;
  /** In words; they stay in the database. */
  readonly why?: string | null;
}

/** That a person holds notices. */
export interface Holding extends Deed {
  /** The day (London) on which it comes before a person again; it does not go then either. Absent: no day. */
  readonly until?: PlainDate;
}

interface Kept {
  readonly id: string | null;
  readonly by: string;
  readonly why: string | null;
  readonly until: PlainDate | null;
  readonly now: Date;
}

const kept = ({ id, by = 'command', why = null, until }: Holding, now: Instant): Kept => ({
  ...{ id: id ?? null, by, why, until: until ?? null },
  now: new Date(now),
});

/** The same deed, done before. */
const isDone = ({ id }: Kept) =>
  db
    .selectFrom('notice_act')
    .select('id')
    .where('id', '=', id ?? '');

/**
 * Lets held or failed notices go again, now: a person has looked at them, and what they rest on is still checked at sending.
 * Out: how many. Those of someone who died go only when released so (contract 6.16(1)).
 */
export async function releaseNotices(database: Client, keys: readonly string[], now: Instant, deed: Deed = {}): Promise<number> {
  const row = await firstOf(database, unprepared(releasing(keys, kept(deed, now))));
  return row?.count ?? 0;
}

const releasing = (keys: readonly string[], deed: Kept) =>
  db
    .with('released', (also) =>
      also
        .updateTable('notice')
        .set(({ ref }) => ({
          status: 'queued',
          reason: 'released',
          released_at: deed.now,
          released_from: ref('reason'),
          not_before: deed.now,
          attempts: 0,
          turned_at: null,
        }))
        .where('key', '=', among(keys))
        .where('status', 'in', ['held', 'failed'])
        .where(({ not, exists }) => not(exists(isDone(deed))))
        .returning(['key', 'template', 'recipient', 'planned_at', 'params', 'released_from as was']),
    )
    .with('acted', (also) =>
      also
        .insertInto('notice_act')
        .columns(ACT)
        .expression((eb) =>
          eb.selectFrom('released').select(({ val }) => [idOf(deed), 'key', val('released').as('act'), 'was', ...said(deed)]),
        ),
    )
    // A digest that failed has let go of what it had gathered.
    .with('gathered', (also) =>
      also
        .updateTable('notice')
        .from(['released', 'person'])
        .set(({ ref }) => ({ status: 'digested', reason: ref('released.key') }))
        .where('released.template', '=', 'digest')
        .whereRef('person.register_id', '=', 'notice.register_id')
        .where('person.area', '=', sql<string>`released.params ->> 'area'`)
        .where('notice.channel', '=', 'digest')
        .where('notice.status', '=', 'queued')
        .whereRef('notice.recipient', '=', 'released.recipient')
        .whereRef('notice.planned_at', '<=', 'released.planned_at'),
    )
    .selectFrom('released')
    .select(sql<number>`count(*)::int`.as('count'));

const idOf = ({ id }: Kept) => sql<string>`coalesce(${id}, ${randomUUID()} || '/' || key)`.as('id');
const said = ({ now, by, why, until }: Kept) =>
  [
    sql<Date>`${now}::timestamptz`.as('at'),
    sql<string>`${by}::text`.as('by'),
    sql<string | null>`${why}::text`.as('why'),
    sql<PlainDate | null>`${until}::date`.as('until'),
  ] as const;
const ACT = ['id', 'key', 'act', 'was', 'at', 'by', 'why', 'until'] as const;

/**
 * Holds notices that wait to go until a person releases them: nothing that is heard, no switch and no day lets them go meanwhile; also those that
 * are held only for now, and, with a new day, those that somebody holds already. `reason`: the code that their rows bear. Out: how many; one that
 * is being sent at this moment cannot be held.
 */
export async function holdNotices(
  database: Client,
  keys: readonly string[],
  reason: string,
  deed: Holding = {},
  now: Instant = Date.now() as Instant,
): Promise<number> {
  const row = await firstOf(database, unprepared(holding(keys, reason, kept(deed, now))));
  return row?.count ?? 0;
}

const heldFor = ({ until }: Kept) => [...HELD_FOR_NOW, ...(until === null ? [] : [HELD_BY_HAND])];

const holding = (keys: readonly string[], reason: string, deed: Kept) =>
  db
    .with('waiting', (also) =>
      also
        .selectFrom('notice')
        .select(['key', 'status', 'reason'])
        .where('key', '=', among(keys))
        .where((eb) => eb.or([eb('status', '=', 'queued'), eb.and([eb('status', '=', 'held'), eb('reason', 'in', heldFor(deed))])]))
        .where(({ not, exists }) => not(exists(isDone(deed))))
        .forUpdate(),
    )
    .with('held', (also) =>
      also
        .updateTable('notice')
        .from('waiting')
        .set({ status: 'held', reason })
        .whereRef('notice.key', '=', 'waiting.key')
        .returning(['notice.key', 'waiting.status', 'waiting.reason']),
    )
    .with('acted', (also) =>
      also
        .insertInto('notice_act')
        .columns(ACT)
        .expression((eb) =>
          eb
            .selectFrom('held')
            .select(({ val }) => [
              idOf(deed),
              'key',
              val('held').as('act'),
              sql<string | null>`case when status = 'held' then reason end`.as('was'),
              ...said(deed),
            ]),
        ),
    )
    .selectFrom('held')
    .select(sql<number>`count(*)::int`.as('count'));

/** How many notices are in the hand of a sender at this moment. */
export async function countInHand(database: Client): Promise<number> {
  const count = db
    .selectFrom('notice')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('status', '=', 'sending');
  const row = await firstOf(database, unprepared(count));
  return row?.count ?? 0;
}
