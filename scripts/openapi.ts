import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi } from '../api/openapi';
import { routes } from '../api/routes/table';
import { projectRoot } from '../infra/project-root';

/** Writes the description of the API to docs/openapi.json; a test compares the two. */
const file = path.join(projectRoot, 'docs', 'openapi.json');
writeFileSync(file, `${JSON.stringify(describeApi(routes), null, 2)}\n`);
console.log(`written: ${path.relative(process.cwd(), file)}`);
