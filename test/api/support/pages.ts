import { readFileSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../../infra/project-root';

export interface SentByPage {
  readonly page: string;
  /** Below /api/v1, with the parameters of the description. */
  readonly path: string;
  readonly body: unknown;
}

const page = (name: string): string => readFileSync(path.join(projectRoot, name), 'utf8');

/** `'$(day -20)'` within a text of the shell. */
const withDays = (text: string): string =>
  text.replace(/'\$\(day (-?\d+)\)'/g, (_whole, days: string) =>
    new Date(Date.UTC(2026, 9, 1) + Number(days) * 864e5).toISOString().slice(0, 10),
  );

const template = (at: string): string =>
  at
    .replace(/\?.*$/, '')
    .replace(/\$TOM\b/, '{registerId}')
    .replace(/\$REFUSED\b/, '{id}');

/** The bodies that a page's shell commands send with `post PATH 'BODY'`, or `post PATH "$NAME"`. */
function bodiesOfShell(name: string): SentByPage[] {
  const text = withDays(page(name));
  const variables = Object.fromEntries([...text.matchAll(/^([A-Z]+)='(\{[^']*\})'$/gm)].map(([, variable, value]) => [variable, value]));
  return [...text.matchAll(/\bpost "?(\/[^\s"]+)"? (?:'(\{[^']*\})'|"?\$([A-Z]+)"?)/g)].map(([, at = '', body, variable = '']) => ({
    page: name,
    path: template(at),
    body: JSON.parse(body ?? variables[variable] ?? 'null') as unknown,
  }));
}

/** The bodies of a guide: each block of JSON under a line that names its request. */
function bodiesOfBlocks(name: string): SentByPage[] {
  return [...page(name).matchAll(/`POST (\/\S+)`[^\n]*\n+```json\n([\s\S]*?)```/g)].map(([, at = '', body = '']) => ({
    page: name,
    path: template(at),
    body: JSON.parse(body) as unknown,
  }));
}

/** What the README and the guide to the API tell their readers to send. */
export const bodiesOfPages = (): SentByPage[] => [
  ...bodiesOfShell('README.md'),
  ...bodiesOfShell('docs/api.md'),
  ...bodiesOfBlocks('docs/api.md'),
];
