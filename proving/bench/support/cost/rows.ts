import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { endOfDay, type Instant } from '../../../../domain/calendar/dates';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import type { NewPerson } from '../../../../services/record/new-person';
import { newRegisterId } from '../../../../services/people/register-id';
import type { Playable } from '../../../../services/rehearsal/scenario';
import { copyPeople } from '../crowd';
import { commitDeps, newPerson, prepareDatabase } from '../people';

/** What one story leaves in one table: rows, and bytes with indexes, free space in pages and what is stored out of line. */
export interface Kept {
  readonly table: string;
  readonly rows: number;
  readonly bytes: number;
}

/** What one story leaves in the database, and how many mails it wants that are no part of a digest. */
export interface Stored {
  readonly tables: readonly Kept[];
  readonly mails: number;
  /** Notices that wait for the digest of their recipient. */
  readonly digested: number;
}

/**
 * Plays a story through the service's own commits, every wake-up at its instant, with the area's own recipients; then copies the rows until
 * there are `copies` people more, and takes what each of them adds. Needs a database of its own, migrated and empty.
 * Signals that wait for Temporal are taken away first, as the relay does, and each mail is as long as one that was sent. What updates leave
 * behind until autovacuum is not in it.
 */
export async function storedBy(pool: Pool, story: Playable, copies: number): Promise<Stored> {
  await prepareDatabase(pool);
  const registerId = newRegisterId();
  await playWhole(commitDeps(pool), registerId, story);
  await pool.query('delete from outbox');
  await pool.query(AS_SENT);
  const { rows } = await pool.query<{ mails: number; digested: number }>(
    `select count(*) filter (where channel = 'mail')::int as mails, count(*) filter (where channel = 'digest')::int as digested from notice`,
  );
  await copyPeople(pool, [registerId], 1, 1 + copies);
  const few = await sizes(pool);
  await copyPeople(pool, [registerId], 1 + copies, 1 + 2 * copies);
  const many = await sizes(pool);
  const tables = [...many].flatMap(([table, one]): Kept[] => {
    const before = few.get(table);
    const kept = { table, rows: (one.rows - (before?.rows ?? 0)) / copies, bytes: (one.bytes - (before?.bytes ?? 0)) / copies };
    return kept.rows > 0 ? [kept] : [];
  });
  return { tables, mails: rows[0]?.mails ?? 0, digested: rows[0]?.digested ?? 0 };
}

/** What the sender and the digest write into a notice, at its usual length. */
const AS_SENT = `update notice set attempts = 1, lease = 1, sent_at = not_before,
  status = case channel when 'mail' then 'sent' else 'digested' end,
  reason = case channel when 'mail' then null else 'digest/2026-12-08/example/' || recipient end,
  message_id = case channel when 'mail' then repeat('0', 64) || '@dynamic-support-pathway' end,
  sent_to = case channel when 'mail' then 'a.recipient@examplevalley.example' end,
  subject = case channel when 'mail' then 'Deadline of register id 0000-0000' end
  where status = 'queued'`;

async function playWhole(deps: CommitDeps, registerId: string, story: Playable): Promise<void> {
  const end = endOfDay(story.until);
  const { bornOn, ruleSet, steps } = story;
  const person: NewPerson = { ...newPerson(1), bornOn, ruleSet, minutes: 0 };
  for (const { id, at, event } of steps) {
    if (at > end) break;
    await wakeUntil(deps, registerId, (at - 1) as Instant);
    const bodyDigest = createHash('sha256').update(JSON.stringify(event)).digest('hex');
    const told = { registerId, id, events: [event], batch: false, clock: at, source: 'api:bench', bodyDigest, person };
    await commit(deps, { kind: 'event', ...told });
  }
  await wakeUntil(deps, registerId, end);
}

/** Commits at the instant of each wake-up, as the person's timers do. */
async function wakeUntil(deps: CommitDeps, registerId: string, until: Instant): Promise<void> {
  for (;;) {
    const { rows } = await deps.pool.query<{ at: Date | null }>('select min(at) as at from wake_up where register_id = $1', [registerId]);
    const at = rows[0]?.at?.getTime();
    if (at === undefined || at > until) return;
    await commit(deps, { kind: 'wake', registerId, clock: at as Instant });
  }
}

async function sizes(pool: Pool): Promise<Map<string, Omit<Kept, 'table'>>> {
  const { rows } = await pool.query<{ table: string; rows: number; bytes: number }>(
    `select relname as "table", greatest(reltuples, 0)::float8 as rows, pg_total_relation_size(oid)::float8 as bytes
       from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by relname`,
  );
  return new Map(rows.map(({ table, ...size }) => [table, size]));
}
