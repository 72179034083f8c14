import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import { canonicalJson } from '../../../infra/canonical';
import { MAIL_CHANNEL, MESSAGE_CHANNELS } from '../../../workflows/noticeNames';
import { type Client, db, firstOf, prepared } from '../../tables/query';
import type { CheckDeps } from '../sending/attempt';
import type { Foreseen } from '../sending/check/check-notice';
import { foresee } from '../sending/check/check-notice';
import { stoppedSince } from '../settings';
import { asLetGo, type NoticeOnRecord } from './one';

/** How a person can send a notice: again, after it failed; or now, where it waits for its next attempt or for a daily digest. */
export type SendsBy = 'again' | 'now';

type Standing = Pick<NoticeOnRecord, 'notice' | 'status' | 'notBefore'>;

/** How a notice can be sent by a person as it stands; null: not at all, as it went, is held, or goes at this moment anyway. */
export function sendsBy({ notice: { channel, recipient }, status, notBefore }: Standing, now: Instant): SendsBy | null {
  if (status === 'failed') return 'again';
  if (status !== 'queued') return null;
  if (channel === 'digest') return recipient.startsWith('staff:') ? 'now' : null;
  return notBefore > now ? 'now' : null;
}

/** What would come of it, looked at with nothing done. */
export type SendingLook =
  /** `mark`: of what was looked at, as the notice stood; it is sent only from the same. */
  | { readonly as: 'goes'; readonly by: SendsBy; readonly foreseen: Foreseen; readonly mark: string }
  /** The check at sending, the hour of the day, or nobody being left, would keep it. */
  | { readonly as: 'kept'; readonly by: SendsBy; readonly foreseen: Foreseen }
  /** Nothing leaves the service at all; its text cannot be made; or there is nothing to send. */
  | { readonly as: 'sending-stopped' | 'text-not-made' | 'not-to-send' };

/** What a person sees of a message before they send it. */
function seenOf(foreseen: Foreseen): unknown {
  const said = ({ to, subject, text, calendar }: Extract<Foreseen, { as: 'mail' }>['message']) => [
    to,
    subject,
    text,
    calendar !== undefined,
  ];
  if (foreseen.as === 'mail') return said(foreseen.message);
  if (foreseen.as === 'to-others') return [foreseen.others.map(({ reference }) => reference), foreseen.message && said(foreseen.message)];
  return foreseen.as;
}

/**
 * Looks at what would go if a person sent a notice now: to whom, in which words, by the same check and the same code as at sending. A text that
 * cannot be made is told to `onError`. Throws where the database is away.
 */
export async function lookAtSending(deps: CheckDeps, record: Standing, onError: (error: unknown) => void): Promise<SendingLook> {
  const by = sendsBy(record, deps.now());
  if (by === null) return { as: 'not-to-send' };
  if ((await stoppedSince(deps.pool)) !== null) return { as: 'sending-stopped' };
  const { notice, status } = record;
  let foreseen: Foreseen;
  try {
    // A digest's line goes as a message of its own.
    foreseen = await foresee(
      deps,
      { ...asLetGo(record), ...(notice.channel === 'digest' ? { channel: MAIL_CHANNEL } : {}) },
      by === 'again',
    );
  } catch (error) {
    onError(error);
    return { as: 'text-not-made' };
  }
  // What failed may be sent again at any hour: it waits for that of its recipient. What waits does not go before it by a press either.
  const isTooEarly = by === 'now' && foreseen.as === 'mail' && foreseen.waitsUntil !== null;
  if (foreseen.as === 'stopped' || isTooEarly || (foreseen.as === 'to-others' && foreseen.others.length === 0))
    return { as: 'kept', by, foreseen };
  const seen = canonicalJson([by, notice.key, status, notice.lease, notice.reason, seenOf(foreseen)]);
  return { as: 'goes', by, foreseen, mark: createHash('sha256').update(seen).digest('hex') };
}

