import type { Instant, PlainDate } from '../calendar/dates';
import type { HolidayCalendar } from '../calendar/working-days';
import type { RuleSet, StepName } from '../rules/rule-set';
import type { EventType, Fact, Rating } from './events';

/** An accepted event in a pathway's log. */
export interface LogEntry {
  readonly id: string;
  /** Its place in the order of hearing, 1 and on over the whole person; corrections keep the place of what they replace. */
  readonly sequence: number;
  /** When the service heard of it. */
  readonly at: Instant;
  readonly fact: Fact;
  /** The id of the batch that it came in, where it came in one. */
  readonly batch?: string;
}

export type DeadlineStatus = 'open' | 'met' | 'late' | 'missed' | 'excused' | 'superseded';

/** One step of the reasoning that made a date; wording is the pages' business. */
export interface TraceStep {
  readonly code: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** What a rule made due. */
export interface Deadline {
  /** Stays the same for its life; unique within its pathway. Made of codes and event or meeting ids. */
  readonly id: string;
  readonly kind: string;
  /** The date that it runs from. */
  readonly anchor: PlainDate;
  /** Null: no figure gives a date (shown as such, never a sentinel). */
  readonly due: PlainDate | null;
  /** `<rule id>@<rule set>/<version>` */
  readonly rule: string;
  /** The name of its ladder in the rule set. */
  readonly ladder: string;
  readonly status: DeadlineStatus;
  /** Still to be done: open, or missed and not yet done or superseded. */
  readonly owed: boolean;
  /** The day from which it is owed no longer, once missed; null: until done. */
  readonly owedUntil: PlainDate | null;
  readonly soft: boolean;
  /** Due before this service took the pathway over (contract 6.14). */
  readonly before: boolean;
  /** Missed before the take-over and not released: no step fires. */
  readonly held: boolean;
  /** A community C(E)TR stood in for it: excused without ever having been open (contract 6.7(2)). */
  readonly standIn: boolean;
  /** A clock of a stay in hospital, which rests on the admission and not on consent. */
  readonly ofStay: boolean;
  /** The day on which it was done, excused or superseded. */
  readonly settledOn: PlainDate | null;
  /** The meeting or action that it belongs to. */
  readonly subject: string | null;
  readonly trace: readonly TraceStep[];
}

export interface Stay {
  readonly id: string;
  readonly admittedOn: PlainDate;
  readonly dischargedOn: PlainDate | null;
}

export interface Meeting {
  readonly id: string;
  readonly kind: string;
  readonly status: 'scheduled' | 'held' | 'cancelled';
  /** The day planned, held or (cancelled) last planned for. */
  readonly on: PlainDate;
  readonly time: string | null;
  readonly until: string | null;
  readonly invited: readonly string[];
  /** Raised by each change; the SEQUENCE of its invitations. */
  readonly revision: number;
}

export interface Action {
  readonly id: string;
  readonly agreedOn: PlainDate;
  readonly due: PlainDate | null;
  readonly status: 'open' | 'blocked' | 'done';
}

export interface Warning {
  readonly code: string;
  /** The event that it is about, or the deadline. */
  readonly subject: string;
}

/** What was owed until a pathway ended, open or missed (contract 6.16(2)). */
export interface OwedAtEnd {
  readonly deadline: string;
  readonly kind: string;
  readonly due: PlainDate | null;
  readonly rule: string;
  readonly status: 'open' | 'missed';
}

/** All that follows from a pathway's facts, as at one instant. Worked out afresh, never patched. */
export interface Snapshot {
  readonly rating: Rating | null;
  readonly inpatient: boolean;
  readonly stays: readonly Stay[];
  /** Eligible, consent or best-interests decision standing, not ended (invariant 8). */
  readonly onRegister: boolean;
  readonly eligibility: 'eligible' | 'not-eligible' | 'watch' | null;
  readonly registerConsent: boolean;
  /** Consent to the register stood, was withdrawn or refused, and has not been given again. */
  readonly leftRegister: boolean;
  /** The consent that stands was due for renewal, or for the person's own decision at 18, and that has not been done. */
  readonly consentLapsed: boolean;
  readonly ended: { readonly type: EventType; readonly on: PlainDate; readonly owed: readonly OwedAtEnd[] } | null;
  /** All deadlines by id. */
  readonly deadlines: ReadonlyMap<string, Deadline>;
  readonly meetings: readonly Meeting[];
  readonly actions: readonly Action[];
  readonly warnings: readonly Warning[];
  readonly ruleSet: string;
}

/** What a deadline, or the pathway, wants next: a timer is named after it. */
export interface WakeUp {
  /** The deadline's id, or `pathway` for a day on which something begins by itself (a 17th birthday). */
  readonly deadline: string;
  readonly step: StepName | 'begin';
  readonly at: Instant;
}

export type Audience =
  | 'owner'
  | 'team'
  | 'commissioner'
  | 'manager'
  | 'director'
  | 'on-call'
  | 'keyworker'
  | 'referrer'
  | 'provider'
  | 'panel'
  | 'person'
  | 'chosen-contacts';

/** One line of a timeline (contract section 3), in the order in which it is to be printed. */
export type Line = { readonly at: Instant; readonly pathway: number } & LineBody;

export type DeadlineWhat =
  'deadline-opened' | 'deadline-moved' | 'deadline-met' | 'deadline-late' | 'deadline-missed' | 'deadline-excused' | 'deadline-superseded';

export type LineBody =
  | { readonly what: 'event-applied'; readonly type: EventType; readonly event: string }
  | { readonly what: 'event-refused'; readonly type: EventType; readonly event: string; readonly reason: string }
  | { readonly what: 'rating'; readonly rating: Rating }
  | {
      readonly what: DeadlineWhat;
      readonly deadline: string;
      readonly kind: string;
      readonly due: PlainDate | null;
      readonly rule: string;
      readonly from?: PlainDate | null;
      readonly before?: true;
    }
  | {
      readonly what: 'step';
      readonly deadline: string;
      readonly kind: string;
      readonly step: StepName;
      readonly audience: Audience;
      readonly due: PlainDate | null;
    }
  | { readonly what: 'meeting-requested'; readonly kind: string; readonly deadline: string }
  | {
      readonly what: 'notice';
      readonly notice: string;
      readonly audience: Audience;
      readonly deadline?: string;
      readonly event?: string;
      readonly meeting?: string;
    }
  | { readonly what: 'warning'; readonly code: string; readonly deadline?: string; readonly event?: string };

/** What the core needs beside the facts. */
export interface CoreContext {
  /** Throws RangeError where there is no such rule set. */
  readonly ruleSet: (name: string) => RuleSet;
  readonly hasRuleSet: (name: string) => boolean;
  readonly holidays: HolidayCalendar;
}

/**
 * How far each deadline's steps have gone, by `<deadline id>|<due date or none>`:
 * every step planned at or before that instant has fired or was passed over.
 * With the log it is all that a pathway's course depends on.
 */
export type StepProgress = Readonly<Record<string, Instant>>;

/** One pathway as stored: its facts and how far its steps have gone. */
export interface PathwayRecord {
  readonly number: number;
  /** The rule set pinned when the pathway began. */
  readonly ruleSet: string;
  readonly log: readonly LogEntry[];
  readonly progress: StepProgress;
}

/** One person as stored: what the core decides upon. All pathways under one register id; only the last can be open. */
export interface PersonRecord {
  readonly bornOn: PlainDate | null;
  /** The person's own minutes after 08:00 for steps, 0 to 29, so that not all fall on one instant. */
  readonly minutes: number;
  /** The rule set that a new pathway is pinned to. */
  readonly ruleSet: string;
  readonly pathways: readonly PathwayRecord[];
  /** All wake-ups up to this instant have been taken; null before the first event. */
  readonly playedTo: Instant | null;
}

/** An event, or a batch of several, as it reaches the core. */
export interface Hearing {
  readonly id: string;
  readonly at: Instant;
  /** One fact; or the parts of a batch, whose ids are `<id>/1` and on. */
  readonly facts: readonly Fact[];
  readonly batch: boolean;
}

/** Why an event is refused: a stable code, and what a caller needs to mend it. */
export interface Refusal {
  readonly code: string;
  /** The part of a batch that is illegal, counted from 1; absent for a single event. */
  readonly part?: number;
  readonly detail: string;
  /** The ids of other events that it contradicts. */
  readonly events?: readonly string[];
}
