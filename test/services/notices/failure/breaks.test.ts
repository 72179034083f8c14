import { rogueStage, type RogueStage } from '../support/rogue';

let on: RogueStage;
let key: string;

beforeEach(async () => {
  on = await rogueStage();
  [key = ''] = await on.queue(1);
});
afterEach(async () => {
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});

describe('a connection that breaks', () => {
  test.each([
    ['greeting', 'resets'],
    ['greeting', 'closes'],
    ['ehlo', 'resets'],
  ] as const)('at %s (%s): the server is away; the notice goes a minute later, once', async (moment, whim) => {
    on.rogue.will(moment, whim, { times: 1 });
    expect(await on.send()).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test.each([
    ['mail', 'resets'],
    ['rcpt', 'resets'],
    ['rcpt', 'closes'],
    ['data', 'resets'],
  ] as const)('at %s (%s): nothing was given; the notice goes a minute later, once', async (moment, whim) => {
    on.rogue.will(moment, whim, { times: 1 });
    expect(await on.send()).toMatchObject({ sent: 0, failed: 0 });
    const { status, reason, unanswered } = await on.stands(key);
    expect([status, unanswered]).toEqual(['queued', 0]);
    expect(reason).toMatch(/^no answer \((ECONNRESET|ECONNECTION)\)$/);
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test('in the middle of the message: it goes a minute later, once; that the server had not all of it, nobody here can know', async () => {
    on.rogue.will('begun', 'resets', { times: 1 });
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toMatchObject({ status: 'queued', attempts: 1 });
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test.each(['resets', 'closes', 'is silent'] as const)(
    'after the message, which the server kept (%s): it goes again under the same Message-ID, and the double is counted',
    async (whim) => {
      on.rogue.will('message', { keepsAnd: whim }, { times: 1 });
      expect((await on.send()).failed).toBe(1);
      const lost = await on.stands(key);
      expect(lost).toMatchObject({ status: 'queued', attempts: 1, unanswered: 1 });
      expect(lost.reason).toMatch(/^answer lost after DATA \((ECONNRESET|ECONNECTION|ETIMEDOUT)\)$/);
      expect((await on.after(1)).sent).toBe(1);
      const ids = on.rogue.kept.map(({ messageId }) => messageId);
      expect(ids).toEqual([ids[0], ids[0]]);
      expect(ids[0]).toMatch(/^<[0-9a-f]{64}@examplevalley\.example>$/);
      expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 1 });
    },
  );

  test.each(['resets', 'is silent'] as const)('after the message, which the server lost (%s): it goes again, and arrives', async (whim) => {
    on.rogue.will('message', whim, { times: 1 });
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toMatchObject({ status: 'queued', unanswered: 1 });
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test('after the message each time: after the last attempt a person is asked, and told what happened', async () => {
    on.rogue.will('message', { keepsAnd: 'resets' });
    for (const wait of [0, 1, 5, 15, 60, 240]) expect((await on.after(wait)).failed).toBe(1);
    expect(await on.stands(key)).toMatchObject({ status: 'failed', attempts: 6, unanswered: 6 });
    const { rows } = await on.stage.database.pool.query(`select params from task where kind = 'notice-failed'`);
    expect(rows).toEqual([{ params: expect.objectContaining({ reason: expect.stringMatching(/^answer lost after DATA/) }) }]);
    expect((await on.after(10_000)).sent).toBe(0);
  });
});

describe('messages that share a session', () => {
  test('a batch goes over one connection', async () => {
    await on.queue(9);
    expect((await on.send()).sent).toBe(10);
    expect(on.rogue.kept).toHaveLength(10);
    expect(on.rogue.sessions).toBe(1);
  });

  test.each([
    ['closed in good order', 'closes'],
    ['reset', 'resets'],
  ] as const)('one that is %s before the next message: that goes over another at once, and each goes once', async (_how, whim) => {
    on.rogue.will('mail', { late: 0 }, { times: 1 });
    on.rogue.will('mail', whim, { times: 1 });
    await on.queue(2);
    expect(await on.send()).toEqual({ sent: 3, stopped: 0, failed: 0, more: false });
    expect(on.rogue.kept.map(({ session }) => session)).toEqual([1, 2, 2]);
    expect(new Set(on.rogue.kept.map(({ messageId }) => messageId)).size).toBe(3);
  });

  test('one that the server ends with a word (421): the same', async () => {
    on.rogue.will('mail', { late: 0 }, { times: 1 });
    on.rogue.will('mail', { says: '421 idle too long' }, { times: 1 });
    await on.queue(1);
    expect(await on.send()).toEqual({ sent: 2, stopped: 0, failed: 0, more: false });
    expect(on.rogue.kept.map(({ session }) => session)).toEqual([1, 2]);
  });

  test('one that breaks after its second message: that one, and no other, may be double', async () => {
    const keys = [key, ...(await on.queue(2))];
    on.rogue.will('message', { late: 0 }, { times: 1 });
    on.rogue.will('message', { keepsAnd: 'resets' }, { times: 1 });
    expect(await on.send()).toMatchObject({ sent: 1, failed: 1 });
    // The third is for the same domain, which gave no answer: it waits for the next round.
    expect((await on.after(1)).sent).toBe(2);
    const ids = on.rogue.kept.map(({ messageId }) => messageId);
    expect(ids).toHaveLength(4);
    expect(new Set(ids).size).toBe(3);
    const uncertain = await Promise.all(keys.map(async (one) => (await on.stands(one)).unanswered));
    expect(uncertain.toSorted()).toEqual([0, 0, 1]);
  });
});
