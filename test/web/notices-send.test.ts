import { parseInstant } from '../../domain/calendar/dates';
import { openMail } from '../../infra/mail/mail';
import { sendDue } from '../../services/notices/sending/send';
import { prepareArea } from '../../services/notices/settings';
import { coreContext } from '../../services/rules/policies';
import { sealNotices } from '../../services/upkeep/proof/heads/notice-seals';
import { checkRecords } from '../../services/upkeep/proof/log/check-records';
import { checkNotices } from '../../services/upkeep/proof/log/check-sealed-notices';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import { mailCatcher } from '../support/mail/mail';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  await prepareArea(desk.pool, 'example', { ownMailServer: false });
});
afterAll(() => desk.close());

const family = [
  { id: 'self', name: 'Tom Example', role: 'person', email: 'tom@person.example' },
  { id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@wrong.example', chosen: true, phone: '0116 496 0000' },
];

interface Written {
  readonly key: string;
  readonly ref: string;
  readonly status: string;
  readonly reason: string | null;
}

/** Somebody whose family is told, with the notice to their mother. */
async function told(): Promise<{ registerId: string; ref: string; read: () => Promise<Written> }> {
  const registerId = await desk.refer({ name: 'Tom Example', contacts: family });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
  const read = () => one(registerId, `recipient = 'contact:mum' and template = 'not-eligible'`);
  return { registerId, ref: (await read()).ref, read };
}
async function one(registerId: string, which: string): Promise<Written> {
  const { rows } = await desk.pool.query<Written>(`select key, ref, status, reason from notice where register_id = $1 and ${which}`, [
    registerId,
  ]);
  if (!rows[0]) throw new Error(`no notice: ${which}`);
  return rows[0];
}
/** The message as it came to nothing, with the task of the team. */
const fail = async ({ key }: Written, reason = '550 5.1.1 RCPT TO') => {
  await desk.pool.query(`update notice set status = 'failed', reason = $2, attempts = 6 where key = $1`, [key, reason]);
  await desk.pool.query(
    `insert into task (key, register_id, kind, audience, params)
     select 'notice-failed/' || key, register_id, 'notice-failed', 'team', jsonb_build_object('notice', key) from notice where key = $1`,
    [key],
  );
};

async function send() {
  const catcher = await mailCatcher();
  const mail = openMail({ url: catcher.url, from: 'Pathway <service@examplevalley.example>' });
  await sendDue({ pool: desk.pool, mail, core: coreContext(), now: () => parseInstant('2026-10-02T08:31') }, 'mail', { limit: 200 });
  const mails = await catcher.mails();
  mail.close();
  await catcher.stop();
  return mails;
}

/** What the proof finds of notices and of records. */
const proved = async (registerId: string) => {
  await sealNotices(desk.pool, testSeals);
  return [
    ...(await checkNotices({ pool: desk.pool, seals: testSeals, marks: new Map() })),
    ...(await checkRecords({ pool: desk.pool, seals: testSeals, adopting: false }, registerId)),
  ];
};
const acts = async (key: string) =>
  (await desk.pool.query('select act, by, why, was from notice_act where key = $1 order by at, id', [key])).rows as unknown[];

test('from Today: a failed letter, the address put right where the contact is kept, and sent again to it, once', async () => {
  const { registerId, ref, read } = await told();
  await fail(await read());
  await send();
  expect(await proved(registerId)).toEqual([]);
  const browser = await desk.signedIn('sam-okafor');
  await browser.follow('See what failed');
  await browser.follow('Put the address right');
  expect(browser.text()).toContain('Jo Example');
  expect(browser.text()).toContain('jo@wrong.example');
  expect((await browser.press('Save the address', { email: 'jo at home', why: ' ' })).status).toBe(400);
  expect(browser.text()).toContain('Enter an email address');
  expect(browser.text()).toContain('Say how you know the address');
  expect(browser.page?.html).toContain('value="jo at home"');
  const form = browser.page;
  await browser.press('Save the address', { email: 'jo@right.example', why: 'She said so on the phone' });
  expect(browser.page?.url.pathname).toBe(paths.notice({ notice: ref }));
  expect(browser.text()).toContain('The address is put right. Nothing was sent by that');
  expect((await read()).status).toBe('failed');
  const { body } = await desk.call('GET', `/people/${registerId}/contacts/mum/history`);
  expect(JSON.stringify(body)).toContain('She said so on the phone');
  expect(JSON.stringify(body)).toContain('0116 496 0000');
  expect(JSON.stringify(body)).toContain('staff:sam-okafor');
  // Back, and pressed again: it is saved already.
  browser.page = form;
  await browser.press('Save the address', { email: 'jo@right.example', why: 'She said so on the phone' });
  expect(browser.page?.url.pathname).toBe(paths.notice({ notice: ref }));

  await browser.follow('Send again');
  expect(browser.text()).toContain('jo@right.example');
  expect(browser.text()).not.toContain('jo@wrong.example');
  const seen = browser.text();
  expect((await browser.press('Send this message again', { why: ' ' })).status).toBe(400);
  expect(browser.text()).toContain('Say why you send it');
  expect((await read()).status).toBe('failed');
  const look = browser.page;
  await browser.press('Send this message again', { why: 'The address was wrong' });
  expect(browser.text()).toContain('This message is sent again.');
  expect(browser.text()).toContain('Sent again by Sam Okafor, 8.30am today: The address was wrong');
  browser.page = look;
  await browser.press('Send this message again', { why: 'The address was wrong' });
  expect(browser.text()).toContain('This message is sent again.');
  const mails = await send();
  expect(mails.map(({ envelope }) => envelope.to)).toEqual([['jo@right.example']]);
  expect(seen).toContain((mails[0]?.parsed.text ?? '').replace(/\s+/g, ' ').trim());
  browser.page = look;
  await browser.press('Send this message again', { why: 'The address was wrong' });
  expect(await send()).toEqual([]);
  expect(await acts((await read()).key)).toEqual([
    { act: 'sent-again', by: 'staff:sam-okafor', why: 'The address was wrong', was: '550 5.1.1 RCPT TO' },
  ]);
  const { rows } = await desk.pool.query(`select status from task where key = $1`, [`notice-failed/${(await read()).key}`]);
  expect(rows).toEqual([{ status: 'done' }]);
  expect(await proved(registerId)).toEqual([]);
  const log = await desk.pool.query<{ audit_event: string }>(
    `select distinct audit_event from access_log where actor = 'staff:sam-okafor' and register_id = $1`,
    [registerId],
  );
  expect(log.rows.map(({ audit_event }) => audit_event)).toEqual(
    expect.arrayContaining(['contacts-shown', 'contact-changed', 'notice-shown', 'notice-sent-again']),
  );
});

test('what moved since the look is not sent, and shown anew with what was typed', async () => {
  const { registerId, ref, read } = await told();
  await fail(await read());
  const browser = await desk.signedIn('ana-example');
  await browser.go(paths.noticeAgain({ notice: ref }));
  const { status } = await desk
    .call('POST', `/people/${registerId}/contacts/mum/end`, { reason: 'x', silently: false })
    .then(() => ({ status: 0 }));
  expect(status).toBe(0);
  const landed = await browser.press('Send this message again', { why: 'The mailbox is there again' });
  expect(landed.status).toBe(409);
  expect(browser.text()).toContain('It cannot be sent now.');
  expect(browser.text()).toContain('They are not to be written to any more.');
  expect(landed.html).not.toContain('<textarea');
  expect((await read()).status).toBe('failed');
  await browser.go(paths.noticeAddress({ notice: ref }));
  expect(browser.text()).toContain('They are not to be written to any more.');
});

test('two who change the address do not overwrite each other unseen, and the text that was typed stays', async () => {
  const { ref, read } = await told();
  await fail(await read());
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  for (const browser of [sam, ana]) await browser.go(paths.noticeAddress({ notice: ref }));
  await sam.press('Save the address', { email: 'sam@says.example', why: 'A letter' });
  const landed = await ana.press('Save the address', { email: 'ana@says.example', why: 'A call' });
  expect(landed.status).toBe(409);
  expect(ana.text()).toContain('sam@says.example');
  expect(landed.html).toContain('value="ana@says.example"');
  await ana.press('Save the address');
  expect(ana.text()).toContain('The address is put right.');
  const look = await ana.follow('Send again');
  expect(look.html).toContain('ana@says.example');
});

test('a member of staff’s address is put right on their own page, which comes back; who may not is told whom to ask', async () => {
  const registerId = await desk.refer({ name: 'Tom Example' });
  const key = `recipient = 'staff:sam-okafor' and template = 'referral-received'`;
  const notice = await one(registerId, key);
  await desk.pool.query(`update notice set channel = 'mail' where key = $1`, [notice.key]);
  await fail(notice);
  const officer = await desk.signedIn('ana-example');
  await officer.go(paths.notice({ notice: notice.ref }));
  await officer.follow('Put the address right');
  expect(officer.text()).toContain('Ask a manager or the service administrator');
  const manager = await desk.signedIn('kim-manager');
  await manager.go(paths.notice({ notice: notice.ref }));
  await manager.follow('Put the address right');
  expect(manager.page?.url.pathname).toBe(paths.memberChange({ id: 'sam-okafor' }));
  await manager.press('Save the change', { email: 'nobody', why: 'x' });
  await manager.press('Save the change', { email: 'sam.okafor.new@examplevalley.example', why: 'A new mailbox' });
  expect(manager.page?.url.pathname).toBe(paths.notice({ notice: notice.ref }));
  expect(manager.text()).toContain('The address is put right.');
  const look = await manager.follow('Send again');
  expect(look.html).toContain('sam.okafor.new@examplevalley.example');
});

test('a line of the daily list is sent now as a message of its own, by who says why, once', async () => {
  const registerId = await desk.refer({ name: 'Tom Example', contacts: family });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
  await send();
  const line = await one(registerId, `channel = 'digest' and status = 'queued' and recipient like 'staff:%' order by key limit 1`);
  expect(await proved(registerId)).toEqual([]);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.notice({ notice: line.ref }));
  expect(browser.text()).toContain('It is one line of a daily list');
  await browser.follow('Send now');
  expect(browser.text()).toContain('It leaves the daily list, and goes as a message of its own.');
  const seen = browser.text();
  const look = browser.page;
  await browser.press('Send this message now', { why: 'It is needed this morning' });
  expect(browser.text()).toContain('This message is sent now.');
  expect(browser.text()).toContain('Sent before its time by Sam Okafor, 8.30am today: It is needed this morning');
  const landedAt = browser.page?.url.pathname;
  browser.page = look;
  await browser.press('Send this message now', { why: 'It is needed this morning' });
  expect(browser.page?.url.pathname).toBe(landedAt);
  const mails = await send();
  expect(mails).toHaveLength(1);
  expect(seen).toContain((mails[0]?.parsed.text ?? '').replace(/\s+/g, ' ').trim());
  await browser.go(paths.notice({ notice: line.ref }));
  expect(browser.text()).toContain('Somebody sent it on its own, and not in the daily list.');
  expect(browser.page?.html).not.toContain(paths.noticeNow({ notice: line.ref }));
  expect(await proved(registerId)).toEqual([]);
});

test('an auditor, a keyworker and somebody of another area send and change nothing', async () => {
  const { registerId, ref, read } = await told();
  await fail(await read());
  for (const who of ['robin-auditor', 'pat-keyworker']) {
    const browser = await desk.signedIn(who);
    for (const path of [paths.noticeAgain, paths.noticeNow, paths.noticeAddress])
      expect((await browser.go(path({ notice: ref }))).status).toBe(403);
  }
  const ana = await desk.signedIn('ana-example');
  await ana.go(paths.noticeAgain({ notice: ref }));
  const look = ana.page;
  await desk.pool.query(`update person set area = 'llr' where register_id = $1`, [registerId]);
  ana.page = look;
  expect((await ana.press('Send this message again', { why: 'x' })).status).toBe(404);
  expect((await ana.go(paths.noticeAddress({ notice: ref }))).status).toBe(404);
  await desk.pool.query(`update person set area = 'example' where register_id = $1`, [registerId]);
  expect((await read()).status).toBe('failed');
});
