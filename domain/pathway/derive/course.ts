import { birthday, type PlainDate } from '../../calendar/dates';
import { NO_GRANTS, type Grants } from '../consents';
import { isType, type Placed, type PlacedOf } from '../place';
import { staysOf, type StayRecord } from '../stays';
import type { Diagnosis, Rating } from '../events';
import type { EventType } from '../events';
import type { Meeting, Warning } from '../types';
import type { Book, Entry } from './book';

/** What is known of a meeting as the facts are gone through. */
export interface MeetingCourse {
  kind: Meeting['kind'];
  status: Meeting['status'];
  /** The day planned for, or held. */
  on: PlainDate;
  time: string | null;
  until: string | null;
  invited: readonly string[];
  revision: number;
  firstScheduledOn: PlainDate | null;
}

/** The course of one pathway while its facts are gone through in order: the only state of a derivation, thrown away after it. */
export interface Course {
  readonly facts: readonly Placed[];
  readonly stays: readonly StayRecord[];
  readonly bornOn: PlainDate | null;
  readonly book: Book;
  readonly ratingAfterDischarge: Rating;
  rating: Rating | null;
  grants: Grants;
  /** Consent to the register stood, was withdrawn or refused, and has not been given again. */
  leftRegister: boolean;
  eligibility: 'eligible' | 'not-eligible' | 'watch' | null;
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
  transitionPlanned: PlacedOf<'transition-planned'> | null;
  ended: PlacedOf<'person-died' | 'moved-away' | 'pathway-closed'> | null;
  /** What was owed until the end. */
  owedAtEnd: readonly Entry[];
  readonly warnings: Warning[];
}

/** A course before its first fact. */
export function newCourse(facts: readonly Placed[], bornOn: PlainDate | null, book: Book, ratingAfterDischarge: Rating): Course {
  return {
    facts,
    stays: staysOf(facts),
    bornOn,
    book,
    ratingAfterDischarge,
    rating: null,
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

/** True where the person is under 18 on a day; where the birth date is unknown the child's figures hold (contract 6.5(3)). */
export function isChild(course: Course, on: PlainDate): boolean {
  return course.bornOn === null || on < birthday(course.bornOn, 18);
}

/** Says that something about an event wants a person's eye. */
export function warn(course: Course, code: string, subject: string): void {
  course.warnings.push({ code, subject });
}

/** The facts of some types, whatever their place. */
export function factsOf<T extends EventType>(course: Course, ...types: readonly T[]): PlacedOf<T>[] {
  return course.facts.filter((item): item is PlacedOf<T> => isType(item, ...types));
}
