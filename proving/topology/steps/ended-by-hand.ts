import { PlainError } from '../../../infra/plain-error';
import { pathwayWorkflowId } from '../../../workflows/names';
import { settled, timersOf } from '../look';
import { named, proofNow } from '../proof';
import type { Step } from '../scene';

/** A workflow ended by hand, as anybody with rights in Temporal can: the timer check names and mends it. */
export const endedByHand: Step = {
  title: 'A workflow terminated by hand',
  run: async (scene) => {
    const { client, people } = scene;
    const victim = people.at(-1)?.registerId ?? '';
    const id = pathwayWorkflowId(victim, 1);
    const well = await proofNow(scene);
    if (well.differences.length > 0) throw new PlainError(`before anything was done to it, the check found ${named(well)}`);
    const before = (await timersOf(scene)).map(wholeMinutes);
    await client.workflow.getHandle(id).terminate('by hand');
    scene.endedByHand.push(id);
    scene.planted.push(`workflow-not-running ${victim}`);
    const proof = await proofNow(scene);
    const [difference, ...more] = proof.differences;
    if (more.length > 0 || difference?.code !== 'workflow-not-running' || difference.registerId !== victim || !difference.mended)
      throw new PlainError(`the check of ${victim} found ${named(proof)}`);
    await settled(scene);
    if ((await timersOf(scene)).map(wholeMinutes).join() !== before.join()) throw new PlainError('the timers are not the same as before');
    return [
      `the timer check found nothing before: ${well.pathways} pathways, ${well.timersExpected} timers expected, ${well.timersFound} found`,
      `terminated, it found ${named(proof)}`,
      'the same timers run again',
    ];
  },
};

/** A timer that is armed anew starts at another moment: its instant differs by what arming takes. */
const wholeMinutes = (timers: string): string =>
  timers.replaceAll(/\d{4}-\d\d-\d\dT[\d:.]+Z/g, (instant) => new Date(Math.round(Date.parse(instant) / 60_000) * 60_000).toISOString());
