import { parse } from 'node-html-parser';
import { askingPaths, paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const ASKING = askingPaths['self-referral'];

let desk: Desk;
let noa: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  noa = desk.browser();
});
afterEach(() => desk.close());

const HAPPENING = 'My support worker left.\nI do not sleep.';
/** Answers every question until the check. */
async function answered(browser: TextBrowser, more: Record<string, Record<string, string>> = {}, next = 'Continue'): Promise<void> {
  const answers: Record<string, Record<string, string>> = {
    who: { for: 'me' },
    name: { name: 'Noa Nobody' },
    born: {},
    reach: { by: 'email', at: 'noa@example.org', when: 'Not before 10am' },
    happening: { happening: HAPPENING },
    helps: { helps: 'My dog' },
    services: {},
    diagnosis: { diagnosis: 'waiting' },
    helper: {},
    ...more,
  };
  await browser.press('Start');
  for (const question of Object.values(answers)) await browser.press(next, question);
}
const held = async () =>
  (
    await desk.pool.query<{ code: string; asked: { answers: Record<string, unknown> }; received_at: Date }>(
      'select * from held_referral order by received_at',
    )
  ).rows;
const mails = async () =>
  (await desk.pool.query<{ ref: string; template: string; status: string }>(`select * from notice where recipient like 'asker:%'`)).rows;
const heading = (): string =>
  parse(noa.page?.html ?? '')
    .querySelector('h1')
    ?.text.replace(/\s+/g, ' ')
    .trim() ?? '';

