import type { Security } from '../../../domain/pathway/events';
import type { Teller } from '../teller';
import { admitted, joins, mam, planned, review, visits } from './parts';

const BEFORE = 'Unsettled for some weeks';

/** How a stay goes. */
interface Stay {
  readonly admitted: number;
  readonly security: Security;
  /** When its C(E)TRs were held, the first one first. */
  readonly reviews: readonly number[];
  /** When the last visit was; null: none yet. */
  readonly visited: number | null;
  /** In how many days the next review is; null: none is planned. */
  readonly next?: {
    readonly in: number;
    readonly before: number;
    readonly kind?: 'inpatient-cetr' | 'post-admission-cetr' | 'discharge-cetr';
  } | null;
  readonly detained?: boolean;
  readonly planned?: boolean;
  /** How many days after the last review its report was sent; null: not yet. */
  readonly reportAfter?: number | null;
}

/** In hospital: reviewed and visited, with the next of both ahead, due or late. */
export function inHospital(t: Teller, ago: number, stay: Stay): void {
  const { security, reviews, visited, next = null, reportAfter = 10, ...how } = stay;
  joins(t, ago, { renewalIn: 140, greenUntil: stay.admitted + 60 });
  if (ago > stay.admitted + 80) {
    t.rate(t.workingDay(stay.admitted + 60), 'amber', BEFORE);
    mam(t, stay.admitted + 30);
  }
  admitted(t, stay.admitted, security, how);
  for (const [index, on] of reviews.entries()) {
    const isLast = index === reviews.length - 1;
    review(t, index === 0 ? 'post-admission-cetr' : 'inpatient-cetr', {
      on,
      before: index === 0 ? Math.min(stay.admitted - on, 17) : 24,
      outcome: t.dice.pick(['at-2', 'at-3', 'at-4'] as const),
      ...(isLast ? { reportAfter } : {}),
    });
  }
  if (visited !== null) visits(t, stay.admitted, visited);
  if (next === null) return;
  const { kind = 'inpatient-cetr' } = next;
  review(t, kind, { on: t.workingDay(-next.in), before: next.before });
}

/** On leave from a long stay, before a discharge that is being planned. */
export function onLeave(t: Teller, ago: number, since: number): void {
  inHospital(t, ago, { admitted: since, security: 'low', reviews: [since - 20, since - 200], visited: 24, detained: true });
  t.say(9, { type: 'leave-began' });
  planned(t, 'discharge-planning', { on: t.workingDay(-6), before: 15 });
}

/** Moved to a more secure ward of another hospital some weeks ago, which calls for another review. */
export function transferred(t: Teller, ago: number, since: number, moved: number): void {
  inHospital(t, ago, { admitted: since, security: 'non-secure', reviews: [since - 25], visited: moved - 4, detained: true });
  t.say(moved, { type: 'transferred', security: 'medium', detained: true, newHospital: true, site: 'EXV02' });
}

/** Admitted last night: the first dates of a stay stand, nothing else does. */
export function admittedLastNight(t: Teller, ago: number): void {
  joins(t, ago, { renewalIn: 200, greenUntil: 20 });
  t.rate(t.workingDay(20), 'amber', BEFORE);
  t.say(1, { type: 'meeting-held', meeting: t.name('meeting'), kind: 'laep', outcome: 'admit' });
  admitted(t, 1, 'non-secure', { detained: false });
}

/** Home again some weeks ago: amber since then, and the meeting after the discharge held, planned, or still to be arranged. */
export function home(t: Teller, ago: number, stay: { readonly from: number; readonly to: number }, meeting: number | null): void {
  joins(t, ago, { renewalIn: 175, greenUntil: stay.from });
  admitted(t, stay.from, 'non-secure', { detained: false });
  review(t, 'post-admission-cetr', { on: stay.from - 21, before: 15, outcome: 'at-5' });
  visits(t, stay.from, stay.to + 15);
  t.say(stay.to, { type: 'discharged', destination: t.dice.pick(['home', 'supported-living'] as const) });
  if (meeting === null) return;
  if (meeting > 0) mam(t, meeting);
  else planned(t, 'mam', { on: t.workingDay(meeting), before: Math.min(stay.to - 1, 12 - t.workingDay(meeting)) });
}

/** A ward of the hospital reports something that cannot be so: it is refused, and the team is asked to sort it out. */
export function wrongReport(t: Teller, ago: number): void {
  inHospital(t, ago, { admitted: 100, security: 'low', reviews: [75], visited: 30 });
  t.say(0, { type: 'discharged', destination: 'other-hospital' }, 'refused-from-outside');
}

/** A discharge arrives from the hospital before the admission does: it waits for a day. */
export function outOfOrder(t: Teller, ago: number): void {
  joins(t, ago, { renewalIn: 120, greenUntil: 25 });
  t.rate(t.workingDay(25), 'amber', BEFORE);
  mam(t, 12);
  t.say(0, { type: 'discharged', destination: 'home' }, 'waits-from-outside');
}
