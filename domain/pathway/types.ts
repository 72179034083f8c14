import type { Instant, PlainDate } from '../calendar/dates';
import type { HolidayCalendar } from '../calendar/working-days';
import type { RuleSet, Rung, StepName } from '../rules/rule-set';
import type { WarningCode } from '../notices/catalogue';
import type { Grants } from './consents';
import type { EventType, Fact, MeetingKind, Rating } from './events';
import type { DeadlineKind } from './kinds';
import type { RefusalCode } from './refusals';

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
  readonly kind: DeadlineKind;
  /** The date that it runs from. */
  readonly anchor: PlainDate;
  /** Null: no figure gives a date (shown as such, never a sentinel). */
  readonly due: PlainDate | null;
  /** `<rule id>@<rule set>/<version>` */
  readonly rule: string;
  /** The name of its ladder in the rule set. */
  readonly ladder: string;
  /** The day on which the facts opened it. */
  readonly openedOn: PlainDate;
  /** The day from which the ladder of one without a date counts: the anchor, or its release after a take-over (contract 6.14(3)). */
  readonly countsFrom: PlainDate;
  /** The times for which a meeting that would satisfy it stood planned: it rests then (contract 5.1). */
  readonly rests: readonly Rest[];
  readonly status: DeadlineStatus;
  /** Still to be done: open, or missed and not yet done or superseded. */
  readonly owed: boolean;
  /** The day from which it is owed no longer, once missed; null: until done. */
  readonly owedUntil: PlainDate | null;
  readonly soft: boolean;
  /** Due before this service took the pathway over, or without a date and running from before it (contract 6.14). */
  readonly before: boolean;
  /** Of before the take-over and not released: no step fires. */
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

/** A time in which no reminder is wanted, both ends included. */
export interface Rest {
  readonly from: Instant;
  readonly to: Instant;
}

export interface Stay {
  readonly id: string;
  readonly admittedOn: PlainDate;
  readonly dischargedOn: PlainDate | null;
}

export interface Meeting {
  readonly id: string;
  readonly kind: MeetingKind;
  readonly status: 'scheduled' | 'held' | 'cancelled';
  /** The day planned, held or (cancelled) last planned for. */
  readonly on: PlainDate;
  readonly time: string | null;
  readonly until: string | null;
  readonly invited: readonly string[];
  /** Raised by each change; the SEQUENCE of its invitations. */
  readonly revision: number;
}

/** A meeting as it stands at an instant, with what consent allows. */
export interface StandingMeeting extends Meeting {
  /**
   * Whether those invited (but the team and the commissioner) may be written to: `held` where it is a C(E)TR and no consent to `meeting`
   * covers it, until one does or a person releases them; `refused` where only a new consent will do (contract 6.11(11)).
   */
  readonly invitations: 'free' | 'held' | 'refused';
  /** Whether its papers may be shown to the panel today (contract 6.11(7)). */
  readonly papersMayBeShown: boolean;
}

export interface Action {
  readonly id: string;
  readonly agreedOn: PlainDate;
  readonly due: PlainDate | null;
  readonly status: 'open' | 'blocked' | 'done' | 'replaced';
  /** The contact or member of staff who is to do it. */
  readonly owner: string | null;
  /** The meeting at which it was agreed. */
  readonly meeting: string | null;
}

export interface Warning {
  readonly code: WarningCode;
  /** The event that it is about, or the deadline. */
  readonly subject: string;
  /** The deadline that it names besides. */
  readonly deadline?: string;
}

/** What was owed until a pathway ended, open or missed (contract 6.16(2)). */
export interface OwedAtEnd {
  readonly deadline: string;
  readonly kind: DeadlineKind;
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
  /** The consents that stand, scope by scope. */
  readonly grants: Grants;
  /** Whether the person wishes the family to be written to, as last said; null: nothing was said. */
  readonly familyContact: 'yes' | 'no' | null;
  /** Consent to the register stood, was withdrawn or refused, and has not been given again. */
  readonly leftRegister: boolean;
  /** The consent that stands was due for renewal, or for the person's own decision at 18, and that has not been done. */
  readonly consentLapsed: boolean;
  readonly ended: { readonly type: EventType; readonly on: PlainDate; readonly owed: readonly OwedAtEnd[] } | null;
  /** All deadlines by id. */
  readonly deadlines: ReadonlyMap<string, Deadline>;
  readonly meetings: readonly StandingMeeting[];
  readonly actions: readonly Action[];
  readonly warnings: readonly Warning[];
  /** The rule set in force, `<name>@<version>`. */
  readonly ruleSet: string;
}

