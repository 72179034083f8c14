import type { Instant } from '../calendar/dates';
import type { Audience } from '../pathway/types';

/** A member of the area's staff who is written to, with all audiences that they serve. */
export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly audiences: readonly Audience[];
}

/** A member of staff as they are on record: here from and until an instant (null: always), and away in between. */
export interface StaffOnRecord extends StaffMember {
  readonly from: Instant | null;
  /** From this instant on nothing goes to them. */
  readonly until: Instant | null;
  readonly away: readonly Away[];
}

/** A time in which a member of staff is away: from an instant until before another (null: until somebody says that they are back). */
export interface Away {
  readonly number: number;
  readonly from: Instant;
  readonly until: Instant | null;
  /** The id of the member of staff who gets what would go to them; null: their team. */
  readonly cover: string | null;
}

/** Who owns a pathway from an instant on; null: nobody. */
export interface OwnerFrom {
  readonly pathway: number;
  readonly from: Instant;
  /** The id of a member of staff. */
  readonly staff: string | null;
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
  /** Nothing goes to them before this hour of the day, HH:MM in London; absent: at any hour. */
  readonly notBefore?: string | undefined;
  /** They wish to be written to so, and not by mail. */
  readonly way?: 'text' | 'letter' | undefined;
  /** Their postal address, a line for each of its lines. */
  readonly post?: string | undefined;
  /** They must not learn of the register, or of what is planned: nothing goes to them, whoever invites them. */
  readonly mustNotKnow?: boolean | undefined;
  /** How they are reached is guarded: it is shown to those alone who may change contacts, who say why; and stands in no letter, print or export. */
  readonly guarded?: boolean | undefined;
}

export const CONTACT_ROLES = ['person', 'parent-carer', 'advocate', 'referrer', 'keyworker', 'provider', 'panel', 'professional'] as const;
export type ContactRole = (typeof CONTACT_ROLES)[number];

/** True for the person, their family and their advocate: plain words, and no calendar file that was not asked for. */
export const isFamily = (role: ContactRole): boolean => role === 'person' || role === 'parent-carer' || role === 'advocate';

/** True for those who work with the person. Whoever only made the referral may be anybody. */
export const isProfessional = (role: ContactRole): boolean => !isFamily(role) && role !== 'referrer';

/** Everyone that a notice about one person can go to: the only sources of recipients (invariant 12). */
export interface Recipients extends Staffing {
  readonly book: readonly BookEntry[];
  readonly contacts: readonly Contact[];
}

/** Who of the staff is written to at an instant (`staffingAt`). */
export interface Staffing {
  /** Those who are here, each with their own audiences and those of whom they stand in for. */
  readonly staff: readonly StaffMember[];
  /** Whom work on the pathway goes to that is for its owner: the owner, or who stands in for them; absent or null: nobody, so that the team gets it. */
  readonly owner?: StaffMember | null;
  /** Those to whom nothing goes now, because they are away, or not here yet or any more. */
  readonly absent?: readonly Absent[];
  /** Audiences of somebody who is away and for whom nobody stands in. */
  readonly uncovered?: readonly Audience[];
}

/** A member of staff to whom nothing goes now. */
export interface Absent {
  readonly id: string;
  readonly name: string;
  /** Who gets what would go to them; null: the others of the audience. */
  readonly cover: StaffMember | null;
}
