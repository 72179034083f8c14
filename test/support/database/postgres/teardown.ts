import { rmSync } from 'node:fs';
import { takeServer } from './server';

/** Jest's global tear-down: stops the run's PostgreSQL server and removes its files. */
export default async function stop(): Promise<void> {
  const kept = takeServer();
  if (!kept) return;
  await kept.server.stop();
  rmSync(kept.folder, { recursive: true, force: true });
}
