import type { Pool } from 'pg';
import { z } from 'zod';
import { bornOnFor } from '../../domain/pathway/present';
import { readPerson, readStored } from '../record/read';
import { dateField, orNull, registerId, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';

/** Who a register id is. */
export const whoSchema = z.strictObject({
  registerId,
  name: orNull(z.string(), 'The name; null: it was lost, and a task asks for it'),
  /** Events and corrections counted. */
  bornOn: orNull(dateField, 'The birth date as it was recorded last; null: not known'),
  nhsNumber: orNull(z.string(), 'The NHS number, ten digits; null: not known, or it went to the record that lives on'),
  area: text('The area to which the person belongs'),
  duplicateOf: orNull(registerId, 'Where this record was closed as a duplicate: the register id that lives on'),
});
type Who = Shape<typeof whoSchema>;

/** Reads who somebody is; null where nobody has this register id. Throws where the database is away. */
export async function readWho(pool: Pool, person: string): Promise<Who | null> {
  const client = await pool.connect();
  try {
    const stored = await readStored(client, { registerId: person }, readPerson(client, person, false));
    if (!stored) return null;
    const { name, nhs_number: nhsNumber, area, duplicate_of: duplicateOf } = stored.person;
    return { registerId: person, name, bornOn: bornOnFor(stored.record), nhsNumber, area, duplicateOf };
  } finally {
    client.release();
  }
}
