import { z } from 'zod';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import type { Audience } from '../../domain/pathway/types';

export const NOTICE_STATUSES = ['queued', 'sending', 'sent', 'failed', 'held', 'dropped', 'digested'] as const;
export type NoticeStatus = (typeof NOTICE_STATUSES)[number];

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
  /** `mail` goes as a message of its own, `digest` is gathered into the recipient's daily one. */
  readonly channel: 'mail' | 'digest';
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

const noticeRow = z
  .object({
    key: z.string(),
    register_id: z.string().nullable(),
    pathway: z.number().nullable(),
    template: z.string(),
    channel: z.string(),
    audience: z.enum(AUDIENCES),
    recipient: z.string(),
    deadline: z.string().nullable(),
    event_id: z.string().nullable(),
    meeting: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    reason: z.string().nullable(),
    planned_at: z.date(),
    attempts: z.number(),
    lease: z.number(),
    message_id: z.string().nullable(),
    released_from: z.string().nullable(),
  })
  .transform((read): QueuedNotice => ({
    key: read.key,
    registerId: read.register_id,
    pathway: read.pathway,
    template: read.template,
    channel: read.channel,
    audience: read.audience,
    recipient: read.recipient,
    deadline: read.deadline,
    eventId: read.event_id,
    meeting: read.meeting,
    params: read.params,
    reason: read.reason,
    plannedAt: read.planned_at.getTime() as Instant,
    attempts: read.attempts,
    lease: read.lease,
    messageId: read.message_id ?? '',
    releasedFrom: read.released_from,
  }));

export const noticeColumns =
  'key, register_id, pathway, template, channel, audience, recipient, deadline, event_id, meeting, params, reason, planned_at, attempts, lease, message_id, released_from';

/** Reads rows of `noticeColumns`. */
export const parseNotices = (rows: readonly unknown[]): QueuedNotice[] => z.array(noticeRow).parse(rows);
