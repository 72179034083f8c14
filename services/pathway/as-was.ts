import { sql } from 'kysely';
import type { Pool } from 'pg';
import { addDays, type Instant, londonDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import { type PathwayThen, pathwayThen } from '../../domain/pathway/as-was';
import type { RecordedEntry, RecordedPerson } from '../../domain/pathway/membership';
import type { CoreContext } from '../../domain/pathway/types';
import { storedFact, versioned } from '../record/rule-set-version';
import { db, prepared, rowsOf } from '../tables/query';

/** What of a record is asked for: how it was on a day, and as it was known at the end of the same day or of a later one. */
export interface AsWasAsked {
  readonly on: PlainDate;
  readonly known: PlainDate;
}

/** How somebody's pathway stood at the end of a day, by both readings; null: nothing was on record of it. */
export interface AsWas {
  /** By all that is known now. */
  readonly trueThen: PathwayThen | null;
  /** By what had been recorded until the end of the day that was asked for. */
  readonly knownThen: PathwayThen | null;
}

const logOf = prepared('record-with-its-times', (registerId: string) =>
  db
    .selectFrom('event')
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'event.register_id').onRef('pathway.number', '=', 'event.pathway'),
    )
    .innerJoin('person', 'person.register_id', 'event.register_id')
    .select(['event.id', 'event.sequence', 'event.at', 'event.received_at as received', 'event.batch'])
    .select(sql<string>`event.fact`.as('fact'))
    .select(['pathway.number', 'pathway.pinned_rule_set as ruleSet', 'person.born_on as bornOn'])
    .where('event.register_id', '=', registerId)
    .where('event.sequence', 'is not', null)
    .orderBy('event.sequence'),
);

const instantOf = (date: Date): Instant => date.getTime() as Instant;

/**
 * Reads how somebody's pathway stood at the end of a day of London, by what is known now and by what was known on a day, worked out of the log by
 * the core. A day that goes on is told as of now. Throws where the database is away.
 */
export async function readAsWas(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  registerId: string,
  { on, known }: AsWasAsked,
  now: Instant,
): Promise<AsWas> {
  const rows = await rowsOf(pool, logOf(registerId));
  const pathways = new Map<number, { number: number; ruleSet: string; log: RecordedEntry[]; progress: Record<string, never> }>();
  for (const { id, sequence, at, received, batch, fact, number, ruleSet } of rows) {
    const pathway = pathways.get(number) ?? { number, ruleSet: versioned(ruleSet), log: [], progress: {} };
    pathways.set(number, pathway);
    pathway.log.push({
      id,
      sequence: sequence ?? 0,
      at: instantOf(received ?? at),
      recordedAt: instantOf(at),
      fact: storedFact(fact),
      ...(batch === null ? {} : { batch }),
    });
  }
  const record: RecordedPerson = {
    bornOn: rows[0]?.bornOn ?? null,
    ...{ ruleSet: '', minutes: 0, playedTo: null },
    pathways: [...pathways.values()].toSorted((a, b) => a.number - b.number),
  };
  const today = londonDate(now);
  const until = on === today ? now : undefined;
  const recordedBefore = known === today ? null : startOfDay(addDays(known, 1));
  return {
    trueThen: pathwayThen(core, record, on, null, until),
    knownThen: pathwayThen(core, record, on, recordedBefore, until),
  };
}
