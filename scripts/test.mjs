import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { inProject, root } from './setup/paths.mjs';
import { prepare } from './setup/prepare.mjs';
import { run } from './setup/say.mjs';

/**
 * Runs every test tier, one after the other (each may use all cores), and ends with the counts. Whatever follows `npm test --` goes to
 * jest; `--tier NAME`, which may come several times, runs these tiers alone.
 */
await run(async () => {
  const { names, rest } = tiersAndRest(process.argv.slice(2));
  await prepare({ cli: true, testServer: true, postgres: true, build: true, bundle: true });
  const results = [];
  for (const name of names) results.push({ name, ...(await tier(name, rest)) });

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

function tiersAndRest(args) {
  const { projects } = createRequire(import.meta.url)('../jest.config.cjs');
  const all = projects.map(({ displayName }) => displayName);
  const asked = args.filter((_, index) => args[index - 1] === '--tier');
  if (args.at(-1) === '--tier') throw Object.assign(new Error(`--tier needs a name; there are ${all.join(', ')}.`), { plain: true });
  const unknown = asked.filter((name) => !all.includes(name));
  if (unknown.length > 0)
    throw Object.assign(new Error(`There is no tier ${unknown.join(', ')}; there are ${all.join(', ')}.`), { plain: true });
  const rest = args.filter((arg, index) => arg !== '--tier' && args[index - 1] !== '--tier');
  return { names: asked.length > 0 ? asked : all, rest };
}

async function tier(name, rest) {
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-results-'));
  const file = path.join(folder, 'results.json');
  // The end-to-end tests start whole services, and measure how they start and stop: one at a time.
  const workers = name === 'e2e' ? '1' : '2';
  const args = ['--selectProjects', name, '--maxWorkers', workers, '--passWithNoTests', '--json', '--outputFile', file, ...rest];
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
