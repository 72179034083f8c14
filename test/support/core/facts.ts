import type { z } from 'zod';
import type { Basis, Diagnosis, eventSchema, MeetingKind, ConsentScope, Security } from '../../../domain/pathway/events';

/** An event as a scenario says it: dates are plain text, `on` may be absent. */
export type Said = z.input<typeof eventSchema>;
/** An event that a correction may put in another's place: all but a correction. */
export type Correctable = Exclude<Said, { type: 'corrected' }>;
type Of<T extends Said['type']> = Extract<Said, { type: T }>;
type More<T extends Said['type']> = Partial<Of<T>>;

const dated = (on: string | undefined): { on?: string } => (on === undefined ? {} : { on });

export const ALL_SCOPES: readonly ConsentScope[] = ['register', 'meeting', 'disclosure', 'use'];

/** The outcome that a meeting gets in these tests where the test does not care. */
const OUTCOMES: Partial<Record<MeetingKind, string>> = {
  mam: 'stand-down',
  laep: 'no-admission',
  'community-cetr': 'admission-supported',
  'post-admission-cetr': 'at-1',
  'inpatient-cetr': 'at-1',
  'discharge-cetr': 'at-1',
};

export const referred = (more: More<'referral-received'> = {}): Correctable => ({ type: 'referral-received', source: 'family', ...more });
export const eligible = (diagnosis: Diagnosis = 'autism', on?: string): Correctable => ({
  type: 'eligibility-decided',
  outcome: 'eligible',
  diagnosis,
  ...dated(on),
});
export const notEligible = (diagnosis: Diagnosis = 'none', on?: string): Correctable => ({
  type: 'eligibility-decided',
  outcome: 'not-eligible',
  diagnosis,
  ...dated(on),
});
export const watch = (reviewOn: string, diagnosis: Diagnosis = 'considered'): Correctable => ({
  type: 'eligibility-decided',
  outcome: 'watch',
  diagnosis,
  reviewOn,
});
export const diagnosed = (diagnosis: Diagnosis, on?: string): Correctable => ({ type: 'diagnosis-confirmed', diagnosis, ...dated(on) });
export const consent = (basis: Basis, scope: readonly ConsentScope[] = ALL_SCOPES, more: More<'consent-given'> = {}): Correctable => ({
  type: 'consent-given',
  basis,
  scope: [...scope],
  ...more,
});
export const withdrawn = (scope?: readonly ConsentScope[], more: More<'consent-withdrawn'> = {}): Correctable => ({
  type: 'consent-withdrawn',
  ...(scope ? { scope: [...scope] } : {}),
  ...more,
});
export const refused = (scope?: readonly ConsentScope[], more: More<'consent-refused'> = {}): Correctable => ({
  type: 'consent-refused',
  ...(scope ? { scope: [...scope] } : {}),
  ...more,
});
export const rated = (rating: 'green' | 'amber' | 'red' | 'blue', on?: string): Correctable => ({
  type: 'rating-set',
  rating,
  reason: 'As the team agreed.',
  ...dated(on),
});
export const admitted = (on?: string, security: Security = 'non-secure', more: More<'admitted'> = {}): Correctable => ({
  type: 'admitted',
  security,
  detained: false,
  planned: false,
  ...dated(on),
  ...more,
});
export const discharged = (on?: string, more: More<'discharged'> = {}): Correctable => ({ type: 'discharged', ...dated(on), ...more });
export const transferred = (on: string | undefined, security: Security, more: More<'transferred'> = {}): Correctable => ({
  type: 'transferred',
  security,
  detained: false,
  ...dated(on),
  ...more,
});
export const details = (on: string, security: Security): Correctable => ({ type: 'stay-details-confirmed', on, security, detained: false });
export const visited = (on?: string, more: More<'visit-held'> = {}): Correctable => ({ type: 'visit-held', ...dated(on), ...more });
export const scheduled = (meeting: string, kind: MeetingKind, on: string, more: More<'meeting-scheduled'> = {}): Correctable => ({
  type: 'meeting-scheduled',
  meeting,
  kind,
  on,
  ...more,
});
export const held = (meeting: string, kind: MeetingKind, on?: string, outcome: string | undefined = OUTCOMES[kind]): Correctable => ({
  type: 'meeting-held',
  meeting,
  kind,
  ...dated(on),
  ...(outcome === undefined ? {} : { outcome }),
});
export const cancelled = (meeting: string, on?: string): Correctable => ({ type: 'meeting-cancelled', meeting, ...dated(on) });
export const deed = (
  type: 'arrangements-begun' | 'family-contacted' | 'papers-sent' | 'report-sent' | 'feedback-taken',
  meeting: string,
  on?: string,
): Correctable => ({ type, meeting, ...dated(on) });
export const agreed = (action: string, due?: string, on?: string, more: More<'action-agreed'> = {}): Correctable => ({
  type: 'action-agreed',
  action,
  ...(due === undefined ? {} : { due }),
  ...dated(on),
  ...more,
});
export const redated = (action: string, due: string, on?: string): Correctable => ({ type: 'action-redated', action, due, ...dated(on) });
export const done = (action: string, on?: string): Correctable => ({ type: 'action-done', action, ...dated(on) });
export const blocked = (action: string): Correctable => ({ type: 'action-blocked', action, planB: 'Another provider is asked.' });
export const excused = (deadline: string, on?: string): Correctable => ({
  type: 'deadline-excused',
  deadline,
  reason: 'person-declined',
  ...dated(on),
});
/** Somebody says that things have changed. */
export const changed = (urgency: Of<'change-reported'>['urgency'], more: More<'change-reported'> = {}): Correctable => ({
  type: 'change-reported',
  source: 'family',
  urgency,
  ...more,
});
export const reviewed = (outcome: Of<'change-reviewed'>['outcome'] = 'no-change', more: More<'change-reviewed'> = {}): Correctable => ({
  type: 'change-reviewed',
  outcome,
  ...more,
});
/** Somebody says when to look again. */
export const lookAgain = (lookAgainOn: string, on?: string): Correctable => ({
  type: 'next-step-set',
  lookAgainOn,
  reason: 'They are settled for now.',
  ...dated(on),
});
export const requested = (on?: string): Correctable => ({
  type: 'review-requested',
  by: 'family',
  reason: 'They ask for a review.',
  ...dated(on),
});
export const requestRefused = (on?: string): Correctable => ({
  type: 'review-refused',
  by: 'commissioner',
  reason: 'One was held last week.',
  ...dated(on),
});
export const died = (on?: string): Correctable => ({ type: 'person-died', ...dated(on) });
export const movedAway = (on?: string, acceptedBy?: string): Correctable => ({
  type: 'moved-away',
  ...dated(on),
  ...(acceptedBy === undefined ? {} : { acceptedBy }),
});
export const closed = (on?: string, more: More<'pathway-closed'> = {}): Correctable => ({
  type: 'pathway-closed',
  reason: 'No longer needed.',
  ...dated(on),
  ...more,
});
/** Takes back one event (a text) or several (a list), with what stands in its place. */
export const corrected = (events: string | readonly string[], replacement?: Correctable): Said => ({
  type: 'corrected',
  reason: 'It was recorded wrongly.',
  ...(typeof events === 'string' ? { event: events } : { events: [...events] }),
  ...(replacement === undefined ? {} : { with: replacement }),
});
