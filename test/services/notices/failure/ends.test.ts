import { sendDue } from '../../../../services/notices/sending/send';
import { openMail, type Mail } from '../../../../infra/mail/mail';
import { rogueStage, type RogueStage } from '../support/rogue';

/** A process that is told to stop has ten seconds; a mail server may take a minute for one message. */

let on: RogueStage;
let mail: Mail;
beforeEach(async () => {
  on = await rogueStage();
  mail = openMail({ url: on.rogue.url, from: 'service@examplevalley.example' });
});
afterEach(async () => {
  mail.close();
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});

/** Begins to send with the limits of the service, and says stop once the server is silent. Gives how long the sender took from then. */
async function stopWhileSilent(moment: 'rcpt' | 'message'): Promise<number> {
  on.rogue.will(moment, moment === 'message' ? { keepsAnd: 'is silent' } : 'is silent', { times: 1 });
  const stopping = new AbortController();
  const sending = sendDue({ ...on.deps, mail }, 'mail', { signal: stopping.signal });
  while ((moment === 'rcpt' ? on.rogue.named.length : on.rogue.kept.length) === 0) await new Promise((resolve) => setTimeout(resolve, 20));
  const told = Date.now();
  stopping.abort();
  await sending;
  return Date.now() - told;
}

test('a message of which the server has nothing yet: it is laid back within seconds, uncounted, and goes at once from elsewhere', async () => {
  const [key = ''] = await on.queue(1);
  expect(await stopWhileSilent('rcpt')).toBeLessThan(4_500);
  expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
  expect((await on.send()).sent).toBe(1);
  expect(on.rogue.kept).toHaveLength(1);
});

test('one that the server has whole: it is written down as perhaps gone, and goes again under its Message-ID', async () => {
  const [key = ''] = await on.queue(2);
  expect(await stopWhileSilent('message')).toBeLessThan(4_500);
  expect(await on.stands(key)).toEqual({ status: 'queued', reason: 'answer lost after DATA (ETIMEDOUT)', attempts: 1, unanswered: 1 });
  // Nothing else was taken in hand after the word to stop.
  expect(on.rogue.kept).toHaveLength(1);
  expect((await on.after(1)).sent).toBe(2);
  expect(new Set(on.rogue.kept.map(({ messageId }) => messageId)).size).toBe(2);
});
