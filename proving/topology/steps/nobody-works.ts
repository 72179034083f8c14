import { z } from 'zod';
import { PlainError } from '../../../infra/plain-error';
import { withId, type Person } from '../callers';
import { settled, withEach } from '../look';
import { day, type Scene, type Step } from '../scene';

/** So many of them are also signalled something by a caller that speaks Temporal. */
const SIGNALLED = 10;

/** No worker, and for a time no Temporal: callers notice nothing of it. */
export const nobodyWorks: Step = {
  title: 'Every worker stopped, and Temporal killed and started again meanwhile',
  run: async (scene) => {
    const { topology, caller, people } = scene;
    const workers = [...topology.workers, topology.sender];
    const others = people.slice(1);
    const half = Math.ceil(others.length / 2);
    for (const worker of workers) await worker.stop();
    const without = await admitAll(scene, others.slice(0, half));
    const signalled = others.slice(0, SIGNALLED);
    for (const person of signalled) await caller.signal(person, withId({ type: 'visit-held', on: day(0) }));
    await topology.temporal.kill();
    const away = await admitAll(scene, others.slice(half));
    await topology.temporal.start();
    for (const worker of workers) await worker.start();
    const timers = await settled(scene);
    return [
      `${without.length} admissions answered at once with their deadlines while no worker ran: the slowest in ${slowest(without)} ms`,
      `${away.length} more while Temporal was away too: the slowest in ${slowest(away)} ms`,
      `${signalled.length} events signalled to workflows that nobody worked, each decided once when the workers were back`,
      `${timers.found} timers armed, as many as wake-ups wait`,
    ];
  },
};

const slowest = (milliseconds: readonly number[]): number => Math.round(Math.max(0, ...milliseconds));

const changesSchema = z.object({ changes: z.array(z.object({ what: z.string(), kind: z.string().optional() })) });

/** Admits people, one try each. Out: how long each answer took. Throws where one brings no deadline of the admission. */
function admitAll({ caller }: Scene, people: readonly Person[]): Promise<number[]> {
  return withEach(people, async (person) => {
    const body = withId({ type: 'admitted', on: day(0), security: 'low', detained: true, planned: false });
    const tries = caller.sent.length;
    const begun = performance.now();
    const answer = await caller.tell(person, body);
    const took = performance.now() - begun;
    const { changes } = changesSchema.parse(answer.body);
    if (!changes.some(({ what, kind }) => what === 'deadline-opened' && kind === 'post-admission-cetr'))
      throw new PlainError(`the answer to an admission names no review: ${answer.text}`);
    const note = caller.sent.slice(tries).find(({ id }) => id === body.id);
    if (note?.tries !== 1) throw new PlainError(`an admission was sent ${note?.tries} times until it was answered`);
    return took;
  });
}
