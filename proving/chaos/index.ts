import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { parseArgs } from 'node:util';
import { PlainError } from '../../infra/plain-error';
import { readOptions } from '../../scripts/frame/options';
import { runScript } from '../../scripts/frame/run-script';
import { tellCourse } from '../stage/course';
import { reportLines, verdict, wrongIn } from './report';
import { runChaos } from './run';
import { MOST_MINUTES, settingsOf, type Settings } from './settings';

const USAGE = `npm run chaos -- [--minutes M] [--seed S]

Starts the whole service as processes on a data folder of its own, sends events and notices through it for M minutes (7), kills parts at
random meanwhile, and counts afterwards from outside what became of everything. Ends with "chaos: well", or with 1 and what is wrong.
  --seed S              the same seed has the same people, events and blows (without it: another each time)
  --events N            how many events
  --worker N, --api N, --temporal N, --postgres N   how often each is killed
  --suspend N           how often the worker is suspended for some seconds
  --disk-full SECONDS   for how long the database's disk is full (only where a small one may be mounted for it, as by root)
  --mail-away SECONDS   for how long the mail server is away
  --folder FOLDER       where its data lies, kept afterwards (without it: a temporary one, kept where something is wrong)`;

const text = { type: 'string' } as const;
const options = {
  minutes: text,
  seed: text,
  events: text,
  worker: text,
  api: text,
  temporal: text,
  postgres: text,
  suspend: text,
  'disk-full': text,
  'mail-away': text,
  folder: text,
} as const;

function numberOf(name: string, given: string | undefined, least: number, most = Infinity): number | undefined {
  if (given === undefined) return undefined;
  const number = Number(given);
  if (given.trim() === '' || !(number >= least && number <= most)) {
    throw new PlainError(
      `--${name} must be a number from ${least}${most === Infinity ? '' : ` to ${most}`} (it is "${given}").\n\n${USAGE}`,
    );
  }
  return number;
}

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values'];

/** Throws PlainError for a value that cannot be used. */
function readSettings(values: Values): Settings {
  const seed = values.seed ?? String(Math.floor(Math.random() * 1_000_000));
  const standard = settingsOf(numberOf('minutes', values.minutes, 0.5, MOST_MINUTES) ?? 7, seed);
  const whole = (
    name: 'events' | 'worker' | 'api' | 'temporal' | 'postgres' | 'suspend' | 'disk-full' | 'mail-away',
    otherwise: number,
  ): number => Math.round(numberOf(name, values[name], 0) ?? otherwise);
  const { kills } = standard;
  return {
    ...standard,
    events: whole('events', standard.events),
    kills: {
      worker: whole('worker', kills.worker),
      API: whole('api', kills.API),
      Temporal: whole('temporal', kills.Temporal),
      PostgreSQL: whole('postgres', kills.PostgreSQL),
    },
    suspensions: whole('suspend', standard.suspensions),
    diskFullSeconds: whole('disk-full', standard.diskFullSeconds),
    mailAwaySeconds: whole('mail-away', standard.mailAwaySeconds),
  };
}

/** A folder that nothing is in. Throws PlainError where something is. */
function newFolder(asked: string | undefined): string {
  if (asked === undefined) return mkdtempSync(path.join(tmpdir(), 'pathway-chaos-'));
  const folder = path.resolve(asked);
  mkdirSync(folder, { recursive: true });
  if (readdirSync(folder).length > 0) throw new PlainError(`The folder ${folder} is not empty: name another one.`);
  return folder;
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, options);
  if (!values) return;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const settings = readSettings(values);
  const folder = newFolder(values.folder);
  const say = tellCourse();
  say(`seed ${settings.seed}, ${settings.minutes} minutes, ${settings.events} events, data in ${folder}`);
  const result = await runChaos(settings, folder, say);
  writeFileSync(
    path.join(folder, 'result.json'),
    JSON.stringify({ counts: result.counts, done: result.done, mails: result.outside.mails }, null, 1),
  );
  for (const line of reportLines(result)) print(line);
  const wrong = wrongIn(result.counts);
  if (wrong === 0 && values.folder === undefined) rmSync(folder, { recursive: true, force: true });
  else print(`\nThe data, the logs and the journal of what was sent are kept in ${folder}`);
  print(verdict(wrong));
  process.exitCode = wrong === 0 ? 0 : 1;
}

runScript(main);
