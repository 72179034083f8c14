import type { Pool } from 'pg';
import type { Seals } from '../../infra/seals';
import { columnsOf, insertRows } from '../tables/recordset';
import { AccessWriter } from './access-chain';
import { gatheredBy } from '../../infra/gathered';

/** One look at a record, or one deed in the service. */
export interface Access {
  /** The name of a token; `address:<address>` where nobody could be told. */
  readonly actor: string;
  readonly auditEvent: string;
  /** Whose record; null for a list, or where no person is concerned. */
  readonly registerId: string | null;
  /** Whom else the answer shows, by register id: those of a page of a list. */
  readonly shown?: readonly string[];
  /** `done`, or the code of the problem that was answered; `begun`: a deed that nothing else keeps is begun with. */
  readonly outcome: string;
  /** On which ground a restricted record was looked at: `owner`, `named`, `token`, `shut` (it was not), or the id of the opening; null, absent: it was not restricted. */
  readonly restricted?: string | null;
}

const LOG = insertRows({ table: 'access_log', columns: columnsOf('access_log', 'id'), rows: '$1', named: 'fields', inOrder: true });

const writers = new WeakMap<Pool, AccessWriter>();

/** Says under which keys a process seals what it writes to the access log of a database. To be said before anything is logged there. */
export function sealAccessLog(pool: Pool, seals: Seals): void {
  writers.set(pool, new AccessWriter(seals));
}

// Codes alone, made by this service: no row of one request can keep another's from being written.
const writeAccesses = gatheredBy(async (pool: Pool, accesses: readonly (readonly Access[])[]): Promise<readonly void[]> => {
  const writer = writers.get(pool);
  if (!writer) throw new Error('the access log of this database has no keys: sealAccessLog first');
  const rows = writer.linked(accesses.flat(), Date.now());
  try {
    await pool.query({
      name: 'log-access',
      text: LOG,
      values: [
        JSON.stringify(
          rows.map((row) => ({ ...row, shown: row.shown ?? [], restricted: row.restricted ?? null, at: new Date(row.at).toISOString() })),
        ),
      ],
    });
  } catch (error) {
    // Whether they are there is not known: what comes next begins a chain of its own.
    sealAccessLog(pool, writer.seals);
    throw error;
  }
  return accesses.map(() => undefined);
});

/**
 * Writes who looked at whose record, a row for each look, whoever it shows; what several requests log at one moment is written together.
 * Throws what the database throws: a record that cannot be logged is not shown.
 */
export function logAccess(pool: Pool, ...accesses: readonly Access[]): Promise<void> {
  return writeAccesses(pool, accesses);
}
