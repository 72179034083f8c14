import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(async () => {
  await prepare({ cli: !process.env.TEMPORAL_ADDRESS, postgres: !process.env.DATABASE_URL, build: true, bundle: true });
  createRequire(import.meta.url)('../dist/scripts/serve.js');
});
