import type { Pool } from 'pg';
import { addDays, londonDate, londonTime, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { isWorkingDay, type HolidayCalendar } from '../../../domain/calendar/working-days';
import type { Prepared, SenderDeps } from './delivery';
import { freshAreas } from '../../areas/versions';
import { teamMailbox } from '../../rules/areas';
import { composeDigest, dutyOf, type Duty } from '../letters/digest-letter';
import { handOverDigest, handOverWaiting } from './hand-over';
import { loadDuty, loadLetterFacts } from '../letters/facts';
import { noticeColumns, readNotices, type QueuedNotice } from './queue';
import { recheck } from './recheck';
import { recipientByReference } from '../recipients';
import { maySend } from '../settings';
import { areaState, loadState } from './state';

/** 08:30 in London: after the steps of the day (08:00 to 08:29) have fired. */
const DIGEST_MINUTES = 8 * 60 + 30;

const digestTime = (date: PlainDate): Instant => londonTime(date, DIGEST_MINUTES);

/** The digest whose time has come last, at or before an instant: on working days only. */
export function lastDigestAt(now: Instant, holidays: HolidayCalendar): Instant {
  let day = londonDate(now);
  while (digestTime(day) > now || !isWorkingDay(holidays, day)) day = addDays(day, -1);
  return digestTime(day);
}

/** The next digest after an instant. */
export function nextDigestAt(now: Instant, holidays: HolidayCalendar): Instant {
  let day = londonDate(now);
  while (digestTime(day) <= now || !isWorkingDay(holidays, day)) day = addDays(day, 1);
  return digestTime(day);
}

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
    made += await gather(pool, { recipient, area, at, since: lastDigestAt((at - 1) as Instant, holidays) });
  return made;
}

/** One statement: the digest is made, and what it gathers marked, or neither. */
async function gather(
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

/** Checks each thing gathered; those that still stand become one mail. A digest of which nothing is left is dropped. */
export async function digestLetter(deps: SenderDeps, digest: QueuedNotice): Promise<Prepared> {
  const areaId = String(digest.params['area']);
  await handOverDigest(deps.pool, digest.key, deps.now());
  const { area, recipients } = await areaState(deps.pool, areaId, deps.now());
  const recipient = recipientByReference(digest.recipient, recipients);
  const sendingOn = await maySend(deps.pool, areaId, digest.audience);
  const address = recipient?.address;
  if (recipients.absent?.some(({ id }) => digest.recipient === `staff:${id}`)) return { verdict: 'dropped', reason: 'handed-over' };
  if (!recipient || !address || !sendingOn) return { verdict: 'held', reason: sendingOn ? 'no-address' : 'sending-off' };
  const { rows } = await deps.pool.query(
    `select ${noticeColumns} from notice where status = 'digested' and reason = $1 order by (template = 'action-agreed'), planned_at, register_id, key`,
    [digest.key],
  );
  const duties = new Map<string, Duty>();
  for (const notice of readNotices(rows)) {
    const duty = await stillStanding(deps, digest, notice);
    // A deadline stands once in a digest, however many notices there are of it.
    if (duty && !duties.has(duty.key)) duties.set(duty.key, duty);
  }
  if (duties.size === 0) return { verdict: 'dropped', reason: 'nothing-left' };
  return { verdict: 'go', write: () => ({ ...composeDigest(digest, area, [...duties.values()], address), replyTo: teamMailbox(area) }) };
}

/** One thing, or undefined where it fell away; then its row says why. */
async function stillStanding(deps: SenderDeps, digest: QueuedNotice, notice: QueuedNotice): Promise<Duty | undefined> {
  const state = await loadState(deps, notice);
  const verdict = recheck(notice, state, true, deps.now());
  const since = Number(digest.params['since'] ?? 0);
  const passed = (notice.template === 'step-remind' || notice.template === 'step-due') && notice.plannedAt <= since;
  if (verdict.verdict === 'go' && !passed) {
    const source = { state, facts: await loadLetterFacts(deps.pool, notice) };
    return dutyOf(notice, source, await loadDuty(deps.pool, notice), deps.now());
  }
  const reason = verdict.verdict === 'go' ? 'day-passed' : verdict.reason;
  await deps.pool.query(`update notice set status = 'dropped', reason = $2 where key = $1 and status = 'digested'`, [notice.key, reason]);
  return undefined;
}
