import { type Insertable, sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import { formatInstant, type Instant } from '../../../domain/calendar/dates';
import { count, instant, orNull } from '../../shapes/fields';
import type { Shape } from '../../shapes/shape';
import { countOf, db, firstOf, picked, prepared } from '../../tables/query';
import { columnsOf } from '../../tables/recordset';
import type { Tables } from '../../tables/tables';
import { raiseTask } from '../../tasks/tasks';
import { differenceSchema, SEEN_ONCE_A_DAY, WHOLE, type Difference, type DifferenceCode } from './difference';
import type { Proof } from './check-everything';

/** So many checks are kept, and the last that found all well. */
const KEPT = 1_000;
/** So many differences of one check are kept; there may be one for everybody where Temporal's store was lost. */
const MOST_DIFFERENCES = 1_000;

/** The last check of timers and log, as it is shown. */
export const proofSchema = z.strictObject({
  provedAt: orNull(instant, 'When everything had been looked at; null: there was no check yet'),
  wellAt: orNull(instant, 'When a check last left nothing wrong behind; null: never'),
  pathways: count('How many pathways were compared'),
  timersExpected: count('Wake-ups that should have a timer'),
  timersFound: count('Those of them that have it'),
  differences: z.array(differenceSchema).meta({ description: 'What was found' }),
  more: count('How many differences there were beyond those listed'),
});
export type LastProof = Shape<typeof proofSchema>;

/**
 * Keeps what a check came to: what is not mended first, where there is too much to keep. What the next check will not look at again is an
 * open task too. Throws where the database is away.
 */
export async function recordProof(pool: Pool, proof: Proof): Promise<void> {
  const unmended = proof.differences.filter(({ mended }) => !mended);
  const listed = [...unmended, ...proof.differences.filter(({ mended }) => mended)].slice(0, MOST_DIFFERENCES);
  const row = {
    started_at: new Date(proof.startedAt),
    proved_at: new Date(proof.provedAt),
    pathways: proof.pathways,
    timers_expected: proof.timersExpected,
    timers_found: proof.timersFound,
    unmended: unmended.length,
    left_out: proof.differences.length - listed.length,
    differences: JSON.stringify(listed),
  };
  await countOf(pool, recording(row));
  await countOf(pool, forgetting());
  await askAboutLogs(pool, unmended);
}

const CHECK = columnsOf('timer_check', 'id');
const recording = prepared('proof-record', (row: Pick<Insertable<Tables['timer_check']>, (typeof CHECK)[number]>) =>
  db.insertInto('timer_check').values(picked(row, CHECK)),
);

const forgetting = prepared('proof-forget', () => {
  const newest = db.selectFrom('timer_check').select(({ fn }) => fn.max('id').as('id'));
  return db
    .deleteFrom('timer_check')
    .where('id', '<=', sql<string>`(${newest}) - ${sql.lit(KEPT)}`)
    .where('id', 'is distinct from', newest.where('unmended', '=', 0));
});

const last = prepared('proof-last', () =>
  db
    .selectFrom('timer_check')
    .select(['proved_at', 'pathways', 'timers_expected', 'timers_found', 'left_out', 'differences'])
    .select((eb) =>
      eb
        .selectFrom('timer_check as any')
        .select(({ fn }) => fn.max('any.proved_at').as('at'))
        .where('any.unmended', '=', 0)
        .as('well_at'),
    )
    .orderBy('id', 'desc')
    .limit(1),
);

async function askAboutLogs(pool: Pool, unmended: readonly Difference[]): Promise<void> {
  const inLogs = unmended.filter(({ code }) => SEEN_ONCE_A_DAY.has(code));
  for (const registerId of new Set(inLogs.map((difference) => difference.registerId))) {
    const found = inLogs.filter((difference) => difference.registerId === registerId);
    const params = { code: found[0]?.code ?? null, differences: found.length };
    const task = {
      key: `log-differs/${registerId}`,
      register_id: registerId === WHOLE ? null : registerId,
      kind: 'log-differs',
      audience: 'team',
      params,
    };
    await raiseTask(pool, task, { again: true });
  }
}

/** As they are stored; what another release wrote besides is left out. */
const storedDifferences = z.array(z.object(differenceSchema.shape));

const shown = (date: Date): string => formatInstant(date.getTime() as Instant);

/** Reads the last check. Throws where the database is away. */
export async function lastProof(pool: Pool): Promise<LastProof> {
  const read = await firstOf(pool, last());
  if (!read) return { provedAt: null, wellAt: null, pathways: 0, timersExpected: 0, timersFound: 0, differences: [], more: 0 };
  return {
    provedAt: shown(read.proved_at),
    wellAt: read.well_at && shown(read.well_at),
    pathways: read.pathways,
    timersExpected: read.timers_expected,
    timersFound: read.timers_found,
    differences: storedDifferences.parse(read.differences),
    more: read.left_out,
  };
}

const times = prepared('proof-times', () =>
  db
    .selectFrom('timer_check')
    .select(({ fn }) => fn.max('proved_at').as('proved_at'))
    .select(({ fn }) => fn.max('proved_at').filterWhere('unmended', '=', 0).as('well_at')),
);

/** When everything was last looked at, and when a check last left nothing wrong behind. Throws where the database is away. */
export async function proofTimes(pool: Pool): Promise<Pick<LastProof, 'provedAt' | 'wellAt'>> {
  const read = await firstOf(pool, times());
  return { provedAt: read?.proved_at ? shown(read.proved_at) : null, wellAt: read?.well_at ? shown(read.well_at) : null };
}

/** How many differences there are of each kind. */
export function countsOf(differences: readonly Difference[]): Partial<Record<DifferenceCode, number>> {
  const counts: Partial<Record<DifferenceCode, number>> = {};
  for (const { code } of differences) counts[code] = (counts[code] ?? 0) + 1;
  return counts;
}
