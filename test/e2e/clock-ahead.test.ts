import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { readKeyRing } from '../../infra/temporal/codec';
import { openPool } from '../../infra/database/database';
import { sealsOf } from '../../infra/seals';
import { area } from '../../services/rules/areas';
import { commit, type CommitDeps } from '../../services/commit/commit';
import { coreContext } from '../../services/rules/policies';
import { ask, newPlace, ready, runCommand, start, token, type Place, type Run } from './support/service';

const DAY_MS = 86_400_000;
let place: Place;
let run: Run | undefined;
let bearer: string;
let url: string;

const begin = async (): Promise<void> => {
  run = start(place);
  url = await ready(run);
};
const end = async (): Promise<void> => {
  run?.child.kill('SIGTERM');
  await run?.ended;
  run = undefined;
};
beforeAll(async () => {
  place = await newPlace();
  await begin();
  bearer = await token(place);
});
afterAll(end);

async function command(name: string, ...args: string[]): Promise<{ code: number | null; stdout: string }> {
  const one = runCommand(name, args, { DATA_DIR: place.folder });
  const code = await one.ended;
  // What the last moments brought is still on its way: the proof says so, and is asked again.
  if (name === 'prove' && code === 3) return command(name, ...args);
  return { code, stdout: one.stdout() };
}

const today = () => londonDate(Date.now() as Instant);
async function refer(name: string): Promise<string> {
  const body = { person: { name, bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } };
  return z.object({ registerId: z.string() }).parse(await ask(url, bearer, '/referrals', body)).registerId;
}
const tell = (registerId: string, event: object) => ask(url, bearer, `/pathways/${registerId}/events`, event);
const eventsSchema = z.object({
  events: z.array(z.object({ id: z.string(), type: z.string(), status: z.string(), at: z.string(), on: z.string().nullish() })),
});
const log = async (registerId: string) => eventsSchema.parse(await ask(url, bearer, `/pathways/${registerId}/events`)).events;
const tellsOfMiss = async (registerId: string): Promise<boolean> =>
  JSON.stringify(await ask(url, bearer, `/pathways/${registerId}/timeline`)).includes('"deadline-missed"');
const deadlines = (registerId: string) => ask(url, bearer, `/pathways/${registerId}/deadlines`);

/** Does work on the database of the service that runs, as an API of it would that asks no other clock. */
async function beside<Result>(work: (deps: CommitDeps) => Promise<Result>): Promise<Result> {
  const { addresses } = z
    .object({ addresses: z.object({ DATABASE_URL: z.string(), LOG_KEYS: z.string() }) })
    .parse(JSON.parse(readFileSync(path.join(place.folder, 'instance.json'), 'utf8')));
  const pool = openPool({ url: addresses.DATABASE_URL });
  try {
    return await work({ pool, core: coreContext(), seals: sealsOf(readKeyRing(addresses.LOG_KEYS)), book: (id) => area(id).book });
  } finally {
    await pool.end();
  }
}

it('what a clock ahead wrote is set right by going back to before it, and what was heard since comes back', async () => {
  const [ahead, other] = [await refer('Test Ahead'), await refer('Test Other')];
  await tell(ahead, { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
  const owed = await deadlines(ahead);
  expect(await command('backup')).toMatchObject({ code: 0 });
  await pause(1_000);

  // An API forty days ahead, to which nobody said of which day it was.
  const clock = (Date.now() + 40 * DAY_MS) as Instant;
  const wish: PathwayEvent = { type: 'contact-wish-recorded', family: 'yes' };
  const request = {
    kind: 'event',
    registerId: ahead,
    id: 'told-to-a-clock-ahead',
    events: [wish],
    batch: false,
    source: 'api:test',
  } as const;
  expect(await beside((deps) => commit(deps, { ...request, clock }))).toMatchObject({ status: 'applied', at: clock });
  expect(await tellsOfMiss(ahead)).toBe(true);
  // What is heard afterwards, by a clock that is right.
  await tell(ahead, { type: 'leave-began', on: today() });
  await tell(other, { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
  await tell(other, { type: 'review-requested', on: today(), by: 'person', reason: 'Words that only PostgreSQL has' });
  const late = await refer('Test Late');
  const before = { other: await log(other), late: await log(late), deadlines: await deadlines(other) };

  const named = await command('prove');
  const found = new RegExp(`^LEFT {4}record-ahead {2}${ahead} {2}.*: a clock was wrong, by (\\S+) or before$`, 'm').exec(named.stdout);
  expect(named.code).toBe(1);
  const instant = new Date(Date.parse(found?.[1] ?? '') - 1).toISOString();
  await end();
  const stopped = Date.now();
  expect(await command('restore', '--from', 'latest', '--until', instant)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('--clock-was-ahead'),
  });
  const rebuilt = await command('rebuild', '--from-histories', '--clock-was-ahead', '--hold');
  expect(rebuilt).toMatchObject({ code: 0, stdout: expect.stringContaining('5 events brought back, 1 of them') });
  expect(rebuilt.stdout).toContain('2 events were heard by a clock that was ahead');
  await begin();

  const events = await log(ahead);
  expect(events.map(({ type, status, on }) => [type, status, on])).toEqual([
    ['referral-received', 'applied', today()],
    ['admitted', 'applied', today()],
    ['contact-wish-recorded', 'applied', today()],
    ['leave-began', 'applied', today()],
  ]);
  const instants = events.map(({ at }) => Date.parse(at));
  expect(instants).toEqual([...instants].sort((a, b) => a - b));
  expect(instants.every((at) => at <= stopped)).toBe(true);
  expect(await tellsOfMiss(ahead)).toBe(false);
  expect(await deadlines(ahead)).toEqual(owed);
  expect(await log(other)).toEqual(before.other);
  expect(await log(late)).toEqual(before.late);
  expect(await deadlines(other)).toEqual(before.deadlines);
  const tasks = await command('tasks');
  // Both admissions are to be looked back at besides.
  for (const left of [`identity-lost  ${late}`, `words-lost  ${other}`, 'look-back', '4 tasks are open'])
    expect(tasks.stdout).toContain(left);
  expect(await command('prove')).toMatchObject({ code: 0, stdout: expect.stringMatching(/All is well\.\n$/) });

  // It goes on: heard now, and its timers with it.
  await tell(ahead, { type: 'leave-ended', on: today() });
  expect(await command('prove')).toMatchObject({ code: 0, stdout: expect.stringMatching(/All is well\.\n$/) });
});
