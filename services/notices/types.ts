import type { Instant, PlainDate } from '../../domain/calendar/dates';
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
