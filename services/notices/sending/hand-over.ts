import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Recipients } from '../../../domain/notices/recipients';
import { among, countOf, db, prepared, rowsOf } from '../../tables/query';
import { raiseTask } from '../../tasks/tasks';
import { areaPeople, peopleAt } from '../people';
import { ofStaff, recipientsOf, type Recipient } from '../recipients';
import type { QueuedNotice } from '../notice-rows';
import type { Stopped } from './attempt';
import type { Goes } from './check/may-go';

type Addressee = Pick<QueuedNotice, 'key' | 'recipient' | 'audience'>;

/**
 * Who gets a notice in the place of the member of staff to whom it was addressed, who is away, has left, or does not own the pathway any more:
 * their cover, the new owner, or the others of the audience. Null: they get it themselves. Empty: nobody is left.
 */
export function inTheirPlace({ recipient, audience }: Omit<Addressee, 'key'>, everyone: Recipients): Recipient[] | null {
  const is = ({ id }: { readonly id: string }): boolean => recipient === `staff:${id}`;
  const absent = everyone.absent?.find(is);
  if (!absent && !(audience === 'owner' && everyone.staff.some(is))) return null;
  if (absent?.cover && audience !== 'owner') return [ofStaff(absent.cover)];
  const others = recipientsOf(audience, everyone).filter(({ reference }) => reference !== 'nobody');
  return others.some(({ reference }) => reference === recipient) ? null : others;
}

/** The same for a notice that was checked, where nothing else keeps it from going. */
export function whoInstead(notice: Addressee, verdict: Goes | Stopped, everyone: Recipients): Recipient[] | null {
  if ('ended' in verdict && verdict.reason !== 'no-address') return null;
  return inTheirPlace(notice, everyone);
}

/** A notice that goes to others, and to whom. */
export interface HandedOver {
  readonly notice: Addressee;
  readonly others: readonly Recipient[];
}

/**
 * Each of the others gets a notice of their own, unless they have one of the same cause; they go as all others do. What lay in a digest that
 * waits lies in one for each of them.
 */
const COPY = `with
  pair as (select item, recipient, name from json_to_recordset($1) as r(item text, recipient text, name text)),
  original as (
    select key from notice where key = any($2) and (status in ('queued', 'digested') or (status = 'sending' and lease = $3)) for update),
  copied as (
    insert into notice (key, register_id, pathway, template, audience, recipient, recipient_name, channel, deadline, event_id, meeting, params,
                        status, reason, planned_at, not_before, released_at, released_from)
    select i.key || '/for/' || p.recipient, i.register_id, i.pathway, i.template, i.audience, p.recipient, p.name, i.channel, i.deadline,
           i.event_id, i.meeting, i.params, case when $4::text is null then 'queued' else 'digested' end, $4 || '/for/' || p.recipient,
           i.planned_at, $5, i.released_at, i.released_from
      from pair p join original o on o.key = p.item join notice i on i.key = p.item
     where not exists (
       select from notice n where n.register_id = i.register_id and n.pathway = i.pathway and n.template = i.template
          and n.recipient = p.recipient and n.planned_at = i.planned_at and n.event_id is not distinct from i.event_id
          and n.deadline is not distinct from i.deadline and n.meeting is not distinct from i.meeting)
    on conflict (key) do nothing
    returning reason, recipient, recipient_name),
  digest as (
    insert into notice (key, template, audience, recipient, recipient_name, channel, params, planned_at, not_before)
    select distinct c.reason, 'digest', 'team', c.recipient, c.recipient_name, 'mail', d.params, d.planned_at, $5::timestamptz
      from copied c, notice d where d.key = $4
    on conflict (key) do nothing)
  update notice n set status = 'dropped', reason = 'handed-over' from original o where n.key = o.key and n.status in ('queued', 'digested')`;

/** Of somebody who has left, and for whose audience nobody is there any more: held, until a person has seen to it. */
const keeping = prepared('keep-for-nobody', (keys: readonly string[]) =>
  db
    .updateTable('notice')
    .set({ status: 'held', reason: 'nobody-left' })
    .where('key', '=', among(keys))
    .where('status', 'in', ['queued', 'digested']),
);

/**
 * Lets notices go to others than those to whom they were addressed; what nobody is left for is held, and a task of the team says whose it was.
 * `lease`: of the one that is in hand; `digest`: the key of the digest in which they lie. Doing it again changes nothing.
 */
