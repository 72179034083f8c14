import type { Pool } from 'pg';
import { londonDate, type Instant } from '../../../domain/calendar/dates';
import type { HolidayCalendar } from '../../../domain/calendar/working-days';
import { freshAreas } from '../../areas/versions';
import { handOverWaiting } from '../sending/hand-over';
import { lastDigestAt } from './digest-times';

/**
 * Whether steps that fell due at or before `at`, a digest's time, are still to be taken, because no worker ran or one was killed: what they bring
 * would miss the digest, and a reminder be dropped as past on the next day. Throws where the database is away.
 */
export async function stepsAreLate(pool: Pool, at: Instant): Promise<boolean> {
  const { rows } = await pool.query<{ late: boolean }>('select exists (select from wake_up where at <= $1) as late', [new Date(at)]);
  return rows[0]?.late === true;
}

/**
 * Gathers what waits for the last digest time into one notice for each member of staff, in one transaction for each.
 * Doing it again changes nothing: a recipient has one digest a day, and what comes later waits for the next.
 * Out: how many digests were made.
 */
export async function gatherDigests(pool: Pool, holidays: HolidayCalendar, now: Instant): Promise<number> {
  const at = lastDigestAt(now, holidays);
  await freshAreas(pool);
  await handOverWaiting(pool, at, now);
  const { rows } = await pool.query<{ recipient: string; area: string }>(
    `select distinct n.recipient, p.area from notice n join person p on p.register_id = n.register_id
      where n.channel = 'digest' and n.status = 'queued' and n.planned_at <= $1 order by 1, 2`,
    [new Date(at)],
  );
  let made = 0;
  for (const { recipient, area } of rows)
    made += await gatherOne(pool, { recipient, area, at, since: lastDigestAt((at - 1) as Instant, holidays) });
  return made;
}

/** One statement: the digest is made, and what it gathers marked, or neither. */
async function gatherOne(
  pool: Pool,
  { recipient, area, at, since }: { recipient: string; area: string; at: Instant; since: Instant },
): Promise<number> {
  const key = `digest/${londonDate(at)}/${area}/${recipient}`;
  const { rowCount } = await pool.query(
    `with made as (
       insert into notice (key, template, audience, recipient, recipient_name, channel, params, planned_at, not_before)
       select $1, 'digest', 'team', $2, max(n.recipient_name), 'mail', jsonb_build_object('area', $3::text, 'since', $5::float8), $4, $4
         from notice n join person p on p.register_id = n.register_id
        where n.channel = 'digest' and n.status = 'queued' and n.recipient = $2 and p.area = $3 and n.planned_at <= $4
       having count(*) > 0
       on conflict (key) do nothing
       returning key)
     update notice n set status = 'digested', reason = made.key
       from made, person p
      where p.register_id = n.register_id and p.area = $3 and n.channel = 'digest' and n.status = 'queued' and n.recipient = $2 and n.planned_at <= $4`,
    [key, recipient, area, new Date(at), since],
  );
  return (rowCount ?? 0) > 0 ? 1 : 0;
}
