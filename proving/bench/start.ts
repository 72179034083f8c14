import path from 'node:path';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres } from '../../operations/parts/postgres';
import { startProgram } from '../../operations/parts/programs/start-program';
import { readSecrets } from '../../operations/parts/files/secrets';
import { startTemporal } from '../../operations/parts/temporal-server';
import { startService } from '../stage/service';
import type { Figure } from './support/figures';
import { median } from './support/measure';
import type { Bench, Scenario, Sizes } from './support/scenario';

const ROUNDS: Sizes = { small: 1, '1': 3, '10': 3 };
const scenario = 'f';

/** (f) `npm start` to ready when all has been set up, against its parts started bare on the same data. */
export const start: Scenario = async (bench) => {
  const { scale, say, stage } = bench;
  const data = path.join(stage.folder, 'started');
  const port = await anyFreePort();
  say('start: the first time');
  const first = await startedOnce(data, port);
  const again: number[] = [];
  const bare: Bare[] = [];
  for (let round = 1; round <= ROUNDS[scale]; round += 1) {
    say(`start: round ${round}`);
    again.push(await startedOnce(data, port));
    bare.push(await bareParts(bench, data));
  }
  const of = (part: keyof Bare): number => median(bare.map((times) => times[part])) / 1_000;
  return [
    { scenario, what: 'npm start to ready, nothing kept', unit: 's', value: first / 1_000 },
    {
      scenario,
      what: 'npm start to ready, the second time',
      unit: 's',
      value: median(again) / 1_000,
      baseline: { what: 'its parts bare: PostgreSQL and Temporal at once, then worker and API at once', value: of('all') },
    },
    ...(['postgres', 'temporal', 'worker', 'api'] as const).map((part): Figure => ({
      scenario,
      what: `of its parts, bare: ${part}`,
      unit: 's',
      value: of(part),
    })),
  ];
};

/** Milliseconds until `npm start` says that it is ready; then it is stopped. Throws what it said where it ends before. */
async function startedOnce(data: string, port: number): Promise<number> {
  const service = await startService(data, port);
  await service.stop();
  return service.took;
}

interface Bare {
  readonly postgres: number;
  readonly temporal: number;
  readonly worker: number;
  readonly api: number;
  readonly all: number;
}

/** Milliseconds until each part answers, started with the same data and nothing in between. */
async function bareParts({ stage }: Bench, data: string): Promise<Bare> {
  const { postgresPassword, payloadKeys, logKeys } = readSecrets(data);
  const [database, temporal, ui, port] = [await anyFreePort(), await anyFreePort(), await anyFreePort(), await anyFreePort()];
  const stops: (() => Promise<unknown>)[] = [];
  const keep = async <Part extends { stop: () => Promise<unknown> }>(starting: Promise<Part>): Promise<void> => {
    const part = await starting;
    stops.push(() => part.stop());
  };
  const logs = path.join(stage.folder, 'bare');
  const begun = performance.now();
  const since = (from: number): number => performance.now() - from;
  try {
    const [postgresTook, temporalTook] = await Promise.all([
      keep(startPostgres({ folder: path.join(data, 'postgres'), port: database, password: postgresPassword })).then(() => since(begun)),
      keep(
        startTemporal({
          file: path.join(data, 'temporal.db'),
          namespace: 'default',
          port: temporal,
          uiPort: ui,
          onLog: () => undefined,
        }),
      ).then(() => since(begun)),
    ]);
    const variables = {
      DATABASE_URL: `postgres://pathway:${encodeURIComponent(postgresPassword)}@127.0.0.1:${database}/pathway`,
      TEMPORAL_ADDRESS: `127.0.0.1:${temporal}`,
      SMTP_URL: 'smtp://127.0.0.1:9',
      PAYLOAD_KEYS: payloadKeys,
      LOG_KEYS: logKeys,
      PORT: String(port),
      METRICS_PORT: '',
    };
    const middle = performance.now();
    const [worker, api] = await Promise.all([
      keep(startProgram({ file: 'worker.js', variables, log: path.join(logs, 'worker.log'), background: true })).then(() => since(middle)),
      keep(startProgram({ file: 'server.js', variables, log: path.join(logs, 'api.log') })).then(() => since(middle)),
    ]);
    return { postgres: postgresTook, temporal: temporalTook, worker, api, all: since(begun) };
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
