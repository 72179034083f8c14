import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import type { Seals } from '../../../../infra/seals';
import { countOf, db, firstOf, prepared } from '../../../tables/query';
import { adoptRecords } from './adopt';
import { HeadFault, readKeptHeads, sealedLine, type Head, type HeadStore, type KeptHeads, type Mark, type Marks } from './head';
import { sealNotices } from './notice-seals';
import { linksAt, presentBeginnings, presentMarks, presentUnsealed, type Reach } from './present-marks';

export interface KeepDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  readonly store: HeadStore;
  readonly now: () => Instant;
  /** How far the log had been written when all of it was last looked at; absent: it is looked at now. */
  readonly since?: Reach | null;
}

/** One keeper at a time, of whichever process. */
const LOCK = 5_500_056;

/**
 * Until so long after the first head of an installation, what an earlier release wrote beside this one is taken in as it is found
 * (milliseconds).
 */
export const ADOPTED_FOR_MS = 48 * 3_600_000;

/**
 * Keeps a signed head elsewhere: how far every chain has gone, as far as it moved since the one before. What does not go on from what was kept
 * is left out, so that what was known of it stays. Nothing is written where nothing moved, or where another process keeps one just now.
 * Out: the number of the latest head.
 * @throws {HeadFault} where what was kept cannot be believed; whatever the store or the database throws
 */
export function keepHead(deps: KeepDeps): Promise<number | null> {
  return alone(deps.pool, async (client) => {
    const kept = await readWhole(client, deps);
    const adopting = !kept || deps.now() < kept.began + ADOPTED_FOR_MS;
    if (adopting) await adoptRecords(client, deps.seals, deps.now());
    await sealNotices(client, deps.seals);
    const present = new Map([
      ...(await presentMarks(client, kept ? (deps.since ?? null) : null)),
      // Later than that nothing is taken in that no key sealed.
      ...(adopting ? await presentUnsealed(client) : []),
    ]);
    const moved = kept ? await goneOn(client, kept.marks, present) : present;
    if (kept && moved.size === 0) return kept.number;
    if (kept && monthOf(kept.at) === monthOf(deps.now())) return write(client, deps, kept, { kind: 'more', reason: null, marks: moved });
    return write(client, deps, kept, { kind: 'whole', reason: null, marks: new Map([...(kept?.marks ?? []), ...moved]) });
  });
}

/**
 * Takes the database as it is for right: after a restore from an older backup, or a removal that somebody ordered. What was kept before stays
 * readable in the store, and what was lost is no difference any more. Where the store is gone it begins a new one.
 * Throws whatever the store or the database throws.
 */
export function acceptHead(deps: KeepDeps, reason: string): Promise<number | null> {
  return alone(deps.pool, async (client) => {
    const kept = await readKeptHeads(deps.seals, deps.store).catch((error: unknown) => {
      // What was kept cannot be believed, and somebody has seen to it: a new part begins.
      if (error instanceof HeadFault) return null;
      throw error;
    });
    await adoptRecords(client, deps.seals, deps.now());
    await sealNotices(client, deps.seals);
    return write(client, deps, kept, { kind: 'accepted', reason, marks: await wholeMarks(client) });
  });
}

const wholeMarks = async (client: PoolClient): Promise<Marks> =>
  new Map([...(await presentMarks(client, null)), ...(await presentUnsealed(client)), ...(await presentBeginnings(client))]);

/** With each month a new part begins: who looks need not read them all. */
const monthOf = (at: Instant): string => new Date(at).toISOString().slice(0, 7);

async function alone<Result>(pool: Pool, work: (client: PoolClient) => Promise<Result>): Promise<Result | null> {
  const client = await pool.connect();
  let broken = false;
  try {
    // Everyone is looked at: it takes longer than the service waits for any other statement.
    await client.query('begin');
    await client.query('set local statement_timeout = 0');
    const { rows } = await client.query<{ mine: boolean }>('select pg_try_advisory_xact_lock($1) as mine', [LOCK]);
    const result = rows[0]?.mine ? await work(client) : null;
    await client.query('commit');
    return result;
  } catch (error) {
    await client.query('rollback').catch(() => (broken = true));
    throw error;
  } finally {
    client.release(broken);
  }
}

/** What was kept; the store must hold at least what the database knows was kept. */
async function readWhole(client: PoolClient, { seals, store }: KeepDeps): Promise<KeptHeads | null> {
  const kept = await readKeptHeads(seals, store);
  const known = await knownNumber(client);
  if (known !== null && (kept?.number ?? -1) < known) throw new HeadFault('cut', known);
  return kept;
}

const lastHead = prepared('last-head', () => db.selectFrom('signed_head').select(({ fn }) => fn.max('number').as('number')));
const noting = prepared('note-head', (number: number, at: string, seal: string) =>
  db
    .insertInto('signed_head')
    .values({ number, at, seal })
    .onConflict((conflict) => conflict.column('number').doNothing()),
);

/** The number of the last head that the database knows of; null: none. */
export async function knownNumber(database: Pick<PoolClient, 'query'>): Promise<number | null> {
  return (await firstOf(database, lastHead()))?.number ?? null;
}

/** The marks that are new, or further than those kept in the same chain. */
async function goneOn(client: PoolClient, kept: Marks, present: Marks): Promise<Marks> {
  const further = new Map<string, Mark>();
  for (const [name, mark] of present) {
    if (mark[0] > (kept.get(name)?.[0] ?? 0)) further.set(name, mark);
  }
  const known = new Map([...further.keys()].flatMap((name) => (kept.has(name) ? [[name, kept.get(name) as Mark] as const] : [])));
  const links = await linksAt(client, known);
  for (const [name, [, link]] of known) if (!/^[ku]/.test(name) && links.get(name) !== link) further.delete(name);
  return further;
}

async function write(
  client: PoolClient,
  { seals, store, now }: KeepDeps,
  kept: KeptHeads | null,
  { kind, reason, marks }: Pick<Head, 'kind' | 'reason'> & { readonly marks: Marks },
): Promise<number> {
  const at = new Date(now()).toISOString();
  const number = Math.max(kept?.number ?? -1, (await knownNumber(client)) ?? -1) + 1;
  const began = kept ? new Date(kept.began).toISOString() : at;
  const head = { number, at, began, kind, reason, previous: kept?.seal ?? null, marks: Object.fromEntries(marks) as Head['marks'] };
  const { line, seal } = sealedLine(seals, head);
  // Elsewhere first: the database may know of less than was kept, and never of more.
  await store.append(kind === 'more' && kept ? kept.part : number, line);
  await countOf(client, noting(number, at, seal));
  return number;
}
