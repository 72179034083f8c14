import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from '@swc/core';
import { projectRoot } from '../../infra/project-root';

export interface Import {
  /** The importing file, from the project's folder, with `/`. */
  readonly from: string;
  /** The imported file of ours without its extension, or the name of a package (`node:fs`, `zod`). */
  readonly to: string;
  readonly own: boolean;
  readonly typeOnly: boolean;
}

/** What programs make. */
const made = new Set(['node_modules', 'dist', 'generated', 'coverage']);
/** Of the project's folder. */
const withoutSources = new Set(['docs', 'policies', 'scenarios']);

/** Every TypeScript file of the project, from the project's folder, with `/`. */
export const sources = (): string[] => walk('', (place) => withoutSources.has(place)).filter((place) => place.endsWith('.ts'));

/** Every file that somebody writes and reads: code, documents, settings; data in JSON is none of them. */
export const readable = (): string[] =>
  walk('', () => false).filter((place) => /(?:\.(?:ts|mjs|cjs|md|prisma|sql|yml|yaml|sh|env|toml)|Dockerfile)$/.test(place));

function walk(folder: string, passesOver: (place: string) => boolean): string[] {
  return readdirSync(path.join(projectRoot, folder), { withFileTypes: true }).flatMap((entry) => {
    const place = path.posix.join(folder, entry.name);
    if (entry.name.startsWith('.') || made.has(entry.name) || passesOver(place)) return [];
    return entry.isDirectory() ? walk(place, passesOver) : [place];
  });
}

/** The text of a file. */
export const textOf = (file: string): string => readFileSync(path.join(projectRoot, file), 'utf8');

/** What a file imports: declarations, re-exports, `import()`, `import()` types and `require` calls alike. */
export function importsOf(file: string): Import[] {
  const found = new Map<string, boolean>();
  const note = (source: string, typeOnly: boolean) => found.set(source, (found.get(source) ?? true) && typeOnly);
  visit(parseSync(textOf(file), { syntax: 'typescript', target: 'es2023' }), note);
  return [...found].map(([source, typeOnly]) => {
    const own = source.startsWith('.');
    const to = own ? path.posix.join(path.posix.dirname(file), source).replace(/\.(ts|js)$/, '') : packageOf(source);
    return { from: file, to, own, typeOnly };
  });
}

function packageOf(source: string): string {
  if (source.startsWith('node:')) return source;
  return source
    .split('/')
    .slice(0, source.startsWith('@') ? 2 : 1)
    .join('/');
}

type Note = (source: string, typeOnly: boolean) => void;

function visit(node: unknown, note: Note): void {
  if (Array.isArray(node)) for (const one of node) visit(one, note);
  if (!isObject(node) || Array.isArray(node)) return;
  noteImport(node, note);
  for (const value of Object.values(node)) if (typeof value === 'object') visit(value, note);
}

function noteImport(node: Readonly<Record<string, unknown>>, note: Note): void {
  if (['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration'].includes(String(node['type'])) && isText(node['source'])) {
    const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isObject) : [];
    const everyOne = specifiers.length > 0 && specifiers.every((one) => one['isTypeOnly'] === true);
    note(node['source'].value, node['typeOnly'] === true || everyOne);
  }
  if (node['type'] === 'TsImportType' && isText(node['argument'])) note(node['argument'].value, true);
  if (node['type'] === 'CallExpression' && isObject(node['callee']) && Array.isArray(node['arguments'])) {
    const { callee } = node;
    const [first] = node['arguments'].filter(isObject);
    const imports = callee['type'] === 'Import' || (callee['type'] === 'Identifier' && callee['value'] === 'require');
    if (imports && first && isText(first['expression'])) note(first['expression'].value, false);
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function isText(node: unknown): node is { readonly value: string } {
  return isObject(node) && node['type'] === 'StringLiteral' && typeof node['value'] === 'string';
}
