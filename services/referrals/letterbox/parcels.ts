import { createHash } from 'node:crypto';
import { type Insertable, type NotNull, type QueryCreator, sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../../domain/calendar/dates';
import { eventSchema, type PathwayEvent } from '../../../domain/pathway/events';
import type { Seals } from '../../../infra/seals';
import { open, shut } from '../../../infra/shut';
import { canonicalJson, digestOf } from '../../../infra/canonical';
import { isOfAnotherSite, onRecord } from '../../people/on-record';
import { countOf, db, firstOf, picked, prepared, type RowOf, rowsOf } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import type { ReferralDeps } from '../referral';

/** Somebody as a hospital names them, which knows no register id. */
export interface Addressee {
  readonly nhsNumber: string;
  readonly bornOn: PlainDate;
}

/** An event about somebody who may not be known here. */
export interface Parcel {
  /** The name of the token, and the event's id. */
  readonly sender: string;
  readonly id: string;
  readonly to: Addressee;
  /** With `on`, the day on which it was true. */
  readonly event: PathwayEvent;
  /** What its sender is bound to; null: to no site. */
  readonly sites: readonly string[] | null;
  /** Of what the sender sent, so that the same id with another body is told apart. */
  readonly sent: unknown;
}

export interface ParcelDeps extends ReferralDeps {
  readonly seals: Seals;
}

/** What is made of an NHS number and a birth date under a key that the database does not have: where a parcel lies, and the key that opens it. */
interface Lock {
  readonly locator: string;
  readonly key: Buffer;
}
const lockOf = (secret: string): Lock => ({
  locator: createHash('sha256').update(`locator ${secret}`).digest('hex'),
  key: createHash('sha256').update(`key ${secret}`).digest(),
});
/** Under the first key of the ring, and then under each that was the first before. */
const locksOf = (seals: Seals, { nhsNumber, bornOn }: Addressee): Lock[] => seals.every('parcel', `${nhsNumber} ${bornOn}`).map(lockOf);

/**
 * Takes an event in, whoever it is about: nobody is looked for, so that the answer, and the time that it takes, tell nothing of who is known.
 * It lies encrypted under a key made of the NHS number, the birth date and LOG_KEYS. Out: false where the sender used the id for another body.
 */
export async function receiveParcel(pool: Pool, seals: Seals, { sender, id, to, event, sites, sent }: Parcel): Promise<boolean> {
  const [lock] = locksOf(seals, to);
  if (!lock) throw new Error('the ring of the log keys is empty');
  // Of the identity too, and under the key: nobody tries out numbers on it.
  const digest = createHash('sha256').update(lock.key).update(canonicalJson(sent)).digest('hex');
  const sealed = shut(lock.key, JSON.stringify({ event, sites }));
  const row = await firstOf(pool, receiving({ sender, id, locator: lock.locator, body_digest: digest, sealed }));
  return row?.body_digest === digest;
}

const RECEIVED = ['sender', 'id', 'locator', 'body_digest', 'sealed'] as const;
const receiving = prepared('receive-parcel', (row: Pick<Insertable<Tables['sealed_event']>, (typeof RECEIVED)[number]>) =>
  db
    .insertInto('sealed_event')
    .values(picked(row, RECEIVED))
    .onConflict((conflict) => conflict.columns(['sender', 'id']).doUpdateSet(({ ref }) => ({ sender: ref('excluded.sender') })))
    .returning('body_digest'),
);

const dropping = prepared('drop-parcels', () =>
  db.deleteFrom('sealed_event').where('received_at', '<', sql<Date>`now() - interval '24 hours'`),
);

const shutParcels = prepared('shut-parcels', () =>
  db
    .selectFrom('sealed_event')
    .select(['sender', 'id', 'locator', 'sealed'])
    .where('sealed', 'is not', null)
    .$narrowType<{ sealed: NotNull }>()
    .orderBy('received_at')
    .orderBy('sender')
    .orderBy('id'),
);
type Waiting = RowOf<typeof shutParcels>;

/**
 * Delivers what is about somebody who is known by now: number and birth date must be those of one person, as the record stands. What has
 * matched nobody for a day is dropped, unread. Throws where the database is away; the same call may then be made again.
 */
export async function deliverParcels(deps: ParcelDeps): Promise<void> {
  // How long what matched nobody is kept: contract section 7.
  await countOf(deps.pool, dropping());
  const rows = await rowsOf(deps.pool, shutParcels());
  if (rows.length === 0) return;
  const known = await addresses(deps);
  for (const parcel of rows) {
    const found = known.get(parcel.locator);
    if (!found) continue;
    const record = await onRecord(deps.pool, found.registerId);
    if (record.bornOn === found.bornOn) await deliver(deps, parcel, { ...found, site: record.site });
  }
}

interface Address {
  readonly registerId: string;
  readonly bornOn: PlainDate;
  readonly key: Buffer;
}

interface Numbered {
  readonly own: string;
  /** The record that lives on: its own, unless it was closed as a duplicate. */
  readonly living: string;
  readonly number: string;
  readonly days: readonly PlainDate[];
}

const MOST = 1_000;

/** By locator: everyone who has an NHS number, with every birth date that was ever recorded of them; a duplicate's number is of who lives on. */
async function addresses({ pool, seals }: ParcelDeps): Promise<Map<string, Address>> {
  const found = new Map<string, Address>();
  let after = '';
  for (;;) {
    const { rows } = await pool.query<Numbered>({
      name: 'numbered-people',
      text: `with recursive page as (
          select register_id, coalesce(nhs_number, former_nhs_number) as number from person
          where coalesce(nhs_number, former_nhs_number) is not null and register_id > $1 order by register_id limit $2),
        living as (
          select g.register_id as own, g.number, p.register_id, p.duplicate_of from page g join person p on p.register_id = g.register_id
          union select l.own, l.number, p.register_id, p.duplicate_of from living l join person p on p.register_id = l.duplicate_of)
        select l.own, l.register_id as living, l.number,
          array_remove(array[p.born_on::text] || array(
            select coalesce(e.fact::json ->> 'bornOn', e.fact::json -> 'with' ->> 'bornOn') from event e
            where e.register_id = p.register_id and e.status = 'applied' and e.type in ('birth-date-recorded', 'corrected')), null) as days
        from living l join person p on p.register_id = l.register_id where l.duplicate_of is null order by l.own`,
      values: [after, MOST],
    });
    for (const { living, number, days } of rows)
      for (const bornOn of new Set(days))
        for (const { locator, key } of locksOf(seals, { nhsNumber: number, bornOn }))
          found.set(locator, { registerId: living, bornOn, key });
    after = rows.at(-1)?.own ?? '';
    if (rows.length < MOST) return found;
  }
}

const contentSchema = z.object({ event: eventSchema, sites: z.array(z.string()).nullable() });

/** Says the event of the person, and puts before the team what cannot be said of them. */
async function deliver(deps: ParcelDeps, parcel: Waiting, { registerId, key, site }: Address & { site: string | null }): Promise<void> {
  const { sender, id } = parcel;
  const { event, sites } = contentSchema.parse(JSON.parse(open(key, parcel.sealed)));
  const isElsewhere = sites !== null && isOfAnotherSite(site, sites, [event]);
  const status = isElsewhere ? 'not-for-this-token' : await say(deps, parcel, registerId, event);
  const lost = !['applied', 'refused', 'held'].includes(status);
  const params = JSON.stringify({ event: id, sender, reason: status });
  await countOf(deps.pool, lost ? undelivered(sender, id, { key: `event-undelivered/${id}`, registerId, params }) : delivered(sender, id));
}

const emptied = (of: QueryCreator<Tables>, sender: string, id: string) =>
  of.updateTable('sealed_event').set({ sealed: null }).where('sender', '=', sender).where('id', '=', id);

const delivered = prepared('parcel-delivered', (sender: string, id: string) => emptied(db, sender, id));

const undelivered = prepared(
  'parcel-undelivered',
  (sender: string, id: string, task: { readonly key: string; readonly registerId: string; readonly params: string }) =>
    db
      .with('emptied', (also) => emptied(also, sender, id))
      .insertInto('task')
      .values({ key: task.key, register_id: task.registerId, kind: 'event-undelivered', audience: 'team', params: task.params })
      .onConflict((conflict) => conflict.column('key').doNothing()),
);

async function say(deps: ParcelDeps, { sender, id }: Waiting, registerId: string, event: PathwayEvent): Promise<string> {
  const answer = await deps.commit({
    kind: 'event',
    registerId,
    id,
    events: [event],
    batch: false,
    clock: deps.clock(),
    source: `api:${sender}`,
    bodyDigest: digestOf(['by-nhs-number', registerId, event]),
    unanswered: true,
    mayWait: true,
  });
  return answer.status;
}
