import path from 'node:path';
import { ended, startChild, stopChild } from '../../operations/parts/child';
import { PlainError } from '../../infra/plain-error';
import { variablesWith } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import type { Ground } from './parts';

const STOP_WITHIN_MS = 60_000;

/** The bench, running on this PostgreSQL and this Temporal; it prints its own table. */
export interface RunningBench {
  /** Throws PlainError where it ends badly. */
  finished(): Promise<void>;
  /** Ends it before its end; it takes down what it has made. */
  stop(): Promise<void>;
}

export function startBench({ databaseUrl, temporalAddress }: Ground, scenarios: string, scale: string): RunningBench {
  const child = startChild(
    process.execPath,
    [path.join(projectRoot, 'dist', 'proving', 'bench', 'index.js'), '--only', scenarios, '--scale', scale],
    {
      stdio: 'inherit',
      cwd: projectRoot,
      env: variablesWith({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress }),
      orphanSignal: 'TERM',
    },
  );
  return {
    finished: async () => {
      await ended(child);
      if (child.exitCode !== 0) throw new PlainError(`the bench ended with ${child.exitCode ?? child.signalCode}`);
    },
    stop: () => stopChild(child, 'SIGTERM', STOP_WITHIN_MS),
  };
}