/** That a person sends a notice, having looked at it. */
interface SendingDeed {
  /** Made when the look was shown: sent twice with the same, it goes once. */
  readonly id: string;
  readonly by: string;
  /** In words; they stay in the database. */
  readonly why: string;
  /** Of the look. */
  readonly mark: string;
}

/** `sent`: it is on its way, by this press or one before; `ref`: by which the message that goes is addressed. */
type SendingAnswer = { readonly status: 'sent'; readonly ref: string } | { readonly status: 'not-sent'; readonly look: SendingLook };

/**
 * Sends a notice by a person's word: what failed goes back to the sender, to the address as it then stands; what waited goes now, a digest's line
 * as a message of its own. Written with its history in one statement. Nothing is done, and the new look answered, where it is not as it was when
 * they looked, or the check would keep it. The sender checks it once more. Throws where the database is away.
 */
export async function sendByHand(
  deps: CheckDeps,
  record: Standing,
  deed: SendingDeed,
  onError: (error: unknown) => void,
): Promise<SendingAnswer> {
  const { notice } = record;
  const before = await refOfDeed(deps.pool, deed.id, notice.key);
  if (before !== null) return { status: 'sent', ref: before };
  const look = await lookAtSending(deps, record, onError);
  if (look.as !== 'goes' || look.mark !== deed.mark) return { status: 'not-sent', look };
  const { id, by, why } = deed;
  const written = { id, by, why, key: notice.key, lease: notice.lease, at: new Date(deps.now()) };
  const way = look.by === 'again' ? again : notice.channel === 'digest' ? onItsOwn : sooner;
  await firstOf(deps.pool, way(written));
  // Where it was not written, somebody was faster: with this very press, or with another.
  const ref = await refOfDeed(deps.pool, id, notice.key);
  return ref === null ? { status: 'not-sent', look: { as: 'not-to-send' } } : { status: 'sent', ref };
}

/** A deed about a digest's line stands twice: of the line, and of the message that went in its place. */
const OWN = '/own';

const deedRef = prepared('notice-of-deed', (id: string, key: string) =>
  db
    .selectFrom('notice_act')
    .innerJoin('notice', 'notice.key', 'notice_act.key')
    .select('notice.ref')
    .where('notice_act.id', 'in', [id, sql<string>`${id} || ${sql.lit(OWN)}`])
    .where('notice_act.key', 'in', [key, sql<string>`${key} || ${sql.lit(OWN)}`])
    .orderBy('notice_act.id', 'desc')
    .limit(1),
);
const refOfDeed = async (database: Client, id: string, key: string): Promise<string | null> =>
  (await firstOf(database, deedRef(id, key)))?.ref ?? null;

interface Written extends Omit<SendingDeed, 'mark'> {
  readonly key: string;
  readonly lease: number;
  readonly at: Date;
}

const said = ({ at, by, why }: Written) =>
  [sql<Date>`${at}::timestamptz`.as('at'), sql<string>`${by}::text`.as('by'), sql<string>`${why}::text`.as('why')] as const;
const ACT = ['id', 'key', 'act', 'was', 'at', 'by', 'why'] as const;

