import type { Teller } from '../teller';
import { joins, mam, planned, review } from './parts';

const UNSETTLED = [
  'Out of school since half-term',
  'The placement is at risk',
  'The main carer is unwell',
  'More distress at home since the move',
] as const;
const SETTLED = ['The plan holds, and the family agrees', 'Settled in the new placement', 'Back at school, with fewer incidents'] as const;
const URGENT = [
  'Admission was spoken of on the ward round',
  'The provider has given notice',
  'Two nights in the emergency department',
] as const;

/** Long settled: amber at first, then stood down to green. */
export function settled(t: Teller, ago: number, renewalIn: number, until = 0): void {
  joins(t, ago, { renewalIn, until });
  t.rate(ago - 12, 'amber', t.dice.pick(UNSETTLED));
  mam(t, ago - 30);
  mam(t, ago - 75);
  mam(t, ago - 120, 'stand-down', 'none');
  t.rate(t.workingDay(ago - 122), 'green', t.dice.pick(SETTLED));
}

/** Settled, and somebody looks again on a day that was agreed. */
export function lookedAtAgain(t: Teller, ago: number, lookAgainIn: number): void {
  settled(t, ago, 190);
  t.say(t.workingDay(40), { type: 'next-step-set', lookAgainOn: t.day(-lookAgainIn), reason: 'See how the first weeks at college went' });
}

/** Settled until somebody said that things have changed; it is to be looked at by its day. */
export function changed(t: Teller, ago: number, urgency: 'today' | 'this-week', reported: number): void {
  settled(t, ago, 210);
  t.say(reported, { type: 'change-reported', source: 'family', urgency, what: 'Not sleeping, and does not want to go out any more' });
}

/** How things stand with somebody rated amber. */
interface Amber {
  /** Since how many days. */
  readonly since: number;
  /** When its multi-agency meetings were held; the last one comes last. */
  readonly held: readonly number[];
  /** In how many days the next one is; null: none is planned. */
  readonly next: number | null;
  readonly renewalIn?: number;
  /** Since how many days consent is asked for no more. */
  readonly until?: number;
  /** What was agreed at the last one, if that is still open. */
  readonly action?: { readonly dueIn: number | null; readonly blocked?: true };
}

/** Amber: meetings every few weeks, the next of them planned or still to be arranged. */
export function amber(t: Teller, ago: number, { since, held, next, renewalIn, action, until = 0 }: Amber): void {
  const isLong = since < ago - 200;
  joins(t, ago, { ...(renewalIn === undefined ? {} : { renewalIn }), until, ...(isLong ? {} : { greenUntil: since }) });
  if (isLong) {
    t.rate(ago - 12, 'amber', t.dice.pick(UNSETTLED));
    mam(t, ago - 40, 'stand-down');
    t.rate(t.workingDay(ago - 43), 'green', t.dice.pick(SETTLED));
  }
  t.rate(t.workingDay(since), 'amber', t.dice.pick(UNSETTLED));
  for (const [index, day] of held.entries()) mam(t, day, 'continue', index === held.length - 1 && action ? action : 'done');
  if (next !== null) {
    const last = held.at(-1) ?? since;
    const on = t.workingDay(-next);
    planned(t, 'mam', { on, before: Math.min(Math.max(t.dice.between(5, 20), -on + 1), -on + Math.max(last - 2, 0)) });
  }
}

/** Red, and a community C(E)TR planned for a day ahead, or not yet. */
export function red(
  t: Teller,
  ago: number,
  since: number,
  next: { readonly in: number; readonly before: number; readonly undone?: readonly ('arrangements' | 'family' | 'papers')[] } | null,
): void {
  joins(t, ago, { renewalIn: 130, greenUntil: since + 60 });
  t.rate(t.workingDay(Math.min(since + 60, ago - 11)), 'amber', t.dice.pick(UNSETTLED));
  if (ago > since + 60) mam(t, since + 5, 'escalate');
  t.rate(t.workingDay(since), 'red', t.dice.pick(URGENT));
  if (next !== null) review(t, 'community-cetr', { ...next, on: t.workingDay(-next.in) });
}

/** Red, reviewed in the community some days ago; what follows the review is done or not. */
export function reviewed(
  t: Teller,
  ago: number,
  held: number,
  after: { readonly reportAfter: number | null; readonly feedbackAfter: number | null },
): void {
  joins(t, ago, { renewalIn: 95, greenUntil: held + 50 });
  t.rate(t.workingDay(held + 50), 'amber', t.dice.pick(UNSETTLED));
  mam(t, held + 34, 'escalate');
  t.rate(t.workingDay(held + 30), 'red', t.dice.pick(URGENT));
  review(t, 'community-cetr', { on: held, before: 22, outcome: 'stay-in-community', ...after });
}

/** A night meeting before an admission that did not come to one; the review that follows has its day. */
export function nightMeeting(t: Teller, ago: number, held: number): void {
  joins(t, ago, { renewalIn: 160, greenUntil: held + 20 });
  t.rate(t.workingDay(held + 20), 'amber', t.dice.pick(UNSETTLED));
  mam(t, held + 8);
  t.say(held, { type: 'meeting-held', meeting: t.name('meeting'), kind: 'laep', outcome: 'no-admission' });
  t.rate(held, 'red', t.dice.pick(URGENT));
  t.say(held, { type: 'crisis-support-recorded', until: t.day(held - 10) });
}

/** Amber, and the family has asked for a review. */
export function reviewAskedFor(t: Teller, ago: number, asked: number): void {
  amber(t, ago, { since: asked + 40, held: [asked + 12], next: 9 });
  t.say(asked, { type: 'review-requested', by: 'family', reason: 'The family is afraid of an admission' });
}