describe('asking for help, for oneself', () => {
  test('needs no account: one question a page, the check, and at once a reference with the emergency contacts before all else', async () => {
    await noa.go(ASKING.plain.start());
    expect(noa.text().indexOf('Call 999')).toBeLessThan(noa.text().indexOf('What happens then'));
    await noa.press('Start');
    expect(heading()).toBe('Question 1 of 10 Who do you want help for?');
    await noa.go(ASKING.plain.start());
    await answered(noa);
    expect(heading()).toBe('Question 10 of 10 Check what you told us');
    for (const said of [
      'Noa Nobody',
      'Email: noa@example.org',
      'Not before 10am',
      'My support worker left.',
      'My dog',
      'Waiting to find out',
    ])
      expect(noa.text()).toContain(said);
    expect(noa.text()).toContain('When were you born?Left out');
    await noa.press('Send to the team');
    expect(noa.page?.url.pathname).toBe(ASKING.plain.sent());
    const [request] = await held();
    expect(noa.text()).toContain(`Your reference is ${request?.code}`);
    expect(noa.text()).toContain('Sent on Friday 2 October 2026, 8.30am.');
    expect(noa.text()).toContain('By the end of Monday 5 October 2026 someone from our team reads it.');
    expect(noa.text().indexOf('Call 999')).toBeLessThan(noa.text().indexOf('What happens next'));
    expect(request?.asked.answers).toEqual({
      ...{ for: 'me', name: 'Noa Nobody', happening: HAPPENING, tellsIt: false, helps: 'My dog', diagnosis: 'waiting', easyRead: false },
      reach: { by: 'email', at: 'noa@example.org', when: 'Not before 10am' },
    });
  });

  test('an answer that cannot be is told in plain words beside the question, and nothing that was typed is lost', async () => {
    await noa.go(ASKING.plain.start());
    await noa.press('Start');
    expect((await noa.press('Continue')).status).toBe(400);
    expect(noa.text()).toContain('Choose who you want help for');
    await noa.press('Continue', { for: 'me' });
    await noa.press('Continue', { name: '' });
    expect(noa.text()).toContain('Enter your name');
    await noa.press('Continue', { name: 'Noa Nobody' });
    await noa.press('Continue', { 'born-day': '31', 'born-month': '2', 'born-year': '2001' });
    expect(noa.text()).toContain('Enter a date of birth that is in the past');
    await noa.press('Continue', { 'born-day': '3', 'born-month': '3', 'born-year': '2030' });
    expect(noa.text()).toContain('Enter a date of birth that is in the past');
    await noa.press('Continue', { 'born-day': '', 'born-month': '', 'born-year': '' });
    await noa.press('Continue', { by: 'email', at: 'nowhere' });
    expect(noa.text()).toContain('Enter an email address');
    expect(noa.page?.html).toContain('value="nowhere"');
    await noa.press('Continue', { by: 'text', at: 'me' });
    expect(noa.text()).toContain('Enter a phone number');
    await noa.press('Continue', { by: 'text', at: '07700 900123' });
    await noa.press('Continue');
    expect(noa.text()).toContain('Tell us what is happening, or tick');
    await noa.press('Continue', { happening: 'x'.repeat(30_000) });
    expect(noa.text()).toContain('at most 10,000 letters');
    expect(noa.page?.html).toContain('x'.repeat(30_000));
    await noa.press('Continue', { happening: '', tells: 'yes' });
    expect(heading()).toContain('What helps you?');
    expect(await held()).toEqual([]);
  });

  test('going back, to the other words, or to change one answer keeps all the others', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    await noa.press('Change: What helps you?');
    await noa.press('Continue', { helps: 'Quiet mornings' });
    expect(heading()).toContain('Check what you told us');
    expect(noa.text()).toContain('Quiet mornings');
    expect(noa.text()).not.toContain('My dog');
    await noa.press('Back');
    expect(heading()).toContain('Who may help you');
    await noa.press('Back');
    await noa.press('Same question in easy read');
    expect(noa.page?.url.pathname).toBe(ASKING.easy.questions());
    expect(heading()).toContain('Are you autistic?');
    expect(noa.page?.html).toMatch(/value="waiting" checked/);
    await noa.press('Next');
    await noa.press('Next');
    expect(heading()).toContain('Is this right?');
    expect(noa.text()).toContain('Quiet mornings');
    await noa.press('Send it');
    expect(noa.page?.url.pathname).toBe(ASKING.easy.sent());
    expect((await held())[0]?.asked.answers).toMatchObject({ easyRead: true, helps: 'Quiet mornings' });
  });

  test('nothing of it stands in an address, no session begins, and what was sent opens in the browser that sent it alone', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    const landed = await noa.press('Send to the team');
    expect(landed.way.join()).not.toMatch(/noa|nobody|sleep/i);
    expect((await desk.pool.query('select 1 from session')).rowCount).toBe(0);
    await noa.go(ASKING.plain.sent());
    expect(noa.text()).toContain('Your reference is');
    const other = desk.browser();
    expect((await other.go(ASKING.plain.sent())).status).toBe(404);
    expect(other.text()).toContain('opens only in the browser from which the form was sent');
    expect(other.text()).toContain('Call 999');
  });

  test('the same sent twice, or from two tabs, is one request; the same words after a decision are another', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    const tab = desk.browser();
    await tab.go(ASKING.plain.start());
    await answered(tab);
    await noa.press('Send to the team');
    await tab.press('Send to the team');
    const [first, ...others] = await held();
    expect(others).toEqual([]);
    expect(tab.text()).toContain(String(first?.code));
    expect(await mails()).toHaveLength(1);
    await desk.pool.query(`update held_referral set status = 'not-taken', asked = null`);
    await tab.go(ASKING.plain.start());
    await answered(tab);
    await tab.press('Send to the team');
    expect(await held()).toHaveLength(2);
    expect(tab.text()).not.toContain(String(first?.code));
  });

  test('a flood from one address is told to wait or to phone, and loses nothing; others are taken in', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    await desk.pool
      .query(`insert into rate_limit (key, points, expire) values ('asked:127.0.0.1', 20, (extract(epoch from now()) + 50) * 1000), ('asked:::1', 20, (extract(epoch from now()) + 50) * 1000)
      on conflict (key) do update set points = 20, expire = excluded.expire`);
    const landed = await noa.press('Send to the team');
    expect(landed.status).toBe(429);
    expect(noa.text()).toContain('wait a minute and send it again, or call');
    expect(noa.text()).toContain('I do not sleep.');
    expect(await held()).toEqual([]);
    await desk.pool.query('delete from rate_limit');
    await noa.press('Send to the team');
    expect(await held()).toHaveLength(1);
  });

  test('a mailbox is written to three times a day at the most, whoever asks', async () => {
    for (const number of [1, 2, 3, 4]) {
      await noa.go(ASKING.plain.start());
      await answered(noa, { helps: { helps: `Dog number ${number}` } });
      await noa.press('Send to the team');
      expect(noa.text().includes('We are sending you an email')).toBe(number < 4);
    }
    const again = desk.browser();
    await again.go(ASKING.plain.start());
    await answered(again, { helps: { helps: 'Dog number 4' } });
    await again.press('Send to the team');
    expect(again.text()).not.toContain('We are sending you an email');
    expect(await held()).toHaveLength(4);
    expect(await mails()).toHaveLength(3);
  });
});

