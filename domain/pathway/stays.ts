import type { PlainDate } from '../calendar/dates';
import { isStayCetr, type Security } from './events';
import { byPlace, isType, type Placed, type PlacedOf } from './place';

/** A time in hospital, from its admission to its discharge. */
export interface StayRecord {
  readonly id: string;
  readonly admission: PlacedOf<'admitted'>;
  readonly admittedOn: PlainDate;
  readonly discharge: PlacedOf<'discharged'> | null;
  readonly dischargedOn: PlainDate | null;
  /** The admission and the transfers, with the details that were confirmed for them. */
  readonly wards: readonly Ward[];
}

interface Ward {
  readonly by: Placed;
  readonly on: PlainDate;
  readonly security: Security;
  readonly detained: boolean | null;
}

type Draft = { admission: PlacedOf<'admitted'>; discharge: PlacedOf<'discharged'> | null; wards: Ward[] };

/** Puts the stays together from facts in the order of their places. */
export function staysOf(facts: readonly Placed[]): StayRecord[] {
  const drafts: Draft[] = [];
  for (const item of facts) {
    const current = drafts.at(-1);
    if (isType(item, 'admitted')) {
      drafts.push({
        admission: item,
        discharge: null,
        wards: [{ by: item, on: item.on, security: item.fact.security, detained: item.fact.detained }],
      });
    } else if (isType(item, 'discharged') && current && !current.discharge) {
      current.discharge = item;
    } else if (isType(item, 'transferred')) {
      drafts
        .findLast((draft) => draft.admission.on <= item.on)
        ?.wards.push({ by: item, on: item.on, security: item.fact.security, detained: item.fact.detained });
    }
  }
  // Details complete what is known of their day, whenever they are heard (contract 6.8(3)).
  for (const item of facts) {
    if (!isType(item, 'stay-details-confirmed')) continue;
    const draft = drafts.findLast(({ wards }) => wards.some((ward) => ward.on === item.on));
    const index = draft?.wards.findLastIndex((ward) => ward.on === item.on) ?? -1;
    const ward = draft?.wards[index];
    if (draft && ward) draft.wards[index] = { ...ward, security: item.fact.security, detained: item.fact.detained };
  }
  return drafts.map(({ admission, discharge, wards }) => ({
    id: admission.id,
    admission,
    admittedOn: admission.on,
    discharge,
    dischargedOn: discharge?.on ?? null,
    wards,
  }));
}

/** The stay that a day belongs to, both ends included; of two that meet on it, the later (contract 6.9(4)). */
export function stayOn(stays: readonly StayRecord[], on: PlainDate): StayRecord | undefined {
  return stays.findLast((stay) => stay.admittedOn <= on && (stay.dischargedOn === null || on <= stay.dischargedOn));
}

/** The stay that a place in the order of facts lies in: after its admission and before its discharge. */
export function stayAt(stays: readonly StayRecord[], place: Placed): StayRecord | undefined {
  return stays.findLast((stay) => byPlace(stay.admission, place) <= 0 && (stay.discharge === null || byPlace(place, stay.discharge) < 0));
}

/** The security in force at the end of a day of a stay (contract 6.8(1)). */
export function securityAt(stay: StayRecord, on: PlainDate): Security {
  return (stay.wards.findLast((ward) => ward.on <= on) ?? stay.wards[0])?.security ?? 'not-known';
}

/** Whether an admission or transfer made the person liable to be detained, with the details confirmed for it; null: not known. */
export function detainedBy(stay: StayRecord, item: Placed): boolean | null {
  return stay.wards.find((ward) => ward.by.id === item.id)?.detained ?? null;
}

/** True where a meeting held that day is a C(E)TR of the stay (contract section 5, below the table). */
export function isReviewOf(stay: StayRecord, held: PlacedOf<'meeting-held'>): boolean {
  if (held.on < stay.admittedOn || (stay.dischargedOn !== null && held.on > stay.dischargedOn)) return false;
  return isStayCetr(held.fact.kind) || (held.fact.kind === 'community-cetr' && held.on > stay.admittedOn);
}

/**
 * Puts facts in the order of their places. A review or visit of a day on which one stay ended and another began belongs
 * to the later one (contract 6.9(4)): where it was heard before that admission, it takes its place right after it.
 */
export function inOrder(items: readonly Placed[]): Placed[] {
  const sorted = [...items].sort(byPlace);
  const stays = staysOf(sorted);
  const joints = stays.filter((stay, index) => index > 0 && stays[index - 1]?.dischargedOn === stay.admittedOn);
  if (joints.length === 0) return sorted;
  return sorted
    .map((item) => {
      const ofAStay = isType(item, 'visit-held') || (isType(item, 'meeting-held') && isStayCetr(item.fact.kind));
      const later = ofAStay ? joints.findLast((stay) => stay.admittedOn === item.on && stay.admission.order > item.order) : undefined;
      return later ? { ...item, order: later.admission.order + 0.5 } : item;
    })
    .sort(byPlace);
}
