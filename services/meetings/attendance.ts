import type { FilledForm, OfMeeting } from '../../domain/forms/forms';
import { type Attendee, MOST_AT_MEETING } from '../../domain/forms/meetings';
import { canonicalJson } from '../../infra/canonical';
import { lockForForm, readVersions, toWriteVersion, type WrittenForm } from '../forms/written-forms';
import type { SheetDeps } from '../forms/sheets';
import { type Decided, inTransaction } from '../record/transaction';
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
export function saveAttendee(
  deps: SheetDeps,
  at: MeetingAt,
  id: string,
  attendee: Omit<Attendee, 'id'> | null,
  source: string,
): Promise<AttendanceSaved> {
  return inTransaction<AttendanceSaved>(deps, async (client): Promise<Decided<AttendanceSaved>> => {
    const person = await lockForForm(client, at.registerId);
    if (person === null || person.duplicateOf !== null) return { answer: { status: 'unknown' }, write: null };
    const formId = formIdOf('attendance', at);
    const versions = await readVersions(client, at.registerId, formId);
    const present = peopleOf(versions);
    const place = present.findIndex((one) => one.id === id);
    const before = present[place];
    const next = attendee && { id, ...attendee };
    if (before ? canonicalJson(before) === canonicalJson(next) : next === null) return { answer: { status: 'saved' }, write: null };
    if (!before && present.length >= MOST_AT_MEETING) return { answer: { status: 'too-many' }, write: null };
    const others = present.filter((one) => one.id !== id);
    const people = next === null ? others : before ? present.with(place, next) : [...present, next];
    const form: FilledForm = { kind: 'attendance', edition: 1, answers: { meeting: at.meeting, people: [...people] } };
    const version = (versions.at(-1)?.version ?? 0) + 1;
    const about = { registerId: at.registerId, id: formId, version, form, at: deps.clock(), source, eventId: null };
    const [write = null, ...also] = await toWriteVersion(client, deps.seals, about);
    return { answer: { status: 'saved' }, write, also };
  });
}
