import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { projectRoot } from '../../infra/project-root';
import { PlainError } from '../../infra/plain-error';

const found = z.object({ cli: z.string().optional(), testServer: z.string().optional() });

function lookUp(which: 'cli' | 'testServer', title: string, variable: string): string {
  const file = path.join(projectRoot, '.cache', 'setup.json');
  const known = existsSync(file) ? found.parse(JSON.parse(readFileSync(file, 'utf8')))[which] : undefined;
  if (known && existsSync(known)) return known;
  throw new PlainError(
    `${title} is missing: run npm test (or npm start) once, which fetches it, or name it in ${variable} and run that again.`,
  );
}

/** The path of Temporal's command-line tool with the development server, as the set-up found it. Throws a PlainError where it is not there. */
export const temporalCli = (): string => lookUp('cli', "Temporal's development server", 'TEMPORAL_CLI');

/** The path of Temporal's time-skipping test server, as the set-up found it. Throws a PlainError where it is not there. */
export const temporalTestServer = (): string => lookUp('testServer', "Temporal's time-skipping test server", 'TEMPORAL_TEST_SERVER');
