import { plainDate } from '../../domain/calendar/dates';
import { PlainError } from '../../infra/plain-error';
import { readOptions } from '../../scripts/frame/options';
import { runScript } from '../../scripts/frame/run-script';
import { Dice } from '../../services/practice/dice';
import { andStop } from '../stage/closing';
import { tellCourse } from '../stage/course';
import { settings } from './areas';
import { compare } from './compare';
import { livesOf } from './lives';
import { startServer } from './server';
import { tableOf } from './table';

const MOST_PEOPLE = 2_000;
const YEAR = 365;
const USAGE = `npm run year -- [--seed S] [--people N] [--days N] [--json]

Lives through a year of made-up people of one area, with the service's own commit, places and trips on a database of its own, beside a
first-come list of the same people, and prints what became of their meetings and visits (docs/year.md).
  --seed    the same one makes the same year (1)
  --people  how many, at most ${MOST_PEOPLE} (500)
  --days    how long, at most ${YEAR} (${YEAR})
  --json    one JSON object for each area and way, in place of the table
Starts a PostgreSQL of its own.`;

/** A Monday. The bank holidays of this year are known. */
const FIRST = plainDate('2026-01-05');

function numberOf(name: string, given: string, most: number): number {
  const number = Number(given);
  if (given.trim() === '' || !Number.isInteger(number) || number < 1 || number > most)
    throw new PlainError(`--${name} must be a whole number from 1 to ${most} (it is "${given}").\n\n${USAGE}`);
  return number;
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    ...{
      seed: { type: 'string', default: '1' },
      people: { type: 'string', default: '500' },
      days: { type: 'string', default: String(YEAR) },
    },
    json: { type: 'boolean', default: false },
  });
  if (!values) return;
  const people = numberOf('people', values.people, MOST_PEOPLE);
  const days = numberOf('days', values.days, YEAR);
  const lives = livesOf(new Dice(values.seed), people, FIRST, days);
  const server = await startServer();
  const say = tellCourse(process.stderr);
  const figures = await andStop(server.close, () =>
    compare({ settings: settings(), lives, first: FIRST, days, database: server.database, say }),
  );
  const lines = values.json ? figures.map((one) => JSON.stringify(one)) : tableOf(figures);
  process.stdout.write(`${lines.join('\n')}\n`);
}

runScript(main);
