import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import { noticeKind } from '../../../../domain/notices/catalogue';
import { WHOEVER_WAS_TOLD } from '../../expand';
import type { QueuedNotice } from '../../notice-rows';

/** A correction as the commit wrote it: it is for whoever was told, and only the notices themselves know who that is. */
export const isForWhoeverWasTold = ({ template, recipient }: Pick<QueuedNotice, 'template' | 'recipient'>): boolean =>
  noticeKind(template)?.corrects === true && recipient === WHOEVER_WAS_TOLD;

/**
 * The notices of the event from before the correction that went, or may have gone: by themselves, or in a digest. Meetings are not among them:
 * their own changes and cancellations say what is right. Who hears that the rating is another by the same correction needs no second mail.
 */
const TELL = `
  with c as (select key, register_id, pathway, template, event_id, planned_at from notice where key = $1 and lease = $2 and status = 'sending'),
  told as (
    select distinct on (lower(coalesce(n.given_to, n.sent_to, n.recipient)))
           n.template, n.audience, n.recipient, n.recipient_name
      from c join notice n on n.register_id = c.register_id and n.pathway = c.pathway and n.event_id = c.event_id
      left join notice d on n.status = 'digested' and d.key = n.reason
     where n.key <> c.key and n.planned_at <= c.planned_at and n.template <> c.template and n.template not like 'meeting-%'
       and (n.status in ('sent', 'sending') or n.unanswered > 0 or d.status in ('sent', 'sending') or d.unanswered > 0)
       and not (n.template = 'rating-changed' and exists (
             select from notice r where r.register_id = c.register_id and r.pathway = c.pathway and r.template = 'rating-changed'
                and r.planned_at = c.planned_at and r.event_id <> c.event_id and r.recipient = n.recipient))
     order by lower(coalesce(n.given_to, n.sent_to, n.recipient)), n.planned_at, n.key),
  written as (
    insert into notice (key, register_id, pathway, template, audience, recipient, recipient_name, channel, event_id, params, planned_at, not_before)
    select c.key || '/' || told.template || '/' || told.audience || '/' || told.recipient, c.register_id, c.pathway, c.template, told.audience,
           told.recipient, told.recipient_name, 'mail', c.event_id, jsonb_build_object('of', told.template), c.planned_at, $3
      from c, told
    on conflict (key) do nothing
    returning 1)
  update notice n
     set status = 'dropped', lease_until = null, reason = case when exists (select from told) then 'told-one-by-one' else 'nobody-was-told' end
    from c where n.key = c.key and (select count(*) from written) >= 0`;

/** Writes one correction for each mailbox to which a notice of its event went, or may have gone; they go as all others do. Doing it again changes nothing. */
export async function tellWhoeverWasTold(
  database: Pick<Pool | PoolClient, 'query'>,
  { key, lease }: QueuedNotice,
  now: Instant,
): Promise<void> {
  await database.query(TELL, [key, lease, new Date(now)]);
}
