import type { Pool, PoolClient } from 'pg';
import type { Seals } from '../../infra/seals';
import { digestOfRestriction, insertRecord, nextRecord, readRecordHead, type StoredRecord, storedRecord } from '../record/person-record';
import { type Client, db, firstOf, prepared } from '../tables/query';

/** What a change of a restricted record works with. */
export interface RestrictedDeps {
  readonly pool: Pool;
  readonly seals: Seals;
}

const locking = prepared('lock-restricted-person', (registerId: string) =>
  db.selectFrom('person').select(['register_id as registerId', 'area']).where('register_id', '=', registerId).forUpdate(),
);

/** Locks a person's row until the transaction ends: no two change a restriction, or open the record, at one moment. Out: the area; null: nobody has this id. */
export const lockPerson = async (client: Client, registerId: string): Promise<string | null> =>
  (await firstOf(client, locking(registerId)))?.area ?? null;

/** What the row of a person's record binds: all of a row of one of the four tables. */
export interface Bound {
  readonly registerId: string;
  readonly kind: 'restriction' | 'break-glass' | 'break-glass-review' | 'look-review';
  readonly subject: string;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** As logs name who did it. */
  readonly by: string;
  readonly row: object;
}

/** The row of a person's record of changes that seals it, for a transaction that holds the person's row. */
export async function sealedRecord(
  client: PoolClient,
  seals: Seals,
  { registerId, kind, subject, at, by, row }: Bound,
): Promise<StoredRecord> {
  const head = await readRecordHead(client, registerId);
  const digest = digestOfRestriction(seals, row);
  return storedRecord(nextRecord(seals, head, { registerId, kind, subject, at, source: by, digest }));
}

/** The statement that writes it. */
export const recordStatement = prepared('record-of-restriction', (record: StoredRecord) => insertRecord(db, record));
