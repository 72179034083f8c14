import { setTimeout as sleep } from 'node:timers/promises';
import { withId } from '../callers';
import { expectNone, settled } from '../look';
import { day, type Step } from '../scene';

const PEOPLE = 10;
/** Long enough for Temporal to notice too: its data lie there. */
const AWAY_MS = 5_000;

/** PostgreSQL stopped for some seconds: callers are told so, and nothing is recorded. */
export const databaseAway: Step = {
  title: 'PostgreSQL stopped for some seconds',
  run: async (scene) => {
    const { topology, caller, pool, people } = scene;
    const events = async (): Promise<string> =>
      (await pool.query<{ count: string }>(`select count(*) || ' events, the last is ' || max(position) as count from event`)).rows[0]
        ?.count ?? '';
    const before = await events();
    const told = people.slice(1, PEOPLE + 1).map((person) => ({ person, body: withId({ type: 'visit-held', on: day(0) }) }));
    await topology.postgres.stop();
    const wrong: string[] = [];
    for (const { person, body } of told) {
      const path = `/pathways/${person.registerId}`;
      for (const { status, retryAfter, text } of [
        await caller.ask('POST', `${path}/events`, body),
        await caller.ask('GET', `${path}/deadlines`),
      ])
        if (status !== 503 || retryAfter === null) wrong.push(`answered ${status}, Retry-After ${retryAfter}: ${text}`);
    }
    await sleep(AWAY_MS);
    await topology.postgres.start();
    const after = await events();
    if (after !== before) wrong.push(`before: ${before}; afterwards: ${after}`);
    expectNone(wrong);
    for (const { person, body } of told) await caller.tell(person, body);
    const timers = await settled(scene);
    return [
      `${told.length} events and as many readings: 503 with Retry-After, nothing recorded`,
      `the same events sent again afterwards were accepted; ${timers.found} timers armed, as many as wake-ups wait`,
    ];
  },
};
