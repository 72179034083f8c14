import type { Instant } from '../calendar/dates';

/** So long a restricted record is open to whoever gave a reason. */
export const OPENED_FOR_MS = 60 * 60_000;

/** Why a record is restricted. */
export const RESTRICTION_CODES = ['known-to-staff', 'safety', 'public-interest', 'person-asked', 'legal', 'other'] as const;
export type RestrictionCode = (typeof RESTRICTION_CODES)[number];

/** Why somebody opens a restricted record who does not work with the person. */
export const OPENING_CODES = ['urgent-risk', 'covering', 'deadline', 'person-asked', 'complaint', 'other'] as const;
export type OpeningCode = (typeof OPENING_CODES)[number];

/** A restriction that stands. */
export interface Restriction {
  /** The number of the row with which it began. */
  readonly since: number;
  /** Who works with the person: members of staff, by their ids. */
  readonly staff: readonly string[];
}

/** That a member of staff opened a restricted record. */
export interface Opening {
  readonly id: string;
  readonly staff: string;
  /** The restriction for which it was given. */
  readonly since: number;
  readonly code: string;
  readonly why: string;
  readonly at: Instant;
  /** From this instant on it opens nothing. */
  readonly until: Instant;
}

/** On which ground a record is open to somebody; `shut`: on none. */
export type Ground = { readonly as: 'unrestricted' | 'owner' | 'named' | 'shut' } | { readonly as: 'opened'; readonly opening: Opening };

/**
 * Whether a record that somebody may open otherwise (`mayOpen`) is open to them: whoever owns the pathway or is named in the restriction opens it
 * as usual, everybody else for as long as an opening of their own for this restriction lasts.
 */
export function groundOf(
  staff: string,
  owner: string | null,
  restriction: Restriction | null,
  openings: readonly Opening[],
  now: Instant,
): Ground {
  if (restriction === null) return { as: 'unrestricted' };
  if (owner === staff) return { as: 'owner' };
  if (restriction.staff.includes(staff)) return { as: 'named' };
  const opening = openings.find((one) => one.staff === staff && one.since === restriction.since && one.at <= now && now < one.until);
  return opening ? { as: 'opened', opening } : { as: 'shut' };
}

/** As the access log says the ground on which a restricted record was looked at; null: it was not restricted. */
export const groundWord = (ground: Ground): string | null =>
  ground.as === 'unrestricted' ? null : ground.as === 'opened' ? ground.opening.id : ground.as;
