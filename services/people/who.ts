import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import { bornOnFor } from '../../domain/pathway/present';
import { readPerson, readStored } from '../record/read';

/** Who a register id is. */
export interface Who {
  readonly registerId: string;
  /** Null where it was lost: then only the register id is known. */
  readonly name: string | null;
  /** As it was recorded last, events and corrections counted; null: not known. */
  readonly bornOn: PlainDate | null;
  /** Null: not known, or given up to the record that lives on. */
  readonly nhsNumber: string | null;
  readonly area: string;
  /** Closed as a duplicate: the register id that lives on. */
  readonly duplicateOf: string | null;
}

/** Reads who somebody is; null where nobody has this register id. Throws where the database is away. */
export async function readWho(pool: Pool, registerId: string): Promise<Who | null> {
  const client = await pool.connect();
  try {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    if (!stored) return null;
    const { name, nhs_number: nhsNumber, area, duplicate_of: duplicateOf } = stored.person;
    return { registerId, name, bornOn: bornOnFor(stored.record), nhsNumber, area, duplicateOf };
  } finally {
    client.release();
  }
}
