import type { Basis, MeetingKind, Security } from '../../../domain/pathway/events';
import type { Teller } from '../teller';

/** What is agreed at meetings. */
const ACTIONS = [
  'Sensory assessment at home',
  'Ask the school about a later start',
  'Write a communication passport',
  'Agree who comes to the house, and when',
  'Housing application with the support provider',
  'Book the annual health check',
  'Find an advocate',
  'Short breaks for the family',
  'Review of medicines with the pharmacist',
  'Training for the support team',
  'Plan for the summer holidays',
  'Visit the new placement',
] as const;

const PLACES = ['Example Valley civic centre, room 4', 'Example Unit, meeting room', 'Placeholder House, ground floor', 'Online'] as const;
const GUESTS = [
  ['team', 'keyworker', 'person', 'chosen-contacts'],
  ['team', 'commissioner', 'keyworker', 'person', 'chosen-contacts'],
] as const;
const OF_A_REVIEW = ['team', 'commissioner', 'panel', 'provider', 'person', 'chosen-contacts'] as const;

/** How long a renewal of consent usually lasts until the next is asked for. */
const RENEWED_AFTER = 355;

/** Days from which on a time before the next rating has one of its own. */
const WORTH_RATING = 45;

/** What consent to the register somebody gives. */
interface Joining {
  /** In how many days its next renewal is due. */
  readonly renewalIn?: number;
  readonly basis?: Basis;
  /** Since how many days it is asked for no more. */
  readonly until?: number;
  /** When what came later begins: whoever joined long before was green until then. */
  readonly greenUntil?: number;
}

/** Referred, found eligible, and on the register by consent, which is renewed each year. */
export function joins(t: Teller, ago: number, { renewalIn = 150, basis, until = 0, greenUntil = ago }: Joining = {}): void {
  const decided = t.workingDay(Math.max(ago - t.dice.between(3, 9), 1));
  t.say(ago, { type: 'referral-received', source: t.dice.pick(['professional', 'family', 'self', 'professional'] as const) });
  t.say(decided, {
    type: 'eligibility-decided',
    outcome: 'eligible',
    diagnosis: t.dice.pick(['autism', 'learning-disability', 'both'] as const),
  });
  const more = basis === undefined ? {} : { basis };
  t.consent(decided, undefined, more);
  if (decided - greenUntil > WORTH_RATING) t.rate(decided, 'green', 'Known to the team, and support is in place');
  for (let renewal = t.yearBefore(renewalIn); renewal < decided - 40; renewal += RENEWED_AFTER)
    if (renewal > until) t.consent(renewal, undefined, more);
  if (t.dice.percent(50)) t.say(t.workingDay(Math.max(decided - 10, 1)), { type: 'keyworker-assigned' });
  // From 16 on a young person is asked in their own right.
  if (basis === undefined && t.turned(16) < decided && t.turned(16) > until) t.consent(t.turned(16));
  const asked = Math.min(t.turned(17), decided) - 50;
  if (asked > until && t.turned(18) < asked + 50) t.say(t.workingDay(asked), { type: 'transition-planned' });
}

/** Planned so many days before it, for a day that may lie ahead; out: its id. */
export function planned(t: Teller, kind: MeetingKind, { on, before }: { readonly on: number; readonly before: number }): string {
  const meeting = t.name('meeting');
  const [time, until] = t.dice.pick([
    ['09:30', '11:00'],
    ['10:00', '12:00'],
    ['13:30', '15:00'],
    ['14:00', '16:30'],
  ] as const);
  const invited = kind === 'mam' ? t.dice.pick(GUESTS) : OF_A_REVIEW;
  t.say(Math.max(on + before, 0), {
    type: 'meeting-scheduled',
    meeting,
    kind,
    on: t.day(on),
    time,
    until,
    place: t.dice.pick(PLACES),
    invited: [...invited],
  });
  return meeting;
}

