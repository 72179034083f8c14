import { londonDate } from '../../../domain/calendar/dates';
import type { Place } from '../../../domain/meetings/places';
import type { MeetingKind } from '../../../domain/pathway/events';
import type { Deadline } from '../../../domain/pathway/types';
import type { Standing } from '../../pathway/standing';

/**
 * Whether a place is one from which a meeting of this kind was called off, or taken back, since a deadline asks for it: somebody could not come, and
 * those invited were told that it is off. To be invited to the same hour again they would have to be told the contrary in the same breath.
 */
export function wasCalledOff(
  { record, pathway, snapshot }: Standing,
  kind: MeetingKind,
  { openedOn }: Deadline,
): (place: Place) => boolean {
  const log = record.pathways.find(({ number }) => number === pathway)?.log ?? [];
  const stands = new Set(snapshot.meetings.flatMap(({ id, status }) => (status === 'cancelled' ? [] : [id])));
  const off = log.flatMap(({ fact, at }) =>
    fact.type === 'meeting-scheduled' && fact.kind === kind && londonDate(at) >= openedOn && !stands.has(fact.meeting) ? [fact] : [],
  );
  return ({ on, time }) => off.some((one) => one.on === on && (one.time === undefined || one.time === time));
}
