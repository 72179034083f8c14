import type { Pool } from 'pg';
import { gatheredBy } from './gathered';

/** One look at a record, or one deed in the service. */
export interface Access {
  /** The name of a token; `address:<address>` where nobody could be told. */
  readonly actor: string;
  readonly auditEvent: string;
  /** Whose record; null for a list as a whole, or where no person is concerned. */
  readonly registerId: string | null;
  /** `done`, or the code of the problem that was answered. */
  readonly outcome: string;
}

// Codes alone, made by this service: no row of one request can keep another's from being written.
const writeAccesses = gatheredBy(async (pool: Pool, accesses: readonly (readonly Access[])[]): Promise<readonly void[]> => {
  await pool.query({
    name: 'log-access',
    text: `insert into access_log (actor, audit_event, register_id, outcome) select actor, "auditEvent", "registerId", outcome
        from rows from (json_to_recordset($1) as (actor text, "auditEvent" text, "registerId" text, outcome text)) with ordinality order by ordinality`,
    values: [JSON.stringify(accesses.flat())],
  });
  return accesses.map(() => undefined);
});

/**
 * Writes who looked at whose record, a row for each person of a list; what several requests log at one moment is written together.
 * Throws what the database throws: a record that cannot be logged is not shown.
 */
export function logAccess(pool: Pool, ...accesses: readonly Access[]): Promise<void> {
  return writeAccesses(pool, accesses);
}
