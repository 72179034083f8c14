import { type Instant, londonDate } from '../calendar/dates';
import { isSameId } from '../uuids';
import { type ConsentScope, CONSENT_SCOPES, type EventType, type Fact, type FactOf } from './events';
import { placed, standing } from './place';
import { latestPathway } from './present';
import type { LogEntry, PersonRecord } from './types';

/** Whether two facts of one type tell of the same thing; `sameDay`: both were true on one day (of a meeting booked: are for one day). */
type Sameness<T extends EventType> = (one: FactOf<T>, other: FactOf<T>, sameDay: boolean) => boolean;

/** What may happen again on another day: the same on one day, and in what else makes it so. */
const onOneDay =
  <T extends EventType>(is: (one: FactOf<T>, other: FactOf<T>) => boolean = () => true): Sameness<T> =>
  (one, other, sameDay) =>
    sameDay && is(one, other);

/** What is done once in a pathway, whichever day is said of it. */
const once =
  <T extends EventType>(is: (one: FactOf<T>, other: FactOf<T>) => boolean = () => true): Sameness<T> =>
  (one, other) =>
    is(one, other);

/** True where two answers do not contradict each other: what was left open may be either. */
const agree = <V>(one: V | undefined, other: V | undefined): boolean => one === undefined || other === undefined || one === other;

const ofMeeting = (one: { readonly meeting: string }, other: { readonly meeting: string }): boolean => isSameId(one.meeting, other.meeting);
const ofAction = (one: { readonly action: string }, other: { readonly action: string }): boolean => isSameId(one.action, other.action);
const by = (one: { readonly by: string }, other: { readonly by: string }): boolean => one.by === other.by;

interface Scoped {
  readonly scope?: readonly ConsentScope[] | undefined;
}
/** A scope in common; none named is all of them. */
const ofScope = ({ scope = CONSENT_SCOPES }: Scoped, { scope: others = CONSENT_SCOPES }: Scoped): boolean =>
  scope.some((one) => others.includes(one));

/** A kind of ward that is not known yet may prove to be any. */
const ward = ({ security }: { readonly security: string }): string | undefined => (security === 'not-known' ? undefined : security);

/**
 * What makes an event the same thing as another of its type, type by type; null: nothing. By codes, dates and references alone: two people put the
 * same thing in different words.
 */
const SAMENESS: { readonly [T in EventType]: Sameness<T> | null } = {
  'referral-received': onOneDay((one, other) => one.source === other.source),
  'eligibility-decided': onOneDay((one, other) => one.outcome === other.outcome),
  // Who gives it says whose consent it is: their own and a parent's are two.
  'consent-given': onOneDay((one, other) => one.basis === other.basis && one.meeting === other.meeting && ofScope(one, other)),
  'consent-refused': onOneDay((one, other) => agree(one.by, other.by) && ofScope(one, other)),
  'consent-withdrawn': onOneDay((one, other) => agree(one.by, other.by) && ofScope(one, other)),
  'contact-wish-recorded': onOneDay((one, other) => one.family === other.family),
  'rating-set': onOneDay((one, other) => one.rating === other.rating),
  // Each booking names its meeting anew.
  'meeting-scheduled': onOneDay((one, other) => one.kind === other.kind && agree(one.time, other.time)),
  // One that was booked, and one of its kind and day that whoever recorded it did not know to be booked.
  'meeting-held': (one, other, sameDay) => ofMeeting(one, other) || (sameDay && one.kind === other.kind),
  'meeting-cancelled': once(ofMeeting),
  'arrangements-begun': once(ofMeeting),
  'family-contacted': once(ofMeeting),
  'papers-sent': once(ofMeeting),
  'report-sent': once(ofMeeting),
  'feedback-taken': once(ofMeeting),
  'action-agreed': onOneDay(
    (one, other) =>
      one.due === other.due && agree(one.owner, other.owner) && agree(one.meeting, other.meeting) && agree(one.insteadOf, other.insteadOf),
  ),
  'action-redated': once((one, other) => ofAction(one, other) && one.due === other.due),
  'action-done': once(ofAction),
  'action-blocked': onOneDay(ofAction),
  admitted: onOneDay(),
  'stay-details-confirmed': onOneDay(
    (one, other) =>
      one.security === other.security &&
      one.detained === other.detained &&
      agree(one.site, other.site) &&
      agree(one.legalStatus, other.legalStatus),
  ),
  transferred: onOneDay((one, other) => agree(ward(one), ward(other)) && agree(one.site, other.site)),
  'legal-status-changed': onOneDay((one, other) => one.detained === other.detained && agree(one.legalStatus, other.legalStatus)),
  'leave-began': onOneDay(),
  'leave-ended': onOneDay(),
  discharged: onOneDay(),
  'diagnosis-confirmed': onOneDay((one, other) => one.diagnosis === other.diagnosis),
  'birth-date-recorded': once((one, other) => one.bornOn === other.bornOn),
  'visit-held': onOneDay((one, other) => agree(one.purpose, other.purpose)),
  'change-reported': onOneDay((one, other) => one.source === other.source),
  'change-reviewed': onOneDay((one, other) => one.outcome === other.outcome),
  'next-step-set': once((one, other) => one.lookAgainOn === other.lookAgainOn),
  'crisis-support-recorded': onOneDay((one, other) => agree(one.until, other.until)),
  'review-requested': onOneDay(by),
  'review-refused': onOneDay(by),
  // Named by its kind alone, it may be another one on another day.
  'deadline-excused': (one, other, sameDay) => one.deadline === other.deadline && (sameDay || one.deadline.includes(':')),
  'keyworker-assigned': onOneDay(),
  'transition-planned': once(),
  adopted: once(),
  'steps-released': onOneDay((one, other) => one.deadline === other.deadline),
  'rules-adopted': onOneDay((one, other) => one.ruleSet === other.ruleSet),
  'person-died': once(),
  'moved-away': onOneDay(),
  'pathway-closed': onOneDay(),
  // What was taken back cannot be taken back again (contract 6.3).
  corrected: null,
};

/** A fact that is about to be recorded. */
export interface ToRecord {
  /** The id that it will have, or of the batch that it will be a part of: under it nothing counts as another. */
  readonly id: string;
  /** When it is heard: the day in London on which it was true, where it names none. */
  readonly at: Instant;
  readonly fact: Fact;
}

/**
 * What stands in somebody's record and looks like the same thing as what is about to be recorded, by whomever it was heard. Out: the entries as they
 * stand after every correction, the last heard first; what was taken back is not among them. Of an earlier pathway those of the same day alone.
 */
export function alikeIn(record: Pick<PersonRecord, 'pathways'>, { id, at, fact }: ToRecord): readonly LogEntry[] {
  const is = SAMENESS[fact.type] as Sameness<EventType> | null;
  if (!is) return [];
  const on = fact.on ?? londonDate(at);
  const isOwn = (entry: LogEntry): boolean => [entry.id, entry.batch].some((one) => one !== undefined && isSameId(one, id));
  const latest = latestPathway(record);
  return record.pathways
    .flatMap((pathway) =>
      standing(pathway.log).filter((entry) => {
        if (entry.fact.type !== fact.type || isOwn(entry)) return false;
        const sameDay = placed(entry).on === on;
        return (sameDay || pathway === latest) && is(fact, entry.fact, sameDay);
      }),
    )
    .toReversed();
}
