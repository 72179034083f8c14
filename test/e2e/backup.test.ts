import { existsSync, readdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { ask, newPlace, ready, runCommand, start, token, type Place, type Run } from './support/service';

/** Runs a command on a place, and waits for its end. */
async function ends(name: 'backup' | 'restore', { folder }: Place, args: readonly string[] = [], variables: Record<string, string> = {}) {
  const run = runCommand(name, args, { DATA_DIR: folder, ...variables });
  return { code: await run.ended, stdout: run.stdout(), stderr: run.stderr() };
}

async function refer(url: string, bearer: string): Promise<string> {
  const body = { person: { name: 'Test Tom', bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } };
  return z.object({ registerId: z.string() }).parse(await ask(url, bearer, '/referrals', body)).registerId;
}

const well = { code: 0, stderr: '' };
const backupsOf = ({ folder }: Place): string[] => readdirSync(path.join(folder, 'backups')).filter((name) => name.startsWith('base-'));

describe('npm run backup and npm run restore', () => {
  let place: Place;
  let run: Run | undefined;
  let bearer: string;
  const people: string[] = [];
  const begin = async (at: Place): Promise<string> => ready((run = start(at)));
  const end = async (): Promise<void> => {
    run?.child.kill('SIGTERM');
    await run?.ended;
    run = undefined;
  };
  /** Everybody who was referred is there, with the same deadlines. */
  const all = async (url: string): Promise<void> => {
    for (const registerId of people)
      expect(JSON.stringify(await ask(url, bearer, `/pathways/${registerId}/deadlines`))).toContain('eligibility-decision');
  };
  beforeAll(async () => {
    place = await newPlace();
  });
  afterAll(end);

  it('back up a service that runs, which is not restored onto', async () => {
    const url = await begin(place);
    bearer = await token(place);
    people.push(await refer(url, bearer));
    const backup = await ends('backup', place);
    expect(backup).toMatchObject(well);
    expect(backup.stdout).toContain(path.join(place.folder, 'backups', backupsOf(place)[0] ?? ''));
    people.push(await refer(url, bearer));
    const refused = await ends('restore', place, ['--from', 'latest']);
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`The service runs on ${place.folder}: stop it`) });
    await end();
  });

  it('bring back everything after the database is lost, and the service goes on', async () => {
    rmSync(path.join(place.folder, 'postgres'), { recursive: true });
    const restored = await ends('restore', place, ['--from', 'latest']);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('2 people, 2 events (the backup began with 1)') });
    const url = await begin(place);
    await all(url);
    people.push(await refer(url, bearer));
    expect(await ends('backup', place)).toMatchObject(well);
    await end();
  });

  it('back up a service that is stopped, keep what is asked, and list it', async () => {
    expect(await ends('backup', place, ['--keep', '2'])).toMatchObject({ ...well, stdout: expect.stringContaining('removed') });
    expect(backupsOf(place)).toHaveLength(2);
    const list = await ends('restore', place, ['--list']);
    expect(list).toMatchObject(well);
    for (const name of backupsOf(place)) expect(list.stdout).toMatch(new RegExp(`${name} .* 3 events .* to `));
  });

  it('restore into another data folder with secrets of its own, for a service of its own', async () => {
    const other = await newPlace();
    const from = path.join(place.folder, 'backups', backupsOf(place).at(-1) ?? '');
    expect(await ends('restore', other, ['--from', from])).toMatchObject({ code: 0 });
    await all(await begin(other));
    await end();
    expect(existsSync(path.join(other.folder, 'backups'))).toBe(false);
  });

  it('keep the database that is there, and can go back to an instant', async () => {
    const from = path.join(place.folder, 'backups', backupsOf(place)[0] ?? '');
    const until = /(\S+) to /.exec((await ends('restore', place, ['--list'])).stdout)?.[1] ?? '';
    const restored = await ends('restore', place, ['--from', from, '--until', until]);
    expect(restored).toMatchObject({ code: 0, stdout: expect.stringContaining('3 people, 3 events') });
    const [, aside = ''] = /^kept +(\S+),/m.exec(restored.stdout) ?? [];
    expect(existsSync(path.join(aside, 'PG_VERSION'))).toBe(true);
  });

  it.each([
    ['backup', []],
    ['restore', ['--from', 'latest']],
    ['restore', ['--list']],
  ] as const)('%s %s leaves a database of your own to its own means', async (name, args) => {
    const refused = await ends(name, place, args, { DATABASE_URL: 'postgres://u:secret@127.0.0.1:9/x' });
    expect(refused).toMatchObject({ code: 1, stdout: '', stderr: expect.stringContaining('point-in-time recovery, see docs/runbook.md') });
  });

  it.each([
    ['backup', ['--keep', '0'], '--keep must be a whole number from 1 on'],
    ['restore', [], '--from is needed'],
    ['restore', ['--from', 'latest', '--until', 'yesterday'], 'not a date and time'],
    ['restore', ['--from', '/nowhere'], '/nowhere is no whole backup'],
  ] as const)('%s %s says what is wrong', async (name, args, sentence) => {
    expect(await ends(name, place, args)).toMatchObject({ code: 1, stderr: expect.stringContaining(sentence) });
  });
});
