import { addDays, dayOfWeek, type PlainDate } from '../../../domain/calendar/dates';
import { MEETING_KINDS, type MeetingKind, type Rating } from '../../../domain/pathway/events';
import { DEADLINE_KINDS, type DeadlineKind } from '../../../domain/pathway/kinds';

/** So many weeks stand on a calendar. */
export const CALENDAR_WEEKS = 12;

/** How much of a calendar is read: so many weeks, and of each at most so many lines; how many there are is said beside. */
export interface CalendarSize {
  readonly weeks: number;
  readonly most: number;
}

/** What stands on a page: twelve weeks, or one of them whole. */
export const TWELVE_WEEKS: CalendarSize = { weeks: CALENDAR_WEEKS, most: 30 };
export const WHOLE_WEEK: CalendarSize = { weeks: 1, most: 300 };

export const CALENDAR_SORTS = ['meeting', 'deadline', 'visit'] as const;
/** Of deadlines and of meetings: some kinds are both. */
export const CALENDAR_KINDS = [...new Set([...DEADLINE_KINDS, ...MEETING_KINDS])];
/** A visit is a deadline too; it stands by itself because somebody has to travel. */
export type CalendarSort = (typeof CALENDAR_SORTS)[number];

/** What of a calendar is asked for. */
export interface CalendarFilter {
  /** `mine`: what the reader owns, and what nobody owns. */
  readonly whose: 'mine' | 'all';
  readonly sort?: CalendarSort | undefined;
  /** Of a deadline, of a meeting, or of both that have it. */
  readonly kind?: DeadlineKind | MeetingKind | undefined;
  /** The code of the site where somebody is in hospital now; `not-known`: in hospital, and it is not known where. */
  readonly site?: string | undefined;
  /** A day of its first week; absent: today. */
  readonly from?: PlainDate | undefined;
}

/** Something that is to happen on a day. */
export interface CalendarLine {
  readonly sort: CalendarSort;
  readonly on: PlainDate;
  /** HH:MM in London, of a meeting that has one. */
  readonly time: string | null;
  readonly until: string | null;
  /** The id of the meeting or the deadline. */
  readonly id: string;
  readonly kind: MeetingKind | DeadlineKind;
  readonly soft: boolean;
  readonly registerId: string;
  readonly pathway: number;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  /** The record is restricted and not open to the reader: who they are and their rating are left out. */
  readonly restricted: boolean;
  /** The name of the member of staff who owns the pathway; null: nobody does. */
  readonly owner: string | null;
}

/** A week of a calendar, from its Monday on. */
interface CalendarWeek {
  readonly from: PlainDate;
  readonly lines: readonly CalendarLine[];
  /** How many fit what was asked, shown or not. */
  readonly fit: number;
}

export interface Calendar {
  readonly day: PlainDate;
  readonly weeks: readonly CalendarWeek[];
  /** How many there are in these weeks, and how many of them fit what was asked. */
  readonly all: number;
  readonly fit: number;
  /** How many deadlines were due before the first of these weeks and are still to be done. */
  readonly overdue: number;
  /** The sites at which somebody of the reader's areas, whose record is open to them, is in hospital now; empty for who sees their own people only. */
  readonly sites: readonly string[];
}

/** The Monday of a day's week. */
export const mondayOf = (day: PlainDate): PlainDate => addDays(day, 1 - dayOfWeek(day));

/** Who asks for a calendar, and for what of it, as its statements take it. */
export interface CalendarAsked {
  readonly at: Date;
  readonly areas: readonly string[];
  /** Whether everybody of the areas is seen, or what `reader` owns alone. */
  readonly everyone: boolean;
  readonly reader: string;
  readonly sort: CalendarSort | null;
  readonly kind: DeadlineKind | MeetingKind | null;
  /** The records that are not open to the reader. */
  readonly shut: readonly string[];
  /** The pathways of those who are at the site that was asked for; null: none was. */
  readonly there: readonly { readonly registerId: string; readonly pathway: number }[] | null;
}
