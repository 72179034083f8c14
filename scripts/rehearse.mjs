import { createRequire } from 'node:module';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(async () => {
  const coreAlone = process.argv.includes('--core');
  await prepare(coreAlone ? { build: true } : { testServer: true, postgres: true, build: true, bundle: true });
  createRequire(import.meta.url)('../dist/scripts/rehearse.js');
});
