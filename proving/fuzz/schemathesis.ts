import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { messageOf, PlainError } from '../../infra/plain-error';
import { projectRoot } from '../../infra/project-root';

const VERSION = '4.32.5';
const ITS_FOLDER = path.join(projectRoot, '.cache', `schemathesis-${VERSION}`);
const CHECKS = path.join(projectRoot, 'scripts', 'schemathesis', 'schemathesis.toml');
const MOST_OUTPUT = 64 * 1024 * 1024;

interface Ended {
  readonly code: number;
  readonly output: string;
}

const python = (args: readonly string[], variables: Readonly<Record<string, string>> = {}, cwd = projectRoot): Promise<Ended> =>
  new Promise((resolve) => {
    execFile('python3', args, { cwd, env: { ...process.env, ...variables }, maxBuffer: MOST_OUTPUT }, (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ code, output: `${stdout}${stderr}${code === -1 ? messageOf(error) : ''}` });
    });
  });

/** The folder of the tool, fetched through pip where it is not there yet. Throws PlainError that says what to do. */
export async function fetchSchemathesis(say: (line: string) => void): Promise<string> {
  if (existsSync(ITS_FOLDER)) return ITS_FOLDER;
  say(`fetching schemathesis ${VERSION} (a Python package)`);
  mkdirSync(path.dirname(ITS_FOLDER), { recursive: true });
  const beside = mkdtempSync(`${ITS_FOLDER}-`);
  const options = ['--quiet', '--disable-pip-version-check', '--target', beside];
  const { code, output } = await python(['-m', 'pip', 'install', ...options, `schemathesis==${VERSION}`]);
  if (code !== 0) {
    rmSync(beside, { recursive: true, force: true });
    throw new PlainError(
      `pip could not install schemathesis ${VERSION}: install Python 3 with pip, and run the command again.\n\n${output}`,
    );
  }
  renameSync(beside, ITS_FOLDER);
  return ITS_FOLDER;
}

const reportSchema = z.object({
  operations: z.object({ total: z.number(), tested: z.number(), errored: z.number() }),
  test_cases: z.object({ generated: z.number(), with_failures: z.number(), errored: z.number() }),
});

/** What came of one caller's requests. */
export interface Held {
  readonly operations: number;
  readonly requests: number;
  /** Requests whose answer the description does not allow, or that had none; at least 1 where the tool itself gave up. */
  readonly wrong: number;
  /** All that the tool said. */
  readonly said: string;
}

export interface Asked {
  /** Where the description is served. */
  readonly description: string;
  readonly token: string;
  /** Somebody who is there: a random register id fails its check character. */
  readonly registerId: string;
  /** The most requests of one operation. */
  readonly each: number;
  readonly seed: number;
  /** A folder of its own for what the tool writes. */
  readonly folder: string;
}

/** Sends requests made from the description, valid and not, and holds every answer to it. Throws Error where the tool tells no result. */
export async function holdToDescription(tool: string, asked: Asked): Promise<Held> {
  const { description, token, registerId, each, seed, folder } = asked;
  mkdirSync(folder, { recursive: true });
  const settings = path.join(folder, 'schemathesis.toml');
  writeFileSync(settings, `${readFileSync(CHECKS, 'utf8')}\n[parameters]\n"path.registerId" = "${registerId}"\n`);
  const reports = path.join(folder, 'reports');
  const { code, output } = await python(
    [
      ...['-m', 'schemathesis.cli', '--config-file', settings, 'run', description, '--header', `Authorization: Bearer ${token}`],
      ...['--phases', 'examples,fuzzing', '--max-examples', String(each), '--workers', '1', '--seed', String(seed)],
      ...['--continue-on-failure', '--suppress-health-check', 'all', '--no-color', '--report', 'json', '--report-dir', reports],
    ],
    { PYTHONPATH: tool },
    // What it keeps for itself stands where it runs.
    folder,
  );
  const [file] = existsSync(reports) ? readdirSync(reports) : [];
  if (file === undefined) throw new Error(`schemathesis told no result:\n${output}`);
  const report = reportSchema.parse(JSON.parse(readFileSync(path.join(reports, file), 'utf8')));
  const { generated, with_failures: failed, errored } = report.test_cases;
  const untested = report.operations.total - report.operations.tested;
  const found = failed + errored + report.operations.errored + untested;
  return { operations: report.operations.tested, requests: generated, wrong: code === 0 ? found : Math.max(1, found), said: output };
}
