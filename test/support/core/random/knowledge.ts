import type { MeetingKind } from '../../../../domain/pathway/events';
import type { Said } from '../facts';

/** What the teller of a random history knows so far, so that most of what it tells is legal. */
export interface Knowledge {
  readonly bornOn: string | undefined;
  /** The day of the admission or the last transfer, where the person is an inpatient. */
  inpatient: string | null;
  meetings: { id: string; kind: MeetingKind; status: 'scheduled' | 'held' | 'cancelled' }[];
  actions: { id: string; open: boolean }[];
  readonly events: { id: string; event: Said }[];
  /** The pathway has ended: what comes is a return, or puts the end right. */
  ended: boolean;
}

/** One draw, and the day on which it is told. */
export interface Turn {
  readonly id: string;
  readonly today: string;
  /** The date so many days on, or back. */
  readonly later: (days: number) => string;
  readonly what: number;
  readonly pick: number;
  readonly worldOnly: boolean;
}
