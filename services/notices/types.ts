import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { Audience } from '../../domain/pathway/types';

/** A member of the area's team, as the table `staff` keeps them. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly audiences: readonly Audience[];
}

/** A professional or a shared mailbox in the area's contact book. */
export interface BookEntry {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly audiences: readonly Audience[];
}

/** Someone recorded with a person: themself, their family, who referred them, who works with them. */
export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly role: ContactRole;
  readonly email?: string | undefined;
  readonly phone?: string | undefined;
  /** They made the referral: it is acknowledged to them. */
  readonly referred: boolean;
  /** The person chose that this contact is written to. The person's own entry, and professionals, need no choice. */
  readonly chosen: boolean;
  /** They asked for calendar files (invariant 12). Professionals get them without asking. */
  readonly calendar: boolean;
  /** They read easy words best. */
  readonly easyRead: boolean;
}

export const CONTACT_ROLES = ['person', 'parent-carer', 'advocate', 'referrer', 'keyworker', 'provider', 'panel', 'professional'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** True for the person, their family and their advocate: plain words, and no calendar file that was not asked for. */
export const isFamily = (role: ContactRole): boolean => role === 'person' || role === 'parent-carer' || role === 'advocate';

/** Everyone that a notice about one person can go to: the only sources of recipients (invariant 12). */
export interface Recipients {
  readonly book: readonly BookEntry[];
  readonly staff: readonly StaffMember[];
  readonly contacts: readonly Contact[];
}

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
