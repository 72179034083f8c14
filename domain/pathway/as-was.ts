import { addDays, startOfDay, type Instant, type PlainDate } from '../calendar/dates';
import type { RecordedPerson } from './membership';
import { placed, standing } from './place';
import { bornOnFor, latestPathway, snapshotAt } from './present';
import type { CoreContext, LogEntry, PersonRecord, Snapshot } from './types';

/** How a pathway stood at the end of a day. */
export interface PathwayThen {
  /** The number of the pathway that was the latest one then. */
  readonly pathway: number;
  readonly bornOn: PlainDate | null;
  readonly snapshot: Snapshot;
  /** The facts that it rests on, in the order heard. */
  readonly facts: readonly LogEntry[];
}

/**
 * How somebody's latest pathway stood at the end of a day, by what had been recorded before an instant: what was heard late stands on the day on
 * which it was true, and what was corrected before that instant as it was corrected. What is kept of another answer (ADR 14) is left out: that
 * stands as of now. Rules that were adopted after the day say nothing of it; a birth date that is known counts for every day.
 * @param recordedBefore null: by all that is on record
 * @param until the instant of that day as at which it is told, before its end where the day goes on
 * @returns null: nothing that is known of it was true by then
 */
export function pathwayThen(
  context: CoreContext,
  record: RecordedPerson,
  on: PlainDate,
  recordedBefore: Instant | null,
  until: Instant = (startOfDay(addDays(on, 1)) - 1) as Instant,
): PathwayThen | null {
  const known: PersonRecord = {
    ...record,
    pathways: record.pathways.map((pathway) => ({
      ...pathway,
      kept: undefined,
      log: recordedBefore === null ? pathway.log : pathway.log.filter(({ recordedAt }) => recordedAt < recordedBefore),
    })),
  };
  const pathways = known.pathways.flatMap((pathway) => {
    const bornOn = bornOnFor(known, pathway.number);
    const log = standing(pathway.log).filter((entry) => entry.fact.type !== 'corrected' && placed(entry).day <= on);
    return log.length === 0 ? [] : [{ ...pathway, log: log.map((entry) => withBirth(entry, bornOn)) }];
  });
  const last = latestPathway({ pathways });
  if (!last) return null;
  const bornOn = bornOnFor(known, last.number);
  return { pathway: last.number, bornOn, facts: last.log, snapshot: snapshotAt(context, { ...known, bornOn, pathways: [last] }, until) };
}

/** What is known of the birth of somebody was true on every day: an earlier record of it says the same. */
const withBirth = (entry: LogEntry, bornOn: PlainDate | null): LogEntry =>
  entry.fact.type === 'birth-date-recorded' && bornOn !== null ? { ...entry, fact: { ...entry.fact, bornOn } } : entry;
