import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { anyFreePort } from '../../../operations/parts/ports';
import { projectRoot } from '../../../infra/project-root';

/** A run of one of the project's commands. */
export interface Run {
  readonly child: ChildProcess;
  stdout(): string;
  stderr(): string;
  /** Waits for its end, and gives its exit code. */
  readonly ended: Promise<number | null>;
}

/** Where a test's service keeps its state and answers. */
export interface Place {
  readonly folder: string;
  readonly port: number;
}

/** A folder and a port of a test's own. */
export async function newPlace(): Promise<Place> {
  return { folder: newFolder(), port: await anyFreePort() };
}

const folders: string[] = [];

/** A folder of a test's own, removed when its file has been run. */
export function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-e2e-'));
  folders.push(folder);
  return folder;
}

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** Runs one of the project's commands (`start`, `token`, …) as npm does. */
export function runCommand(name: string, args: readonly string[], variables: Readonly<Record<string, string>>): Run {
  const child = spawn(process.execPath, [path.join(projectRoot, 'scripts', 'run.mjs'), name, ...args], {
    cwd: projectRoot,
    env: { ...process.env, NODE_ENV: 'production', ...variables },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (chunk: Buffer) => (said.stdout += chunk.toString('utf8')));
  child.stderr.on('data', (chunk: Buffer) => (said.stderr += chunk.toString('utf8')));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  return { child, stdout: () => said.stdout, stderr: () => said.stderr, ended };
}

/**
 * The ports of a file's own parts: as if they had been given at an earlier start. Files run side by side, and what one of them kills would lose
 * its port to a service that another one starts in the meantime.
 */
function givePorts(folder: string): void {
  const file = path.join(folder, 'ports.json');
  if (existsSync(file)) return;
  const from = 20_000 + 100 * Number(process.env['JEST_WORKER_ID'] ?? 1);
  const names = ['postgres', 'temporal', 'temporalUi', 'temporalInside', 'mailPage', 'smtp', 'signIn'];
  writeFileSync(file, JSON.stringify(Object.fromEntries(names.map((name, place) => [name, from + 10 * place]))), { mode: 0o600 });
}

/** Runs `npm start` there, without waiting. */
export function start({ folder, port }: Place, variables: Readonly<Record<string, string>> = {}): Run {
  if (existsSync(folder)) givePorts(folder);
  return runCommand('start', [], { DATA_DIR: folder, PORT: String(port), ...variables });
}

/** Waits for the line `ready <url>`, and gives the address. Throws what the service said where it ends before. */
export async function ready(run: Run): Promise<string> {
  for (;;) {
    const [, url] = /^ready (\S+)$/m.exec(run.stdout()) ?? [];
    if (url) return url;
    if (run.child.exitCode !== null) throw new Error(`it ended with ${run.child.exitCode}: ${run.stdout()}${run.stderr()}`);
    await sleep(50);
  }
}

/** A token of the service there, running or not: for every scope, unless some are named. */
export async function token({ folder }: Place, name = 'End-to-end tests', scopes = 'all'): Promise<string> {
  const run = runCommand('token', ['--name', name, '--scopes', scopes], { DATA_DIR: folder });
  const code = await run.ended;
  if (code !== 0) throw new Error(run.stderr());
  return run.stdout().trim().split('\n').at(-1) ?? '';
}

/** The process numbers of the parts that run there, by name. */
export function children({ folder }: Place): Record<string, number> {
  const { children: noted } = JSON.parse(readFileSync(path.join(folder, 'instance.json'), 'utf8')) as {
    children: { name: string; pid: number }[];
  };
  return Object.fromEntries(noted.map(({ name, pid }) => [name, pid]));
}

/** Whether a process runs; one that has ended and waits to be fetched by its parent does not. */
export function runs(pid: number): boolean {
  try {
    return !readFileSync(`/proc/${pid}/stat`, 'utf8').includes(') Z ');
  } catch {
    return false;
  }
}

/** Waits until none of these processes runs; throws after ten seconds. */
export async function allGone(pids: readonly number[]): Promise<void> {
  for (const end = Date.now() + 10_000; pids.some(runs); await sleep(50)) {
    if (Date.now() > end) throw new Error(`still running: ${pids.filter(runs).join(', ')}`);
  }
}

/** Asks the API, and gives the answer's JSON. Throws for any other answer than a good one. */
export async function ask(url: string, bearer: string, way: string, body?: unknown): Promise<unknown> {
  const response = await fetch(`${url}/api/v1${way}`, {
    method: body === undefined ? 'GET' : 'POST',
    headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(`${response.status}: ${JSON.stringify(answer)}`);
  return answer;
}
