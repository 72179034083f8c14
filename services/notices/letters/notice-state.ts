import type { PlainDate } from '../../../domain/calendar/dates';
import type { Recipients } from '../../../domain/notices/recipients';
import type { Fact } from '../../../domain/pathway/events';
import type { Action } from '../../../domain/pathway/types';
import type { Area } from '../../rules/areas';

/** All that stands about a notice's matter at the moment of sending, as far as its words need it. */
export interface NoticeState {
  readonly area: Area;
  readonly recipients: Recipients;
  /** As it stands after every correction; null: it is not known. */
  readonly bornOn: PlainDate | null;
  /** The person asked for help, or told of a change, themself. */
  readonly askedThemself: boolean;
  readonly pathway: {
    readonly rating: string | null;
    readonly registerConsent: boolean;
    readonly inpatient: boolean;
    readonly ended: { readonly type: string; readonly on: PlainDate } | null;
    /** `agreedOn`: of an action, when it was agreed. */
    readonly owedAtEnd: readonly { readonly kind: string; readonly due: PlainDate | null; readonly agreedOn: PlainDate | null }[];
  } | null;
  /** The rating once the notice's event had been heard, as known now; null: none, or there is no event. */
  readonly ratingThen: string | null;
  readonly deadline: {
    readonly kind: string;
    readonly anchor: PlainDate;
    readonly due: PlainDate | null;
    readonly owed: boolean;
    readonly held: boolean;
  } | null;
  readonly meeting: {
    readonly kind: string;
    readonly status: string;
    readonly on: PlainDate;
    readonly time: string | null;
    readonly until: string | null;
    readonly place: string | null;
    readonly invited: readonly string[];
  } | null;
  /** Every meeting of the pathway. */
  readonly meetings: readonly { readonly id: string; readonly kind: string; readonly on: PlainDate }[];
  readonly event: {
    readonly id: string;
    readonly type: string;
    /** The day on which it was true, as put right since. */
    readonly on: PlainDate | null;
    readonly status: string;
    readonly reason: string | null;
    readonly source: string;
    /** As it stands after every correction; of one that was taken back or refused, as it was said. */
    readonly fact: Fact | null;
    /** A refused one that a person has sorted out. */
    readonly resolved: boolean;
    /** Accepted, and taken back since. */
    readonly takenBack: boolean;
  } | null;
  /** The action that its event, its deadline or whoever wrote it names; `owner`: the id of who is to do it. */
  readonly action: Pick<Action, 'due' | 'status' | 'owner'> | null;
  /** Of a notice to a contact who has ended: who they were, and whether nothing more at all is sent to them; absent: the reader has not ended. */
  readonly left?: { readonly contact: string; readonly silently: boolean } | undefined;
  /** The notices of the same meeting, this one among them. */
  readonly siblings: readonly {
    readonly key: string;
    readonly template: string;
    readonly recipient: string;
    readonly status: string;
    /** The place in the log of the event that caused it. */
    readonly position: number;
  }[];
}
