import { fork, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { newKeyRing } from '../../infra/temporal/codec';
import { anyFreePort } from '../../operations/parts/ports';
import { projectRoot } from '../../infra/project-root';
import { newPlace, ready, runCommand, start, type Run } from './support/service';

/** Nothing listens on these: 9 is "discard". */
const NOWHERE = {
  TEMPORAL_ADDRESS: '127.0.0.1:9',
  DATABASE_URL: 'postgres://nobody:hidden@127.0.0.1:9/nothing',
  SMTP_URL: 'smtp://127.0.0.1:9',
};

let child: ChildProcess | undefined;
let run: Run | undefined;
afterEach(async () => {
  child?.kill('SIGKILL');
  run?.child.kill('SIGTERM');
  await run?.ended;
});

async function startWorker(variables: Readonly<Record<string, string>>): Promise<{ output: () => string; ended: Promise<number | null> }> {
  expect(await runCommand('build', [], {}).ended).toBe(0);
  const worker = fork(path.join(projectRoot, 'dist', 'worker.js'), {
    env: { ...process.env, ...NOWHERE, PAYLOAD_KEYS: newKeyRing('one'), LOG_KEYS: newKeyRing('one'), ...variables },
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
  });
  child = worker;
  let output = '';
  for (const stream of [worker.stdout, worker.stderr]) stream?.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => worker.once('close', resolve));
  const told = await Promise.race([new Promise((resolve) => worker.once('message', resolve)), ended]);
  if (typeof told !== 'object') throw new Error(output);
  return { output: () => output, ended };
}

it('a worker without Temporal, database and mail server waits for them, says so, and stops when told to', async () => {
  const port = await anyFreePort();
  const { output, ended } = await startWorker({ METRICS_PORT: String(port) });
  const get = (where: string) => fetch(`http://127.0.0.1:${port}${where}`);
  expect((await get('/health/live')).status).toBe(200);
  expect((await get('/health/ready')).status).toBe(503);
  expect(await (await get('/metrics')).text()).toContain('process_cpu_seconds_total');
  expect((await get('/anything')).status).toBe(404);
  // Long enough for several attempts: one of them is logged.
  await sleep(3_000);
  child?.kill('SIGTERM');
  expect(await ended).toBe(0);
  const lines = output()
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { level: number; msg: string });
  expect(lines.filter(({ msg }) => msg.startsWith('Temporal is away'))).toHaveLength(1);
  expect(lines.at(-1)?.msg).toBe('the worker has stopped');
  expect(output()).not.toContain('hidden');
});

it('npm start with a Temporal of its own that is away: the API answers', async () => {
  run = start(await newPlace(), { TEMPORAL_ADDRESS: NOWHERE.TEMPORAL_ADDRESS });
  const url = await ready(run);
  expect((await fetch(`${url}/health/ready`)).status).toBe(200);
});
