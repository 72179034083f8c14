import { sql } from 'kysely';
import type { Pool } from 'pg';
import { londonDate, type Instant } from '../../../../domain/calendar/dates';
import { notAdopted } from '../../../../domain/pathway/adoption';
import type { CoreContext } from '../../../../domain/pathway/types';
import { isOwnWork, withStoredAnswers } from '../../../record/stored-answers';
import { readPerson, readStored, type Stored } from '../../../record/read';
import { reading } from '../../../../infra/database/reading';
import { db, firstOf, prepared } from '../../../tables/query';
import type { Difference } from '../difference';

const waitingOf = prepared('proof-adopted', (registerId: string) =>
  db
    .selectFrom('person')
    .select(['stamp', 'sequence', 'played_to'])
    .select((eb) =>
      eb
        .selectFrom('pathway')
        .select(sql<[number, number][] | null>`json_agg(json_build_array(number, not_adopted))`.as('waiting'))
        .where('pathway.register_id', '=', registerId)
        .where('ended_type', 'is', null)
        .where('not_adopted', '>', 0)
        .as('waiting'),
    )
    .where('person.register_id', '=', registerId),
);

/**
 * Says for which open pathways of a person dates and waiting steps stand that the present core, rules or holidays would answer differently, and
 * that wait for somebody to adopt them. Throws where the database is away.
 */
export async function checkAdopted({ pool, core }: { pool: Pool; core: CoreContext }, registerId: string): Promise<Difference[]> {
  const row = await firstOf(pool, waitingOf(registerId));
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
