import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { londonDate, type Instant } from '../../../domain/calendar/dates';
import type { HolidayCalendar } from '../../../domain/calendar/working-days';
import { freshAreas } from '../../areas/versions';
import { countOf, db, firstOf, jsonObject, prepared, rowsOf } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import { handOverWaiting } from '../sending/hand-over';
import { lastDigestAt } from './digest-times';

/**
 * Whether steps that fell due at or before `at`, a digest's time, are still to be taken, because no worker ran or one was killed: what they bring
 * would miss the digest, and a reminder be dropped as past on the next day. Throws where the database is away.
 */
export async function stepsAreLate(pool: Pool, at: Instant): Promise<boolean> {
  const row = await firstOf(pool, late(new Date(at)));
  return row?.late === true;
}

const late = prepared('steps-are-late', (at: Date) =>
  db.selectNoFrom(({ exists, selectFrom }) => exists(selectFrom('wake_up').select('at').where('at', '<=', at)).as('late')),
);

/** It waits for a digest of this time. */
function waitsFor(at: Date): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'notice'>();
  return eb.and([eb('notice.channel', '=', 'digest'), eb('notice.status', '=', 'queued'), eb('notice.planned_at', '<=', at)]);
}

const readers = prepared('readers-of-digests', (at: Date) =>
  db
    .selectFrom('notice')
    .innerJoin('person', 'person.register_id', 'notice.register_id')
    .select(['notice.recipient', 'person.area'])
    .distinct()
    .where(waitsFor(at))
    .orderBy('notice.recipient')
    .orderBy('person.area'),
);

/**
 * Gathers what waits for the last digest time into one notice for each member of staff, in one transaction for each.
 * Doing it again changes nothing: a recipient has one digest a day, and what comes later waits for the next.
 * Out: how many digests were made.
 */
export async function gatherDigests(pool: Pool, holidays: HolidayCalendar, now: Instant): Promise<number> {
  const at = lastDigestAt(now, holidays);
  await freshAreas(pool);
  await handOverWaiting(pool, at, now);
  const rows = await rowsOf(pool, readers(new Date(at)));
  let made = 0;
  for (const { recipient, area } of rows)
    made += await gatherOne(pool, { recipient, area, at, since: lastDigestAt((at - 1) as Instant, holidays) });
  return made;
}

interface DigestOf {
  readonly recipient: string;
  readonly area: string;
  readonly at: Instant;
  readonly since: Instant;
}

async function gatherOne(pool: Pool, { recipient, area, at, since }: DigestOf): Promise<number> {
  const key = `digest/${londonDate(at)}/${area}/${recipient}`;
  return (await countOf(pool, gathering({ key, recipient, area, at: new Date(at), since }))) > 0 ? 1 : 0;
}

interface Gathering extends Omit<DigestOf, 'at'> {
  readonly key: string;
  readonly at: Date;
}

/** One statement: the digest is made, and what it gathers marked, or neither. */
const gathering = prepared('gather-digest', ({ key, recipient, area, at, since }: Gathering) =>
  db
    .with('made', (also) =>
      also
        .insertInto('notice')
        .columns(['key', 'template', 'audience', 'recipient', 'recipient_name', 'channel', 'params', 'planned_at', 'not_before'])
        .expression((eb) =>
          eb
            .selectFrom('notice')
            .innerJoin('person', 'person.register_id', 'notice.register_id')
            .select(({ fn, val }) => [
              val(key).as('key'),
              val('digest').as('template'),
              val('team').as('audience'),
              val(recipient).as('recipient'),
              fn.max('notice.recipient_name').as('recipient_name'),
              val('mail').as('channel'),
              jsonObject({ area: sql<string>`${area}::text`, since: sql<number>`${since}::float8` }).as('params'),
              val(at).as('planned_at'),
              val(at).as('not_before'),
            ])
            .where(waitsFor(at))
            .where('notice.recipient', '=', recipient)
            .where('person.area', '=', area)
            .having((of) => of(of.fn.countAll(), '>', 0)),
        )
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key'),
    )
    .updateTable('notice')
    .from(['made', 'person'])
    .set(({ ref }) => ({ status: 'digested', reason: ref('made.key') }))
    .whereRef('person.register_id', '=', 'notice.register_id')
    .where(waitsFor(at))
    .where('notice.recipient', '=', recipient)
    .where('person.area', '=', area),
);
