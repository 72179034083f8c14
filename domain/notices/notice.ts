import type { MeetingKind } from '../pathway/events';
import type { Audience, Line, LineBody, LogEntry, Snapshot } from '../pathway/types';
import type { NoticeName } from './catalogue';

/** A notice wanted: the body of its timeline line, without what says that it is one. */
export interface WantedNotice {
  readonly notice: NoticeName;
  readonly audience: Audience;
  readonly deadline?: string;
  readonly event?: string;
  readonly meeting?: string;
}

export interface WantedMeeting {
  readonly kind: MeetingKind;
  readonly deadline: string;
}

export interface Wanted {
  readonly meetingRequested: readonly WantedMeeting[];
  readonly notices: readonly WantedNotice[];
}

/** One group of lines of one pathway: an event or batch, or all wake-ups of one instant. */
export interface WantedInput {
  /** The lines of the group so far: deadlines and steps are read from them. */
  readonly lines: readonly LineBody[] | readonly Line[];
  /** The entries just applied; none for wake-ups. */
  readonly applied: readonly LogEntry[];
  /** The pathway's accepted log, with the entries just applied. */
  readonly log: readonly LogEntry[];
  readonly before: Snapshot;
  readonly after: Snapshot;
}

/** One notice to each of some audiences. */
export const to = (notice: NoticeName, audiences: readonly Audience[], about: Omit<WantedNotice, 'notice' | 'audience'>): WantedNotice[] =>
  audiences.map((audience) => ({ notice, audience, ...about }));
