import { londonDate, type Instant } from '../../domain/calendar/dates';
import { snapshotAt } from '../../domain/pathway/engine';
import { isStayCetr, type MeetingKind } from '../../domain/pathway/events';
import type { CoreContext, LogEntry, PersonRecord } from '../../domain/pathway/types';
import { OUT_OF_PLACE, outOfPlaceKey, placeGoneKey, type TaskRow } from '../tasks/tasks';
import type { Applied, EventRequest } from './types';

interface Heard {
  readonly request?: Pick<EventRequest, 'registerId'>;
  readonly record: PersonRecord;
  readonly at: Instant;
  readonly applied?: { readonly answer: Pick<Applied, 'pathway'>; readonly entries: readonly LogEntry[] };
}

/** What moves a person into a hospital or out of it. What else is heard can only end the work: whoever books knows where the person is. */
const MOVES = new Set(['admitted', 'discharged', 'corrected']);
/** What can end it. */
const ENDS = new Set(['meeting-scheduled', 'meeting-held', 'meeting-cancelled', 'person-died', 'moved-away', 'pathway-closed']);

/** Whether a meeting of a kind is for somebody who is where the person is not. */
const isElsewhere = (kind: MeetingKind, inpatient: boolean): boolean =>
  inpatient ? kind === 'community-cetr' : isStayCetr(kind) || kind === 'discharge-planning';

/**
 * The work that an admission or a discharge makes of what was booked before it: a panel is not to come to a review in the community of somebody who is
 * in hospital, nor to the hospital after they left. It ends, as does that of a place that is no more, with the booking that it is about. A person decides; the service calls nothing off by itself. Out: what is raised, and the keys of
 * what nobody need do any more, as the record stands after the commit.
 */
export function outOfPlaceTasks(
  core: CoreContext,
  { request, record, at, applied }: Heard,
): { readonly raised: readonly TaskRow[]; readonly done: readonly string[] } {
  const number = applied?.answer.pathway;
  const log = record.pathways.find((one) => one.number === number)?.log;
  const scheduled = log?.flatMap(({ fact }) => (fact.type === 'meeting-scheduled' ? [fact] : [])) ?? [];
  const bears = applied?.entries.some(({ fact: { type } }) => MOVES.has(type) || ENDS.has(type)) ?? false;
  if (!request || !applied || number === undefined || !log || !bears || scheduled.length === 0) return { raised: [], done: [] };
  const { registerId } = request;
  const { inpatient, stays, meetings, ended } = snapshotAt(core, record, at, number);
  const today = londonDate(at);
  const last = stays.at(-1)?.id ?? NO_STAY;
  const key = (meeting: string, stay: string): string => outOfPlaceKey(registerId, number, meeting, `${stay}/${inpatient ? 'in' : 'out'}`);
  const wanted = new Map(
    meetings
      .filter(({ kind, status, on }) => ended === null && status === 'scheduled' && on >= today && isElsewhere(kind, inpatient))
      .map(({ id }) => [key(id, last), id]),
  );
  const everyStay = [NO_STAY, ...log.flatMap(({ id, fact }) => (fact.type === 'admitted' ? [id] : []))];
  const booked = new Set(scheduled.map(({ meeting }) => meeting));
  // Moved, called off or held: where it was to be is no question any more.
  const moved = scheduled.filter(
    ({ meeting, on }) => !meetings.some((one) => one.id === meeting && one.status === 'scheduled' && one.on === on),
  );
  const possible = [...booked].flatMap((meeting) =>
    everyStay.flatMap((stay) => ['in', 'out'].map((side) => outOfPlaceKey(registerId, number, meeting, `${stay}/${side}`))),
  );
  const hasMoved = applied.entries.some(({ fact }) => MOVES.has(fact.type));
  return {
    raised: hasMoved
      ? [...wanted].map(([one, meeting]) => ({
          key: one,
          register_id: registerId,
          kind: OUT_OF_PLACE,
          audience: 'team',
          params: { meeting },
        }))
      : [],
    done: [...possible.filter((one) => !wanted.has(one)), ...moved.map(({ meeting, on }) => placeGoneKey(registerId, number, meeting, on))],
  };
}

const NO_STAY = 'none';
