import { appendFileSync, mkdirSync } from 'node:fs';
import path from 'node:path';
import { ended, hasEnded, startChild, stopChild } from '../../../infra/embedded/child';
import { PlainError } from '../../../infra/embedded/plain-error';
import { variablesWith } from '../../../infra/env';
import { projectRoot } from '../../../infra/project-root';
import type { Drill } from './drill';
import type { RunningPart } from './part';

const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 20_000;

/** A writer to a part's log, kept over all its lives. */
export function logOf(folder: string, name: string): (text: string | Uint8Array) => void {
  const file = path.join(folder, 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  return (text) => appendFileSync(file, text);
}

export interface ProgramSettings {
  /** Its name among the compiled programs of this folder. */
  readonly file: string;
  readonly drill: Drill;
  /** For the API, which has no other way to be told. */
  readonly port: number;
  readonly log: (text: Uint8Array) => void;
}

/** Starts one of the drill's own programs, and waits until it says that it is ready. Throws what it said where it ends before, or takes too long. */
export async function startProgram({ file, drill, port, log }: ProgramSettings): Promise<RunningPart> {
  const program = path.join(projectRoot, 'dist', 'scripts', 'chaos', 'parts', `${file}.js`);
  const child = startChild(process.execPath, ['--enable-source-maps', program, JSON.stringify(drill)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: variablesWith({ PORT: String(port), HOST: '127.0.0.1' }),
    cwd: projectRoot,
    orphanSignal: 'TERM',
  });
  let said = '';
  child.stdout?.on('data', log);
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-1_000);
    log(chunk);
  });
  const late = Symbol('late');
  const first = await Promise.race([
    new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready'))),
    ended(child),
    new Promise<typeof late>((resolve) => setTimeout(() => resolve(late), READY_WITHIN_MS).unref()),
  ]);
  if (first === 'ready') return { child, stop: () => stopChild(child, 'SIGTERM', STOP_WITHIN_MS) };
  if (!hasEnded(child)) child.kill('SIGKILL');
  throw new PlainError(
    first === late ? `it was not ready within ${READY_WITHIN_MS / 1000} s` : `it did not start: ${said.trim() || 'it said nothing'}`,
  );
}
