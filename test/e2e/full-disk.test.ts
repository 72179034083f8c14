import { spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, symlinkSync, unlinkSync, writeSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../infra/plain-error';
import { anyFreePort } from '../../operations/parts/ports';
import { children, newFolder, newPlace, ready, runs, start, token, type Run } from './support/service';

/** A disk of so many megabytes of a test's own, where this user may mount one. */
function smallDisk(megabytes: number): { folder: string; remove: () => void } | undefined {
  const folder = path.join(newFolder(), 'disk');
  mkdirSync(folder);
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${megabytes}m`, 'tmpfs', folder]);
  if (status !== 0) return undefined;
  return { folder, remove: () => void spawnSync('umount', ['--lazy', folder]) };
}

/** Fills a disk to its last byte; out: the file that does. */
function fill(folder: string): string {
  const file = path.join(folder, 'everything');
  const handle = openSync(file, 'w');
  try {
    for (let block = Buffer.alloc(1 << 20); block.length > 0; block = block.subarray(0, block.length >> 1)) {
      try {
        for (;;) writeSync(handle, block);
      } catch (error) {
        if (codeOf(error) !== 'ENOSPC') throw error;
      }
    }
  } finally {
    closeSync(handle);
  }
  return file;
}

const referral = { person: { name: 'Test Tom', bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } };

async function refer(url: string, bearer: string): Promise<number> {
  const headers = { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' };
  return fetch(`${url}/api/v1/referrals`, { method: 'POST', headers, body: JSON.stringify(referral) }).then(
    ({ status }) => status,
    () => 0,
  );
}

async function readiness(url: string): Promise<string> {
  try {
    const answer = await fetch(`${url}/health/ready`);
    const body = (await answer.json()) as { status: unknown; code?: string };
    return answer.ok ? 'ready' : (body.code ?? 'unknown');
  } catch {
    return 'gone';
  }
}

async function end(run: Run): Promise<void> {
  run.child.kill('SIGTERM');
  expect(await run.ended).toBe(0);
}

test('a log that cannot be written costs its own lines: the service and the part go on, and it is written again when it can be', async () => {
  const place = await newPlace();
  const run = start(place);
  const url = await ready(run);
  const bearer = await token(place);
  const log = path.join(place.folder, 'logs', 'api.log');
  // What is written there finds no room on its device.
  unlinkSync(log);
  symlinkSync('/dev/full', log);
  const before = children(place);
  for (let count = 0; count < 5; count += 1) expect(await refer(url, bearer)).toBe(201);
  while (!run.stderr().includes(`${log} cannot be written (ENOSPC)`)) await sleep(20);
  unlinkSync(log);
  expect(await refer(url, bearer)).toBe(201);
  const text = (): string => {
    try {
      return readFileSync(log, 'utf8');
    } catch {
      return '';
    }
  };
  while (!/^\(\d+ bytes are missing here: they could not be written\)$/m.test(text())) await sleep(20);
  expect(children(place)).toEqual(before);
  expect(await readiness(url)).toBe('ready');
  await end(run);
});

test('a full disk is said at /health/ready and costs nobody their answer; the service outlives it, and comes back with the space', async () => {
  const disk = smallDisk(400);
  const folder = disk?.folder ?? newFolder();
  const run = start({ folder, port: await anyFreePort() });
  try {
    const url = await ready(run);
    const bearer = await token({ folder, port: 0 });
    expect(await refer(url, bearer)).toBe(201);
    if (disk) {
      const file = fill(folder);
      while ((await readiness(url)) === 'ready') await sleep(100);
      const answers: number[] = [];
      for (let count = 0; count < 100; count += 1) answers.push(await refer(url, bearer));
      // Taken, or not now: never an error of our own. 0: the API was just being started again.
      expect(answers.filter((status) => ![201, 503, 0].includes(status))).toEqual([]);
      const said = new Set<string>();
      for (let count = 0; count < 50; count += 1) {
        said.add(await readiness(url));
        await sleep(100);
      }
      expect(said).not.toContain('ready');
      expect(run.child.exitCode).toBeNull();
      rmSync(file);
    }
    while ((await readiness(url)) !== 'ready') await sleep(200);
    let status = 0;
    while (status !== 201) status = await refer(url, bearer);
    // Whatever had died is there again.
    while (!['PostgreSQL', "Temporal's server", 'worker', 'API'].every((name) => runs(children({ folder, port: 0 })[name] ?? 0)))
      await sleep(200);
    expect(run.child.exitCode).toBeNull();
    await end(run);
  } finally {
    run.child.kill('SIGKILL');
    await run.ended;
    disk?.remove();
  }
});
