import type { PlainDate } from '../../domain/calendar/dates';

/** A person who is not on file yet: written in the same transaction as their first event. */
export interface NewPerson {
  readonly area: string;
  /** Null only where nothing but the register id is known (a rehearsal). */
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly nhsNumber: string | null;
  /** The person's recorded contacts, as the route that took them checked them. */
  readonly contacts: readonly unknown[];
  /** Minutes after 08:00 for the person's steps, 0 to 29; absent: drawn at random. */
  readonly minutes?: number;
  /** The rule set that pathways of this person are pinned to. */
  readonly ruleSet: string;
}
