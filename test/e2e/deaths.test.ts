import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { readKeyRing } from '../../infra/temporal/codec';
import { temporalClient } from '../../infra/temporal/client';
import { ARMED_QUERY, pathwayWorkflowId, type Armed } from '../../workflows/names';
import { allGone, ask, children, newPlace, ready, runCommand, runs, start, token, type Place, type Run } from './support/service';

describe('a part that dies', () => {
  let place: Place;
  let run: Run;
  let url: string;
  let bearer: string;
  /** Every process that has been a part. */
  const seen = new Set<number>();
  const look = (): Record<string, number> => {
    const parts = children(place);
    for (const pid of Object.values(parts)) seen.add(pid);
    return parts;
  };
  beforeAll(async () => {
    place = await newPlace();
    run = start(place);
    url = await ready(run);
    bearer = await token(place);
  });
  afterAll(async () => {
    run.child.kill('SIGKILL');
    await run.ended;
  });

  it.each([
    ['PostgreSQL', 'PostgreSQL'],
    ["Temporal's server", "Temporal's server"],
    ['worker', 'The worker'],
    ['API', 'The API'],
  ])('%s: is started again, and the service is whole', async (name, title) => {
    const before = look();
    const pid = kill(before, name);
    await said(run, `${title} ended unexpectedly (SIGKILL); it is started again now. Its log is in ${path.join(place.folder, 'logs')}.`);
    await said(run, `${title} runs again.`);
    const after = look();
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    expect(after[name]).not.toBe(pid);
    expect(Object.entries(after).filter(([one]) => one !== name)).toEqual(Object.entries(before).filter(([one]) => one !== name));
    await allGone([pid]);

    const registerId = await referred(url, bearer);
    expect(JSON.stringify(await ask(url, bearer, `/pathways/${registerId}/deadlines`))).toContain('eligibility-decision');
    expect((await armed(place, registerId)).timers).toBeGreaterThan(0);
  });

  it('is said to be ready once, and leaves nothing running when the service stops', async () => {
    expect(run.stdout().match(/^ready /gm)).toHaveLength(1);
    look();
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    await allGone([...seen]);
  });
});

describe('a part that dies again and again', () => {
  it('is shouted about and started ever again; all else lives, and so does it when it may', async () => {
    const place = await newPlace();
    const run = start(place);
    const url = await ready(run);
    const { worker: _, ...others } = children(place);
    const killed = new Set<number>();
    while (!run.stderr().includes('ALARM: ')) {
      const pid = instance(place)?.children.find(({ name }) => name === 'worker')?.pid;
      if (pid !== undefined && !killed.has(pid)) {
        killed.add(pid);
        process.kill(pid, 'SIGKILL');
      }
      await sleep(20);
    }
    expect(killed.size).toBeGreaterThanOrEqual(5);
    expect(run.stderr()).toContain('ALARM: The worker does not stay alive. It is tried again and again; somebody must find out why.');
    expect((await fetch(`${url}/health/ready`)).status).toBe(200);
    const before = run.stderr().split('The worker runs again.').length;
    while (run.stderr().split('The worker runs again.').length === before) await sleep(100);
    const { worker, ...same } = children(place);
    expect(same).toEqual(others);
    expect(runs(worker ?? 0)).toBe(true);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
    await allGone([...Object.values(others), ...killed, worker ?? 0]);
  });
});

