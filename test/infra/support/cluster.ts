import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { Client, type Pool } from 'pg';
import { openPool } from '../../../infra/database/database';
import type { Instant } from '../../../domain/calendar/dates';
import { archiveSettings } from '../../../operations/parts/database/wal-archive';
import { anyFreePort } from '../../../operations/parts/ports';
import { startPostgres } from '../../../operations/parts/postgres';
import { migrate } from '../../../infra/database/migrate';
import { makeBackup } from '../../../operations/backup/base';
import { listBackups, type Backup } from '../../../operations/backup/manifest';
import { restore, type Restored, type RestoreSettings } from '../../../operations/backup/restore/restore';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';

/** A data folder of a test's own, with its backups and its password. */
export interface Place {
  readonly root: string;
  readonly cluster: string;
  readonly backups: string;
  readonly password: string;
}

const roots: string[] = [];
afterAll(() => roots.forEach((root) => rmSync(root, { recursive: true, force: true })));

/** A place that nothing has been put into yet; removed when the test's file has been run. */
export function newPlace(): Place {
  const root = mkdtempSync(path.join(tmpdir(), 'pathway-backup-'));
  roots.push(root);
  return { root, cluster: path.join(root, 'postgres'), backups: path.join(root, 'backups'), password: `of-${path.basename(root)}` };
}

/** The archived WAL of a place, in order. */
export const walOf = ({ backups }: Place): string[] => readdirSync(path.join(backups, 'wal')).sort();

/** The whole backups of a place. */
export const backupsOf = ({ backups }: Place): string[] => listBackups(backups).backups.map(({ name }) => name);

/** PostgreSQL as the service runs it, on a place, with the real schema. */
export class Running {
  private constructor(
    readonly place: Place,
    readonly url: string,
    readonly pool: Pool,
    private readonly server: Awaited<ReturnType<typeof startPostgres>>,
  ) {}

  /** Throws where the password of the place is not the database's. */
  static async on(place: Place): Promise<Running> {
    const { cluster: folder, password, backups } = place;
    const server = await startPostgres({ folder, password, port: await anyFreePort(), settings: archiveSettings(backups) });
    const url = server.url('pathway');
    try {
      const admin = new Client({ connectionString: server.url('postgres') });
      await admin.connect();
      const { rowCount } = await admin.query(`SELECT FROM pg_database WHERE datname = 'pathway'`);
      if (!rowCount) await admin.query('CREATE DATABASE pathway');
      await admin.end();
      await migrate(url);
    } catch (error) {
      await server.stop();
      throw error;
    }
    const pool = openPool({ url, max: 4 });
    return new Running(place, url, pool, server);
  }

  /** Commits one event, of a new person, through the real commit; gives its id. */
  async event(id: string): Promise<string> {
    const answer = await say(
      commitDeps(this.pool),
      newRegisterId(),
      '2026-10-01T19:30',
      { type: 'referral-received', source: 'family' },
      { id },
    );
    if (answer.status !== 'applied') throw new Error(JSON.stringify(answer));
    return id;
  }

  /** The ids of all events, in order. */
  async events(): Promise<string[]> {
    const { rows } = await this.pool.query<{ id: string }>('SELECT id FROM event ORDER BY position');
    return rows.map(({ id }) => id);
  }

  /** An instant after all that has been committed and before all that will be. */
  async between(): Promise<Instant> {
    const now = async (): Promise<number> =>
      (await this.pool.query<{ now: Date }>('SELECT clock_timestamp() AS now')).rows[0]?.now.getTime() ?? 0;
    const instant = (await now()) + 1;
    while ((await now()) <= instant) await pause(1);
    return instant as Instant;
  }

  backup(): Promise<Backup> {
    return makeBackup({ url: this.url, cluster: this.place.cluster, backups: this.place.backups });
  }

  /** Has what was written so far archived, and waits for it. */
  async archive(): Promise<string> {
    const { rows } = await this.pool.query<{ name: string }>('SELECT pg_walfile_name(pg_switch_wal()) AS name');
    const name = rows[0]?.name ?? '';
    const reached = 'SELECT FROM pg_stat_archiver WHERE last_archived_wal >= $1';
    while (!(await this.pool.query(reached, [name])).rowCount) await pause(20);
    return name;
  }

  async stop(): Promise<void> {
    await this.pool.end();
    await this.server.stop();
  }

  /** Its server is killed hard, as by a power cut. */
  async kill(): Promise<void> {
    const gone = new Promise((resolve) => this.server.child.once('exit', resolve));
    this.server.child.kill('SIGKILL');
    await gone;
    // What is in hand is not waited for: one of its processes may still be busy.
    void this.pool.end();
  }
}

/** Restores onto a place; what is said goes nowhere. */
export function bringBack(place: Place, over: Partial<RestoreSettings> = {}): Promise<Restored> {
  const { cluster, backups, password } = place;
  return restore({ cluster, backups, password, from: 'latest', onLog: () => undefined, say: () => undefined, ...over });
}

/** The events of a restored place: it is started as the service would, looked at, and stopped. */
export async function eventsOf(place: Place): Promise<string[]> {
  const running = await Running.on(place);
  try {
    return await running.events();
  } finally {
    await running.stop();
  }
}
