import { CRITERIA } from '../../domain/rules/criteria';
import type { EventType, PathwayEvent } from '../../domain/pathway/events';

type FieldOf<T extends EventType> = Exclude<keyof Extract<PathwayEvent, { type: T }>, 'type'>;

/** What each type of event says, and each of its fields: a type or field without words does not compile. */
export type EventWords = { readonly [T in EventType]: { readonly event: string; readonly fields: Readonly<Record<FieldOf<T>, string>> } };

const on = 'The day on which it was true; today in London without it';
const meeting = 'The id of the meeting, made by you: letters, digits and hyphens, never a name';
const action = 'The id of the action, made by you: letters, digits and hyphens, never a name';
const kind = 'The kind of meeting';
const diagnosis = 'What the diagnosis says';
const security = 'The security of the ward';
const detained = 'Whether detained under the Mental Health Act; null: not known';
const site = 'The ODS code of the hospital site';
const legalStatus = 'A code of the legal status';
const scope = 'What the consent is for';
const by = 'Who said so: the person (taken for granted) or somebody else';
const reason = 'Why, in words; they stay in the database';
const stay = { on, security, detained, site, legalStatus };
const deed = { on, meeting };
const lost = { on, scope: 'What it is about; everything without it', by };

/** Kept beside the description, by type and field of contract section 4. */
/** Each with its words: they are quotations, and stand nowhere else for callers. */
const criteria = `Which criteria whoever decided saw: prompts, never a score. ${Object.entries(CRITERIA)
  .map(([code, { words: said, source }]) => `\`${code}\`: ${said} (${source})`)
  .join('; ')}`;

const words = {
  'referral-received': {
    event: 'Somebody was referred, referred themselves, or was flagged',
    fields: { on, source: 'Where the referral came from', suggestedRating: 'What the referrer thinks; it sets no rating' },
  },
  'eligibility-decided': {
    event: 'It was decided whether the person belongs on the register',
    fields: {
      on,
      outcome: 'What was decided',
      diagnosis,
      reviewOn: 'The day to look again: with the outcome watch, and only then',
      criteria,
      reason: 'Why, in words; wanted where red was suggested and it is decided otherwise',
    },
  },
  'consent-given': {
    event: 'Consent was given',
    fields: {
      on,
      basis: 'On whose authority: the person’s own, or another’s',
      scope,
      assessedOn: 'The day on which capacity was assessed: needed from 16 on for every basis but own',
      meeting: 'The meeting that it is for, where it is for one alone',
    },
  },
  'consent-refused': { event: 'Consent was asked for and refused', fields: lost },
  'consent-withdrawn': { event: 'Consent that was given was withdrawn', fields: lost },
  'contact-wish-recorded': {
    event: 'The person said whether their family may be written to',
    fields: { on, family: 'Whether the person wishes it' },
  },
  'rating-set': {
    event: 'A named person decided a rating',
    fields: { on, rating: 'Blue follows from an admission and is refused', reason, criteria },
  },
  'meeting-scheduled': {
    event: 'A meeting was given a day, or another day',
    fields: {
      on: 'The day on which it is to be held; always needed',
      meeting,
      kind,
      time: 'When it begins, in London',
      until: 'When it ends, in London; later than `time`',
      place: 'Where, in words; they stay in the database',
      invited: 'Who is invited: audiences, or ids of the person’s contacts',
    },
  },
  'meeting-held': {
    event: 'A meeting was held, whether it had been scheduled or not',
    fields: {
      on: 'The day on which it was held; today in London without it',
      meeting,
      kind,
      outcome: 'What came of it: which outcomes there are depends on the kind',
      quorate: 'Whether enough of those needed were there',
    },
  },
  'meeting-cancelled': {
    event: 'A meeting will not be held',
    fields: { on: 'The day on which it was cancelled; today in London without it', meeting, kind: 'The kind of meeting; not needed' },
  },
  'arrangements-begun': { event: 'The arrangements for a review were begun', fields: deed },
  'family-contacted': { event: 'The family was spoken to before a review', fields: deed },
  'papers-sent': { event: 'The papers of a review were sent to the panel', fields: deed },
  'report-sent': { event: 'The report of a review was sent', fields: deed },
  'feedback-taken': {
    event: 'The person was asked how the review had been for them',
    fields: { ...deed, declined: 'True where help was offered and the person did not wish it' },
  },
  'action-agreed': {
    event: 'Somebody is to do something',
    fields: {
      on,
      action,
      due: 'By when, where that was agreed',
      what: 'What is to be done, in words; they stay in the database',
      owner: 'The id of the contact or member of staff who is to do it',
      meeting: 'The meeting at which it was agreed',
      insteadOf: 'The action whose Plan B it is',
    },
  },
  'action-redated': { event: 'An action was given another date', fields: { on, action, due: 'The new date' } },
  'action-done': { event: 'An action was done', fields: { on, action, evidence: 'What shows it, in words; they stay in the database' } },
  'action-blocked': {
    event: 'An action cannot be done as agreed',
    fields: { on, action, planB: 'What is to be done instead, in words; they stay in the database' },
  },
  admitted: {
    event: 'Somebody was admitted to a mental health, learning disability or autism bed',
    fields: { ...stay, planned: 'Whether the admission was planned', withoutReview: 'Why no C(E)TR came first' },
  },
  'stay-details-confirmed': { event: 'What was not known of an admission or transfer is known', fields: { ...stay } },
  transferred: {
    event: 'An inpatient was moved to another ward or hospital',
    fields: { ...stay, newHospital: 'Whether to another hospital; false without it' },
  },
  'legal-status-changed': { event: 'The legal status of an inpatient changed', fields: { on, detained, legalStatus } },
  'leave-began': { event: 'An inpatient went on leave', fields: { on } },
  'leave-ended': { event: 'An inpatient came back from leave', fields: { on } },
  discharged: { event: 'An inpatient was discharged', fields: { on, destination: 'Where to' } },
  'diagnosis-confirmed': { event: 'A diagnosis was made, or taken away', fields: { on, diagnosis } },
  'birth-date-recorded': { event: 'The birth date became known', fields: { on, bornOn: 'The birth date' } },
  'visit-held': {
    event: 'The commissioner visited an inpatient',
    fields: {
      on,
      purpose: 'What the visit was for; both without it',
      onSite: 'Whether somebody went there',
      seen: 'Whether the person was seen',
    },
  },
  'change-reported': {
    event: 'Somebody says that things have changed',
    fields: {
      on,
      source: 'Who says so',
      urgency: 'How soon somebody must look',
      what: 'What has changed, in words; they stay in the database',
    },
  },
  'change-reviewed': { event: 'Somebody looked at a reported change', fields: { on, outcome: 'What came of it', reason } },
  'next-step-set': {
    event: 'Somebody decided when to look again',
    fields: { on, lookAgainOn: 'The day to look again: at most 92 days ahead', reason },
  },
  'crisis-support-recorded': { event: 'Support in a crisis began', fields: { on, until: 'The day on which it ended' } },
  'review-requested': { event: 'Somebody asked for a review', fields: { on, by: 'A code of who asked', reason } },
  'review-refused': { event: 'A review that was asked for was refused', fields: { on, by: 'A code of who refused it', reason } },
  'deadline-excused': {
    event: 'Something that is due is excused',
    fields: { on, deadline: 'The id of the deadline, or its kind for the open one due first', reason: 'A code of why' },
  },
  'keyworker-assigned': { event: 'A keyworker was assigned', fields: { on } },
  'transition-planned': { event: 'The way into adult services was planned', fields: { on } },
  adopted: {
    event: 'This service took the pathway over from an older register',
    fields: { on: 'The day on which it did; today in London without it' },
  },
  'steps-released': {
    event: 'Reminders that waited after an adoption may go',
    fields: { on, deadline: 'The deadline whose steps may go; all without it' },
  },
  'rules-adopted': { event: 'The service works by other rules from now on', fields: { on, ruleSet: 'The name of the rule set' } },
  'person-died': { event: 'The person died', fields: { on: 'The day of the death; today in London without it' } },
  'moved-away': { event: 'The person moved to another area', fields: { on, acceptedBy: 'A code of the commissioner that took over' } },
  'pathway-closed': {
    event: 'The pathway was closed',
    fields: { on, reason, duplicateOf: 'The register id of the same person, where they were on file twice' },
  },
  corrected: {
    event: 'Events were wrong and are taken back',
    fields: {
      on,
      event: 'The id of the event that is taken back; this or `events`',
      events: 'The ids of several',
      reason,
      with: 'The event as it should have been, of the same type',
    },
  },
};

/** Here a type or a field without words fails to compile. */
const complete: EventWords = words;

type Words = { readonly event: string; readonly fields: Readonly<Record<string, string | undefined>> };
const known: Readonly<Record<string, Words | undefined>> = complete;

/** The words for an event, or for one of its fields; undefined for what every event carries besides. */
export const wordsFor = (type: string, field?: string): string | undefined =>
  field === undefined ? known[type]?.event : known[type]?.fields[field];
