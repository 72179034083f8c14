import { allGone, children, newPlace, ready, start, type Place, type Run } from './service';

describe('a part that dies', () => {
  it.each(['worker', 'API', 'PostgreSQL', "Temporal's server"])('%s: ends the whole, with one sentence', async (name) => {
    const place = await newPlace();
    const run = start(place);
    await ready(run);
    const parts = children(place);
    kill(parts, name);
    expect(await run.ended).toBe(1);
    const sentences = run
      .stderr()
      .split('\n')
      .filter((line) => line.includes('ended unexpectedly'));
    expect(sentences).toHaveLength(1);
    expect(sentences[0]).toMatch(new RegExp(`${name} ended unexpectedly \\(SIGKILL\\); everything has been stopped\\. Its log is in `));
    await allGone(Object.values(parts));
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

function kill(parts: Record<string, number>, name: string): void {
  const pid = parts[name];
  if (pid === undefined) throw new Error(`${name} is not among ${Object.keys(parts).join(', ')}`);
  process.kill(pid, 'SIGKILL');
}
