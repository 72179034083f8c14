import { addDays, birthday, laterOf, type PlainDate } from '../../calendar/dates';
import { comeOfAge, covers, given, isAssessed, lost, lostFor, lostRegister, type Grants } from '../consents';
import { isCetr } from '../events';
import { END_WITH_NOT_ELIGIBLE, PREPARATIONS, REST_ON_REGISTER } from '../kinds';
import { isType, takenOverOn, type Placed, type PlacedOf } from '../place';
import { onConsent, warn, warnIfFar, type Course } from './course';
import { joined, openForRating } from './rating';

/** An assessment of capacity older than this at the consent is worth a second look (contract 6.11(10), a default). */
const ASSESSMENT_DAYS = 28;

/** A consent: it renews, and may satisfy what waited for a decision (contract section 5, 6.11, 6.17). */
export function consentGiven(course: Course, item: PlacedOf<'consent-given'>): void {
  const stoodBefore = onConsent(course);
  course.grants = given(course.grants, item);
  warnOfAssessment(course, item);
  if (item.fact.scope.includes('meeting')) consentToMeetings(course, item);
  if (!item.fact.scope.includes('register')) return;
  course.leftRegister = false;
  const { book } = course;
  book.satisfy(book.owed('consent-decision', 'consent-renewal'), item.on, item);
  book.open('consent-renewal', { id: `consent-renewal:${item.id}`, anchor: item.on, by: item });
  consentAtBirthdays(course, item);
  if (!stoodBefore) {
    openForRating(course, item.on, item);
    joined(course, item);
  }
  openTransitionPlanLate(course, item);
}

function warnOfAssessment(course: Course, item: PlacedOf<'consent-given'>): void {
  const { fact, on } = item;
  if (course.bornOn === null) {
    warn(course, 'birth-date-unknown', item.id);
    return;
  }
  if (fact.basis === 'own' || on < birthday(course.bornOn, 16)) return;
  const takenOver = takenOverOn(course.facts);
  if (!isAssessed(item, birthday(course.bornOn, 16))) {
    if (takenOver !== null && on < takenOver) warn(course, 'assessment-not-recorded', item.id);
  } else if (fact.assessedOn !== undefined && addDays(fact.assessedOn, ASSESSMENT_DAYS) < on) warn(course, 'assessment-old', item.id);
}

/** A consent to meetings answers what asked for one; given after the day on which the meeting was held it comes too late (contract 6.12(8)). */
function consentToMeetings(course: Course, item: PlacedOf<'consent-given'>): void {
  const { meeting } = item.fact;
  // A consent for one meeting says nothing of the others that were refused.
  if (meeting === undefined) course.meetingsRefused = false;
  answerMeetingConsent(course, item, (subject) => meeting === undefined || meeting === subject);
}

function answerMeetingConsent(course: Course, item: Placed, isAnswered: (meeting: string) => boolean): void {
  const { book } = course;
  const answered = book.owed('meeting-consent').filter(({ subject }) => {
    const meeting = subject === null ? undefined : course.meetings.get(subject);
    return subject !== null && isAnswered(subject) && !(meeting?.status === 'held' && item.on > meeting.on);
  });
  book.satisfy(answered, item.on, item);
}

