import type { EventType } from '../../domain/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import type { Typed } from './fields';

/** What a form is shown with before anything is typed: what a link into it says of which meeting or deadline it is about. */
export function beginning({ snapshot, meetings }: Standing, type: EventType, deadline: string | undefined, meeting?: string): Typed {
  const booked = meetings.find(({ id }) => id === meeting);
  if (booked) return { meeting: booked.id, kind: booked.kind };
  const found = deadline === undefined ? undefined : snapshot.deadlines.get(deadline);
  if (!found) return {};
  const subject = found.subject ?? undefined;
  if (type === 'meeting-scheduled') return { kind: KIND_FOR[found.kind] };
  if (type === 'deadline-excused') return { deadline: found.id };
  return { meeting: subject, action: subject };
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
