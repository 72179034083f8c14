import type { Instant, PlainDate } from '../../calendar/dates';
import type { NoticeName, WarningCode } from '../../notices/catalogue';
import type { StepName } from '../../rules/rule-set';
import type { EventType, MeetingKind, Rating } from '../events';
import type { DeadlineKind } from '../kinds';

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
  | {
      readonly what: 'event-applied';
      readonly type: EventType;
      readonly event: string;
      /** When it was heard, of one that was held back. */
      readonly received?: Instant;
    }
  | {
      readonly what: 'event-refused';
      readonly type: EventType;
      readonly event: string;
      readonly reason: string;
      readonly received?: Instant;
    }
  | { readonly what: 'rating'; readonly rating: Rating | null }
  | {
      readonly what: DeadlineWhat;
      readonly deadline: string;
      readonly kind: DeadlineKind;
      readonly due: PlainDate | null;
      readonly rule: string;
      readonly from?: PlainDate | null;
      readonly before?: true;
    }
  | {
      readonly what: 'step';
      readonly deadline: string;
      readonly kind: DeadlineKind;
      readonly step: StepName;
      readonly audience: Audience;
      readonly due: PlainDate | null;
    }
  | { readonly what: 'meeting-requested'; readonly kind: MeetingKind; readonly deadline: string }
  | {
      readonly what: 'notice';
      readonly notice: NoticeName;
      readonly audience: Audience;
      readonly deadline?: string;
      readonly event?: string;
      readonly meeting?: string;
    }
  | { readonly what: 'warning'; readonly code: WarningCode; readonly deadline?: string; readonly event?: string };