/** What a deadline, or the pathway, wants next: a timer is named after it. */
export interface WakeUp {
  /** The deadline's id, or `pathway` for a day on which something begins by itself (a 17th birthday). */
  readonly deadline: string;
  readonly step: StepName | 'begin';
  readonly at: Instant;
}

export type { Audience, DeadlineWhat, Line, LineBody } from './lines/line';

/** What the core needs beside the facts. */
export interface CoreContext {
  /** A rule set by `<name>@<version>`, or by its name alone: then its newest version. Throws RangeError where there is none. */
  readonly ruleSet: (ref: string) => RuleSet;
  readonly hasRuleSet: (ref: string) => boolean;
  readonly holidays: HolidayCalendar;
  /** Says what this core, its rules and its holidays are: another one may answer differently. */
  readonly stamp: string;
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
  /** The rule set pinned when the pathway began, `<name>@<version>`. */
  readonly ruleSet: string;
  readonly log: readonly LogEntry[];
  readonly progress: StepProgress;
  /** What stands although this core would answer differently, until it is adopted. Absent: nothing. */
  readonly kept?: Kept | undefined;
}

/** What is known of a deadline when two answers are compared: its date, and what became of it but for the passing of time. */
export interface Standing {
  readonly due: PlainDate | null;
  readonly state: 'open' | 'done' | 'excused' | 'superseded' | 'released';
  readonly settledOn: PlainDate | null;
}

/** A deadline that is stored otherwise than this core derives it; null: not at all. */
export interface KeptDeadline {
  readonly id: string;
  readonly kind: DeadlineKind;
  readonly stored:
    | (Standing & {
        readonly anchor: PlainDate;
        readonly rule: string;
        readonly openedOn: PlainDate;
        readonly subject: string | null;
        readonly soft: boolean;
      })
    | null;
  readonly derived: Standing | null;
}

/** A step that waits at another instant than this core would plan it for. */
export interface KeptStep {
  readonly deadline: string;
  readonly due: PlainDate | null;
  readonly step: StepName;
  readonly audience: Rung['audience'];
  readonly at: Instant;
  /** When this core would take it; null: never. */
  readonly instead: Instant | null;
}

/**
 * What is stored stands until a person adopts another answer (contract 6.15, ADR 14): the deadlines and the waiting steps in which
 * it differs from what this core, its rules and its holidays derive from the same facts. An event that changes what is derived of a
 * deadline lets that one go; an adoption lets all go that are not settled.
 */
export interface Kept {
  readonly deadlines: readonly KeptDeadline[];
  readonly steps: readonly KeptStep[];
}

/** One person as stored: what the core decides upon. All pathways under one register id; only the last can be open. */
export interface PersonRecord {
  readonly bornOn: PlainDate | null;
  /** The person's own minutes after 08:00 for steps, 0 to 29, so that not all fall on one instant. */
  readonly minutes: number;
  /** The rule set that a new pathway is pinned to, in its newest version where none is named. */
  readonly ruleSet: string;
  readonly pathways: readonly PathwayRecord[];
  /** All wake-ups up to this instant have been taken; null before the first event. */
  readonly playedTo: Instant | null;
  /** From when on which pathway is owned by a member of staff, in the order in which it was said. Absent: nobody owns any. */
  readonly owned?: readonly OwnedFrom[] | undefined;
}

/** That a pathway is owned by somebody from an instant on, or by nobody. */
export interface OwnedFrom {
  readonly pathway: number;
  readonly from: Instant;
  readonly owned: boolean;
}

/** An event, or a batch of several, as it reaches the core. */
export interface Hearing {
  readonly id: string;
  /** When it is decided: its lines stand there. */
  readonly at: Instant;
  /** When it was heard, where it was held back since (contract section 3): it is judged as heard then. Absent: at `at`. */
  readonly received?: Instant | undefined;
  /** One fact; or the parts of a batch, whose ids are `<id>/1` and on. */
  readonly facts: readonly Fact[];
  readonly batch: boolean;
}

/** Why an event is refused: a stable code, and what a caller needs to mend it. */
export interface Refusal {
  readonly code: RefusalCode;
  /** The part of a batch that is illegal, counted from 1; absent for a single event. */
  readonly part?: number;
  readonly detail: string;
  /** The ids of other events that it contradicts. */
  readonly events?: readonly string[];
}
