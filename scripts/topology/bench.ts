import path from 'node:path';
import { ended, startChild } from '../../infra/embedded/child';
import { PlainError } from '../../infra/embedded/plain-error';
import { variablesWith } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import type { Ground } from './parts';

/** Runs scenarios of the bench on this PostgreSQL and this Temporal; it prints its own table. Throws PlainError where it fails. */
export async function benchOn({ databaseUrl, temporalAddress }: Ground, scenarios: string, scale: string): Promise<void> {
  const child = startChild(process.execPath, [path.join(projectRoot, 'dist', 'bench', 'index.js'), '--only', scenarios, '--scale', scale], {
    stdio: 'inherit',
    cwd: projectRoot,
    env: variablesWith({ DATABASE_URL: databaseUrl, TEMPORAL_ADDRESS: temporalAddress }),
    orphanSignal: 'TERM',
  });
  const interrupt = (): void => void child.kill('SIGTERM');
  process.once('SIGINT', interrupt);
  await ended(child);
  process.off('SIGINT', interrupt);
  if (child.exitCode !== 0) throw new PlainError(`the bench ended with ${child.exitCode ?? child.signalCode}`);
}
