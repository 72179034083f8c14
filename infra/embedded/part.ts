import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';

/** A part that has been started, in the order of starting. */
export interface Part {
  readonly name: string;
  /** The part's process, where it has one of its own. */
  readonly child?: ChildProcess;
  stop(): Promise<void>;
  /** Starts it again where it was, with the same ports and data, after its process has ended by itself. Rejects where it does not start. */
  readonly again?: () => Promise<Part>;
}

/** Takes what a part says. */
export type LogWriter = (text: string | Uint8Array) => void;

/** A writer to a log file of a data folder; the file of the last start is kept beside it. */
export function logFile({ root }: { readonly root: string }, name: string): LogWriter {
  const file = path.join(root, 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.before`);
  return (text) => appendFileSync(file, text);
}
