import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

await run(() => prepare({ build: true, bundle: true }));