describe('asking for another', () => {
  test('their name and that of whoever asks are asked for, and the words are about them', async () => {
    await noa.go(ASKING.plain.start());
    await noa.press('Start');
    await noa.press('Continue', { for: 'family' });
    expect(heading()).toContain('What is their name, and what is yours?');
    await noa.press('Continue', { name: 'Tom Example' });
    expect(noa.text()).toContain('Enter your name');
    await noa.press('Continue', { name: 'Tom Example', asker: 'Mum Example' });
    expect(heading()).toContain('When were they born?');
  });

  test('who changes at the check for whom they ask is asked who they are', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    await noa.press('Change: Who do you want help for?');
    await noa.press('Continue', { for: 'other' });
    expect(heading()).toContain('What is their name, and what is yours?');
    await noa.press('Continue', { name: 'Tom Example', asker: 'Noa Nobody' });
    expect(heading()).toContain('Check what you told us');
    expect(noa.text()).toContain('Their name: Tom Example');
  });
});

describe('the public pages', () => {
  test('help now and who else can help are there for everybody, out of the area’s profile', async () => {
    expect((await noa.go(paths.helpNow())).status).toBe(200);
    expect(noa.text()).toContain('Call 111 and choose option 2');
    expect((await noa.go(paths.directory())).status).toBe(200);
    expect(noa.text()).toContain('Example Valley Local Offer');
    expect(noa.text()).toContain('Example Valley autism line');
    expect(noa.text()).toContain('Checked on 2 November 2026');
  });

  test('with the database away every question is still asked, and what was typed is kept until it can be sent', async () => {
    await noa.go(ASKING.plain.start());
    await answered(noa);
    const client = await desk.pool.connect();
    await client.query('begin; lock table held_referral in access exclusive mode');
    try {
      const landed = await noa.press('Send to the team');
      expect(landed.status).toBe(503);
      expect(noa.text()).toContain('Nothing that you wrote is lost');
      expect(noa.text()).toContain('I do not sleep.');
    } finally {
      await client.query('rollback');
      client.release();
    }
    await noa.press('Send to the team');
    expect(await held()).toHaveLength(1);
  });

  test('what is posted by a machine that fills in anything ends at a question, never at an error of ours', async () => {
    for (const body of ['', 'at-question=nowhere&go=next', 'for=me&for=family&at-question=who&go=next', 'at-question=reach&go=next&by=%00'])
      for (const path of [ASKING.plain.questions(), ASKING.plain.send(), ASKING.easy.questions(), ASKING.easy.send()]) {
        const answer = await fetch(desk.url + path, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/x-www-form-urlencoded' },
          redirect: 'manual',
        });
        expect(answer.status).toBeLessThan(500);
        await answer.text();
      }
  });

  test.each(['asked=%E0', 'asked==', 'asked=e30~made.up', '=; asked'])('a cookie that is not ours, as %s, is as none', async (cookie) => {
    const answer = await fetch(desk.url + ASKING.plain.sent(), { headers: { cookie } });
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('opens only in the browser from which the form was sent');
  });
});

describe('where text messages can be sent', () => {
  test('whoever asked for one is acknowledged to by one, and the page says so', async () => {
    const texting = await startDesk({ texts: true });
    try {
      const browser = texting.browser();
      await browser.go(ASKING.plain.start());
      await answered(browser, { reach: { by: 'text', at: '07700 900123' } });
      await browser.press('Send to the team');
      expect(browser.text()).toContain('We are sending you a text message that says so too.');
      const { rows } = await texting.pool.query<{ channel: string }>(`select channel from notice where recipient like 'asker:%'`);
      expect(rows).toEqual([{ channel: 'notify' }]);
    } finally {
      await texting.close();
    }
  });
});
