import { birthday, type PlainDate } from '../../calendar/dates';
import { comeOfAge, given, lost, lostScopes } from '../consents';
import { CETR_KINDS } from '../events';
import { isType, type Placed, type PlacedOf } from '../place';
import { onConsent, warn, type Course } from './course';
import { openForRating } from './community';

/** What rests on consent to be on the register (contract 6.11(4)). */
export const REST_ON_REGISTER = [
  'consent-renewal',
  'consent-at-16',
  'consent-at-18',
  'mam',
  'community-cetr',
  'laep-follow-up',
  'transition-plan',
] as const;

/** The deadlines before a C(E)TR. */
export const PREPARATIONS = ['cetr-arrangements', 'family-contact', 'panel-papers'] as const;

/** A consent: it renews, and may satisfy what waited for a decision (contract section 5, 6.11, 6.17). */
export function consentGiven(course: Course, item: PlacedOf<'consent-given'>): void {
  const stoodBefore = onConsent(course);
  course.grants = given(course.grants, item);
  if (course.bornOn === null) warn(course, 'birth-date-unknown', item.id);
  if (!item.fact.scope.includes('register')) return;
  course.leftRegister = false;
  const { book } = course;
  const owed = (kind: string) => book.owed(kind);
  book.satisfy([...owed('consent-decision'), ...owed('consent-renewal')], item.on, item);
  book.open('consent-renewal', { id: `consent-renewal:${item.id}`, anchor: item.on, by: item });
  consentAtBirthdays(course, item);
  if (!stoodBefore) openForRating(course, item.on, item);
  openTransitionPlanLate(course, item);
}

function consentAtBirthdays(course: Course, item: PlacedOf<'consent-given'>): void {
  const { bornOn, book } = course;
  if (bornOn === null) return;
  const onParents = item.fact.basis === 'parental-responsibility';
  for (const age of [16, 18] as const) {
    const kind = `consent-at-${age}`;
    const day = birthday(bornOn, age);
    const assessedSince = age === 16 && item.fact.assessedOn !== undefined && item.fact.assessedOn >= day;
    if (!onParents || assessedSince) book.satisfy(book.owed(kind), item.on, item);
    else if (item.on < day && book.owed(kind).length === 0) book.open(kind, { id: `${kind}:${item.id}`, anchor: day, due: day, by: item });
  }
}

/** A plan for the move to adult services, where consent comes only between the 17th and the 18th birthday (contract 6.17(5)). */
function openTransitionPlanLate(course: Course, item: PlacedOf<'consent-given'>): void {
  if (course.bornOn === null || item.on < birthday(course.bornOn, 17) || item.on >= birthday(course.bornOn, 18)) return;
  openTransitionPlan(course, item.on, item.id, item);
}

function openTransitionPlan(course: Course, on: PlainDate, name: string, by: Placed | null): void {
  const { book } = course;
  const hasOne = [...book.entries.values()].some(
    (entry) => entry.kind === 'transition-plan' && (entry.state === 'open' || entry.state === 'done'),
  );
  if (hasOne) return;
  const entry = book.open('transition-plan', { id: `transition-plan:${name}`, anchor: on, by });
  if (entry && course.transitionPlanned) book.satisfy([entry], course.transitionPlanned.on, course.transitionPlanned);
}

/** The 17th birthday as it begins. */
export function turned17(course: Course, day: PlainDate): void {
  if (onConsent(course)) openTransitionPlan(course, day, '17th-birthday', null);
}

/** The 18th birthday as it begins: what rested on parental responsibility ends but for the register (contract 6.11(3)). */
export function turned18(course: Course, day: PlainDate): void {
  const before = course.grants;
  course.grants = comeOfAge(before);
  loseScopes(course, lostScopes(before, course.grants), day, null);
}

/** A plan for the move to adult services: it also satisfies what opens later. */
export function transitionPlanned(course: Course, item: PlacedOf<'transition-planned'>): void {
  course.transitionPlanned ??= item;
  course.book.satisfy(course.book.owed('transition-plan'), item.on, item);
}

/** A withdrawal or a refusal (contract 6.11(4)). */
export function consentLost(course: Course, item: PlacedOf<'consent-withdrawn' | 'consent-refused'>): void {
  const before = course.grants;
  course.grants = lost(before, item);
  const ofRegister = item.fact.scope === undefined || item.fact.scope.includes('register');
  if (isType(item, 'consent-refused') && ofRegister) course.book.satisfy(course.book.owed('consent-decision'), item.on, item);
  loseScopes(course, lostScopes(before, course.grants), item.on, item);
}

function loseScopes(course: Course, scopes: readonly string[], on: PlainDate, by: Placed | null): void {
  const { book } = course;
  if (scopes.includes('register')) {
    course.leftRegister = true;
    book.supersede(
      REST_ON_REGISTER.flatMap((kind) => book.owed(kind)),
      on,
      by,
    );
  }
  if (scopes.includes('disclosure')) book.supersede(book.owed('panel-papers'), on, by);
  if (scopes.includes('meeting')) {
    const ahead = [...course.meetings].filter(
      ([, meeting]) => meeting.status === 'scheduled' && (CETR_KINDS as readonly string[]).includes(meeting.kind),
    );
    const ids = new Set(ahead.map(([id]) => id));
    const preparations = PREPARATIONS.flatMap((kind) => book.owed(kind)).filter(
      (entry) => entry.subject !== null && ids.has(entry.subject),
    );
    book.supersede(preparations, on, by);
    for (const id of ids) warn(course, 'meeting-without-consent-planned', id);
  }
}

/** The decision on eligibility (contract section 5; 6.11(6), 6.17(2)). */
export function eligibilityDecided(course: Course, item: PlacedOf<'eligibility-decided'>): void {
  const { book } = course;
  const { outcome } = item.fact;
  course.eligibility = outcome;
  book.satisfy([...book.owed('eligibility-decision'), ...book.owed('watch-review')], item.on, item);
  if (outcome === 'eligible') openConsentDecision(course, item);
  if (outcome === 'not-eligible')
    book.supersede(
      [...REST_ON_REGISTER, 'consent-decision'].flatMap((kind) => book.owed(kind)),
      item.on,
      item,
    );
  if (outcome === 'watch')
    book.open('watch-review', { id: `watch-review:${item.id}`, anchor: item.on, due: item.fact.reviewOn ?? null, by: item });
}

/** Consent is to be asked for, where none to the register stands; at most one at a time (contract 6.17(2)). */
export function openConsentDecision(course: Course, item: Placed): void {
  if (onConsent(course) || course.book.owed('consent-decision').length > 0) return;
  course.book.open('consent-decision', { id: `consent-decision:${item.id}`, anchor: item.on, by: item });
}
