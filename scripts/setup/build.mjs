import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { command } from './command.mjs';
import { inProject, root } from './paths.mjs';
import { say, SetupError } from './say.mjs';

/** Folders of the project that no program is built from. */
const without = new Set(['node_modules', 'dist', 'test', 'docs', 'scenarios', 'policies', 'generated', 'coverage']);

/** The version of all sources together: it changes when any of them does, whatever their times say. */
function versionOfSources() {
  const hash = createHash('sha256');
  const add = (file) =>
    hash
      .update(`${path.relative(root, file)}\0`)
      .update(readFileSync(file))
      .update('\0');
  const walk = (folder) => {
    for (const entry of readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.')) continue;
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        if (!without.has(entry.name)) walk(place);
      } else if (/\.(ts|prisma)$|^(tsconfig.*|package-lock)\.json$/.test(entry.name)) add(place);
    }
  };
  walk(root);
  return hash.digest('hex');
}

const stamp = (name) => inProject('.cache', `${name}.version`);
const isFresh = (name, version, product) => existsSync(product) && existsSync(stamp(name)) && readFileSync(stamp(name), 'utf8') === version;

function done(name, version) {
  mkdirSync(inProject('.cache'), { recursive: true });
  writeFileSync(stamp(name), version);
}

/** Makes generated/tables.ts from prisma/schema.prisma, where the schema has changed, or what makes it. */
export async function tables() {
  const schema = readFileSync(inProject('prisma', 'schema.prisma'), 'utf8');
  const maker = readFileSync(inProject('scripts', 'setup', 'tables.mjs'));
  const version = createHash('sha256').update(schema).update(maker).digest('hex');
  if (isFresh('tables', version, inProject('generated', 'tables.ts'))) return;
  say('making the tables of the schema');
  // Loaded only now: at the first start the package that it reads the schema with has just been installed.
  const { writeTables } = await import('./tables.mjs');
  try {
    writeTables(schema, inProject('generated'));
  } catch (error) {
    throw new SetupError(`prisma/schema.prisma cannot be read:\n${error instanceof Error ? error.message : String(error)}`);
  }
  done('tables', version);
}

/** Compiles the sources to dist/, where they have changed. */
export async function compile() {
  const version = versionOfSources();
  if (isFresh('build', version, inProject('dist'))) return;
  say('compiling');
  rmSync(stamp('build'), { force: true });
  const { code, output } = await command(process.execPath, [
    inProject('node_modules', 'typescript', 'bin', 'tsc'),
    '-p',
    'tsconfig.build.json',
  ]);
  if (code !== 0) throw new SetupError(`The sources do not compile:\n${output.trim()}`);
  done('build', version);
}

/** Bundles the workflows for the worker (dist/workflow-bundle.js), where the compiled sources have changed. */
export async function workflowBundle() {
  const version = readFileSync(stamp('build'), 'utf8');
  if (isFresh('bundle', version, inProject('dist', 'workflow-bundle.js'))) return;
  say('bundling the workflows');
  const { code, output } = await command(process.execPath, [inProject('dist', 'scripts', 'bundle-workflows.js')]);
  if (code !== 0) throw new SetupError(`The workflows could not be bundled:\n${output.trim()}`);
  done('bundle', version);
}
