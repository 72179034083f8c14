import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { allGone, ask, children, newPlace, ready, start, token, type Place, type Run } from './support/service';

const referred = z.object({ registerId: z.string() });

describe('npm start', () => {
  const running: Run[] = [];
  const begin = (place: Place, variables?: Record<string, string>): Run => {
    const run = start(place, variables);
    running.push(run);
    return run;
  };
  afterEach(async () => {
    for (const run of running.splice(0)) {
      run.child.kill('SIGTERM');
      await run.ended;
    }
  });

  it('runs everything, stops cleanly, and goes on where it was at the next start', async () => {
    const place = await newPlace();
    const first = begin(place);
    const url = await ready(first);
    const bearer = await token(place);
    const person = { name: 'Test Tom', bornOn: '2011-03-02', nhsNumber: '9990000018' };
    const { registerId } = referred.parse(
      await ask(url, bearer, '/referrals', { person, event: { type: 'referral-received', source: 'family' } }),
    );
    const before = await ask(url, bearer, `/pathways/${registerId}/deadlines`);
    expect(JSON.stringify(before)).toContain('eligibility-decision');
    const pids = Object.values(children(place));
    expect(pids).toHaveLength(4);

    first.child.kill('SIGTERM');
    // npm passes on what the terminal has sent already: two signals at once are one wish, not a second thought.
    first.child.kill('SIGINT');
    expect(await first.ended).toBe(0);
    await allGone(pids);

    const again = await ready(begin(place));
    expect(again).toBe(url);
    expect(await ask(url, bearer, `/pathways/${registerId}/deadlines`)).toEqual(before);
  });

  it('refuses a data folder and a port that are in use, and leaves the other instance alone', async () => {
    const place = await newPlace();
    const first = begin(place);
    const url = await ready(first);

    const sameFolder = begin({ ...(await newPlace()), folder: place.folder });
    expect(await sameFolder.ended).toBe(1);
    expect(sameFolder.stderr()).toContain('is in use by another instance');
    expect(sameFolder.stderr()).toContain('set DATA_DIR (and PORT)');

    const samePort = begin({ ...(await newPlace()), port: place.port });
    expect(await samePort.ended).toBe(1);
    expect(samePort.stderr()).toContain(`Port ${place.port} is taken by another program: stop that program, or set PORT to a free one.`);

    expect((await fetch(`${url}/health/live`)).status).toBe(200);
  });

  it('is forced by a second Ctrl-C', async () => {
    const place = await newPlace();
    const run = begin(place);
    await ready(run);
    const pids = Object.values(children(place));
    // A process that does not stop when asked: the force must not wait for it.
    for (const pid of pids) process.kill(pid, 'SIGSTOP');
    run.child.kill('SIGINT');
    await sleep(1_500);
    run.child.kill('SIGINT');
    expect(await run.ended).toBe(130);
    await allGone(pids);
  });
});
