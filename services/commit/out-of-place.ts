import { londonDate, type Instant } from '../../domain/calendar/dates';
import { snapshotAt } from '../../domain/pathway/engine';
import { isStayCetr, type MeetingKind } from '../../domain/pathway/events';
import type { CoreContext, Meeting, PersonRecord } from '../../domain/pathway/types';
import { ON_AGAIN, onAgainKey, OUT_OF_PLACE, outOfPlaceKey, placeGoneKey, type TaskRow } from '../tasks/tasks';
import type { Heard } from './heard';

/** What moves a person into a hospital or out of it. What else is heard can only end the work: whoever books knows where the person is. */
const MOVES = new Set(['admitted', 'discharged', 'corrected']);
/** What can end it. */
const ENDS = new Set(['meeting-scheduled', 'meeting-held', 'meeting-cancelled', 'person-died', 'moved-away', 'pathway-closed']);

/** Whether a meeting of a kind is for somebody who is where the person is not. */
const isElsewhere = (kind: MeetingKind, inpatient: boolean): boolean =>
  inpatient ? kind === 'community-cetr' || kind === 'mam' : isStayCetr(kind) || kind === 'discharge-planning';

/**
 * The work that an admission or a discharge makes of what was booked before it: a panel is not to come to a review in the community of somebody who is
 * in hospital, nor to the hospital after they left. It ends, as does that of a place that is no more, with the booking that it is about. A person
 * decides; the service calls nothing off by itself. `was`: the record before the commit. Out: what is raised, and the keys of what nobody need do any
 * more, as the record stands after it.
 */
export function outOfPlaceTasks(
  core: CoreContext,
  was: PersonRecord,
  { request, record, at, applied }: Heard,
): { readonly raised: readonly TaskRow[]; readonly done: readonly string[] } {
  const number = applied?.answer.pathway;
  const log = record.pathways.find((one) => one.number === number)?.log;
  const scheduled = log?.flatMap(({ fact }) => (fact.type === 'meeting-scheduled' ? [fact] : [])) ?? [];
  const bears = applied?.entries.some(({ fact: { type } }) => MOVES.has(type) || ENDS.has(type)) ?? false;
  if (!request || !applied || number === undefined || !log || !bears || scheduled.length === 0) return { raised: [], done: [] };
  const { registerId } = request;
  const keyOf = (meeting: string, since: string): string => outOfPlaceKey(registerId, number, meeting, since);
  const wanted = outOfPlace(core, record, at, number);
  const before = outOfPlace(core, was, at, number);
  const { meetings, ended } = snapshotAt(core, record, at, number);
  const everyStay = [NO_STAY, ...log.flatMap(({ id, fact }) => (fact.type === 'admitted' ? [id] : []))];
  const possible = [...new Set(scheduled.map(({ meeting }) => meeting))].flatMap((meeting) =>
    everyStay.flatMap((stay) => [keyOf(meeting, `${stay}/in`), keyOf(meeting, `${stay}/out`)]),
  );
  const keys = new Map([...wanted].map(([meeting, since]) => [keyOf(meeting, since), meeting]));
  const stands = (meeting: string): boolean =>
    ended === null && meetings.some(({ id, status }) => id === meeting && status === 'scheduled');
  // Moved, called off, held, or off with its pathway: where it was to be is no question any more.
  const moved = scheduled.filter(
    ({ meeting, on }) => ended !== null || !meetings.some((one) => one.id === meeting && one.status === 'scheduled' && one.on === on),
  );
  const again = ended === null ? onAgain(core, was, number, at, meetings) : [];
  const bookedNow = applied.entries.flatMap(({ fact }) => (fact.type === 'meeting-scheduled' ? [fact.meeting] : []));
  const hasMoved = applied.entries.some(({ fact }) => MOVES.has(fact.type));
  return {
    raised: [
      ...[...keys]
        .filter(([, meeting]) => hasMoved && before.get(meeting) !== wanted.get(meeting))
        .map(([key, meeting]) => ({ key, register_id: registerId, kind: OUT_OF_PLACE, audience: 'team', params: { meeting } })),
      ...again.map((meeting) => ({
        ...{ key: onAgainKey(registerId, number, meeting), register_id: registerId, kind: ON_AGAIN, audience: 'team', params: { meeting } },
      })),
    ],
    done: [
      ...possible.filter((one) => !keys.has(one)),
      ...moved.map(({ meeting, on }) => placeGoneKey(registerId, number, meeting, on)),
      ...[...bookedNow, ...scheduled.flatMap(({ meeting }) => (stands(meeting) ? [] : [meeting]))].map((meeting) =>
        onAgainKey(registerId, number, meeting),
      ),
    ],
  };
}

/** The meetings ahead that stand again because the end of the pathway is taken back: their places were free meanwhile. */
function onAgain(core: CoreContext, was: PersonRecord, number: number, at: Instant, meetings: readonly Meeting[]): readonly string[] {
  const hadEnded =
    was.pathways.some((one) => one.number === number && one.log.length > 0) && snapshotAt(core, was, at, number).ended !== null;
  const today = londonDate(at);
  return hadEnded ? meetings.filter(({ status, on }) => status === 'scheduled' && on >= today).map(({ id }) => id) : [];
}

/** The meetings that are booked for somebody who is elsewhere, of a pathway as a record has it: with the stay that made it so, and on which side of it they are. */
function outOfPlace(core: CoreContext, record: PersonRecord, at: Instant, number: number): ReadonlyMap<string, string> {
  if (!record.pathways.some((one) => one.number === number && one.log.length > 0)) return new Map();
  const { inpatient, stays, meetings, ended } = snapshotAt(core, record, at, number);
  const today = londonDate(at);
  const since = `${stays.at(-1)?.id ?? NO_STAY}/${inpatient ? 'in' : 'out'}`;
  return new Map(
    meetings
      .filter(({ kind, status, on }) => ended === null && status === 'scheduled' && on >= today && isElsewhere(kind, inpatient))
      .map(({ id }) => [id, since]),
  );
}

const NO_STAY = 'none';
