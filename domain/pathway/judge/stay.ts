import { isCetr, isStayCetr } from '../events';
import { byPlace, isType, type Placed, type PlacedOf } from '../place';
import { stayAt, stayOn, type StayRecord } from '../stays';
import type { Refusal } from '../types';
import { refuse, type Known } from './known';

const outside = (what: string): Refusal =>
  refuse(
    'outside-stay',
    `There is no stay in hospital on that day, so that ${what} cannot be recorded. Record the admission first, or correct the date.`,
  );

/** An admission: not while an inpatient, not before the end of the last stay (contract 6.2(3)), but for a whole past stay in one batch (6.9(6)). */
export function judgeAdmission(known: Known, item: PlacedOf<'admitted'>): Refusal | null {
  if (isWholePastStay(known, item)) return null;
  const last = known.stays.at(-1);
  if (!last) return null;
  if (last.dischargedOn === null) {
    return refuse(
      'already-inpatient',
      `The person is an inpatient since ${last.admittedOn}. Record a transfer, or the discharge first.`,
      last.admission,
    );
  }
  if (item.on < last.dischargedOn) {
    return refuse(
      'before-last-stay-ended',
      `The last stay ended on ${last.dischargedOn}. An earlier stay can be recorded with both its ends in one batch, where it overlaps no other.`,
      last.discharge,
    );
  }
  return null;
}

function isWholePastStay(known: Known, item: PlacedOf<'admitted'>): boolean {
  const discharge = known.ahead.find((part) => isType(part, 'discharged'));
  if (!discharge || discharge.on < item.on) return false;
  const laterExists = known.stays.some((stay) => stay.admittedOn >= discharge.on);
  return (
    laterExists &&
    known.stays.every((stay) => discharge.on <= stay.admittedOn || (stay.dischargedOn !== null && stay.dischargedOn <= item.on))
  );
}

/** A transfer: within a stay, and not on the day of a discharge already heard (contract 6.2(3)). */
export function judgeTransfer(known: Known, item: PlacedOf<'transferred'>): Refusal | null {
  const stay = stayOn(known.stays, item.on);
  if (!stay) return outside('a transfer');
  if (stay.dischargedOn === item.on) {
    return refuse(
      'transfer-on-day-of-discharge',
      'The person was discharged on that day. Correct the discharge, if it was a transfer.',
      stay.discharge,
    );
  }
  return null;
}

/** A discharge: of an open stay, and not before what is recorded of that stay (contract 6.2(3), 6.9(3)). */
export function judgeDischarge(known: Known, item: PlacedOf<'discharged'>): Refusal | null {
  if (item.fact.destination === 'other-hospital') {
    return refuse(
      'record-as-transfer',
      'A move to another hospital is a transfer, not a discharge. Send `transferred` with `newHospital`.',
    );
  }
  const stay = known.stays.findLast((one) => byPlace(one.admission, item) <= 0);
  if (!stay)
    return refuse('not-inpatient', 'There is no admission on or before that day. Record the admission first, or correct the date.');
  if (stay.discharge) {
    return refuse(
      'not-inpatient',
      `The stay ended on ${stay.discharge.on}. Correct that discharge, if its date was wrong.`,
      stay.discharge,
    );
  }
  const later = known.facts.filter((fact) => fact.on > item.on && isRecordedIn(stay, fact, known));
  if (later.length === 0) return null;
  return refuse(
    'before-recorded-in-stay',
    'Something is recorded in this stay after that day. Correct it, or the date of the discharge.',
    ...later,
  );
}

const IN_STAY = ['transferred', 'visit-held', 'leave-began', 'leave-ended', 'legal-status-changed', 'stay-details-confirmed'] as const;

function isRecordedIn(stay: StayRecord, item: Placed, known: Known): boolean {
  if (!isType(item, ...IN_STAY) && !(isType(item, 'meeting-held') && isCetr(item.fact.kind))) return false;
  return stayOn(known.stays, item.on) === stay;
}

/** A visit, leave, a change of legal status: on a day of a stay (contract 6.2(3), 6.12(1)). */
export function judgeInStay(
  known: Known,
  item: PlacedOf<'visit-held' | 'leave-began' | 'leave-ended' | 'legal-status-changed'>,
): Refusal | null {
  return stayOn(known.stays, item.on) ? null : outside(`\`${item.fact.type}\``);
}

/** Details of a stay: of a day on which there was an admission or a transfer (contract 6.2(3)). */
export function judgeDetails(known: Known, item: PlacedOf<'stay-details-confirmed'>): Refusal | null {
  if (!stayOn(known.stays, item.on)) return outside('details of a stay');
  if (known.facts.some((fact) => isType(fact, 'admitted', 'transferred') && fact.on === item.on)) return null;
  return refuse(
    'completes-nothing',
    '`on` must be the day of the admission or transfer that these details complete; there was none on that day.',
  );
}

/** A rating by hand: never blue, and not for an inpatient (contract 6.10(3)). */
export function judgeRating(known: Known, item: PlacedOf<'rating-set'>): Refusal | null {
  if (item.fact.rating === 'blue') {
    return refuse('blue-by-admission-only', 'Blue says that the person is in hospital: it follows from `admitted` and cannot be set.');
  }
  const { rating } = item.fact;
  if (!known.ratings.includes(rating)) {
    return refuse('rating-not-used', `The rules of this area do not use ${rating}: the ratings are ${known.ratings.join(', ')}.`);
  }
  // Of a day in a stay, whether the rating came before or after that day's admission or discharge was heard.
  const stay = stayAt(known.stays, item);
  if (!stay) return null;
  return refuse('inpatient-is-blue', 'The person was an inpatient on that day, and so is blue until discharged.', stay.admission);
}

/** Holding a C(E)TR that belongs to a stay on a day outside every stay, or planning one while no inpatient (contract 6.12(1)). */
export function judgeStayReview(known: Known, item: PlacedOf<'meeting-held' | 'meeting-scheduled'>): Refusal | null {
  if (!isStayCetr(item.fact.kind)) return null;
  const stay = isType(item, 'meeting-held') ? stayOn(known.stays, item.on) : stayAt(known.stays, item);
  if (stay) return null;
  return isType(item, 'meeting-held')
    ? outside(`a ${item.fact.kind}`)
    : refuse('not-inpatient', `A ${item.fact.kind} is for a person in hospital. Record the admission first, or plan a community-cetr.`);
}
