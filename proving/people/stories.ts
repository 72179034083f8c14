import type { ConsentScope } from '../../domain/pathway/events';
import type { Teller } from './teller';

/** Every scope of consent. */
const ALL: ConsentScope[] = ['register', 'meeting', 'disclosure', 'use'];

/** One kind of story: how old the person is, and what is told. */
export interface Story {
  readonly name: string;
  readonly child: boolean;
  readonly tell: (teller: Teller) => void;
}

/**
 * Consent to the register a year ago, but for some days, so that on the day of the storm its renewal is reminded of, due, or escalated
 * (contract 5.1: 28 and 7 days before, on the day, 4 days after).
 */
function consentOfAYearAgo(teller: Teller, basis: 'own' | 'parental-responsibility'): void {
  teller.say({ type: 'consent-given', basis, scope: ALL, on: teller.day(teller.dice.pick([-365 + 28, -365 + 7, -365, -365 - 4])) });
}

/** At risk in the community: amber, then red, with meetings planned, moved and called off, and actions. */
function atRisk(teller: Teller): void {
  const { dice } = teller;
  teller.refer(-400);
  teller.say({ type: 'eligibility-decided', outcome: 'eligible', diagnosis: dice.pick(['autism', 'both']), on: teller.day(-395) });
  consentOfAYearAgo(teller, 'own');
  // The MAM has no date: on the fourteenth day the commissioner hears of it.
  teller.say({ type: 'rating-set', rating: 'amber', reason: 'A made-up reason', on: teller.day(-14) });
  const mam = teller.name('meeting');
  teller.say({
    type: 'meeting-scheduled',
    meeting: mam,
    kind: 'mam',
    on: teller.day(dice.between(3, 9)),
    time: '10:00',
    invited: teller.guests(3),
  });
  const action = teller.name('action');
  teller.say({ type: 'action-agreed', action, due: teller.day(-4), on: teller.day(-20) });
  if (dice.percent(50)) teller.say({ type: 'action-blocked', action, planB: 'Another made-up way', on: teller.day(-3) });
  teller.say({ type: 'meeting-held', meeting: teller.name('meeting'), kind: 'mam', outcome: 'escalate', on: teller.day(-7) });
  teller.signal({ type: 'contact-wish-recorded', family: 'yes', on: teller.day(-1) });
  teller.say({ type: 'rating-set', rating: 'red', reason: 'Another made-up reason', on: teller.day(-5) });
  const cetr = teller.name('meeting');
  const invited = teller.guests(4);
  // Preparations are due 14 days before, and reminded of 2 days before that.
  teller.say({
    type: 'meeting-scheduled',
    meeting: cetr,
    kind: 'community-cetr',
    on: teller.day(16),
    time: '13:30',
    place: 'A made-up room',
    invited,
  });
  if (dice.percent(60))
    teller.say({ type: 'meeting-scheduled', meeting: cetr, kind: 'community-cetr', on: teller.day(18), time: '09:00', invited });
  if (dice.percent(40)) teller.say({ type: 'meeting-cancelled', meeting: mam });
  teller.say({ type: 'action-done', action, on: teller.day(-1) });
  teller.signal({ type: 'rating-set', rating: dice.pick(['green', 'amber']), on: teller.day(0) });
}

