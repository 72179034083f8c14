import { rogueStage, type RogueStage } from '../support/rogue';
import { outcomes } from '../support/world';
import type { Moment } from '../../../support/mail/rogue-smtp';

/** A trouble that would have met every notice is the channel's: no notice fails for it. */

let on: RogueStage;
beforeEach(async () => {
  on = await rogueStage();
});
afterEach(async () => {
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});
const statuses = async (): Promise<string[]> => [
  ...new Set(Object.values(await outcomes(on.stage.database.pool)).map((said) => said.split(':')[0] ?? '')),
];
/** Lets hours pass, a look every five minutes. */
async function hours(count: number): Promise<void> {
  for (let look = 0; look < count * 12; look += 1) await on.after(5);
}

const OF_THE_CHANNEL: readonly (readonly [Moment, string])[] = [
  ['rcpt', '550 5.4.5 Daily user sending quota exceeded'],
  ['message', '550 5.4.5 Daily user sending quota exceeded'],
  ['mail', '550 5.7.1 you may not send as this sender'],
  ['mail', '550 no'],
  ['data', '503 no'],
  ['rcpt', '550 5.7.1 relaying denied'],
  ['rcpt', '421 4.3.2 closing'],
  ['rcpt', '451 try later'],
  ['data', '452 no room'],
  ['message', '451 4.3.0 later'],
  ['message', '454 4.7.0 TLS is not there at the moment'],
  ['message', '421 4.7.0 too many messages in this hour'],
];

test.each(OF_THE_CHANNEL)(
  'at %s, "%s": nothing fails however long, one person is told once, and all goes later, once',
  async (moment, says) => {
    const keys = await on.queue(12);
    on.rogue.will(moment, { says });
    expect(await on.send()).toMatchObject({ sent: 0, failed: 0 });
    // Two were tried: the reason might have been the first one's own.
    expect(new Set(on.rogue.named).size).toBeLessThanOrEqual(1);
    await hours(30);
    expect(await statuses()).toEqual(['queued']);
    expect(await on.openTasks()).toEqual(['channel-away/mail']);
    on.rogue.behaves();
    await hours(1);
    expect(await statuses()).toEqual(['sent']);
    expect(await on.openTasks()).toEqual([]);
    expect(on.rogue.kept).toHaveLength(12);
    for (const key of keys) expect(await on.stands(key)).toMatchObject({ unanswered: 0, attempts: 1 });
  },
);

test('it is asked less and less often while it refuses', async () => {
  await on.queue(5);
  on.rogue.will('rcpt', { says: '550 5.4.5 quota' });
  const tries: number[] = [];
  for (let minute = 0; minute < 120; minute += 1) {
    const before = on.rogue.named.length;
    await (minute === 0 ? on.send() : on.after(1));
    if (on.rogue.named.length > before) tries.push(minute);
  }
  expect(tries.slice(0, 5)).toEqual([0, 1, 6, 21, 36]);
  // A task at the second notice that was turned away, in the first minute.
  expect(await on.openTasks()).toEqual(['channel-away/mail']);
});

test("what seems the channel's and is one notice's own stops no other; after its attempts somebody has a task", async () => {
  const [bad = ''] = await on.queue(1, { name: 'barred', email: 'somebody@barred.example' });
  const first = await on.queue(3);
  on.rogue.will('rcpt', { says: '550 5.7.1 not for you' }, { for: '@barred.example' });
  expect(await on.send()).toMatchObject({ sent: 3 });
  for (const key of first) expect((await on.stands(key)).status).toBe('sent');
  expect(await on.openTasks()).toEqual([]);
  for (let hour = 0; hour < 12; hour += 1) {
    const [next = ''] = await on.queue(1);
    await on.after(60);
    expect((await on.stands(next)).status).toBe('sent');
    await on.after(241);
  }
  expect(await on.stands(bad)).toMatchObject({ status: 'failed', reason: '550 5.7.1 RCPT TO' });
  expect(await on.openTasks()).toEqual([`notice-failed/${bad}`]);
});

test('words after the message that are no answer: it may have been taken, and is not called too large', async () => {
  const [key = ''] = await on.queue(1);
  on.rogue.will('message', { says: 'er, what?' }, { times: 1 });
  await on.send();
  expect(await on.stands(key)).toEqual({ status: 'queued', reason: 'answer lost after DATA (EMESSAGE)', attempts: 1, unanswered: 1 });
  expect((await on.after(1)).sent).toBe(1);
});

test.each(['550 5.1.1 nobody of that name', '550 nobody of that name', '553 5.1.3 no address', '550 5.2.1 disabled'])(
  'a recipient refused for good ("%s") is its own trouble: a task at once, and the others go',
  async (says) => {
    const [bad = ''] = await on.queue(1, { name: 'gone', email: 'somebody@gone.example' });
    await on.queue(3);
    on.rogue.will('rcpt', { says }, { for: '@gone.example' });
    expect(await on.send()).toMatchObject({ sent: 3, failed: 1 });
    expect(await on.openTasks()).toEqual([`notice-failed/${bad}`]);
    const { rows } = await on.stage.database.pool.query<{ params: { recipient: string } }>(
      `select params from task where kind <> 'look-back'`,
    );
    expect(rows[0]?.params.recipient).toBe('staff:gone');
  },
);