/** A multi-agency meeting that was planned and held; an action comes of it, done in time unless it is left open. */
export function mam(
  t: Teller,
  ago: number,
  outcome: 'continue' | 'escalate' | 'stand-down' = 'continue',
  action: 'done' | 'none' | { readonly dueIn: number | null; readonly blocked?: true } = 'done',
): void {
  const on = t.workingDay(ago);
  const meeting = planned(t, 'mam', { on, before: t.dice.between(8, 16) });
  t.say(on, { type: 'meeting-held', meeting, kind: 'mam', outcome, quorate: true });
  if (action === 'none') return;
  const id = t.name('action');
  const what = t.dice.pick(ACTIONS);
  if (action === 'done') {
    const done = on - t.dice.between(9, 26);
    t.say(on, { type: 'action-agreed', action: id, what, meeting, due: t.day(on - 28) });
    if (done > 0) t.say(t.workingDay(done), { type: 'action-done', action: id, evidence: 'Seen at the next call' });
    return;
  }
  const { dueIn, blocked } = action;
  t.say(on, { type: 'action-agreed', action: id, what, meeting, ...(dueIn === null ? {} : { due: t.day(-dueIn) }) });
  if (blocked)
    t.say(Math.max(on - 5, 1), { type: 'action-blocked', action: id, planB: 'Ask the other provider; look again at the next meeting' });
}

/** How a review is prepared and followed up. */
interface Review {
  readonly on: number;
  /** So many days before it was planned. */
  readonly before: number;
  /** Which of the preparations are done by now; absent: all whose day has come. */
  readonly undone?: readonly ('arrangements' | 'family' | 'papers')[];
  /** Absent: planned alone. */
  readonly outcome?: string;
  /** How many days after it the report was sent, and feedback taken; null: not yet. */
  readonly reportAfter?: number | null;
  readonly feedbackAfter?: number | null;
}

/** A C(E)TR: planned, prepared, and where it has an outcome held and followed up. Out: its id. */
export function review(t: Teller, kind: MeetingKind, given: Review): string {
  const { on, before, undone = [], outcome, reportAfter = 10, feedbackAfter = 5 } = given;
  const meeting = planned(t, kind, { on, before });
  const since = Math.max(on + before, 0);
  // Not before it was planned, not after today, and in time where that can be.
  const by = (days: number): number => Math.max(Math.min(since, on + days), 0);
  const isTime = (days: number): boolean => on + days >= 0;
  t.consent(Math.max(since - 1, 0), ['meeting', 'disclosure'], { meeting });
  if (!undone.includes('arrangements') && isTime(15)) t.say(by(16), { type: 'arrangements-begun', meeting });
  if (!undone.includes('family') && isTime(15)) t.say(by(15), { type: 'family-contacted', meeting });
  if (!undone.includes('papers') && isTime(2)) t.say(by(2), { type: 'papers-sent', meeting });
  if (outcome === undefined) return meeting;
  t.say(on, { type: 'meeting-held', meeting, kind, outcome, quorate: true });
  if (reportAfter !== null && on - reportAfter >= 0) t.say(on - reportAfter, { type: 'report-sent', meeting });
  if (feedbackAfter !== null && on - feedbackAfter >= 0) t.say(on - feedbackAfter, { type: 'feedback-taken', meeting });
  return meeting;
}

/** Visits to somebody in hospital: the last so many days ago, the others each some weeks before, until the admission. */
export function visits(t: Teller, admitted: number, last: number, apart = 50): void {
  for (let ago = last; ago < admitted; ago += apart) t.say(ago, { type: 'visit-held', purpose: 'oversight', onSite: true, seen: true });
}

/** An admission to a ward. */
export function admitted(
  t: Teller,
  ago: number,
  security: Security,
  more: { readonly detained?: boolean; readonly planned?: boolean } = {},
): void {
  const { detained = security !== 'non-secure', planned: isPlanned = false } = more;
  t.say(ago, {
    type: 'admitted',
    security,
    detained,
    planned: isPlanned,
    site: 'EXV01',
    ...(isPlanned ? {} : { withoutReview: 'emergency' as const }),
  });
}
