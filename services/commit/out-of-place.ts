import { londonDate, type Instant } from '../../domain/calendar/dates';
import { snapshotAt } from '../../domain/pathway/engine';
import { isStayCetr, type MeetingKind } from '../../domain/pathway/events';
import type { CoreContext, LogEntry, PersonRecord } from '../../domain/pathway/types';
import { OUT_OF_PLACE, outOfPlaceKey, type TaskRow } from '../tasks/tasks';
import type { Applied, EventRequest } from './types';

interface Heard {
  readonly request?: Pick<EventRequest, 'registerId'>;
  readonly record: PersonRecord;
  readonly at: Instant;
  readonly applied?: { readonly answer: Pick<Applied, 'pathway'>; readonly entries: readonly LogEntry[] };
}

/** What moves a person into a hospital or out of it. What else is heard can only end the work: whoever books knows where the person is. */
const MOVES = new Set(['admitted', 'discharged', 'corrected']);

/** Whether a meeting of a kind is for somebody who is where the person is not. */
const isElsewhere = (kind: MeetingKind, inpatient: boolean): boolean =>
  inpatient ? kind === 'community-cetr' : isStayCetr(kind) || kind === 'discharge-planning';

/**
 * The work that an admission or a discharge makes of what was booked before it: a panel is not to come to a review in the community of somebody who is
 * in hospital, nor to the hospital after they left. A person decides; the service calls nothing off by itself. Out: what is raised, and the keys of
 * what nobody need do any more, as the record stands after the commit.
 */
export function outOfPlaceTasks(
  core: CoreContext,
  { request, record, at, applied }: Heard,
): { readonly raised: readonly TaskRow[]; readonly done: readonly string[] } {
  const number = applied?.answer.pathway;
  const log = record.pathways.find((one) => one.number === number)?.log;
  if (!request || !applied || number === undefined || !log) return { raised: [], done: [] };
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
  const booked = new Set(log.flatMap(({ fact }) => (fact.type === 'meeting-scheduled' ? [fact.meeting] : [])));
  const possible = [...booked].flatMap((meeting) =>
    everyStay.flatMap((stay) => ['in', 'out'].map((side) => outOfPlaceKey(registerId, number, meeting, `${stay}/${side}`))),
  );
  const moved = applied.entries.some(({ fact }) => MOVES.has(fact.type));
  return {
    raised: moved
      ? [...wanted].map(([one, meeting]) => ({
          key: one,
          register_id: registerId,
          kind: OUT_OF_PLACE,
          audience: 'team',
          params: { meeting },
        }))
      : [],
    done: possible.filter((one) => !wanted.has(one)),
  };
}

const NO_STAY = 'none';
