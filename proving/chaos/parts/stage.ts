import { rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { Pool } from 'pg';
import { readKeyRing } from '../../../infra/temporal/codec';
import { isUnavailable } from '../../../infra/database/database';
import { clusterFolder, openDataFolder, type DataFolder } from '../../../operations/parts/files/data-folder';
import { startPostgres } from '../../../operations/parts/postgres';
import { startTemporal } from '../../../operations/parts/temporal-server';
import { environment, provide } from '../../../infra/env';
import { migrate } from '../../../infra/database/migrate';
import { temporalClient } from '../../../infra/temporal/client';
import type { Instant } from '../../../domain/calendar/dates';
import { createToken } from '../../../services/access/tokens';
import { changeArea, keepFirstVersion } from '../../../services/areas/versions';
import { area } from '../../../services/rules/areas';
import { prepareArea } from '../../../services/notices/settings';
import { watchSending } from '../../counts/sending';
import type { Journal, PartName } from '../../counts/journal';
import { closing } from '../../stage/closing';
import { logOf, makeDatabases, portsOf } from '../../stage/place';
import type { RunningPart } from '../../stage/processes';
import type { Drill } from './drill';
import { mountDisk } from './disk';
import { Part } from './part';
import { startDrill } from './program';

export const DATABASE = 'pathway';

const FIRST_PORT = 20_000;

export interface StageSettings {
  readonly folder: string;
  readonly drill: Pick<Drill, 'clockOffset' | 'lastMinute' | 'seed' | 'leaseMs'>;
  /** Told of a part that ended without having been killed. */
  readonly endedItself: (one: Journal['endedThemselves'][number]) => void;
}

/** The whole service as processes, each of which can be killed, and the ways in. */
export interface Stage {
  /** The harness's own way to the database: without the service's limits. */
  readonly pool: Pool;
  readonly client: Client;
  readonly url: string;
  readonly token: string;
  readonly mails: string;
  readonly parts: Readonly<Record<PartName, Part>>;
  /** Fills the database's disk; out: what makes room again. Absent where it has none of its own. */
  readonly fillDisk?: (() => () => void) | undefined;
  stop(): Promise<void>;
}

/** Does something with the database as soon as that answers: it may have been killed a moment ago. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (const end = Date.now() + 60_000; ;) {
    try {
      return await work();
    } catch (error) {
      if (!isUnavailable(error) || Date.now() > end) throw error;
      await sleep(200);
    }
  }
}

/** Starts everything on a new folder. What has been started when something fails is stopped again. */
export async function openStage({ folder: root, drill: settings, endedItself }: StageSettings): Promise<Stage> {
  const folder = await openDataFolder(root);
  const port = await portsOf(['postgres', 'temporal', 'temporalUi', 'smtp', 'api'], FIRST_PORT + (process.pid % 1_000) * 10);
  const mails = path.join(root, 'mails');
  const disk = mountDisk(root, clusterFolder(root));
  const drill: Drill = { ...settings, mails, smtpPort: port('smtp') };
  const part = (name: PartName, start: () => Promise<RunningPart>): Part =>
    new Part({
      name,
      start: async () => {
        const running = await start();
        // Should this process die without stopping it, whoever opens the folder next ends it.
        if (running.child.pid !== undefined) folder.noteChild(name, running.child.pid);
        return running;
      },
      endedItself: (how) => endedItself({ part: name, at: Date.now(), how }),
    });
  const program = (name: PartName, file: string): Part =>
    part(name, () => startDrill({ name: file, drill, port: port('api'), folder: root }));
  const parts = {
    PostgreSQL: part('PostgreSQL', () => postgres(folder, disk?.cluster ?? clusterFolder(root), port('postgres'))),
    Temporal: part('Temporal', () => temporal(folder, port('temporal'), port('temporalUi'))),
    mail: program('mail', 'drill-mail'),
    worker: program('worker', 'drill-worker'),
    API: program('API', 'drill-api'),
  };
  const { add, stop } = closing();
  add(() => folder.release());
  add(() => disk?.remove());
  const begin = async (one: Part): Promise<void> => {
    add(() => one.stop());
    await one.begin();
  };
  try {
    await begin(parts.PostgreSQL);
    const url = `postgres://pathway:${encodeURIComponent(folder.secrets.postgresPassword)}@127.0.0.1:${port('postgres')}`;
    await makeDatabases(`${url}/postgres`, [DATABASE]);
    await migrate(`${url}/${DATABASE}`);
    const pool = new Pool({ connectionString: `${url}/${DATABASE}`, max: 4, pipeline: true });
    pool.on('error', () => undefined);
    add(() => pool.end());
    await prepareArea(pool, environment().AREA, { ownMailServer: false });
    await booksByItself(pool);
    await watchSending(pool);
    const token = await createToken(pool, 'Chaos callers', ['all']);
    provide({
      DATABASE_URL: `${url}/${DATABASE}`,
      TEMPORAL_ADDRESS: `127.0.0.1:${port('temporal')}`,
      SMTP_URL: `smtp://127.0.0.1:${port('smtp')}`,
      PAYLOAD_KEYS: folder.secrets.payloadKeys,
      LOG_KEYS: folder.secrets.logKeys,
    });
    await Promise.all([begin(parts.Temporal), begin(parts.mail)]);
    const { client, close } = temporalClient({
      address: `127.0.0.1:${port('temporal')}`,
      namespace: environment().TEMPORAL_NAMESPACE,
      keys: readKeyRing(folder.secrets.payloadKeys),
      identity: 'chaos',
    });
    add(close);
    await Promise.all([begin(parts.worker), begin(parts.API)]);
    return { pool, client, url: `http://127.0.0.1:${port('api')}`, token, mails, parts, fillDisk: disk?.fill, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Meetings are booked by the service at the places of the area, with their invitations: nothing is left to a person that can be killed in between. */
async function booksByItself(pool: Pool): Promise<void> {
  const profile = area(environment().AREA);
  await keepFirstVersion(pool, profile);
  const at = Date.now() as Instant;
  await changeArea(pool, { profile: { ...profile, arranging: 'book' }, by: 'chaos', why: 'The service books', at });
}

function postgres(folder: DataFolder, place: string, port: number): Promise<RunningPart> {
  // The lock of a server that was killed names a process that may be another's by now.
  rmSync(path.join(place, 'postmaster.pid'), { force: true });
  return startPostgres({ folder: place, port, password: folder.secrets.postgresPassword, onLog: logOf(folder.root, 'postgres') });
}

function temporal(folder: DataFolder, port: number, uiPort: number): Promise<RunningPart> {
  return startTemporal({
    file: path.join(folder.root, 'temporal.db'),
    namespace: environment().TEMPORAL_NAMESPACE,
    port,
    uiPort,
    onLog: logOf(folder.root, 'temporal'),
  });
}
