import { addDays, londonDate, type Instant, type PlainDate } from '../calendar/dates';
import { isWorkingDay, type HolidayCalendar } from '../calendar/working-days';
import type { EventType, FactOf } from './events';
import { ENDINGS } from './judge/judge';
import { targetsOf } from './place';
import type { LogEntry } from './types';

/** What a second person looks at once it was corrected: a rating, a discharge, and whatever ends a pathway, a death among it. */
const LOOKED_AT: ReadonlySet<EventType> = new Set(['rating-set', 'discharged', ...ENDINGS]);

/** So many working days a second person has. */
const WORKING_DAYS = 2;

/** The last day on which a correction heard at an instant is confirmed in time: 2 working days after its day in London. */
export function confirmBy(holidays: HolidayCalendar, at: Instant): PlainDate {
  let day = londonDate(at);
  for (let left = WORKING_DAYS; left > 0;) {
    day = addDays(day, 1);
    if (isWorkingDay(holidays, day)) left -= 1;
  }
  return day;
}

/** A correction that works already, and that a second person is to confirm. */
export interface ToConfirm {
  /** The id of the correction. */
  readonly event: string;
  /** What it takes back or replaces, of that which a second person looks at. */
  readonly types: readonly EventType[];
}

/** What corrections just heard ask of a second person, and of which earlier corrections nobody asks any more. */
export interface SecondPerson {
  readonly toConfirm: readonly ToConfirm[];
  /** The ids of corrections of something that has been corrected once more: only what stands now is looked at. */
  readonly overtaken: readonly string[];
}

type Correction = LogEntry & { readonly fact: FactOf<'corrected'> };
const isCorrection = (entry: LogEntry): entry is Correction => entry.fact.type === 'corrected';

/** In: a pathway's log with what was just heard, and the ids of the latter. */
export function secondPerson(log: readonly LogEntry[], heard: ReadonlySet<string>): SecondPerson {
  const corrections = log.filter(isCorrection);
  const typeOf = new Map(log.map(({ id, fact }) => [id, fact.type]));
  const isOvertaken = ({ fact }: Correction, place: number): boolean => {
    const own = new Set(targetsOf(fact));
    return corrections.slice(place + 1).some((later) => targetsOf(later.fact).some((id) => own.has(id)));
  };
  const toConfirm = corrections.flatMap((correction, place): ToConfirm[] => {
    const taken = targetsOf(correction.fact).flatMap((id) => typeOf.get(id) ?? []);
    const types = [...new Set(taken)].filter((type) => LOOKED_AT.has(type));
    return heard.has(correction.id) && types.length > 0 && !isOvertaken(correction, place) ? [{ event: correction.id, types }] : [];
  });
  const overtaken = corrections.filter((correction, place) => !heard.has(correction.id) && isOvertaken(correction, place));
  return { toConfirm, overtaken: heard.size === 0 ? [] : overtaken.map(({ id }) => id) };
}
