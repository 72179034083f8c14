import type { Pool } from 'pg';
import { londonDate, type Instant } from '../../../../domain/calendar/dates';
import { notAdopted } from '../../../../domain/pathway/adoption';
import type { CoreContext } from '../../../../domain/pathway/types';
import { isOwnWork, withStoredAnswers } from '../../../record/stored-answers';
import { readPerson, readStored, type PersonRow, type Stored } from '../../../record/read';
import { reading } from '../../../../infra/database/reading';
import type { Difference } from '../difference';

/**
 * Says for which open pathways of a person dates and waiting steps stand that the present core, rules or holidays would answer differently, and
 * that wait for somebody to adopt them. Throws where the database is away.
 */
export async function checkAdopted({ pool, core }: { pool: Pool; core: CoreContext }, registerId: string): Promise<Difference[]> {
  const { rows } = await pool.query<Pick<PersonRow, 'stamp' | 'sequence' | 'played_to'> & { waiting: [number, number][] | null }>({
    name: 'proof-adopted',
    text: `select stamp, sequence, played_to,
             (select json_agg(json_build_array(number, not_adopted)) from pathway
               where register_id = $1 and ended_type is null and not_adopted > 0) as waiting
           from person where register_id = $1`,
    values: [registerId],
  });
  const row = rows[0];
  if (!row) return [];
  const waiting = isOwnWork(core, row) ? (row.waiting ?? []) : await compared(pool, core, registerId);
  return waiting.map(([pathway, dates]) => ({ code: 'not-adopted', registerId, pathway, params: { dates }, mended: false }));
}

async function compared(pool: Pool, core: CoreContext, registerId: string): Promise<[number, number][]> {
  const stored = await readWithKept(pool, core, registerId);
  const open = new Set(stored?.pathways.filter(({ endedType }) => endedType === null).map(({ number }) => number));
  return (stored?.record.pathways ?? [])
    .filter(({ number }) => open.has(number))
    .map((pathway): [number, number] => [pathway.number, notAdopted(pathway, londonDate(stored?.record.playedTo ?? (0 as Instant)))])
    .filter(([, dates]) => dates > 0);
}

/** All of a person's record as of one moment, with what stands of another core's answers; null where there is nobody. */
export function readWithKept(pool: Pool, core: CoreContext, registerId: string): Promise<Stored | null> {
  return reading(pool, async (client) => {
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    return stored && withStoredAnswers(client, core, stored);
  });
}
