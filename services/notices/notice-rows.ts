import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { Audience } from '../../domain/pathway/types';
import type { Column } from '../tables/recordset';
import type { NoticeStatus, Row } from '../tables/tables';

export const NOTICE_STATUSES = [
  'queued',
  'sending',
  'sent',
  'failed',
  'held',
  'dropped',
  'digested',
] as const satisfies readonly NoticeStatus[];

/** A notice as the commit writes it: one message to one recipient. The columns of the table `notice`. */
export interface NoticeRow {
  /** Made of what caused it and who it is for; the same each time the same commit is worked out. */
  readonly key: string;
  readonly registerId: string;
  readonly pathway: number;
  readonly template: string;
  readonly audience: Audience;
  /** A reference, never an address: `staff:<id>`, `book:<id>`, `contact:<id>`, or `nobody`. The address is looked up at sending. */
  readonly recipient: string;
  readonly recipientName: string | null;
  /** `mail` and `notify` go as messages of their own, `digest` is gathered into the recipient's daily one. */
  readonly channel: 'mail' | 'notify' | 'digest';
  readonly deadline: string | null;
  readonly eventId: string | null;
  readonly meeting: string | null;
  /** Codes and dates only. */
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly status: NoticeStatus;
  readonly reason: string | null;
  /** The instant of the line that wanted it. */
  readonly plannedAt: Instant;
  readonly notBefore: Instant;
}

/** The day of a due date, or the word that stands where no figure gives one. */
export const dueWord = (due: PlainDate | null): string => due ?? 'none';

/** A notice as sending reads it: taken in hand, or gathered into a digest. */
export interface QueuedNotice {
  readonly key: string;
  /** Null for a digest, which is about no one person. */
  readonly registerId: string | null;
  readonly pathway: number | null;
  readonly template: string;
  readonly channel: string;
  readonly audience: Audience;
  readonly recipient: string;
  readonly deadline: string | null;
  readonly eventId: string | null;
  readonly meeting: string | null;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason: string | null;
  readonly plannedAt: Instant;
  /** This attempt's number, 1 and on. */
  readonly attempts: number;
  /** The number of this taking in hand, which no other has. */
  readonly lease: number;
  readonly messageId: string;
  /** What it was held for, or had failed of, when a person let it go; null: nobody had to. */
  readonly releasedFrom: string | null;
}

/** What a `QueuedNotice` is made of. */
export const NOTICE_COLUMNS = [
  ...([
    'key',
    'register_id',
    'pathway',
    'template',
    'channel',
    'audience',
    'recipient',
    'deadline',
    'event_id',
    'meeting',
    'params',
  ] as const),
  ...(['reason', 'planned_at', 'attempts', 'lease', 'message_id', 'released_from'] as const),
] as const satisfies readonly Column<'notice'>[];

/** Makes a notice of what was read of these columns. */
export const queuedNotice = ({
  register_id: registerId,
  event_id: eventId,
  planned_at: plannedAt,
  message_id: messageId,
  released_from: releasedFrom,
  ...notice
}: Pick<Row<'notice'>, (typeof NOTICE_COLUMNS)[number]>): QueuedNotice => ({
  ...notice,
  registerId,
  eventId,
  plannedAt: plannedAt.getTime() as Instant,
  messageId: messageId ?? '',
  releasedFrom,
});