function consentAtBirthdays(course: Course, item: PlacedOf<'consent-given'>): void {
  const { bornOn, book } = course;
  if (bornOn === null) return;
  const onParents = item.fact.basis === 'parental-responsibility';
  for (const age of [16, 18] as const) {
    const kind = `consent-at-${age}` as const;
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

/** At most one is owed, and one plan is enough for good: consent given again opens none beside it (contract 6.17(5)). */
function openTransitionPlan(course: Course, on: PlainDate, name: string, by: Placed | null): void {
  const { book } = course;
  const isThere = [...book.entries.values()].some(
    ({ kind, state }) => kind === 'transition-plan' && (state === 'open' || state === 'done'),
  );
  if (isThere) return;
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
  loseScopes(course, before, { on: day, by: null, name: '18th-birthday' });
}

/** A plan for the move to adult services: it also satisfies what opens later. */
export function transitionPlanned(course: Course, item: PlacedOf<'transition-planned'>): void {
  course.transitionPlanned ??= item;
  course.book.satisfy(course.book.owed('transition-plan'), item.on, item);
}

/** A withdrawal or a refusal (contract 6.11(4)). */
export function consentLost(course: Course, item: PlacedOf<'consent-withdrawn' | 'consent-refused'>): void {
  const before = course.grants;
  const { scope } = item.fact;
  const names = (one: 'register' | 'meeting'): boolean => scope === undefined || scope.includes(one);
  course.grants = lost(before, item);
  const refusal = isType(item, 'consent-refused');
  if (refusal && names('register')) course.book.satisfy(course.book.owed('consent-decision'), item.on, item);
  if (refusal && names('meeting')) {
    course.meetingsRefused = true;
    answerMeetingConsent(course, item, () => true);
  }
  loseScopes(course, before, { on: item.on, by: item, name: item.id, refusesMeetings: refusal && names('meeting') });
}

interface Loss {
  readonly on: PlainDate;
  readonly by: Placed | null;
  /** What the deadlines that it opens are named after. */
  readonly name: string;
  /** Meetings are refused: that does what a loss does, also where no consent stood (contract 6.11(4)). */
  readonly refusesMeetings?: boolean;
}

/** What ends with consents that stood `before` and no longer do; judged meeting by meeting (contract 6.11(3), (4)). */
function loseScopes(course: Course, before: Grants, loss: Loss): void {
  const { book, grants } = course;
  if (lostRegister(before, grants)) {
    course.leftRegister = true;
    book.supersede(book.owed(...REST_ON_REGISTER), loss.on, loss.by);
  }
  const shut = book.owed('panel-papers').filter(({ subject }) => subject !== null && lostFor(before, grants, 'disclosure', subject));
  book.supersede(shut, loss.on, loss.by);
  for (const [id, meeting] of course.meetings) {
    if (meeting.status !== 'scheduled' || !isCetr(meeting.kind)) continue;
    const isLost = lostFor(before, grants, 'meeting', id);
    if (!isLost && !(loss.refusesMeetings && !covers(grants, 'meeting', id))) continue;
    book.supersede(
      book.owed(...PREPARATIONS).filter(({ subject }) => subject === id),
      loss.on,
      loss.by,
    );
    warn(course, 'meeting-without-consent-planned', id);
    // Who refused has answered; who withdrew, or came of age, is asked.
    if (!loss.refusesMeetings) askForMeeting(course, id, meeting.on, loss);
  }
}

/** Consent to a planned C(E)TR is to be asked for, by the day before it (contract section 5, 6.11(11)). */
function askForMeeting(course: Course, meeting: string, on: PlainDate, { on: lostOn, by, name }: Loss): void {
  const id = `meeting-consent:${meeting}:${name}`;
  const daysBefore = course.book.ruleFor('meeting-consent', id)?.daysBefore ?? 0;
  course.book.open('meeting-consent', {
    id,
    anchor: on,
    openedOn: lostOn,
    due: laterOf(addDays(on, -daysBefore), lostOn),
    subject: meeting,
    by,
  });
}

/** The decision on eligibility (contract section 5; 6.11(6), 6.17(2)). */
export function eligibilityDecided(course: Course, item: PlacedOf<'eligibility-decided'>): void {
  const { book } = course;
  const { outcome } = item.fact;
  const before = course.eligibility;
  course.eligibility = outcome;
  book.satisfy(book.owed('eligibility-decision', 'watch-review'), item.on, item);
  if (outcome === 'not-eligible') {
    book.supersede(book.owed(...END_WITH_NOT_ELIGIBLE), item.on, item);
    book.bar(END_WITH_NOT_ELIGIBLE);
    course.clocksCut = true;
    return;
  }
  book.unbar();
  if (outcome === 'eligible') becameEligible(course, item, before !== 'eligible');
  warnIfFar(course, item, item.fact.reviewOn);
  if (outcome === 'watch')
    book.open('watch-review', { id: `watch-review:${item.id}`, anchor: item.on, due: item.fact.reviewOn ?? null, by: item });
}

/** Eligible: consent is asked for, or the rating; after a decision not eligible, what consent rests on runs again (contract 6.11(6)). */
function becameEligible(course: Course, item: PlacedOf<'eligibility-decided'>, isNew: boolean): void {
  const { book } = course;
  openConsentDecision(course, item);
  const consent = course.grants.register.at(-1);
  if (course.clocksCut && consent) {
    if (book.owed('consent-renewal').length === 0)
      book.open('consent-renewal', { id: `consent-renewal:${consent.id}:${item.id}`, anchor: consent.on, by: item });
    openForRating(course, item.on, item);
  }
  course.clocksCut = false;
  if (isNew) joined(course, item);
}

/** Consent is to be asked for, where none to the register stands; at most one at a time (contract 6.17(2)). */
export function openConsentDecision(course: Course, item: Placed): void {
  if (onConsent(course) || course.book.owed('consent-decision').length > 0) return;
  course.book.open('consent-decision', { id: `consent-decision:${item.id}`, anchor: item.on, by: item });
}
