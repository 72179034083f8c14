import { birthday, type PlainDate } from '../calendar/dates';
import { CONSENT_SCOPES, type Basis, type ConsentScope } from './events';
import { byPlace, isType, type Placed, type PlacedOf } from './place';

/** A consent that stands for one scope. */
export interface Grant {
  readonly id: string;
  readonly basis: Basis;
  readonly on: PlainDate;
  /** The one meeting that it is for; null where it names none. */
  readonly meeting: string | null;
}

/** The consents of a person as they stand at some point, scope by scope. */
export type Grants = Readonly<Record<ConsentScope, readonly Grant[]>>;

export const NO_GRANTS: Grants = { register: [], meeting: [], disclosure: [], use: [] };

/** The consents after one is given. A consent to the register takes the place of the one before; the others add up. */
export function given(grants: Grants, item: PlacedOf<'consent-given'>): Grants {
  const grant: Grant = { id: item.id, basis: item.fact.basis, on: item.on, meeting: item.fact.meeting ?? null };
  return change(grants, item.fact.scope, (scope, before) => (scope === 'register' ? [grant] : [...before, grant]));
}

/** The consents after a withdrawal or a refusal: nothing stands for the scopes that it names (absent: all). */
export function lost(grants: Grants, item: PlacedOf<'consent-withdrawn' | 'consent-refused'>): Grants {
  return change(grants, item.fact.scope ?? CONSENT_SCOPES, () => []);
}

/** The consents as the 18th birthday begins: on parental responsibility only the one to the register stands on (contract 6.11(3)). */
export function comeOfAge(grants: Grants): Grants {
  return change(grants, ['meeting', 'disclosure', 'use'], (_, before) => before.filter(({ basis }) => basis !== 'parental-responsibility'));
}

function change(
  grants: Grants,
  scopes: readonly ConsentScope[],
  to: (scope: ConsentScope, before: readonly Grant[]) => readonly Grant[],
): Grants {
  return { ...grants, ...Object.fromEntries(scopes.map((scope) => [scope, to(scope, grants[scope])])) };
}

/** True where a consent of that scope covers a meeting: one that names it, or names none. */
export const covers = (grants: Grants, scope: ConsentScope, meeting: string): boolean =>
  grants[scope].some((grant) => grant.meeting === null || grant.meeting === meeting);

/** True where a consent of that scope covered a meeting before, and none does any more: a consent for one meeting upholds no other (contract 6.11(4)). */
export const lostFor = (before: Grants, after: Grants, scope: ConsentScope, meeting: string): boolean =>
  covers(before, scope, meeting) && !covers(after, scope, meeting);

/** True where consent to the register stood before, and no longer does. */
export const lostRegister = (before: Grants, after: Grants): boolean => before.register.length > 0 && after.register.length === 0;

/** The consents that stand at the end of a day, from facts in the order of their places. */
export function grantsAtEndOf(facts: readonly Placed[], bornOn: PlainDate | null, day: PlainDate): Grants {
  const adult = bornOn === null ? null : birthday(bornOn, 18);
  let grants = NO_GRANTS;
  let ofAge = false;
  for (const item of facts) {
    if (item.day > day) break;
    if (!ofAge && adult !== null && adult <= item.day) {
      grants = comeOfAge(grants);
      ofAge = true;
    }
    if (isType(item, 'consent-given')) grants = given(grants, item);
    else if (isType(item, 'consent-withdrawn', 'consent-refused')) grants = lost(grants, item);
  }
  return !ofAge && adult !== null && adult <= day ? comeOfAge(grants) : grants;
}

/** True where capacity was assessed, from the 16th birthday on and no later than the consent (contract 6.11(10)). */
export const isAssessed = ({ fact: { assessedOn }, on }: PlacedOf<'consent-given'>, birthday16: PlainDate): boolean =>
  assessedOn !== undefined && assessedOn >= birthday16 && assessedOn <= on;

/**
 * The scopes that the person, at 16 or over, refused or withdrew, with the day of it, and has not consented to since
 * (contract 6.11(2)). A withdrawal of what did not stand bars nothing; where the birth date is unknown nothing is barred.
 */
export function barredScopes(facts: readonly Placed[], bornOn: PlainDate | null): ReadonlyMap<ConsentScope, PlainDate> {
  const bars = new Map<ConsentScope, PlainDate>();
  if (bornOn === null) return bars;
  const from = birthday(bornOn, 16);
  let grants = NO_GRANTS;
  const adult = birthday(bornOn, 18);
  let ofAge = false;
  for (const item of facts) {
    if (!ofAge && adult <= item.day) {
      grants = comeOfAge(grants);
      ofAge = true;
    }
    if (isType(item, 'consent-given')) {
      grants = given(grants, item);
      if (item.fact.basis === 'own') for (const scope of item.fact.scope) bars.delete(scope);
    } else if (isType(item, 'consent-withdrawn', 'consent-refused')) {
      const byPerson = (item.fact.by ?? 'person') === 'person' && item.on >= from;
      for (const scope of byPerson ? (item.fact.scope ?? CONSENT_SCOPES) : []) {
        if (isType(item, 'consent-refused') || grants[scope].length > 0) bars.set(scope, item.on);
      }
      grants = lost(grants, item);
    }
  }
  return bars;
}

/** True where no consent to meetings stands because it was refused or withdrawn, the consent to the register with them or not; `grants`: those that stand. */
export function refusedMeetings(facts: readonly Placed[], grants: Grants): boolean {
  if (grants.meeting.length > 0) return false;
  const said = facts
    .toSorted(byPlace)
    .findLast((item) => isType(item, 'consent-given', 'consent-refused', 'consent-withdrawn') && names(item.fact.scope));
  return said !== undefined && !isType(said, 'consent-given');
}
const names = (scope: readonly ConsentScope[] | undefined): boolean => scope === undefined || scope.includes('meeting');
