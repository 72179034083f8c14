import { addDays, type PlainDate } from '../../domain/calendar/dates';
import type { Deadline, Meeting } from '../../domain/pathway/types';
import { dayText, listWords } from './dates';

/** A community C(E)TR of the day of admission or the 27 before it stands in for the post-admission one; an LAEP never does (contract section 5). */
export const STAND_IN_DAYS = 28;

/**
 * Why a post-admission C(E)TR runs from its admission: that no community C(E)TR was held in the 28 days that could have stood in for it, with the
 * LAEPs of these days, which do not count. Empty for any other deadline, for one that runs from something else, and where one was held.
 */
export function standInWords({ kind, trace }: Pick<Deadline, 'kind' | 'trace'>, anchor: PlainDate, meetings: readonly Meeting[]): string {
  const runs = trace.find(({ code }) => code === 'runs-from')?.params;
  if (kind !== 'post-admission-cetr' || runs?.['type'] !== 'admitted') return '';
  const from = addDays(anchor, 1 - STAND_IN_DAYS);
  const held = (of: Meeting['kind']) =>
    meetings.filter((one) => one.kind === of && one.status === 'held' && from <= one.on && one.on <= anchor);
  if (held('community-cetr').length > 0) return '';
  const laeps = [...new Set(held('laep').map(({ on }) => on))].toSorted();
  const none = `No community C(E)TR was held in the ${STAND_IN_DAYS} days up to and including it.`;
  if (laeps.length === 0) return none;
  return `${none} The ${laeps.length === 1 ? 'LAEP' : 'LAEPs'} on ${listWords(laeps.map(dayText))} ${laeps.length === 1 ? 'does' : 'do'} not count.`;
}