/** An adult in hospital: the first review is overdue, visits are made, one is admitted twice by mistake. */
function inHospital(teller: Teller): void {
  const { dice } = teller;
  teller.refer(-45);
  teller.say({ type: 'consent-given', basis: 'own', scope: ALL, on: teller.day(-44) });
  teller.say({
    type: 'admitted',
    security: dice.pick(['non-secure', 'low', 'medium']),
    detained: true,
    planned: false,
    on: teller.day(-32),
  });
  const review = teller.name('meeting');
  const invited = teller.guests(4);
  teller.say({ type: 'meeting-scheduled', meeting: review, kind: 'post-admission-cetr', on: teller.day(10), time: '11:00', invited });
  teller.signal({ type: 'visit-held', on: teller.day(-10) });
  teller.say({ type: 'arrangements-begun', meeting: review, on: teller.day(-1) });
  teller.say({ type: 'papers-sent', meeting: review, on: teller.day(-1) });
  // Refused, and on-call hears of it at once.
  teller.say({ type: 'admitted', security: 'low', detained: null, planned: true, on: teller.day(-2) });
  teller.batch({ type: 'visit-held', on: teller.day(-20) }, { type: 'legal-status-changed', detained: true, on: teller.day(-20) });
  teller.say({ type: 'transferred', security: 'high', detained: true, newHospital: true, on: teller.day(-6) });
  teller.say({ type: 'meeting-scheduled', meeting: review, kind: 'post-admission-cetr', on: teller.day(14), time: '11:00', invited });
  if (dice.percent(50)) teller.say({ type: 'meeting-cancelled', meeting: review });
  if (dice.percent(50)) teller.signal({ type: 'discharged', destination: 'home', on: teller.day(0) });
}

/** A child in hospital: reviewed late, reported on, discharged. */
function childInHospital(teller: Teller): void {
  const { dice } = teller;
  teller.refer(-380);
  consentOfAYearAgo(teller, 'parental-responsibility');
  teller.say({ type: 'admitted', security: 'not-known', detained: false, planned: false, on: teller.day(-18) });
  teller.say({ type: 'stay-details-confirmed', security: 'non-secure', detained: false, on: teller.day(-18) });
  const review = teller.name('meeting');
  teller.say({
    type: 'meeting-scheduled',
    meeting: review,
    kind: 'post-admission-cetr',
    on: teller.day(0),
    time: '07:30',
    invited: teller.guests(3),
  });
  teller.say({ type: 'meeting-held', meeting: review, kind: 'post-admission-cetr', outcome: 'at-2', on: teller.day(-2) });
  teller.say({ type: 'report-sent', meeting: review, on: teller.day(-1) });
  // Refused: the report of a meeting that nobody knows.
  teller.say({ type: 'report-sent', meeting: teller.name('meeting'), on: teller.day(-1) });
  teller.say({ type: 'feedback-taken', meeting: review, on: teller.day(0) });
  teller.say({
    type: 'meeting-scheduled',
    meeting: teller.name('meeting'),
    kind: 'inpatient-cetr',
    on: teller.day(30),
    invited: teller.guests(4),
  });
  if (dice.percent(60)) teller.say({ type: 'discharged', destination: 'home', on: teller.day(0) });
  teller.say({
    type: 'meeting-scheduled',
    meeting: teller.name('meeting'),
    kind: 'mam',
    on: teller.day(5),
    time: '15:00',
    invited: teller.guests(3),
  });
}

