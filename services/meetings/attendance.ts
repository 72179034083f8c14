import type { FilledForm, OfMeeting } from '../../domain/forms/forms';
import { type Attendee, MOST_AT_MEETING } from '../../domain/forms/meetings';
import { canonicalJson } from '../../infra/canonical';
import { writeNextVersion } from '../forms/next-version';
import type { SheetDeps } from '../forms/sheets';
import { readVersions, type WrittenForm } from '../forms/written-forms';
import type { Client } from '../tables/query';
import { formIdOf, type MeetingAt } from './notes';

type Attendance = Extract<OfMeeting, { kind: 'attendance' }>;
const isAttendance = (form: FilledForm): form is Attendance => form.kind === 'attendance';

/** Who was there, by the versions of what was written of it. */
export function peopleOf(versions: readonly WrittenForm[]): readonly Attendee[] {
  const last = versions.toSorted((a, b) => a.version - b.version).at(-1)?.form;
  return last && isAttendance(last) ? last.answers.people : [];
}

/** Who was at a meeting, or is expected, in the order in which it was written down. Throws where the database is away. */
export const readAttendance = async (database: Client, at: MeetingAt): Promise<readonly Attendee[]> =>
  peopleOf(await readVersions(database, at.registerId, formIdOf('attendance', at)));

export type AttendanceSaved = { readonly status: 'saved' | 'too-many' | 'unknown' };

/**
 * Writes down that somebody was at a meeting, or puts that right, or takes somebody out of it again (`attendee` null). Two who write at one time do
 * not meet: each adds to what stands. The same again is saved once. Throws where the database is away; the same call may then be made again.
 */
export async function saveAttendee(
  deps: SheetDeps,
  at: MeetingAt,
  id: string,
  attendee: Omit<Attendee, 'id'> | null,
  source: string,
): Promise<AttendanceSaved> {
  const form = { registerId: at.registerId, id: formIdOf('attendance', at), source };
  const status = writeNextVersion<'saved' | 'too-many'>(deps, form, (versions) => {
    const present = peopleOf(versions);
    const place = present.findIndex((one) => one.id === id);
    const before = present[place];
    const next = attendee && { id, ...attendee };
    if (before ? canonicalJson(before) === canonicalJson(next) : next === null) return { answer: 'saved', form: null };
    if (!before && present.length >= MOST_AT_MEETING) return { answer: 'too-many', form: null };
    const others = present.filter((one) => one.id !== id);
    const people = next === null ? others : before ? present.with(place, next) : [...present, next];
    return { answer: 'saved', form: { kind: 'attendance', edition: 1, answers: { meeting: at.meeting, people: [...people] } } };
  });
  return { status: await status };
}
