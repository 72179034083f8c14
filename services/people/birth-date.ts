import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import { bornOnFor } from '../../domain/pathway/present';
import { readPerson, readStored } from '../commit/read';

/** The birth date of a person as it stands on the record, events and corrections counted; null where it, or the person, is not known. */
export async function birthDateOf(pool: Pool, registerId: string): Promise<PlainDate | null> {
  const client = await pool.connect();
  try {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    return stored && bornOnFor(stored.record);
  } finally {
    client.release();
  }
}
