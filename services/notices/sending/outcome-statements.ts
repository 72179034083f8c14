import { type Expression, type QueryCreator, sql } from 'kysely';
import { openAgain } from '../../tasks/tasks';
import { db, jsonObject, prepared } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import type { QueuedNotice } from '../notice-rows';

/** A notice as its sender took it in hand: nobody who took it at another time changes it. */
type InHand = Pick<QueuedNotice, 'key' | 'lease'>;

/** Its row, while it is in that hand. */
const inHand = (also: QueryCreator<Tables>, { key, lease }: InHand) =>
  also.updateTable('notice').where('key', '=', key).where('lease', '=', lease).where('status', '=', 'sending');

const taskOf = (kind: 'notice-failed' | 'alert-held' | 'cancellation-held', key: Expression<string>) =>
  sql<string>`${`${kind}/`} || ${key}`;

interface Sent {
  readonly subject: string;
  readonly address: string;
  readonly at: Date;
}

export const sending = prepared('notice-sent', (notice: InHand, { subject, address, at }: Sent) =>
  db
    .with('sent', (also) =>
      inHand(also, notice)
        .set((eb) => ({
          status: 'sent',
          reason: null,
          sent_at: at,
          subject,
          sent_to: address,
          lease_until: null,
          unanswered: eb('unanswered', '-', 1),
        }))
        .returning('key'),
    )
    .updateTable('task')
    .from('sent')
    .set({ status: 'done', done_at: at })
    .where(({ eb, ref }) => {
      const key = ref('sent.key');
      return eb('task.key', 'in', [taskOf('notice-failed', key), taskOf('alert-held', key), taskOf('cancellation-held', key)]);
    })
    .where('task.status', '=', 'open'),
);

interface ToStop {
  readonly ended: 'held' | 'dropped';
  readonly reason: string;
  readonly sequence: number | null;
}

export const stopping = prepared('notice-stopped', (notice: InHand, { ended, reason, sequence }: ToStop) =>
  db
    .with('stopped', (also) =>
      inHand(also, notice)
        .set((eb) => ({
          status: ended,
          reason,
          lease_until: null,
          checked_sequence: eb.fn.coalesce(eb.val(sequence), 'checked_sequence'),
        }))
        .returning(['key', 'register_id', 'audience', 'event_id']),
    )
    .with('done', (also) =>
      also
        .updateTable('task')
        .from('stopped')
        .set({ status: 'done', done_at: sql`now()` })
        .where(({ eb, val }) => eb(val(ended), '=', 'dropped'))
        .where(({ eb, ref }) => {
          const key = ref('stopped.key');
          return eb('task.key', 'in', [taskOf('alert-held', key), taskOf('cancellation-held', key)]);
        })
        .where('task.status', '=', 'open'),
    )
    .insertInto('task')
    .columns(['key', 'register_id', 'kind', 'audience', 'params'])
    .expression((eb) =>
      eb
        .selectFrom('stopped')
        .select(({ ref, val }) => [
          taskOf('alert-held', ref('key')).as('key'),
          'register_id',
          val('alert-held').as('kind'),
          val('team').as('audience'),
          jsonObject({ notice: ref('key'), event: ref('event_id'), reason: sql<string>`${reason}::text` }).as('params'),
        ])
        .where(({ eb: of, val }) => of(val(ended), '=', 'held'))
        .where('audience', '=', 'on-call'),
    )
    .onConflict(openAgain),
);

/** An attempt is not counted. */
const uncounted = sql<number>`greatest(attempts - 1, 0)`;

interface TurnedAway {
  readonly reason: string;
  readonly at: Date;
  readonly next: Date;
}

export const turningAway = prepared('notice-turned-away', (notice: InHand, { reason, at, next }: TurnedAway) =>
  inHand(db, notice).set((eb) => ({
    turned_at: at,
    status: 'queued',
    reason,
    not_before: next,
    attempts: uncounted,
    lease_until: null,
    unanswered: eb('unanswered', '-', 1),
  })),
);

/** `went`: whether another notice of the channel was sent since this one was last turned away. */
export const goneSince = prepared('others-gone-since', (key: string, channel: string) =>
  db
    .selectFrom('notice')
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('notice as other')
            .select('other.key')
            .where('other.channel', '=', channel)
            .whereRef('other.sent_at', '>', 'notice.turned_at'),
        )
        .as('went'),
    )
    .where('notice.key', '=', key),
);

interface LaidBack {
  /** How many givings without an answer were none. */
  readonly takenBack: number;
  readonly until: Date | null;
}

export const layingBack = prepared('notice-laid-back', (notice: InHand, { takenBack, until }: LaidBack) =>
  inHand(db, notice).set((eb) => ({
    status: 'queued',
    attempts: uncounted,
    lease_until: null,
    unanswered: eb('unanswered', '-', takenBack),
    not_before: sql<Date>`greatest(not_before, coalesce(${until}, not_before))`,
  })),
);

interface ToRetry extends Pick<LaidBack, 'takenBack'> {
  readonly reason: string;
  readonly next: Date;
  /** When it was turned away; null: it was not, this time. */
  readonly turnedAt: Date | null;
}

export const retrying = prepared('notice-failed-for-now', (notice: InHand, { reason, next, takenBack, turnedAt }: ToRetry) =>
  inHand(db, notice).set((eb) => ({
    status: 'queued',
    reason,
    not_before: next,
    lease_until: null,
    unanswered: eb('unanswered', '-', takenBack),
    turned_at: eb.fn.coalesce(eb.val(turnedAt), 'turned_at'),
  })),
);

export const failing = prepared('notice-failed', (notice: InHand, { reason, takenBack }: Pick<ToRetry, 'reason' | 'takenBack'>) =>
  db
    .with('failed', (also) =>
      inHand(also, notice)
        .set((eb) => ({ status: 'failed', reason, lease_until: null, unanswered: eb('unanswered', '-', takenBack) }))
        .returning(['key', 'register_id', 'template', 'recipient']),
    )
    // What a digest had gathered waits for the next one.
    .with('freed', (also) =>
      also
        .updateTable('notice')
        .from('failed')
        .set({ status: 'queued', reason: null })
        .where('failed.template', '=', 'digest')
        .where('notice.status', '=', 'digested')
        .whereRef('notice.reason', '=', 'failed.key'),
    )
    .insertInto('task')
    .columns(['key', 'register_id', 'kind', 'audience', 'params'])
    .expression((eb) =>
      eb.selectFrom('failed').select(({ ref, val }) => [
        taskOf('notice-failed', ref('key')).as('key'),
        'register_id',
        val('notice-failed').as('kind'),
        val('team').as('audience'),
        jsonObject({
          notice: ref('key'),
          template: ref('template'),
          recipient: ref('recipient'),
          reason: sql<string>`${reason}::text`,
        }).as('params'),
      ]),
    )
    .onConflict(openAgain),
);
