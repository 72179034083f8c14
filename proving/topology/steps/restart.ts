import { deadlinesOf, expectNone, settled, timersOf } from '../look';
import type { Step } from '../scene';

/** Every part stopped in order, and started again. */
export const restart: Step = {
  title: 'Every part stopped and started again',
  run: async (scene) => {
    const { topology, people } = scene;
    const before = { deadlines: await deadlinesOf(scene), timers: await timersOf(scene), mails: topology.mails().length };
    for (const member of topology.members.toReversed()) await member.stop();
    for (const member of topology.members) await member.start();
    const timers = await settled(scene);
    const after = { deadlines: await deadlinesOf(scene), timers: await timersOf(scene), mails: topology.mails().length };
    const differ = (what: 'deadlines' | 'timers'): string[] =>
      people.flatMap(({ registerId }, index) =>
        before[what][index] === after[what][index] ? [] : [`${registerId}: other ${what} than before`],
      );
    const more = after.mails - before.mails;
    expectNone([...differ('deadlines'), ...differ('timers'), ...(more === 0 ? [] : [`${more} more mails`])]);
    return [
      `the deadlines of ${people.length} people are the same, byte for byte`,
      `the same ${timers.found} timers, by name and instant`,
      `no further mail beside the ${before.mails}`,
    ];
  },
};
