import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(async () => {
  await prepare({ build: true });
  createRequire(import.meta.url)('../dist/scripts/openapi.js');
});
