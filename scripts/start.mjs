import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

/** npm that is killed hard takes nobody with it: what it started would run on, unseen. */
function stopWithNpm() {
  if (!process.env.npm_lifecycle_event) return;
  const { ppid } = process;
  setInterval(() => {
    if (process.ppid !== ppid) process.kill(process.pid, 'SIGTERM');
  }, 500).unref();
}

await run(async () => {
  stopWithNpm();
  await prepare({ cli: !process.env.TEMPORAL_ADDRESS, postgres: !process.env.DATABASE_URL, build: true, bundle: true });
  createRequire(import.meta.url)('../dist/scripts/serve.js');
});
