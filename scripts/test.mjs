import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject, root } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { run, SetupError } from './setup/say.mjs';

/** What a tier needs to be set up: the tests of the core need nothing but themselves. */
const everything = { cli: true, testServer: true, postgres: true, build: true, bundle: true };
/** So many files of a tier at a time: a core each, also where they start whole services. */
const FILES_AT_ONCE = '2';

const needsOf = (names) => (names.every((name) => name === 'core') ? {} : everything);

/**
 * Runs every test tier, one after the other (two of its files side by side), and ends with the counts. `npm test -- FILE…` runs these files or
 * folders of `test/` alone, each in its tier; `--tier NAME`, which may come several times, these tiers. Whatever else follows goes to jest.
 */
await run(async () => {
  const { tiers, rest } = asked(process.argv.slice(2));
  await prepare(needsOf(tiers.map(({ name }) => name)));
  const results = [];
  for (const { name, files } of tiers) results.push({ name, ...(await tier(name, [...rest, ...files])) });

  const say = (text) => process.stdout.write(`${text}\n`);
  say('');
  for (const { name, passed, failed, seconds } of results) say(`${name.padEnd(10)} ${count(passed, failed)} in ${seconds} s`);
  const total = (field) => results.reduce((sum, result) => sum + result[field], 0);
  say('');
  say(count(total('passed'), total('failed')));
  process.exitCode = total('failed') > 0 || total('passed') === 0 ? 1 : 0;
});

function count(passed, failed) {
  return `${passed} passed, ${failed} failed`;
}

/** The tiers to run, with the files where not all of them; and what goes to jest. */
function asked(args) {
  const filesOf = createRequire(import.meta.url)('../test/tiers.cjs').testFiles();
  const all = [...filesOf.keys()];
  if (args.at(-1) === '--tier') throw new SetupError(`--tier needs a name; there are ${all.join(', ')}.`);
  const isTier = (_, index) => args[index - 1] === '--tier';
  const named = args.filter(isTier);
  const unknown = named.filter((name) => !all.includes(name));
  if (unknown.length > 0) throw new SetupError(`There is no tier ${unknown.join(', ')}; there are ${all.join(', ')}.`);
  const others = args.filter((arg, index) => arg !== '--tier' && !isTier(arg, index));
  const paths = others.filter(isPath);
  const rest = others.filter((arg) => !isPath(arg));
  const names = named.length > 0 ? named : all;
  if (paths.length === 0) return { tiers: names.map((name) => ({ name, files: [] })), rest };

  const wanted = new Set(paths.flatMap((place) => filesAt(place, [...filesOf.values()].flat())));
  const tiers = names
    .map((name) => ({ name, files: filesOf.get(name).filter((file) => wanted.has(file)) }))
    .filter(({ files }) => files.length > 0);
  if (tiers.length === 0) throw new SetupError(`${paths.join(' ')}: nothing of it is in the tier ${named.join(', ')}.`);
  return { tiers, rest: ['--runTestsByPath', ...rest] };
}

function isPath(arg) {
  return arg.startsWith('test/') || arg.endsWith('.ts');
}

/** The test files that a path names: itself, or all in a folder. Throws where there is none, naming those of its name. */
function filesAt(place, files) {
  const wanted = path.relative(root, path.resolve(root, place)).split(path.sep).join('/');
  const found = files.filter((file) => file === wanted || file.startsWith(`${wanted}/`));
  if (found.length > 0) return found;
  const name = path.posix.basename(wanted).replace(/(?:\.test)?\.ts$/, '');
  const like = files.filter((file) => path.posix.basename(file, '.test.ts') === name);
  throw new SetupError(
    `There is no test file ${place}${like.length > 0 ? `; of that name there is ${like.join(', ')}` : ' (files end in .test.ts, and stand in test/)'}.`,
  );
}

async function tier(name, rest) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-results-'));
  const file = path.join(folder, 'results.json');
  const args = ['--selectProjects', name, '--maxWorkers', FILES_AT_ONCE, '--passWithNoTests', '--json', '--outputFile', file, ...rest];
  const started = Date.now();
  try {
    const code = await jest(args);
    const seconds = Math.round((Date.now() - started) / 1000);
    return { ...read(file, code), seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs jest, what it shows goes on to the terminal; its JSON, which it would print too, only to the file. */
function jest(args) {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [inProject('node_modules', 'jest', 'bin', 'jest.js'), ...args], {
      cwd: root,
      stdio: ['inherit', 'ignore', 'inherit'],
      env: { ...process.env, NODE_ENV: 'test', ...(process.stderr.isTTY ? { FORCE_COLOR: '1' } : {}) },
    });
    child.on('error', reject);
    child.on('close', resolve);
  });
}

function read(file, code) {
  try {
    const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites } = JSON.parse(readFileSync(file, 'utf8'));
    const failed = numFailedTests + numRuntimeErrorTestSuites;
    return { passed: numPassedTests, failed: failed === 0 && code !== 0 ? 1 : failed };
  } catch {
    // Jest itself broke off, as when its global set-up fails; it has said why.
    return { passed: 0, failed: 1 };
  }
}
