import type { PlainDate } from '../../calendar/dates';
import type { DeadlineKind } from '../../pathway/kinds';
import type { DeadlineStatus } from '../../pathway/types';

/**
 * The minimum standards that the record can show ("new minimum standards", 004 L948 to 949, L1053, L1078, L1090, L1096, L1100; the others by the
 * sources of their rules), in the order of a pathway.
 */
export const STANDARDS = [
  'rated',
  'register-reviewed',
  'consent-renewed',
  'actions-owned',
  'notes-family-support',
  'notes-looked-after',
  'review-before-admission',
  'stays-on-register',
  'post-admission-review',
  'further-reviews',
  'visits',
  'family-contacted',
  'full-panel',
  'report',
  'feedback',
  'mam-after-discharge',
  'notes-after-discharge',
] as const;
export type Standard = (typeof STANDARDS)[number];

/** What became of it: kept, kept late, missed, still to be done, or excused with a reason, which counts as neither. */
export type Outcome = 'kept' | 'late' | 'missed' | 'open' | 'excused';

/** Why one was not kept, where its dates do not say it: a reason for an admission without a review, or what is wanting. */
export interface Judged {
  readonly standard: Standard;
  /** Null: of the whole register. */
  readonly registerId: string | null;
  /** The day on which it counts: when it was due, or when that happened to which it applies. */
  readonly on: PlainDate;
  readonly outcome: Outcome;
  /** What is wanting, by code; null: its dates say it. */
  readonly why: string | null;
  /** The review of the register, or the deadline, that it is about. */
  readonly subject: string | null;
  readonly due: PlainDate | null;
  readonly settledOn: PlainDate | null;
}

/** The clocks whose keeping is a standard. */
export const CLOCKS: Readonly<Partial<Record<DeadlineKind, Standard>>> = {
  'consent-renewal': 'consent-renewed',
  'consent-at-16': 'consent-renewed',
  'consent-at-18': 'consent-renewed',
  'post-admission-cetr': 'post-admission-review',
  'inpatient-cetr': 'further-reviews',
  'oversight-visit': 'visits',
  'family-contact': 'family-contacted',
  'cetr-report': 'report',
  'cetr-feedback': 'feedback',
};

/** A deadline as it is stored, with its status on a day. */
export interface Clock {
  readonly registerId: string;
  readonly deadline: string;
  readonly kind: DeadlineKind;
  readonly anchor: PlainDate;
  readonly due: PlainDate | null;
  readonly status: DeadlineStatus;
  readonly soft: boolean;
  readonly settledOn: PlainDate | null;
}

/** What became of a deadline as a standard; null: it did not come to apply. A soft one is never missed as a date, and yet was not done in time. */
export function outcomeOf({ status, soft, due, settledOn }: Clock, today: PlainDate): Outcome | null {
  if (status === 'superseded') return null;
  if (status === 'met') return soft && due !== null && settledOn !== null && settledOn > due ? 'late' : 'kept';
  if (status === 'open' && soft && due !== null && due < today) return 'missed';
  return status === 'open' ? 'open' : status;
}

/** What became of the standards of a period, counted. */
export interface Tally {
  readonly standard: Standard;
  /** All but the excused. */
  readonly applied: number;
  readonly kept: number;
  readonly excused: number;
  /** Those that were not kept, in order of their days. */
  readonly not: readonly Judged[];
}

/** Counts what became of each standard, in their order. */
export function tallyOf(judged: readonly Judged[]): Tally[] {
  const by = new Map<Standard, Judged[]>(STANDARDS.map((standard) => [standard, []]));
  for (const one of judged) by.get(one.standard)?.push(one);
  return STANDARDS.map((standard): Tally => {
    const own = by.get(standard) ?? [];
    const excused = own.filter(({ outcome }) => outcome === 'excused').length;
    const kept = own.filter(({ outcome }) => outcome === 'kept').length;
    const not = own
      .filter(({ outcome }) => outcome !== 'kept' && outcome !== 'excused')
      .toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : (a.registerId ?? '') < (b.registerId ?? '') ? -1 : 1));
    return { standard, applied: own.length - excused, kept, excused, not };
  });
}
