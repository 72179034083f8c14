import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(async () => {
  await prepare({ cli: true, postgres: true, build: true, bundle: true });
  createRequire(import.meta.url)('../dist/scripts/rebuild.js');
});
