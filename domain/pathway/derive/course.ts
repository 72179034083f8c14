import { addDays, birthday, type Instant, type PlainDate } from '../../calendar/dates';
import type { HolidayCalendar } from '../../calendar/working-days';
import type { WarningCode } from '../../notices/catalogue';
import { NO_GRANTS, type Grants } from '../consents';
import { isType, type Placed, type PlacedOf } from '../place';
import { staysOf, type StayRecord } from '../stays';
import type { Diagnosis, EventType, MeetingKind, Rating } from '../events';
import type { Meeting, Warning } from '../types';
import type { Book, Entry } from './book';

/** A planning of a meeting: when it was heard of, and for which day. */
export interface Plan {
  readonly kind: MeetingKind;
  readonly at: Instant;
  readonly on: PlainDate;
}

/** What is known of a meeting as the facts are gone through. */
export interface MeetingCourse {
  kind: MeetingKind;
  status: Meeting['status'];
  /** The day planned for, or held. */
  on: PlainDate;
  time: string | null;
  until: string | null;
  invited: readonly string[];
  revision: number;
  firstScheduledOn: PlainDate | null;
  /** Its plannings, in the order heard. */
  readonly plans: readonly Plan[];
  /** When it was heard that it was held or cancelled. */
  planEndedAt: Instant | null;
}

/** The course of one pathway while its facts are gone through in order: the only state of a derivation, thrown away after it. */
export interface Course {
  readonly facts: readonly Placed[];
  readonly stays: readonly StayRecord[];
  readonly bornOn: PlainDate | null;
  readonly book: Book;
  readonly holidays: HolidayCalendar;
  rating: Rating | null;
  /** The day of the last rating by hand that counted. */
  ratedOn: PlainDate | null;
  grants: Grants;
  /** A consent to meetings was refused, and none has been given since (contract 6.11(11)). */
  meetingsRefused: boolean;
  /** Consent to the register stood, was withdrawn or refused, and has not been given again. */
  leftRegister: boolean;
  eligibility: 'eligible' | 'not-eligible' | 'watch' | null;
  /** The decision not eligible ended what rested on the register, and no decision eligible has come since (contract 6.11(6)). */
  clocksCut: boolean;
  diagnosis: Diagnosis | null;
  /** The stay that goes on at this place. */
  stay: StayRecord | null;
  /** By which knowledge the clocks of that stay run (contract 6.6); null: they do not. */
  running: 'named' | 'unknown' | null;
  /** How often clocks began in that stay. */
  begun: number;
  detained: boolean;
  lastVisitOn: PlainDate | null;
  familyContact: 'yes' | 'no' | null;
  readonly meetings: Map<string, MeetingCourse>;
  /** The earliest day of each deed for a meeting, by `<meeting>|<event type>`. */
  readonly deeds: Map<string, Placed>;
  readonly actionsDone: Map<string, PlacedOf<'action-done'>>;
  readonly blockedActions: Set<string>;
  /** The actions in whose place another was agreed, with that agreement (contract 6.13(5)). */
  readonly replacedActions: Map<string, PlacedOf<'action-agreed'>>;
  transitionPlanned: PlacedOf<'transition-planned'> | null;
  ended: PlacedOf<'person-died' | 'moved-away' | 'pathway-closed'> | null;
  /** What was owed until the end. */
  owedAtEnd: readonly Entry[];
  readonly warnings: Warning[];
}

/** A course before its first fact. */
export function newCourse(facts: readonly Placed[], bornOn: PlainDate | null, book: Book, holidays: HolidayCalendar): Course {
  return {
    facts,
    stays: staysOf(facts),
    bornOn,
    book,
    holidays,
    rating: null,
    ratedOn: null,
    meetingsRefused: false,
    clocksCut: false,
    replacedActions: new Map(),
    grants: NO_GRANTS,
    leftRegister: false,
    eligibility: null,
    diagnosis: null,
    stay: null,
    running: null,
    begun: 0,
    detained: false,
    lastVisitOn: null,
    familyContact: null,
    meetings: new Map(),
    deeds: new Map(),
    actionsDone: new Map(),
    blockedActions: new Set(),
    transitionPlanned: null,
    ended: null,
    owedAtEnd: [],
    warnings: [],
  };
}

/** True where consent to be on the register stands at this place. */
export const onConsent = (course: Course): boolean => course.grants.register.length > 0;

/** True where the person is a member of the register at this place: eligible, a consent standing, not ended (invariant 8). */
export const isMember = (course: Course): boolean => course.eligibility === 'eligible' && onConsent(course) && !course.ended;

/** True where the person is under 18 on a day; where the birth date is unknown the child's figures hold (contract 6.5(3)). */
export function isChild(course: Pick<Course, 'bornOn'>, on: PlainDate): boolean {
  return course.bornOn === null || on < birthday(course.bornOn, 18);
}

/** Says that something about an event wants a person's eye. */
export function warn(course: Course, code: WarningCode, subject: string, deadline?: string): void {
  course.warnings.push(deadline === undefined ? { code, subject } : { code, subject, deadline });
}

/** A date so far ahead is perhaps a slip of the pen: more than two years. */
const FAR_AHEAD_DAYS = 731;

/** Says so where a date that somebody named lies far ahead of the day on which it was heard. */
export function warnIfFar(course: Course, item: Placed, date: PlainDate | undefined): void {
  if (date !== undefined && date > addDays(item.heardOn, FAR_AHEAD_DAYS)) warn(course, 'far-ahead', item.id);
}

/** The facts of some types, whatever their place. */
export function factsOf<T extends EventType>(course: Course, ...types: readonly T[]): PlacedOf<T>[] {
  return course.facts.filter((item): item is PlacedOf<T> => isType(item, ...types));
}
