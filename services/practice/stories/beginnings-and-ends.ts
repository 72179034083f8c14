import type { Teller } from '../teller';
import { joins, mam } from './parts';
import { amber, settled } from './community';

const FOUND = { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' } as const;

/** Referred, and nothing has been decided yet. */
export function referred(t: Teller, ago: number, source: 'professional' | 'self' | 'family' | 'flag'): void {
  t.say(ago, { type: 'referral-received', source, suggestedRating: 'amber' });
}

/** Found eligible; consent is still to be asked for. */
export function notAskedYet(t: Teller, ago: number): void {
  referred(t, ago, 'professional');
  t.say(t.workingDay(ago - 3), FOUND);
}

/** On the register for some days, and not rated yet. */
export function notRatedYet(t: Teller, ago: number): void {
  notAskedYet(t, ago);
  t.consent(t.workingDay(ago - 5));
}

/** Neither eligible nor not: looked at again on a day that was agreed. */
export function watched(t: Teller, ago: number, reviewIn: number): void {
  referred(t, ago, 'family');
  t.say(t.workingDay(ago - 6), { type: 'eligibility-decided', outcome: 'watch', diagnosis: 'considered', reviewOn: t.day(-reviewIn) });
}

/** Does not wish to be on the register. */
export function refused(t: Teller, ago: number): void {
  notAskedYet(t, ago);
  t.say(t.workingDay(ago - 8), { type: 'consent-refused', scope: ['register'], by: 'person' });
}

/** Was on the register, and has withdrawn consent to it. */
export function withdrawn(t: Teller, ago: number, since: number): void {
  amber(t, ago, { since: since + 90, held: [since + 60], next: null, until: since });
  t.say(since, { type: 'consent-withdrawn', scope: ['register'], by: 'person' });
}

/** Does not wish the family to be written to. */
export function withoutFamily(t: Teller, ago: number): void {
  amber(t, ago, { since: 70, held: [50, 15], next: 8 });
  t.say(t.workingDay(60), { type: 'contact-wish-recorded', family: 'no' });
}

/** Comes of age within days: consent that rests on a parent's word is to be asked for anew. */
export function comesOfAge(t: Teller, ago: number): void {
  joins(t, ago, { renewalIn: 220, basis: 'parental-responsibility' });
  t.rate(t.workingDay(ago - 12), 'amber', 'Changes of school and of support');
  mam(t, 25);
}

/** Not eligible, and closed with word of other help. */
export function notEligible(t: Teller, ago: number): void {
  referred(t, ago, 'professional');
  t.say(t.workingDay(ago - 7), { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
  t.say(t.workingDay(ago - 8), { type: 'pathway-closed', reason: 'Not eligible; told of other help' });
}

/** No longer at risk, and agreed with everybody that it ends. */
export function left(t: Teller, ago: number, ended: number): void {
  settled(t, ago, 180, ended);
  t.say(t.workingDay(ended), { type: 'pathway-closed', reason: 'No longer at risk; agreed with the person and the family' });
}

/** Moved to another area. */
export function moved(t: Teller, ago: number, ended: number): void {
  amber(t, ago, { since: ended + 120, held: [ended + 80, ended + 40], next: null, until: ended });
  t.say(t.workingDay(ended), { type: 'moved-away' });
}

/** Has died. */
export function died(t: Teller, ago: number, ended: number): void {
  settled(t, ago, 160, ended);
  t.say(ended, { type: 'person-died' });
}

/** Left the register long ago, and was referred again. */
export function cameBack(t: Teller, ago: number, ended: number, again: number): void {
  left(t, ago, ended);
  t.say(again, { type: 'referral-received', source: 'family' });
  t.say(t.workingDay(again - 4), FOUND);
  t.consent(t.workingDay(again - 4));
  t.rate(t.workingDay(again - 5), 'amber', 'The placement has broken down');
}

/** A rating that had been written down for the wrong person is taken back. */
export function putRight(t: Teller, ago: number): void {
  amber(t, ago, { since: 110, held: [90, 45], next: 12, action: { dueIn: 2 } });
  const wrong = t.rate(6, 'red', 'Two nights in the emergency department');
  t.say(5, { type: 'corrected', event: wrong, reason: 'It was about somebody else' });
}
