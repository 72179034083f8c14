import { sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import { type Client, countOf, db, firstOf, prepared } from '../tables/query';
import { PRACTICE_PEOPLE } from './plan';

/** What is kept of a practice register, as the setting `practice`. */
const keptSchema = z.object({
  seed: z.string(),
  /** The instant up to which the stories go. */
  now: z.number().transform((now) => now as Instant),
  /** How many of its people are there, all of each. */
  done: z.number().int(),
});
export type Kept = z.output<typeof keptSchema>;

const PRACTICE = 'practice';

/** Where filling stands; `barred`: real people are, or may be, at stake. */
export type Standing =
  | { readonly state: 'barred'; readonly why: 'not-here' | 'people-there' }
  | { readonly state: 'empty' }
  /** `stopped`: nobody is at it. */
  | { readonly state: 'filling' | 'stopped' | 'filled'; readonly done: number; readonly of: number };

const kept = prepared('practice', () => db.selectFrom('setting').select('value').where('name', '=', PRACTICE));

/** What is kept of the practice register; null: this is none. Throws where the database is away. */
export async function readKept(database: Client): Promise<Kept | null> {
  const row = await firstOf(database, kept());
  return row ? keptSchema.parse(row.value) : null;
}

/** Whether the people on file are made up. Throws where the database is away. */
export const isPractice = async (database: Client): Promise<boolean> => (await firstOf(database, kept())) !== null;

/** The lock that whoever fills the register has; it goes with its connection. */
const lock = sql.raw('718, 1');
const taking = prepared('practice-take', () => db.selectNoFrom(sql<boolean>`pg_try_advisory_lock(${lock})`.as('mine')));
const giving = prepared('practice-give', () => db.selectNoFrom(sql<boolean>`pg_advisory_unlock(${lock})`.as('given')));
// Asked for and given back in one go: whether somebody has it.
const looking = prepared('practice-look', () =>
  db.selectNoFrom([
    sql<boolean>`not pg_try_advisory_xact_lock_shared(${lock})`.as('busy'),
    ({ exists, selectFrom }) => exists(selectFrom('person').select('register_id')).as('people'),
  ]),
);

/** Takes the lock for a connection. Out: false where somebody has it. */
export const takeLock = async (client: Client): Promise<boolean> => (await firstOf(client, taking()))?.mine === true;
export const giveLock = async (client: Client): Promise<void> => void (await firstOf(client, giving()));

/** Where filling stands. `offered`: this installation may be a practice register. Throws where the database is away. */
export async function readStanding(pool: Pool, offered: boolean): Promise<Standing> {
  const [present, look] = await Promise.all([readKept(pool), firstOf(pool, looking())]);
  if (present) {
    const { done } = present;
    const state = done >= PRACTICE_PEOPLE ? 'filled' : look?.busy ? 'filling' : offered ? 'stopped' : 'filled';
    return { state, done, of: PRACTICE_PEOPLE };
  }
  if (!offered) return { state: 'barred', why: 'not-here' };
  return look?.people ? { state: 'barred', why: 'people-there' } : { state: 'empty' };
}

const beginning = prepared('practice-begin', (value: string) =>
  db
    .insertInto('setting')
    .columns(['name', 'value'])
    .expression(
      db
        .selectNoFrom((eb) => [eb.val(PRACTICE).as('name'), sql<string>`${value}::jsonb`.as('value')])
        .where(({ not, exists, selectFrom }) => not(exists(selectFrom('person').select('register_id')))),
    )
    .onConflict((conflict) => conflict.column('name').doNothing()),
);

/** Makes this a practice register, where nobody is on file. Out: false where somebody is, or it is one already. */
export const begin = async (database: Client, first: Omit<Kept, 'done'>): Promise<boolean> =>
  (await countOf(database, beginning(JSON.stringify({ ...first, done: 0 })))) === 1;

const counting = prepared('practice-done', (done: number) =>
  db
    .updateTable('setting')
    .set({ value: sql<string>`jsonb_set(value, '{done}', to_jsonb(${done}::int))` })
    .where('name', '=', PRACTICE),
);

/** Keeps how many people are there by now. */
export const keepDone = async (database: Client, done: number): Promise<void> => void (await countOf(database, counting(done)));