const again = prepared('send-notice-again', (deed: Written) =>
  db
    .with('failed', (also) =>
      also
        .selectFrom('notice')
        .select(['key', 'reason', 'template', 'recipient', 'planned_at', 'params'])
        .where('key', '=', deed.key)
        .where('status', '=', 'failed')
        .where('lease', '=', deed.lease)
        .forUpdate(),
    )
    .with('sent', (also) =>
      also
        .updateTable('notice')
        .from('failed')
        .set((eb) => ({
          status: 'queued',
          reason: 'released',
          released_at: deed.at,
          released_from: eb.fn.coalesce('notice.released_from', 'failed.reason'),
          not_before: deed.at,
          attempts: 0,
          turned_at: null,
        }))
        .whereRef('notice.key', '=', 'failed.key'),
    )
    // A digest that failed has let go of what it had gathered.
    .with('gathered', (also) =>
      also
        .updateTable('notice')
        .from(['failed', 'person'])
        .set(({ ref }) => ({ status: 'digested', reason: ref('failed.key') }))
        .where('failed.template', '=', 'digest')
        .whereRef('person.register_id', '=', 'notice.register_id')
        .where('person.area', '=', sql<string>`failed.params ->> 'area'`)
        .where('notice.channel', '=', 'digest')
        .where('notice.status', '=', 'queued')
        .whereRef('notice.recipient', '=', 'failed.recipient')
        .whereRef('notice.planned_at', '<=', 'failed.planned_at'),
    )
    .insertInto('notice_act')
    .columns(ACT)
    .expression((eb) =>
      eb
        .selectFrom('failed')
        .select(({ val }) => [val(deed.id).as('id'), 'key', val('sent-again').as('act'), 'reason as was', ...said(deed)]),
    )
    .returning('key'),
);

const sooner = prepared('send-notice-sooner', (deed: Written) =>
  db
    .with('sooner', (also) =>
      also
        .updateTable('notice')
        .set({ not_before: deed.at })
        .where('key', '=', deed.key)
        .where('status', '=', 'queued')
        .where('channel', 'in', MESSAGE_CHANNELS)
        .where('lease', '=', deed.lease)
        .where('not_before', '>', deed.at)
        .returning(['key', 'reason']),
    )
    .insertInto('notice_act')
    .columns(ACT)
    .expression((eb) =>
      eb
        .selectFrom('sooner')
        .select(({ val }) => [val(deed.id).as('id'), 'key', val('sent-now').as('act'), 'reason as was', ...said(deed)]),
    )
    .returning('key'),
);

const COPIED = ['register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name'] as const;
const ABOUT = ['deadline', 'event_id', 'meeting', 'params', 'planned_at', 'released_at', 'released_from'] as const;

/** What a notice was made as stays as it was: the line is dropped, and a notice of its own goes in its place. */
const onItsOwn = prepared('send-line-on-its-own', (deed: Written) =>
  db
    .with('line', (also) =>
      also
        .selectFrom('notice')
        .select(['key', ...COPIED, ...ABOUT])
        .where('key', '=', deed.key)
        .where('status', '=', 'queued')
        .where('channel', '=', 'digest')
        .forUpdate(),
    )
    .with('own', (also) =>
      also
        .insertInto('notice')
        .columns(['key', ...COPIED, ...ABOUT, 'channel', 'not_before'])
        .expression((eb) =>
          eb
            .selectFrom('line')
            .select(({ val }) => [
              sql<string>`line.key || ${sql.lit(OWN)}`.as('key'),
              ...COPIED,
              ...ABOUT,
              val(MAIL_CHANNEL).as('channel'),
              sql<Date>`${deed.at}::timestamptz`.as('not_before'),
            ]),
        )
        .returning('key'),
    )
    .with('dropped', (also) =>
      also
        .updateTable('notice')
        .from('line')
        .set({ status: 'dropped', reason: 'sent-on-its-own' })
        .whereRef('notice.key', '=', 'line.key')
        .returning('notice.key'),
    )
    .insertInto('notice_act')
    .columns(ACT)
    .expression((eb) =>
      eb
        .selectFrom('line')
        .select(({ val }) => [
          val(deed.id).as('id'),
          'key',
          val('sent-now').as('act'),
          sql<string | null>`null::text`.as('was'),
          ...said(deed),
        ])
        .unionAll(
          eb
            .selectFrom('own')
            .select(({ val }) => [
              sql<string>`${deed.id} || ${sql.lit(OWN)}`.as('id'),
              'key',
              val('sent-now').as('act'),
              sql<string | null>`null::text`.as('was'),
              ...said(deed),
            ]),
        ),
    )
    .returning('key'),
);