export async function handOver(
  database: Pool,
  handed: readonly HandedOver[],
  { now, lease = 0, digest = null }: { readonly now: Instant; readonly lease?: number; readonly digest?: string | null },
): Promise<void> {
  const [left, given] = [handed.filter(({ others }) => others.length === 0), handed.filter(({ others }) => others.length > 0)];
  if (given.length > 0) {
    const pairs = given.flatMap(({ notice: { key }, others }) =>
      others.map(({ reference, name }) => ({ item: key, recipient: reference, name })),
    );
    await database.query(COPY, [JSON.stringify(pairs), given.map(({ notice }) => notice.key), lease, digest, new Date(now)]);
  }
  if (left.length === 0) return;
  await raiseTasks(database, left);
  await countOf(database, keeping(left.map(({ notice }) => notice.key)));
}

async function raiseTasks(database: Pool, left: readonly HandedOver[]): Promise<void> {
  const whose = new Map(
    left.map(({ notice: { recipient, audience } }) => [`nobody-left/${recipient}/${audience}`, { recipient, audience }]),
  );
  for (const [key, params] of whose)
    await raiseTask(database, { key, register_id: null, kind: 'nobody-left', audience: 'team', params }, { again: true });
}

/** Lets a notice in hand go to others; what comes of it is written down by its sender. */
export async function giveToOthers(database: Pool, notice: QueuedNotice, others: readonly Recipient[], now: Instant): Promise<Stopped> {
  if (others.length > 0) {
    await handOver(database, [{ notice, others }], { now, lease: notice.lease });
    return { ended: 'dropped', reason: 'handed-over' };
  }
  // What on-call should hear has a task of its own (`writeStopped`).
  if (notice.audience !== 'on-call') await raiseTasks(database, [{ notice, others }]);
  return { ended: 'held', reason: 'nobody-left' };
}

/** What waits for a digest, or lies in one. */
interface WaitingDuty extends Addressee {
  readonly area: string;
  /** Who owns the pathway now. */
  readonly owner: string | null;
}

const duties = (now: Date) =>
  db
    .selectFrom('notice')
    .innerJoin('person', 'person.register_id', 'notice.register_id')
    .select(['notice.key', 'notice.recipient', 'notice.audience', 'person.area'])
    .select((eb) =>
      eb
        .selectFrom('ownership')
        .select('ownership.staff')
        .whereRef('ownership.register_id', '=', 'notice.register_id')
        .whereRef('ownership.pathway', '=', 'notice.pathway')
        .where('ownership.from_at', '<=', now)
        .orderBy('ownership.number', 'desc')
        .limit(1)
        .as('owner'),
    )
    .orderBy('notice.key');
const inDigest = prepared('duties-in-digest', (now: Date, digest: string) =>
  duties(now).where('notice.status', '=', 'digested').where('notice.reason', '=', digest),
);
const awaiting = prepared('duties-awaiting-digest', (now: Date, at: Date) =>
  duties(now)
    .where('notice.channel', '=', 'digest')
    .where('notice.status', '=', 'queued')
    .where('notice.planned_at', '<=', at)
    .where('notice.recipient', 'like', 'staff:%'),
);

/** Lets what lies in a digest go to others, where it is not for its reader any more; each of them gets a digest of it. Doing it again changes nothing. */
export async function handOverDigest(database: Pool, digest: string, now: Instant): Promise<void> {
  const rows = await rowsOf(database, inDigest(new Date(now), digest));
  await handOver(database, await instead(database, rows, now), { now, digest });
}

/** The same for what waits for the digest of an instant, before it is gathered. */
export async function handOverWaiting(database: Pool, at: Instant, now: Instant): Promise<void> {
  const rows = await rowsOf(database, awaiting(new Date(now), new Date(at)));
  await handOver(database, await instead(database, rows, now), { now });
}

/** Those that go to others now. */
async function instead(database: Pool, duties: readonly WaitingDuty[], now: Instant): Promise<HandedOver[]> {
  const areas = [...new Set(duties.map(({ area }) => area))];
  const people = new Map(await Promise.all(areas.map(async (area) => [area, await areaPeople(database, area)] as const)));
  return duties.flatMap((notice) => {
    const known = people.get(notice.area);
    const others = known && inTheirPlace(notice, { ...peopleAt(known, now, notice.owner), contacts: [] });
    return others ? [{ notice, others }] : [];
  });
}
