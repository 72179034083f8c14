import type { Pool } from 'pg';
import { type Instant } from '../../domain/calendar/dates';
import { alikeIn } from '../../domain/pathway/alike';
import { type PathwayEvent, splitTexts } from '../../domain/pathway/events';
import type { PersonRecord } from '../../domain/pathway/types';
import { standsAs } from './corrected';
import { type EventView, readEvents } from './events';

/** What is about to be recorded of somebody, and the record that it is compared with. */
export interface Compared {
  readonly registerId: string;
  readonly record: PersonRecord;
  /** The id that they will have, or the batch that they will be parts of. */
  readonly id: string;
  readonly events: readonly PathwayEvent[];
}

/** What looks like the same thing as an event that is about to be recorded. */
export interface Alike {
  /** The place of that event among those compared. */
  readonly part: number;
  /** The entry as it stands, its words included, and who recorded it and when; the last recorded is the first. */
  readonly entry: EventView;
}

/**
 * Reads what stands in somebody's record and looks like what is about to be recorded, by whomever. `at`: now. Out: by the events in their order;
 * empty, and nothing is read, where the record holds nothing like it. Throws where the database is away.
 */
export async function readAlike(pool: Pool, { registerId, record, id, events }: Compared, at: Instant): Promise<readonly Alike[]> {
  const found = events.flatMap((event, part) =>
    alikeIn(record, { id, at, fact: splitTexts(event).fact }).map((entry) => ({ part, id: entry.id })),
  );
  if (found.length === 0) return [];
  const heard = await readEvents(pool, registerId, null);
  return found.flatMap(({ part, id: own }): Alike[] => {
    const view = heard.find((one) => one.id === own);
    // One that was taken back since the record was read counts no more.
    const stands = view && standsAs(view, heard);
    return view && stands ? [{ part, entry: { ...view, event: stands.fact, on: stands.on } }] : [];
  });
}
