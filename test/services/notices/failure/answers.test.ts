import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { rogueStage, type RogueStage } from '../support/rogue';

let on: RogueStage;
let key: string;

async function begin(settings: { user?: string } = {}): Promise<void> {
  on = await rogueStage(settings);
  [key = ''] = await on.queue(1);
}
afterEach(async () => {
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});

const MOMENTS = ['greeting', 'ehlo', 'mail', 'rcpt', 'data', 'message'] as const;

describe('a mail server that answers slowly', () => {
  test('within the limits: the notice goes, once', async () => {
    await begin();
    for (const moment of MOMENTS) on.rogue.will(moment, { late: 100 });
    expect(await on.send()).toEqual({ sent: 1, stopped: 0, failed: 0, more: false });
    expect(on.rogue.kept).toHaveLength(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 1, unanswered: 0 });
  });

  test.each(['greeting', 'ehlo'] as const)(
    'too slowly at %s: it is away; the notice keeps its place and its attempts, and goes later, once',
    async (moment) => {
      await begin();
      on.rogue.will(moment, { late: 6_000 }, { times: 1 });
      expect(await on.send()).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
      expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
      expect((await on.send()).sent).toBe(0);
      expect((await on.after(1)).sent).toBe(1);
      expect(on.rogue.kept).toHaveLength(1);
    },
  );

  test.each(['mail', 'rcpt', 'data'] as const)('too slowly at %s: no answer; the notice waits a minute and goes, once', async (moment) => {
    await begin();
    on.rogue.will(moment, { late: 6_000 }, { times: 1 });
    expect(await on.send()).toMatchObject({ sent: 0, failed: 0 });
    expect(await on.stands(key)).toEqual({ status: 'queued', reason: 'no answer (ETIMEDOUT)', attempts: 0, unanswered: 0 });
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test('too slowly after the message: it may have been taken, and that stays counted; it goes again under the same Message-ID', async () => {
    await begin();
    on.rogue.will('message', { late: 6_000 }, { times: 1 });
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'queued', reason: 'answer lost after DATA (ETIMEDOUT)', attempts: 1, unanswered: 1 });
    expect((await on.after(1)).sent).toBe(1);
    expect(new Set(on.rogue.kept.map(({ messageId }) => messageId)).size).toBe(1);
    expect(on.rogue.kept).toHaveLength(2);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 1 });
  });

  test('a word now and then, for ever: the whole has its limit too, and what was given up is not taken behind our back', async () => {
    await begin();
    on.rogue.will('rcpt', { trickles: 300, lines: 30 }, { times: 1 });
    expect(await on.send()).toMatchObject({ sent: 0, failed: 0 });
    expect(await on.stands(key)).toMatchObject({ status: 'queued', reason: 'no answer (ETIMEDOUT)', unanswered: 0 });
    expect((await on.after(1)).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });
});

describe('a mail server that refuses', () => {
  test.each([
    ['rcpt', '450 4.2.1 RCPT TO'],
    ['rcpt', '452 4.2.2 RCPT TO'],
    ['message', '450 4.6.0 DATA'],
  ] as const)('a recipient or a message for now, at %s (%s): it waits, longer each time, and then goes, once', async (moment, reason) => {
    await begin();
    on.rogue.will(moment, { says: `${reason.slice(0, 9)} later, dear lee.example@examplevalley.example` }, { times: 3 });
    for (const wait of [1, 5, 15]) {
      expect((await on.send()).failed).toBe(1);
      expect(await on.stands(key)).toMatchObject({ status: 'queued', reason });
      on.stage.later(wait * 60_000 - 1);
      expect((await on.send()).failed).toBe(0);
      on.stage.later(1);
    }
    expect((await on.send()).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 4, unanswered: 0 });
  });

  test.each([
    ['rcpt', '550 RCPT TO'],
    ['message', '554 DATA'],
  ] as const)('for good, at %s: failed at once, with an open task; released, it goes, and the task is done', async (moment, reason) => {
    await begin();
    on.rogue.will(moment, { says: `${reason.slice(0, 3)} no` });
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'failed', reason, attempts: 1, unanswered: 0 });
    expect(await on.openTasks()).toEqual([`notice-failed/${key}`]);
    expect((await on.after(600)).sent).toBe(0);
    on.rogue.behaves();
    expect(await releaseNotices(on.stage.database.pool, [key], on.stage.now)).toBe(1);
    expect((await on.send()).sent).toBe(1);
    expect(await on.openTasks()).toEqual([]);
  });

  test.each([
    ['greeting', '554 CONN', undefined],
    ['auth', '535 AUTH PLAIN', 'somebody'],
  ] as const)('to let anybody in, at %s: it is away, and looked for again', async (moment, reason, user) => {
    await begin(user === undefined ? {} : { user });
    on.rogue.will(moment, { says: `${reason.slice(0, 3)} not you` }, { times: 2 });
    expect(await on.send()).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    const { rows } = await on.stage.database.pool.query('select channel, looks, reason from channel_away');
    expect(rows).toEqual([{ channel: 'mail', looks: 1, reason: `mail server away (${reason})` }]);
    // Nobody but a person can end that.
    expect(await on.openTasks()).toEqual(['channel-away/mail']);
    expect((await on.after(1)).sent).toBe(0);
    expect((await on.after(1)).sent).toBe(0);
    expect((await on.after(4)).sent).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 1, unanswered: 0 });
    expect(await on.openTasks()).toEqual([]);
    expect((await on.stage.database.pool.query('select 1 from channel_away')).rowCount).toBe(0);
  });

  test('after the last attempt a person has a task; released, it goes', async () => {
    await begin();
    on.rogue.will('rcpt', { says: '452 4.2.2 full' });
    for (const wait of [0, 1, 5, 15, 60, 240]) expect((await on.after(wait)).failed).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'failed', reason: '452 4.2.2 RCPT TO', attempts: 6, unanswered: 0 });
    expect(await on.openTasks()).toEqual([`notice-failed/${key}`]);
    on.rogue.behaves();
    await releaseNotices(on.stage.database.pool, [key], on.stage.now);
    expect((await on.send()).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
  });

  test('an address that is none fails at once, and no server is asked', async () => {
    await begin();
    await on.stage.database.pool.query(`update staff set email = 'not an address' where id = 'lee-commissioner'`);
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toMatchObject({ status: 'failed', reason: 'address-not-usable' });
    expect(on.rogue.sessions).toBe(0);
  });
});
