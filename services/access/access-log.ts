import type { Pool } from 'pg';

/** One look at a record, or one deed in the service. */
export interface Access {
  readonly actor: string;
  readonly auditEvent: string;
  /** Whose record; null for a list, or where no person is concerned. */
  readonly registerId: string | null;
  /** `done`, or the code of the problem that was answered. */
  readonly outcome: string;
}

/** Writes who looked at whose record. Throws what the database throws: a record that cannot be logged is not shown. */
export async function logAccess(pool: Pool, access: Access): Promise<void> {
  await pool.query({
    name: 'log-access',
    text: 'insert into access_log (actor, audit_event, register_id, outcome) values ($1, $2, $3, $4)',
    values: [access.actor, access.auditEvent, access.registerId, access.outcome],
  });
}
