import type { ChildProcess } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import path from 'node:path';
import { variablesWith } from '../../../infra/env';
import { projectRoot } from '../../../infra/project-root';
import { ended, hasEnded, startChild, stopChild } from '../child';
import { makeClosedFolder } from '../files/closed';
import { appendTo } from '../files/log-file';
import { PlainError } from '../../../infra/plain-error';

const READY_WITHIN_MS = 180_000;
const STOP_WITHIN_MS = 20_000;

/** One of our own programs, running as a process of its own. */
export interface RunningProgram {
  readonly child: ChildProcess;
  stop(): Promise<void>;
}

export interface ProgramSettings {
  /** Its file in dist/. */
  readonly file: string;
  readonly args?: readonly string[];
  /** Beside the variables of this process, which it sees too. */
  readonly variables?: Readonly<Record<string, string>>;
  /** The file that what it says is added to. */
  readonly log: string;
  /** As `startChild` has it. */
  readonly background?: boolean;
}

/**
 * Starts one of our compiled programs, and waits until it says that it is ready.
 * Throws a PlainError with what it said where it ends before, or takes longer than three minutes.
 */
export async function startProgram({ file, args = [], variables = {}, log, background }: ProgramSettings): Promise<RunningProgram> {
  makeClosedFolder(path.dirname(log));
  const write = appendTo(log);
  // Straight to the file: what a program logs costs nobody else any time.
  const output = openSync(log, 'a', 0o600);
  const child = startChild(process.execPath, ['--enable-source-maps', path.join(projectRoot, 'dist', file), ...args], {
    stdio: ['ignore', output, 'pipe', 'ipc'],
    env: variablesWith(variables),
    cwd: projectRoot,
    orphanSignal: 'TERM',
    background,
  });
  closeSync(output);
  let said = '';
  child.stderr?.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-1_000);
    write(chunk);
  });
  const late = Symbol('late');
  let patience: NodeJS.Timeout | undefined;
  const first = await Promise.race([
    new Promise<'ready'>((resolve) => child.once('message', () => resolve('ready'))),
    ended(child),
    new Promise<typeof late>((resolve) => {
      patience = setTimeout(() => resolve(late), READY_WITHIN_MS);
    }),
  ]);
  clearTimeout(patience);
  if (first === 'ready') return { child, stop: () => stopChild(child, 'SIGTERM', STOP_WITHIN_MS) };
  if (!hasEnded(child)) child.kill('SIGKILL');
  throw new PlainError(
    first === late ? `it was not ready within ${READY_WITHIN_MS / 1_000} s` : `it did not start: ${said.trim() || 'it said nothing'}`,
  );
}
