import { addDays, type PlainDate } from '../../calendar/dates';
import type { EventType } from '../events';
import { isDeadlineKind, traitsOf } from '../kinds';
import { isType, type Placed, type PlacedOf } from '../place';
import { stayAt } from '../stays';
import type { Refusal } from '../types';
import { judgeConsent } from './consent';
import { refuse, type Known } from './known';
import { judgeAction, judgeMeeting } from './meeting';
import { judgeAdmission, judgeDetails, judgeDischarge, judgeInStay, judgeRating, judgeTransfer } from './stay';

/** The events that end a pathway. */
export const ENDINGS = ['person-died', 'moved-away', 'pathway-closed'] as const;

/** The ending of a pathway, where it has one. */
export function endingOf(facts: readonly Placed[]): PlacedOf<(typeof ENDINGS)[number]> | undefined {
  return facts.find((item): item is PlacedOf<(typeof ENDINGS)[number]> => isType(item, ...ENDINGS));
}

/**
 * Judges one event of any type but `corrected` against what had been heard before it.
 * Out: why it is refused, or null where it is legal (contract sections 4 and 6).
 */
export function judge(known: Known, item: Placed): Refusal | null {
  const ending = endingOf(known.facts);
  if (ending) {
    return refuse('pathway-ended', `This pathway ended on ${ending.on} (${ending.fact.type}). Only a correction is accepted.`, ending);
  }
  return judgeDates(known, item) ?? judgeByType(known, item);
}

function judgeDates(known: Known, item: Placed): Refusal | null {
  const inFuture = (field: string, date: PlainDate | undefined): Refusal | null =>
    date !== undefined && date > known.latest
      ? refuse('date-in-the-future', `\`${field}\` is ${date}, which is after ${known.latest}, the day on which the service heard of it.`)
      : null;
  const own = isType(item, 'meeting-scheduled') ? null : inFuture('on', item.on);
  if (own) return own;
  if (known.bornOn !== null && item.on < known.bornOn && !isType(item, 'birth-date-recorded')) {
    return refuse(
      'before-birth',
      `\`on\` is ${item.on}, and the person was born on ${known.bornOn}. Correct the date, or the birth date first.`,
    );
  }
  if (isType(item, 'consent-given')) return inFuture('assessedOn', item.fact.assessedOn);
  if (isType(item, 'birth-date-recorded')) return inFuture('bornOn', item.fact.bornOn) ?? judgeBirthDate(known, item);
  return null;
}

/** Nothing that is on record can have been true before the person was born. */
function judgeBirthDate(known: Known, { fact }: PlacedOf<'birth-date-recorded'>): Refusal | null {
  const earlier = known.facts.filter((item) => item.on < fact.bornOn && !isType(item, 'birth-date-recorded'));
  if (earlier.length === 0) return null;
  return refuse('before-birth', `Something is recorded of a day before ${fact.bornOn}. Correct it first, or the birth date.`, ...earlier);
}

type Judges = { readonly [T in EventType]: ((known: Known, item: PlacedOf<T>) => Refusal | null) | null };

/** What can make each event illegal beside its dates and an end; null: nothing. */
const JUDGES: Judges = {
  'referral-received': null,
  'eligibility-decided': null,
  'consent-given': judgeConsent,
  'consent-refused': null,
  'consent-withdrawn': null,
  'contact-wish-recorded': null,
  'rating-set': judgeRating,
  'meeting-scheduled': judgeMeeting,
  'meeting-held': judgeMeeting,
  'meeting-cancelled': judgeMeeting,
  'arrangements-begun': judgeMeeting,
  'family-contacted': judgeMeeting,
  'papers-sent': judgeMeeting,
  'report-sent': judgeMeeting,
  'feedback-taken': judgeMeeting,
  'action-agreed': judgeAction,
  'action-redated': judgeAction,
  'action-done': judgeAction,
  'action-blocked': judgeAction,
  admitted: judgeAdmission,
  'stay-details-confirmed': judgeDetails,
  transferred: judgeTransfer,
  'legal-status-changed': judgeInStay,
  'leave-began': judgeInStay,
  'leave-ended': judgeInStay,
  discharged: judgeDischarge,
  'diagnosis-confirmed': null,
  'birth-date-recorded': null,
  'visit-held': judgeInStay,
  'change-reported': null,
  'change-reviewed': null,
  'next-step-set': judgeNextStep,
  'crisis-support-recorded': null,
  'review-requested': null,
  'review-refused': null,
  'deadline-excused': judgeExcuse,
  'keyworker-assigned': null,
  'transition-planned': null,
  adopted: null,
  'steps-released': null,
  'rules-adopted': null,
  'person-died': null,
  'moved-away': judgeEnding,
  'pathway-closed': judgeEnding,
  // Judged with the log that it changes.
  corrected: null,
};

function judgeByType<T extends EventType>(known: Known, item: PlacedOf<T>): Refusal | null {
  const own: ((known: Known, item: PlacedOf<T>) => Refusal | null) | null = JUDGES[item.fact.type as T];
  return own === null ? null : own(known, item);
}

/** At most so many days ahead somebody looks again (contract 6.18(3), a default). */
const LOOK_AGAIN_WITHIN_DAYS = 92;

/** When to look again: not before the day on which it was agreed, not too far ahead, and not of an inpatient, who has the clocks of the stay. */
function judgeNextStep(known: Known, item: PlacedOf<'next-step-set'>): Refusal | null {
  const stay = stayAt(known.stays, item);
  if (stay)
    return refuse('inpatient', 'The person was an inpatient on that day: the clocks of the stay say what comes next.', stay.admission);
  const { lookAgainOn } = item.fact;
  if (lookAgainOn < item.on)
    return refuse('look-again-too-early', `\`lookAgainOn\` is ${lookAgainOn}, before ${item.on}, the day on which it was agreed.`);
  if (lookAgainOn <= addDays(item.on, LOOK_AGAIN_WITHIN_DAYS)) return null;
  return refuse(
    'look-again-too-late',
    `\`lookAgainOn\` is ${lookAgainOn}. Somebody looks again within ${LOOK_AGAIN_WITHIN_DAYS} days, by ${addDays(item.on, LOOK_AGAIN_WITHIN_DAYS)}.`,
  );
}

/** What nobody can be excused from (contract 6.7(4)). */
function judgeExcuse(_known: Known, { fact }: PlacedOf<'deadline-excused'>): Refusal | null {
  const [kind = ''] = fact.deadline.split(':');
  if (!isDeadlineKind(kind) || !traitsOf(kind).notExcusable) return null;
  return refuse('not-excusable', `\`${kind}\` is for the team to do, and cannot be excused: record what was decided.`);
}

/** Who is in hospital is not let go without a taker (contract 6.16(4)). */
function judgeEnding(known: Known, item: PlacedOf<'moved-away' | 'pathway-closed'>): Refusal | null {
  const stay = stayAt(known.stays, item);
  if (!stay) return null;
  const { fact } = item;
  if (fact.type === 'moved-away') {
    if (fact.acceptedBy !== undefined) return null;
    return refuse(
      'accepted-by-needed',
      'The person is an inpatient: name the commissioner that took over in `acceptedBy`.',
      stay.admission,
    );
  }
  if (fact.duplicateOf !== undefined) return null;
  return refuse(
    'inpatient',
    'A pathway of an inpatient is not closed, unless it is a duplicate: name the other in `duplicateOf`.',
    stay.admission,
  );
}
