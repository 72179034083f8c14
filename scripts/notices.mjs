import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(async () => {
  await prepare({ postgres: true, build: true });
  createRequire(import.meta.url)('../dist/scripts/notices.js');
});