/** Not eligible, closed, and back again on a new pathway. */
function comesBack(teller: Teller): void {
  teller.refer(-60);
  teller.say({ type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none', on: teller.day(-50) });
  teller.say({ type: 'pathway-closed', reason: 'A made-up ending', on: teller.day(-49) });
  // Refused: the pathway has ended.
  teller.say({ type: 'keyworker-assigned', on: teller.day(-30) });
  teller.comeBack(-14);
  teller.say({ type: 'eligibility-decided', outcome: 'watch', diagnosis: 'considered', reviewOn: teller.day(7), on: teller.day(-13) });
  // Urgent, without a date: the manager hears of it on the seventh day.
  teller.say({ type: 'review-requested', by: 'family', reason: 'A made-up worry', on: teller.day(-7) });
  const review = teller.name('meeting');
  teller.say({
    type: 'meeting-scheduled',
    meeting: review,
    kind: 'community-cetr',
    on: teller.day(14),
    time: '10:30',
    invited: teller.guests(4),
  });
  teller.say({ type: 'family-contacted', meeting: review, on: teller.day(-1) });
}

/** Someone who dies while a meeting is booked: what was to go is dropped or held. */
function dies(teller: Teller): void {
  teller.refer(-100);
  teller.say({ type: 'consent-given', basis: 'own', scope: ALL, on: teller.day(-90) });
  teller.say({ type: 'rating-set', rating: 'amber', reason: 'A made-up reason', on: teller.day(-20) });
  teller.say({
    type: 'meeting-scheduled',
    meeting: teller.name('meeting'),
    kind: 'community-cetr',
    on: teller.day(12),
    invited: teller.guests(4),
  });
  teller.say({ type: 'meeting-scheduled', meeting: teller.name('meeting'), kind: 'mam', on: teller.day(2), invited: teller.guests(2) });
  teller.say({ type: 'person-died', on: teller.day(-1) });
  // Refused, and on-call hears of it.
  teller.say({ type: 'admitted', security: 'low', detained: null, planned: true, on: teller.day(0) });
}

/** A record that has to be put right: corrections, a past stay as a batch, a batch that is refused, consent taken back. */
function putRight(teller: Teller): void {
  teller.refer(-250);
  teller.say({ type: 'consent-given', basis: 'own', scope: ALL, on: teller.day(-249) });
  const admission = teller.say({ type: 'admitted', security: 'low', detained: true, planned: true, on: teller.day(-40) });
  teller.say({
    type: 'corrected',
    event: admission,
    reason: 'A wrong day',
    with: { type: 'admitted', security: 'low', detained: true, planned: true, on: teller.day(-32) },
  });
  const visit = teller.say({ type: 'visit-held', on: teller.day(-20) });
  teller.say({ type: 'corrected', event: visit, reason: 'It was somebody else' });
  teller.batch(
    { type: 'admitted', security: 'non-secure', detained: null, planned: true, on: teller.day(-200) },
    { type: 'visit-held', on: teller.day(-170) },
    { type: 'discharged', destination: 'home', on: teller.day(-150) },
  );
  // Refused as a whole, for its second part.
  teller.batch(
    { type: 'visit-held', on: teller.day(-9) },
    { type: 'admitted', security: 'low', detained: null, planned: true, on: teller.day(-5) },
  );
  const review = teller.name('meeting');
  teller.say({
    type: 'meeting-scheduled',
    meeting: review,
    kind: 'post-admission-cetr',
    on: teller.day(15),
    time: '14:00',
    invited: teller.guests(4),
  });
  teller.say({ type: 'consent-withdrawn', scope: ['disclosure'], on: teller.day(0) });
  // An incident: papers without consent to disclosure.
  teller.say({ type: 'papers-sent', meeting: review, on: teller.day(0) });
}

/** A hospital system that speaks Temporal: an admission and a discharge by signal, and a second discharge that is refused. */
function bySignal(teller: Teller): void {
  teller.refer(-70);
  teller.signal({ type: 'admitted', security: 'medium', detained: true, planned: false, on: teller.day(-32) });
  teller.say({ type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'learning-disability', on: teller.day(-60) });
  teller.signal({ type: 'visit-held', on: teller.day(-15) });
  teller.say({ type: 'review-requested', by: 'family', reason: 'A made-up worry', on: teller.day(-40) });
  teller.say({
    type: 'meeting-scheduled',
    meeting: teller.name('meeting'),
    kind: 'cpa',
    on: teller.day(4),
    time: '09:30',
    invited: teller.guests(4),
  });
  teller.signal({ type: 'discharged', destination: 'supported-living', on: teller.day(-3) });
  teller.signal({ type: 'discharged', on: teller.day(-1) });
  teller.say({ type: 'keyworker-assigned', on: teller.day(0) });
}

/** The stories, each as often as it stands here. */
export const STORIES: readonly Story[] = [
  { name: 'at risk', child: false, tell: atRisk },
  { name: 'in hospital', child: false, tell: inHospital },
  { name: 'child in hospital', child: true, tell: childInHospital },
  { name: 'comes back', child: false, tell: comesBack },
  { name: 'at risk', child: false, tell: atRisk },
  { name: 'put right', child: false, tell: putRight },
  { name: 'by signal', child: false, tell: bySignal },
  { name: 'in hospital', child: false, tell: inHospital },
  { name: 'dies', child: false, tell: dies },
];
