import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../infra/project-root';
import { noticesTable } from '../services/notices/notices-table';

/** Writes the table of notices to docs/notices.md; a test compares the two. */
const file = path.join(projectRoot, 'docs', 'notices.md');
writeFileSync(file, noticesTable());
console.log(`written: ${path.relative(process.cwd(), file)}`);
