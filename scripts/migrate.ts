import { withParts } from '../operations/parts/parts';
import { areasServed, environment, needed } from '../infra/env';
import { checkAreas, makeAreasReady } from './area';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run migrate
node dist/scripts/migrate.js

Brings the database of DATABASE_URL to the schema of this release, and loads what AREA, or each of AREAS, brings (its first staff, who may be written to); then
it ends. To be run to its end before API and workers of this release start. Several may run at once: one works, the others wait for it and
find nothing to do. With SMTP_URL set, sending outside the team starts switched off (npm run notices).`;

async function main(): Promise<void> {
  if (!readOptions(USAGE, {})) return;
  const { SMTP_URL } = environment();
  checkAreas();
  await withParts({ temporal: false }, () => makeAreasReady(needed('DATABASE_URL'), SMTP_URL !== undefined));
  process.stdout.write(`the database is ready for this release, and for the area ${areasServed().join(', ')}\n`);
}

runScript(main);
