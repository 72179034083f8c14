import { sql } from 'kysely';
import type { Instant } from '../../../../domain/calendar/dates';
import { noticeKind } from '../../../../domain/notices/catalogue';
import { type Client, countOf, db, jsonObject, prepared } from '../../../tables/query';
import { WHOEVER_WAS_TOLD } from '../../expand';
import type { QueuedNotice } from '../../notice-rows';

/** A correction as the commit wrote it: it is for whoever was told, and only the notices themselves know who that is. */
export const isForWhoeverWasTold = ({ template, recipient }: Pick<QueuedNotice, 'template' | 'recipient'>): boolean =>
  noticeKind(template)?.corrects === true && recipient === WHOEVER_WAS_TOLD;

/** Where it went, or is to go: two references can be of one mailbox. */
const mailbox = sql<string>`lower(coalesce(notice.given_to, notice.sent_to, notice.recipient))`;

interface Correction extends Pick<QueuedNotice, 'key' | 'lease'> {
  readonly now: Date;
}

/**
 * The notices of the event from before the correction that went, or may have gone: by themselves, or in a digest. Meetings are not among them:
 * their own changes and cancellations say what is right. Who hears that the rating is another by the same correction needs no second mail.
 */
const telling = prepared('tell-whoever-was-told', ({ key, lease, now }: Correction) =>
  db
    .with('correction', (also) =>
      also
        .selectFrom('notice')
        .select(['key', 'register_id', 'pathway', 'template', 'event_id', 'planned_at'])
        .where('key', '=', key)
        .where('lease', '=', lease)
        .where('status', '=', 'sending'),
    )
    .with('told', (also) =>
      also
        .selectFrom('correction')
        .innerJoin('notice', (join) =>
          join
            .onRef('notice.register_id', '=', 'correction.register_id')
            .onRef('notice.pathway', '=', 'correction.pathway')
            .onRef('notice.event_id', '=', 'correction.event_id'),
        )
        .leftJoin('notice as digest', (join) => join.on('notice.status', '=', 'digested').onRef('digest.key', '=', 'notice.reason'))
        .distinctOn(mailbox)
        .select(['notice.template', 'notice.audience', 'notice.recipient', 'notice.recipient_name'])
        .whereRef('notice.key', '<>', 'correction.key')
        .whereRef('notice.planned_at', '<=', 'correction.planned_at')
        .whereRef('notice.template', '<>', 'correction.template')
        .where('notice.template', 'not like', 'meeting-%')
        .where((eb) =>
          eb.or([
            eb('notice.status', 'in', ['sent', 'sending']),
            eb('notice.unanswered', '>', 0),
            eb('digest.status', 'in', ['sent', 'sending']),
            eb('digest.unanswered', '>', 0),
          ]),
        )
        .where((eb) =>
          eb.not(
            eb.and([
              eb('notice.template', '=', 'rating-changed'),
              eb.exists(
                eb
                  .selectFrom('notice as rating')
                  .select('rating.key')
                  .whereRef('rating.register_id', '=', 'correction.register_id')
                  .whereRef('rating.pathway', '=', 'correction.pathway')
                  .where('rating.template', '=', 'rating-changed')
                  .whereRef('rating.planned_at', '=', 'correction.planned_at')
                  .whereRef('rating.event_id', '<>', 'correction.event_id')
                  .whereRef('rating.recipient', '=', 'notice.recipient'),
              ),
            ]),
          ),
        )
        .orderBy(mailbox)
        .orderBy('notice.planned_at')
        .orderBy('notice.key'),
    )
    .with('written', (also) =>
      also
        .insertInto('notice')
        .columns([
          ...(['key', 'register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name', 'channel', 'event_id'] as const),
          ...(['params', 'planned_at', 'not_before'] as const),
        ])
        .expression((eb) =>
          eb
            .selectFrom(['correction', 'told'])
            .select(({ ref, val }) => [
              sql<string>`correction.key || '/' || told.template || '/' || told.audience || '/' || told.recipient`.as('key'),
              'correction.register_id',
              'correction.pathway',
              'correction.template',
              'told.audience',
              'told.recipient',
              'told.recipient_name',
              val('mail').as('channel'),
              'correction.event_id',
              jsonObject({ of: ref('told.template') }).as('params'),
              'correction.planned_at',
              val(now).as('not_before'),
            ]),
        )
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returning('key'),
    )
    .updateTable('notice')
    .from('correction')
    .set((eb) => ({
      status: 'dropped',
      lease_until: null,
      reason: eb
        .case()
        .when(eb.exists(eb.selectFrom('told').select('told.recipient')))
        .then('told-one-by-one')
        .else('nobody-was-told')
        .end(),
    }))
    .whereRef('notice.key', '=', 'correction.key')
    .where((eb) => eb(eb.selectFrom('written').select(eb.fn.countAll().as('count')), '>=', 0)),
);

/** Writes one correction for each mailbox to which a notice of its event went, or may have gone; they go as all others do. Doing it again changes nothing. */
export async function tellWhoeverWasTold(database: Client, { key, lease }: QueuedNotice, now: Instant): Promise<void> {
  await countOf(database, telling({ key, lease, now: new Date(now) }));
}
