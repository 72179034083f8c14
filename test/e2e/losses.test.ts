import { readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { z } from 'zod';
import { ask, newPlace, ready, runCommand, start, token, type Place, type Run } from './support/service';

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

async function command(name: string, ...args: string[]): Promise<string> {
  const one = runCommand(name, args, { DATA_DIR: place.folder });
  const code = await one.ended;
  // What the last moments brought is still on its way: the proof says so, and is asked again.
  if (name === 'prove' && code === 3) return command(name, ...args);
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${one.stdout()}${one.stderr()}`);
  return one.stdout();
}

const today = () => new Date().toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });
const admission = () => ({ type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
const meeting = (id: string) => ({
  type: 'meeting-scheduled',
  meeting: id,
  kind: 'post-admission-cetr',
  on: inDays(10),
  place: 'Room 2',
  invited: ['mum'],
});

async function refer(name: string): Promise<string> {
  const contacts = [{ id: 'mum', name: 'Test Mother', role: 'parent-carer', email: 'mum@example.org', chosen: true }];
  const body = { person: { name, bornOn: '2011-03-02', contacts }, event: { type: 'referral-received', source: 'family' } };
  return z.object({ registerId: z.string() }).parse(await ask(url, bearer, '/referrals', body)).registerId;
}
const tell = (registerId: string, event: object) => ask(url, bearer, `/pathways/${registerId}/events`, event);
const log = async (registerId: string) =>
  z
    .object({ events: z.array(z.object({ id: z.string(), type: z.string(), status: z.string(), at: z.string() })) })
    .parse(await ask(url, bearer, `/pathways/${registerId}/events`))
    .events.map(({ id, type, status, at }) => ({ id, type, status, at }));
const deadlines = (registerId: string) => ask(url, bearer, `/pathways/${registerId}/deadlines`);

/** The Message-IDs of all mails that the catcher took. */
function mails(): string[] {
  const folder = path.join(place.folder, 'mails');
  return readdirSync(folder)
    .filter((name) => name.endsWith('.eml'))
    .sort();
}
/** Waits until no notice is on its way. */
async function allSent(people: readonly string[]): Promise<void> {
  const schema = z.object({ notices: z.array(z.object({ status: z.string(), channel: z.string() })) });
  for (const registerId of people) {
    for (;;) {
      const { notices } = schema.parse(await ask(url, bearer, `/pathways/${registerId}/notices`));
      if (!notices.some(({ status, channel }) => channel === 'mail' && ['queued', 'sending'].includes(status))) break;
      await pause(200);
    }
  }
}
const WELL = /0 differences mended\.\nAll is well\.\n$/;

it("Temporal's file is lost: rebuild brings back every open pathway, with the same deadlines and timers, and no mail goes twice", async () => {
  const people = [await refer('Test One'), await refer('Test Two')];
  for (const registerId of people) {
    await tell(registerId, admission());
    await tell(registerId, meeting('cetr-1'));
  }
  await allSent(people);
  const before = { deadlines: await Promise.all(people.map(deadlines)), mails: mails() };
  const [, timers] = /: (\d+) timers expected, \1 found/.exec(await command('prove')) ?? [];
  expect(Number(timers)).toBeGreaterThan(people.length);
  expect(before.mails.length).toBeGreaterThanOrEqual(people.length);
  await end();

  for (const name of readdirSync(place.folder)) if (name.startsWith('temporal.db')) rmSync(path.join(place.folder, name));
  expect(await command('rebuild')).toMatch(/^2 open pathways have their workflow\.$/m);
  await begin();
  expect(await Promise.all(people.map(deadlines))).toEqual(before.deadlines);
  const proof = await command('prove');
  expect(proof).toMatch(WELL);
  expect(proof).toContain(`${timers} timers expected, ${timers} found`);
  await allSent(people);
  expect(mails()).toEqual(before.mails);
});

it('PostgreSQL is restored from an older backup: the alarm, and what Temporal holds is brought back', async () => {
  const known = await refer('Test Three');
  await allSent([known]);
  const backup = await command('backup');
  const until = new Date().toISOString();
  await pause(1_000);

  // The hour that is lost.
  await tell(known, admission());
  await tell(known, meeting('cetr-1'));
  await tell(known, { type: 'review-requested', on: today(), by: 'person', reason: 'Words that only PostgreSQL has' });
  const unknown = await refer('Test Four');
  await tell(unknown, admission());
  await allSent([known, unknown]);
  const before = { known: await log(known), unknown: await log(unknown), deadlines: await deadlines(known), mails: mails().length };
  expect(await command('prove')).toMatch(WELL);
  await end();
  const [, from = ''] = /^backup +(\S+)$/m.exec(backup) ?? [];
  await command('restore', '--from', from, '--until', until);

  // The alarm.
  const look = runCommand('prove', ['--only-look'], { DATA_DIR: place.folder });
  expect(await look.ended).toBe(1);
  expect(look.stdout()).toContain(`LEFT    log-behind-workflow  ${known}`);
  expect(look.stdout()).toContain(`LEFT    workflow-unknown-to-log  ${unknown}`);

  const said = await command('rebuild', '--from-histories');
  expect(said).toContain('5 events brought back, 2 of them');
  expect(said).toContain('1 people brought back of whom only the register id is known');
  const [, again = '0'] = /^(\d+) notices wait to go/m.exec(said) ?? [];
  await begin();
  expect(await log(known)).toEqual(before.known);
  expect(await log(unknown)).toEqual(before.unknown);
  expect(await deadlines(known)).toEqual(before.deadlines);
  expect(await command('prove')).toMatch(WELL);
  const tasks = await command('tasks');
  expect(tasks).toContain('words-lost');
  expect(tasks).toContain(`identity-lost  ${unknown}`);
  expect(tasks).not.toContain('log-behind-workflow');
  // Those that had gone before go again, and no other: each under the Message-ID that it had.
  await allSent([known, unknown]);
  expect(mails().length - before.mails).toBeLessThanOrEqual(Number(again));
});
