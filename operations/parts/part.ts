import type { ChildProcess } from 'node:child_process';

/** A part that has been started, in the order of starting. */
export interface Part {
  readonly name: string;
  /** The part's process, where it has one of its own. */
  readonly child?: ChildProcess;
  stop(): Promise<void>;
  /** Starts it again where it was, with the same ports and data, after its process has ended by itself. Rejects where it does not start. */
  readonly again?: () => Promise<Part>;
}
