import { existsSync } from 'node:fs';
import path from 'node:path';

function find(from: string): string {
  if (existsSync(path.join(from, 'package.json')) && existsSync(path.join(from, 'policies'))) return from;
  const above = path.dirname(from);
  if (above === from) throw new Error('the project folder (with package.json and policies/) was not found above the running code');
  return find(above);
}

/** The folder of the project, whether the code runs from its sources or from `dist/`. */
export const projectRoot = find(__dirname);
