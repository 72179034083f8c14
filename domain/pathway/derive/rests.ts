import { addDays, endOfDay, startOfDay, type Instant, type PlainDate } from '../../calendar/dates';
import type { MeetingKind } from '../events';
import { traitsOf } from '../kinds';
import type { Rest } from '../types';
import type { Entry } from './book';
import type { Course, MeetingCourse } from './course';

/** No planned meeting lets a deadline rest for longer than this from its first planning (contract 5.1, a default). */
const REST_DAYS = 28;

/** True where a meeting of a kind, held on a day, would satisfy a deadline that is owed. */
export function satisfiedIf(course: Course, entry: Entry, kind: MeetingKind, on: PlainDate): boolean {
  if (!traitsOf(entry.kind).metBy?.includes(kind)) return false;
  if (entry.kind === 'next-step') return entry.due !== null && on > entry.openedOn;
  if (entry.stay === null) return true;
  const stay = course.stays.find(({ id }) => id === entry.stay);
  return stay !== undefined && (kind !== 'community-cetr' || on > stay.admittedOn);
}

/**
 * The times for which a deadline rests: from the hearing of a planning that would satisfy it in time, to the end of the meeting's day, its next
 * planning, its cancellation or its holding, and at most 28 days from the first planning. A reported change with a date never rests (contract 5.1).
 */
export function restsOf(course: Course, entry: Entry): Rest[] {
  if (entry.kind === 'change-review' && entry.due !== null) return [];
  if (traitsOf(entry.kind).metBy === undefined) return [];
  return [...course.meetings.values()].flatMap((meeting) => ofMeeting(course, entry, meeting));
}

function ofMeeting(course: Course, entry: Entry, { plans, planEndedAt, firstScheduledOn }: MeetingCourse): Rest[] {
  if (firstScheduledOn === null) return [];
  const atMost = startOfDay(addDays(firstScheduledOn, REST_DAYS + 1)) - 1;
  return plans.flatMap((plan, index): Rest[] => {
    if (entry.due !== null && plan.on > entry.due) return [];
    if (!satisfiedIf(course, entry, plan.kind, plan.on)) return [];
    const next = plans[index + 1]?.at ?? planEndedAt ?? Infinity;
    const to = Math.min(endOfDay(plan.on), next, atMost) as Instant;
    return to > plan.at ? [{ from: plan.at, to }] : [];
  });
}
