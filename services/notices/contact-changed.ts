import type { QueryConfig } from 'pg';
import { londonDate } from '../../domain/calendar/dates';
import type { ChangedContact } from '../people/change-contacts';

/** What tells of a meeting itself. */
const OF_MEETINGS = `('meeting-invitation', 'meeting-changed', 'meeting-cancelled')`;

/**
 * Nothing of what waits for a contact who has ended goes any more, but for the word that a meeting is off, unless they ended in silence; and
 * nobody need take care of it. `$3`: in silence.
 */
const DROP = `
  with gone as (
    update notice set status = 'dropped', reason = 'contact-ended'
     where register_id = $1 and recipient = 'contact:' || $2 and status in ('queued', 'held') and ($3::boolean or template <> 'meeting-cancelled')
    returning key)
  update task t set status = 'done', done_at = $4 from gone where t.key = 'cancellation-held/' || gone.key and t.status = 'open'`;

/**
 * The meetings ahead of which they heard, or may have, are off for them; whether there is anything to say is looked at when it goes, as always.
 * It stands behind the last event that they were told of, so that their calendar takes it.
 */
const UNINVITE = `
  insert into notice (key, register_id, pathway, template, audience, recipient, recipient_name, event_id, meeting, params, planned_at, not_before)
  select distinct on (m.pathway, m.id)
         concat_ws('/', n.register_id, n.pathway, 'contact-ended+' || m.id, 'meeting-cancelled', 'v' || $3::int, n.audience, n.recipient),
         n.register_id, n.pathway, 'meeting-cancelled', n.audience, n.recipient, n.recipient_name, n.event_id, n.meeting,
         jsonb_build_object('kind', m.kind, 'on', m."on", 'revision', m.revision + 1), $4::timestamptz, $4::timestamptz
    from notice n
    join meeting m on m.register_id = n.register_id and m.pathway = n.pathway and m.id = n.meeting and m.status = 'scheduled' and m."on" >= $5::date
    join pathway p on p.register_id = n.register_id and p.number = n.pathway and p.ended_type is null
    left join event e on e.id = n.event_id
   where n.register_id = $1 and n.recipient = 'contact:' || $2 and n.template in ${OF_MEETINGS}
     and (n.status in ('sent', 'sending', 'failed') or n.unanswered > 0)
   order by m.pathway, m.id, e.position desc nulls last, n.created_at desc, n.key
  on conflict (key) do nothing`;

/**
 * What tells of a meeting, and was held because they had no address, is looked at again: it tells what stands. Anything else may be long past, or
 * somebody has told them another way: a person lets that go.
 */
const REACH = `
  update notice set status = 'queued', reason = null, not_before = $3
   where register_id = $1 and recipient = 'contact:' || $2 and status = 'held' and reason = 'no-address' and template in ${OF_MEETINGS}`;

/**
 * What is done about what waits to be sent to a contact who was changed or has ended, in the transaction that changes them. A changed address
 * needs nothing: to whom a notice goes is looked up when it goes. What a sender has in hand at this moment may still go.
 */
export function waitingFor({ registerId, contact, now: { state, version, details }, at }: ChangedContact): QueryConfig<unknown[]>[] {
  const about = [registerId, contact];
  const time = new Date(at);
  if (state === 'present') return details.email === undefined ? [] : [{ name: 'reach-contact', text: REACH, values: [...about, time] }];
  return [
    { name: 'drop-for-contact', text: DROP, values: [...about, state === 'ended-silently', time] },
    ...(state === 'ended' ? [{ name: 'uninvite-contact', text: UNINVITE, values: [...about, version, time, londonDate(at)] }] : []),
  ];
}
