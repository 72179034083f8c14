import { type Expression, expressionBuilder, sql, type SqlBool } from 'kysely';
import type { QueryConfig } from 'pg';
import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { ChangedContact } from '../people/change-contacts';
import { addressOf } from './recipients';
import { db, jsonObject, prepared } from '../tables/query';
import type { Tables } from '../tables/tables';

/** What tells of a meeting itself. */
const OF_MEETINGS = ['meeting-invitation', 'meeting-changed', 'meeting-cancelled'];

interface About {
  readonly registerId: string;
  readonly contact: string;
}

/** A notice about a person to this contact of theirs. */
function isTo({ registerId, contact }: About): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'notice'>();
  return eb.and([eb('notice.register_id', '=', registerId), eb('notice.recipient', '=', sql<string>`'contact:' || ${contact}`)]);
}

/**
 * Nothing of what waits for a contact who has ended goes any more, but for the word that a meeting is off, unless they ended in silence; and
 * nobody need take care of it.
 */
const dropping = prepared('drop-for-contact', (about: About, silently: boolean, at: Date) =>
  db
    .with('gone', (also) =>
      also
        .updateTable('notice')
        .set({ status: 'dropped', reason: 'contact-ended' })
        .where(isTo(about))
        .where('status', 'in', ['queued', 'held'])
        .where((eb) => eb.or([sql<SqlBool>`${silently}::boolean`, eb('template', '<>', 'meeting-cancelled')]))
        .returning('key'),
    )
    .updateTable('task')
    .from('gone')
    .set({ status: 'done', done_at: at })
    .where('task.key', '=', sql<string>`'cancellation-held/' || gone.key`)
    .where('task.status', '=', 'open'),
);

interface ToUninvite extends About {
  /** The contact's, by which they ended. */
  readonly version: number;
  readonly at: Date;
  readonly today: PlainDate;
}

/**
 * The meetings ahead of which they heard, or may have, are off for them; whether there is anything to say is looked at when it goes, as always.
 * It stands behind the last event that they were told of, so that their calendar takes it.
 */
const uninviting = prepared('uninvite-contact', ({ registerId, contact, version, at, today }: ToUninvite) =>
  db
    .insertInto('notice')
    .columns([
      ...(['key', 'register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name', 'event_id', 'meeting'] as const),
      ...(['params', 'planned_at', 'not_before'] as const),
    ])
    .expression(
      db
        .selectFrom('notice')
        .innerJoin('meeting', (join) =>
          join
            .onRef('meeting.register_id', '=', 'notice.register_id')
            .onRef('meeting.pathway', '=', 'notice.pathway')
            .onRef('meeting.id', '=', 'notice.meeting')
            .on('meeting.status', '=', 'scheduled')
            .on('meeting.on', '>=', today),
        )
        .innerJoin('pathway', (join) =>
          join
            .onRef('pathway.register_id', '=', 'notice.register_id')
            .onRef('pathway.number', '=', 'notice.pathway')
            .on('pathway.ended_type', 'is', null),
        )
        .leftJoin('event', 'event.id', 'notice.event_id')
        .distinctOn(['meeting.pathway', 'meeting.id'])
        .select((eb) => [
          sql<string>`concat_ws('/', notice.register_id, notice.pathway, 'contact-ended+' || meeting.id, 'meeting-cancelled',
            'v' || ${version}::int, notice.audience, notice.recipient)`.as('key'),
          'notice.register_id',
          'notice.pathway',
          eb.val('meeting-cancelled').as('template'),
          'notice.audience',
          'notice.recipient',
          'notice.recipient_name',
          'notice.event_id',
          'notice.meeting',
          jsonObject({ kind: eb.ref('meeting.kind'), on: eb.ref('meeting.on'), revision: eb('meeting.revision', '+', 1) }).as('params'),
          sql<Date>`${at}::timestamptz`.as('planned_at'),
          sql<Date>`${at}::timestamptz`.as('not_before'),
        ])
        .where(isTo({ registerId, contact }))
        .where('notice.template', 'in', OF_MEETINGS)
        .where((eb) => eb.or([eb('notice.status', 'in', ['sent', 'sending', 'failed']), eb('notice.unanswered', '>', 0)]))
        .orderBy('meeting.pathway')
        .orderBy('meeting.id')
        .orderBy('event.position', (order) => order.desc().nullsLast())
        .orderBy('notice.created_at', 'desc')
        .orderBy('notice.key'),
    )
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

/**
 * What tells of a meeting, and was held because they had no address, is looked at again: it tells what stands. Anything else may be long past, or
 * somebody has told them another way: a person lets that go.
 */
const reaching = prepared('reach-contact', (about: About, at: Date) =>
  db
    .updateTable('notice')
    .set({ status: 'queued', reason: null, not_before: at })
    .where(isTo(about))
    .where('status', '=', 'held')
    .where('reason', '=', 'no-address')
    .where('template', 'in', OF_MEETINGS),
);

/**
 * What is done about what waits to be sent to a contact who was changed or has ended, in the transaction that changes them. A changed address
 * needs nothing: to whom a notice goes is looked up when it goes. What a sender has in hand at this moment may still go.
 */
export function waitingFor({ registerId, contact, now: { state, version, details }, at }: ChangedContact): QueryConfig<unknown[]>[] {
  const about = { registerId, contact };
  const time = new Date(at);
  if (state === 'present') return addressOf(details) === null ? [] : [reaching(about, time)];
  return [
    dropping(about, state === 'ended-silently', time),
    ...(state === 'ended' ? [uninviting({ ...about, version, at: time, today: londonDate(at) })] : []),
  ];
}
