import type { EventType } from '../../domain/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import { type Typed, typedDay } from './fields';

/** What a form is shown with before anything is typed: what a link into it says of which meeting or deadline it is about. */
export function beginning({ snapshot, meetings }: Standing, type: EventType, deadline: string | undefined, meeting?: string): Typed {
  const booked = meetings.find(({ id }) => id === meeting);
  if (booked && type === 'meeting-scheduled') return asBooked(booked);
  if (booked) return { meeting: booked.id, kind: booked.kind };
  const found = deadline === undefined ? undefined : snapshot.deadlines.get(deadline);
  if (!found) return {};
  const subject = found.subject ?? undefined;
  if (type === 'meeting-scheduled') return { kind: KIND_FOR[found.kind] };
  if (type === 'deadline-excused') return { deadline: found.id };
  return { meeting: subject, action: subject };
}
/** A booking as the form would have it typed: what is not to change stays. */
function asBooked({ id, kind, on, time, until, place, invited }: Standing['meetings'][number]): Typed {
  const times = { ...(time === null ? {} : { time }), ...(until === null ? {} : { until }) };
  return { meeting: id, kind, ...typedDay('on', on), ...times, ...(place === null ? {} : { place }), invited };
}

const KIND_FOR: Readonly<Record<string, string>> = {
  mam: 'mam',
  'community-cetr': 'community-cetr',
  'laep-follow-up': 'community-cetr',
  'requested-cetr': 'community-cetr',
  'post-admission-cetr': 'post-admission-cetr',
  'inpatient-cetr': 'inpatient-cetr',
  'transfer-cetr': 'inpatient-cetr',
  'diagnosis-removed-cetr': 'inpatient-cetr',
};
