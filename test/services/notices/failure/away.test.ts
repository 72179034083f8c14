import { noticesOverview } from '../../../../services/notices/by-hand/overview';
import { startSending } from '../../../../services/notices/settings';
import { rogueStage, type RogueStage } from '../support/rogue';
import { outcomes } from '../support/world';

let on: RogueStage;
beforeEach(async () => {
  on = await rogueStage();
});
afterEach(async () => {
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});

describe('a mail server that is away', () => {
  test('is looked for once, not by every notice; all keep their place, staff can see it, and all go when it is back, once', async () => {
    const keys = await on.queue(30);
    await on.rogue.leaves();
    for (let call = 0; call < 5; call += 1) expect(await on.send()).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    expect(new Set(Object.values(await outcomes(on.stage.database.pool)))).toEqual(new Set(['queued']));
    const since = new Date(on.stage.now);
    expect((await noticesOverview(on.stage.database.pool, 'example')).away).toEqual({
      since,
      looks: 1,
      nextLookAt: new Date(on.stage.now + 60_000),
      reason: 'mail server away (ECONNREFUSED)',
    });
    await on.after(1);
    expect((await noticesOverview(on.stage.database.pool, 'example')).away).toEqual({
      since,
      looks: 2,
      nextLookAt: new Date(on.stage.now + 5 * 60_000),
      reason: 'mail server away (ECONNREFUSED)',
    });
    expect(await on.openTasks()).toEqual([]);

    await on.rogue.returns();
    expect((await on.after(4)).sent).toBe(0);
    expect(await on.after(1)).toEqual({ sent: 25, stopped: 0, failed: 0, more: true });
    expect((await on.send()).sent).toBe(5);
    expect(on.rogue.kept).toHaveLength(30);
    expect(new Set(on.rogue.kept.map(({ messageId }) => messageId)).size).toBe(30);
    expect((await noticesOverview(on.stage.database.pool, 'example')).away).toBeNull();
    expect(await on.stands(keys[0] ?? '')).toEqual({ status: 'sent', reason: null, attempts: 1, unanswered: 0 });
  });

  test('for long becomes one open task, done when it is back; no notice fails for it, however long', async () => {
    await on.queue(3);
    await on.rogue.leaves();
    await on.send();
    for (const wait of [1, 5, 5]) await on.after(wait);
    expect(await on.openTasks()).toEqual([]);
    for (let hours = 0; hours < 10; hours += 1) await on.after(60);
    expect(await on.openTasks()).toEqual(['channel-away/mail']);
    expect(new Set(Object.values(await outcomes(on.stage.database.pool)))).toEqual(new Set(['queued']));
    await on.rogue.returns();
    expect((await on.after(5)).sent).toBe(3);
    expect(await on.openTasks()).toEqual([]);
    expect(on.rogue.kept).toHaveLength(3);
  });

  test('is looked for at once when a person says so', async () => {
    await on.queue(1);
    await on.rogue.leaves();
    await on.send();
    await on.rogue.returns();
    expect((await on.send()).sent).toBe(0);
    await startSending(on.stage.database.pool);
    expect((await on.send()).sent).toBe(1);
  });
});

test('recipients for whom the server never answers hold nobody else up: each round one is tried, and the others go', async () => {
  const dead = await on.queue(8, { name: 'dead', email: 'somebody@dead.example' });
  const well = await on.queue(12);
  on.rogue.will('rcpt', 'is silent', { for: '@dead.example' });
  expect(await on.send()).toEqual({ sent: 12, stopped: 0, failed: 0, more: false });
  expect(on.rogue.named.filter((to) => to === 'somebody@dead.example')).toHaveLength(1);
  for (const key of well) expect((await on.stands(key)).status).toBe('sent');
  const stands = await Promise.all(dead.map((key) => on.stands(key)));
  expect(stands.map(({ status, attempts }) => `${status} ${attempts}`).toSorted()).toEqual(Array(8).fill('queued 0'));
  on.rogue.behaves();
  expect((await on.after(1)).sent).toBe(8);
  expect(on.rogue.kept).toHaveLength(20);
});