describe('a worker that is suspended', () => {
  it('goes on where it was; what it had not got to is no difference, and is said to be on its way', async () => {
    const place = await newPlace();
    const run = start(place);
    const url = await ready(run);
    const bearer = await token(place);
    const first = await referred(url, bearer);
    await armed(place, first);
    const { worker = 0 } = children(place);
    process.kill(worker, 'SIGSTOP');
    const others = await Promise.all(Array.from({ length: 12 }, () => referred(url, bearer)));
    // A worker that Temporal still believes in is given the work, and does not do it.
    const prove = runCommand('prove', ['--only-look'], { DATA_DIR: place.folder });
    expect([await prove.ended, prove.stdout()]).toEqual([3, expect.stringMatching(/^\d+ still on their way: nothing is wrong so far/m)]);
    expect(prove.stdout()).not.toContain('All is well');
    process.kill(worker, 'SIGCONT');
    for (const registerId of others) expect((await armed(place, registerId)).timers).toBeGreaterThan(0);
    expect(children(place)['worker']).toBe(worker);
    expect(run.stderr()).not.toContain('ended unexpectedly');
    const again = runCommand('prove', [], { DATA_DIR: place.folder });
    expect([await again.ended, again.stdout()]).toEqual([0, expect.stringContaining('All is well.')]);
    run.child.kill('SIGTERM');
    expect(await run.ended).toBe(0);
  });
});

describe('the whole, when it is killed hard', () => {
  let run: Run | undefined;
  let place: Place;
  afterAll(async () => {
    run?.child.kill('SIGTERM');
    await run?.ended;
  });

  it('leaves nothing running, and starts again', async () => {
    place = await newPlace();
    run = start(place);
    await ready(run);
    const parts = children(place);
    run.child.kill('SIGKILL');
    await run.ended;
    run = start(place);
    await ready(run);
    await allGone(Object.values(parts));
  });
});

function kill(parts: Record<string, number>, name: string): number {
  const pid = parts[name];
  if (pid === undefined) throw new Error(`${name} is not among ${Object.keys(parts).join(', ')}`);
  process.kill(pid, 'SIGKILL');
  return pid;
}

/** Waits until the service has said something. Throws what it said where it ends before. */
async function said(run: Run, sentence: string): Promise<void> {
  while (!run.stderr().split('\n').includes(sentence)) {
    if (run.child.exitCode !== null) throw new Error(`it ended with ${run.child.exitCode}: ${run.stderr()}`);
    await sleep(20);
  }
}

/** Refers a made-up person, as a caller does who sends the same again until it is answered. */
async function referred(url: string, bearer: string): Promise<string> {
  const body = {
    id: randomUUID(),
    person: { name: 'Test Tom', bornOn: '2011-03-02' },
    event: { type: 'referral-received', source: 'family' },
  };
  for (const end = Date.now() + 60_000; ; await sleep(200)) {
    try {
      return z.object({ registerId: z.string() }).parse(await ask(url, bearer, '/referrals', body)).registerId;
    } catch (error) {
      // The database, or the API itself, has only just come up again.
      if (Date.now() > end || !/^503|fetch failed/.test(error instanceof Error ? error.message : '')) throw error;
    }
  }
}

const instanceSchema = z.object({
  children: z.array(z.object({ name: z.string(), pid: z.number() })),
  addresses: z.object({ TEMPORAL_ADDRESS: z.string(), PAYLOAD_KEYS: z.string() }),
});

/** What the service there notes of itself; undefined when it has stopped. */
function instance({ folder }: Place): z.output<typeof instanceSchema> | undefined {
  try {
    return instanceSchema.parse(JSON.parse(readFileSync(path.join(folder, 'instance.json'), 'utf8')));
  } catch {
    return undefined;
  }
}

/** Waits until a person's workflow has armed its timers, as the worker answers it. */
async function armed(place: Place, registerId: string): Promise<Armed> {
  const { TEMPORAL_ADDRESS: address = '', PAYLOAD_KEYS: keys = '' } = instance(place)?.addresses ?? {};
  const { client, close } = temporalClient({ address, namespace: 'default', keys: readKeyRing(keys), identity: 'test' });
  try {
    for (const end = Date.now() + 60_000; ; await sleep(100)) {
      try {
        const answer = await client.workflow.getHandle(pathwayWorkflowId(registerId, 1)).query<Armed>(ARMED_QUERY);
        if (answer.sequence > 0) return answer;
      } catch (error) {
        if (Date.now() > end) throw error;
      }
      if (Date.now() > end) throw new Error(`the timers of ${registerId} were not armed`);
    }
  } finally {
    await close();
  }
}
