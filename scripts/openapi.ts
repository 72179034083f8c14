import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi } from '../api/openapi';
import { routes } from '../api/routes/table';
import { projectRoot } from '../infra/project-root';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run openapi

Writes the description of the API to docs/openapi.json, from the schemas that check the requests.`;

/** Writes the description of the API to docs/openapi.json; a test compares the two. */
runScript(() => {
  if (!readOptions(USAGE, {})) return;
  const file = path.join(projectRoot, 'docs', 'openapi.json');
  writeFileSync(file, `${JSON.stringify(describeApi(routes), null, 2)}\n`);
  process.stdout.write(`written: ${path.relative(process.cwd(), file)}\n`);
});
