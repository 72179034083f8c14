import type { Pool } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { Looked } from '../../domain/access/roles';
import type { Contact } from '../../domain/notices/recipients';
import { ownerAt } from '../../domain/notices/staffing';
import { bornOnFor, isTakenBack, latestPathway, snapshotAt } from '../../domain/pathway/present';
import type { CoreContext, PathwayRecord, PersonRecord, Snapshot } from '../../domain/pathway/types';
import { storedContacts } from '../people/contacts';
import { type HeldEvent, type MeetingRow, readPerson, readStored } from '../record/read';

/** How somebody stands at an instant: who they are, and what the core says of their latest pathway, or of the one that was asked for. */
export interface Standing extends Looked {
  readonly registerId: string;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  /** Of the whole person: what a preview is bound to. */
  readonly sequence: number;
  /** The number of that pathway, and how many there are. */
  readonly pathway: number;
  readonly pathways: number;
  readonly snapshot: Snapshot;
  /** The meetings of that pathway, with their places. */
  readonly meetings: readonly MeetingRow[];
  /** What waits for what may come before it. */
  readonly held: readonly HeldEvent[];
  readonly duplicateOf: string | null;
  /** Who is recorded with the person. */
  readonly contacts: readonly Contact[];
  readonly record: PersonRecord;
}

const pathwayOf = (record: PersonRecord, number: number | undefined): PathwayRecord | undefined =>
  number === undefined
    ? latestPathway(record)
    : record.pathways.find((one) => one.number === number && one.log.length > 0 && !isTakenBack(one));

/**
 * Reads how somebody stands at an instant. Out: null where nobody has this register id, nothing was accepted of them, or there is no such pathway. Throws
 * where the database is away.
 * @param number of which pathway; absent: of the latest
 */
export async function readStanding(
  pool: Pool,
  core: CoreContext,
  registerId: string,
  at: Instant,
  number?: number,
): Promise<Standing | null> {
  const client = await pool.connect();
  try {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    const latest = stored && pathwayOf(stored.record, number);
    if (!stored || !latest) return null;
    const { person, record, meetings, owners, held } = stored;
    return {
      registerId,
      name: person.name,
      area: person.area,
      owner: ownerAt(owners, latest.number, at),
      bornOn: bornOnFor(record),
      sequence: person.sequence,
      pathway: latest.number,
      pathways: record.pathways.length,
      snapshot: snapshotAt(core, record, at, latest.number),
      meetings: meetings.filter(({ pathway }) => pathway === latest.number),
      held,
      duplicateOf: person.duplicate_of,
      contacts: storedContacts(person.contacts),
      record,
    };
  } finally {
    client.release();
  }
}
