import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { type Client, countOf, db, prepared, rowsOf } from '../tables/query';

/** That a member of staff was shown how a contact is reached whose details are guarded. */
export interface GuardedLook {
  /** Their id. */
  readonly staff: string;
  readonly at: Instant;
  /** In words. */
  readonly why: string;
}

interface Row {
  readonly id: string;
  readonly registerId: string;
  readonly contact: string;
  readonly staff: string;
  readonly why: string;
  readonly at: Date;
}
const keeping = prepared('keep-guarded-look', ({ id, registerId, contact, staff, why, at }: Row) =>
  db.insertInto('guarded_look').values({ id, register_id: registerId, contact, staff, why, at }),
);

/** Keeps why somebody is shown guarded details: before they are. Throws where the database is away; then nothing is to be shown. */
export async function keepGuardedLook(pool: Pool, registerId: string, contact: string, { staff, at, why }: GuardedLook): Promise<void> {
  await countOf(pool, keeping({ id: randomUUID(), registerId, contact, staff, why, at: new Date(at) }));
}

const looksAt = prepared('guarded-looks', (registerId: string, contact: string) =>
  db
    .selectFrom('guarded_look')
    .select(['staff', 'at', 'why'])
    .where('register_id', '=', registerId)
    .where('contact', '=', contact)
    .orderBy('at', 'desc')
    .orderBy('id')
    .limit(50),
);

/** Who was shown the guarded details of a contact, when and why, the newest 50 first. */
export const readGuardedLooks = async (database: Client, registerId: string, contact: string): Promise<GuardedLook[]> =>
  (await rowsOf(database, looksAt(registerId, contact))).map(({ at, ...said }) => ({ ...said, at: at.getTime() as Instant }));
