import nodemailer from 'nodemailer';
import { startMailCatcher, type MailCatcher } from '../../operations/parts/mail-catcher';
import type { Page } from '../../operations/parts/pages/gate';
import { startMailPage } from '../../operations/parts/pages/mail-page';

describe('the page of the mail catcher', () => {
  let catcher: MailCatcher;
  let shown: Page;
  beforeAll(async () => {
    catcher = await startMailCatcher({ port: 0 });
    shown = await startMailPage(catcher, { port: 0, key: 'of-the-tests' });
    const transport = nodemailer.createTransport(catcher.url);
    await transport.sendMail({
      from: 'team@example.test',
      to: 'a@example.test',
      subject: 'Meeting <b>1</b>',
      text: 'Come & see',
      html: '<p>Come</p><script>alert(1)</script>',
      icalEvent: { method: 'REQUEST', content: 'BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n' },
    });
    transport.close();
  });
  afterAll(async () => {
    await shown.stop();
    await catcher.stop();
  });

  const headers = { authorization: `Basic ${Buffer.from('pathway:of-the-tests').toString('base64')}` };
  const get = (path: string) => fetch(`http://localhost:${shown.port}${path}`, { headers });

  it('lists what arrived, and shows a mail with its invitation', async () => {
    const list = await (await get('/')).text();
    expect(list).toContain('Meeting &lt;b&gt;1&lt;/b&gt;');
    expect(list).toContain('<td>Yes</td>');
    const one = await (await get('/mails/1')).text();
    expect(one).toContain('Come &amp; see');
    expect(one).toContain('BEGIN:VCALENDAR');
    expect(one).toContain('<iframe sandbox ');
    expect(await (await get('/mails/1/source')).text()).toContain('Message-ID: ');
    expect(await (await get('/mails/1/parts/0')).text()).toContain('BEGIN:VCALENDAR');
  });

  it("lets a mail's own HTML run no script", async () => {
    const answer = await get('/mails/1/html');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
  });

  it('tells everything as JSON', async () => {
    const answer: unknown = await (await get('/messages')).json();
    expect(answer).toMatchObject([
      {
        number: 1,
        from: 'team@example.test',
        to: ['a@example.test'],
        subject: 'Meeting <b>1</b>',
        attachments: [{ type: 'text/calendar' }, {}],
      },
    ]);
  });

  it('knows no other pages, and changes nothing', async () => {
    expect((await get('/mails/2')).status).toBe(404);
    expect((await get('/mails/1/parts/7')).status).toBe(404);
    expect((await get('/nowhere')).status).toBe(404);
    expect((await fetch(`http://localhost:${shown.port}/`, { method: 'DELETE', headers })).status).toBe(405);
  });

  it.each([
    ['no key', {}],
    ['another key', { authorization: `Basic ${Buffer.from('pathway:another').toString('base64')}` }],
    ['the key of nobody', { authorization: 'Basic ' }],
    ['a token', { authorization: 'Bearer of-the-tests' }],
  ])('shows nothing to who has %s', async (_, wrong) => {
    for (const path of ['/', '/messages', '/mails/1', '/mails/1/source']) {
      const answer = await fetch(`http://localhost:${shown.port}${path}`, { headers: wrong });
      expect([answer.status, await answer.text()]).toEqual([401, 'Open the whole address that npm start printed: it holds the key.\n']);
    }
  });
});
