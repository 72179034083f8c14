import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { projectRoot } from '../../infra/project-root';

const composeSchema = z.object({
  services: z.record(
    z.string(),
    z.object({
      environment: z.record(z.string(), z.union([z.string(), z.number(), z.null()])).optional(),
      command: z.array(z.string()).optional(),
    }),
  ),
});

/** What a container of docker-compose.yml runs, and with which variables. */
export interface ComposeProgram {
  readonly command: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Reads a service of docker-compose.yml as Compose would start it, with these variables in the place of deploy's `.env`.
 * Throws where there is no such service, or a variable that it must have is not given.
 */
export function composeProgram(service: string, variables: Readonly<Record<string, string>>): ComposeProgram {
  const file = readFileSync(path.join(projectRoot, 'docker-compose.yml'), 'utf8');
  const { services } = composeSchema.parse(parse(file, { merge: true }));
  const found = services[service];
  if (!found) throw new Error(`docker-compose.yml has no service ${service}`);
  const environment = Object.entries(found.environment ?? {}).map(
    ([name, value]) => [name, filled(String(value ?? ''), variables)] as const,
  );
  return { command: found.command ?? ['node', 'dist/server.js'], environment: Object.fromEntries(environment) };
}

/** `${NAME}`, `${NAME:-default}` and `${NAME:?message}`, as Compose reads them. */
function filled(text: string, variables: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\$\{(\w+)(?::([-?])([^}]*))?\}/g, (_, name: string, kind: string | undefined, rest: string | undefined) => {
    const value = variables[name] ?? '';
    if (value !== '') return value;
    if (kind === '?') throw new Error(`${name} is not given: ${rest}`);
    return kind === '-' ? (rest ?? '') : '';
  });
}
