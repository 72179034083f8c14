import type { PlainDate } from '../calendar/dates';
import type { Snapshot } from '../pathway/types';

/** What was agreed for somebody who came home from hospital, and is not in place. */
export interface SupportMissing {
  readonly dischargedOn: PlainDate;
  /** How many actions are open after their day. */
  readonly late: number;
  /** How many are blocked, with nothing agreed instead. */
  readonly blocked: number;
  /** The multi-agency meeting that looks at the support is late. */
  readonly meetingLate: boolean;
}

/**
 * Whether the support that was agreed is in place for somebody who was discharged and is at home since: "to be escalated to red if the level of support
 * is not in place [and] the individual once again becomes at risk of admission" (domain/policy L4, 004 L1020). It says what is missing; whether they
 * are at risk again, and are red, is decided by a person. `today` is a day in London. Null: they are in hospital, were not, are red already or off the
 * register, or nothing is known to be missing.
 */
export function supportMissing(
  { stays, inpatient, onRegister, rating, actions, deadlines }: Snapshot,
  today: PlainDate,
): SupportMissing | null {
  const dischargedOn = stays.at(-1)?.dischargedOn ?? null;
  if (dischargedOn === null || inpatient || !onRegister || rating === 'red') return null;
  const late = actions.filter(({ status, due }) => status === 'open' && due !== null && due < today).length;
  const blocked = actions.filter(({ status }) => status === 'blocked').length;
  const meetingLate = [...deadlines.values()].some(({ kind, owed, due }) => kind === 'mam' && owed && due !== null && due < today);
  return late === 0 && blocked === 0 && !meetingLate ? null : { dischargedOn, late, blocked, meetingLate };
}
