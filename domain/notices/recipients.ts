import type { Audience } from '../pathway/types';

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
