import type { AskedKind } from '../../domain/forms/asked';
import type { SelfReferral1 } from '../../domain/forms/self-referral';
import { setSending } from '../../services/notices/settings';
import { askingPaths, paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { askedBy, BORN } from './support/asked';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterEach(() => desk.close());

const asked = (more: Partial<SelfReferral1> = {}, kind: AskedKind = 'self-referral') => askedBy(desk, more, kind);
const eventsOf = async (registerId: string) =>
  (
    await desk.pool.query<{ type: string; source: string; on: string; fact: string }>(
      `select type, source, "on"::text as on, fact from event where register_id = $1 order by position`,
      [registerId],
    )
  ).rows;
const formsOf = async (registerId: string) =>
  (await desk.call('GET', `/people/${registerId}/forms`)).body['forms'] as { kind: string; answers: object; event: string }[];

describe('a request for help from the public form', () => {
  test('waits among the referrals as it was sent, whether or not anybody like them is on file, and its code finds it', async () => {
    const { code, reference } = await asked();
    await sam.go(paths.referrals());
    expect(sam.text()).toContain(`Noa Nobody Nobody like them was found.From the public form, ${code}`);
    await sam.follow('Look at it');
    expect(sam.page?.url.pathname).toBe(paths.referral({ reference }));
    expect(sam.text()).toContain(`Request for help ${code}`);
    expect(sam.text()).toContain('As they answered, in easy words: write and speak so');
    expect(sam.text()).toContain('What is happening?I do not sleep.');
    await sam.go(paths.today());
    expect(sam.text()).toContain('Somebody asked for help. Read it, and say whom it is about.');
    await sam.press('Find', { find: code.toLowerCase() });
    expect(sam.page?.url.pathname).toBe(paths.referral({ reference }));
  });

  test('of somebody new: the day of birth that was left out is asked for; their register id is the code that they were told; nothing is acknowledged twice', async () => {
    const { code, reference } = await asked();
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: 'new' });
    expect(sam.page?.status).toBe(400);
    expect(sam.text()).toContain('They left out when they were born');
    await sam.press('Record what was decided', { is: 'new', 'born-day': '30', 'born-month': '2', 'born-year': '2001' });
    expect(sam.text()).toContain('Day must be between 1 and 28');
    await sam.press('Record what was decided', { is: 'new', 'born-day': '2', 'born-month': '2', 'born-year': '2001' });
    expect(sam.page?.url.pathname).toBe(paths.person({ registerId: code }));
    expect(await eventsOf(code)).toMatchObject([{ type: 'referral-received', source: `public:${code}`, on: '2026-10-02' }]);
    await setSending(desk.pool, 'example', { audience: 'person', on: true });
    const { rows: notices } = await desk.pool.query<{ ref: string }>(
      `select ref from notice where register_id = $1 and template = 'referral-acknowledged'`,
      [code],
    );
    expect(notices).toHaveLength(1);
    await sam.go(paths.notice({ notice: notices[0]?.ref ?? '' }));
    expect(sam.text()).toContain('Nothing would go now. The same message went to the same mailbox.');
    await sam.go(paths.person({ registerId: code }));
    const [form] = await formsOf(code);
    expect(form).toMatchObject({ kind: 'self-referral', answers: { name: 'Noa Nobody', happening: 'I do not sleep.' } });
    await sam.follow('Forms');
    expect(sam.text()).toContain('Request for help 8.30am today, by whoever asked for help on the public form');
    expect(sam.text()).toContain('I do not sleep.');
    const { rows } = await desk.pool.query(`select 1 from held_referral where asked is not null or referred is not null`);
    expect(rows).toEqual([]);
  });

  test('of somebody on file under another name: found by the day of birth, and taken as a change where their pathway is open', async () => {
    const known = await desk.refer({ name: 'Noa Formername', bornOn: '2001-02-02' });
    const { reference } = await asked({ bornOn: BORN });
    await sam.go(paths.referral({ reference }));
    expect(sam.text()).toContain('Noa Formername');
    await sam.press('Record what was decided', { is: known });
    expect(sam.text()).toContain('choose how soon somebody must look');
    await sam.press('Record what was decided', { is: known, urgency: 'today' });
    expect(sam.page?.url.pathname).toBe(paths.person({ registerId: known }));
    const last = (await eventsOf(known)).at(-1);
    expect(last).toMatchObject({ type: 'change-reported', on: '2026-10-02' });
    expect(JSON.parse(last?.fact ?? '{}')).toMatchObject({ source: 'self', urgency: 'today' });
    expect(await formsOf(known)).toHaveLength(1);
  });

  test('that is not taken leaves nothing of what was written', async () => {
    const { reference } = await asked();
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: 'not-taken', reason: 'A prank' });
    expect(sam.text()).toContain('Not taken');
    const { rows } = await desk.pool.query<{ text: string }>('select h::text as text from held_referral h');
    expect(rows[0]?.text).not.toMatch(/Nobody|sleep|noa@/);
  });

  test('decided twice is recorded once', async () => {
    const { code, reference } = await asked({ bornOn: BORN });
    const decision = { outcome: 'new' };
    const path = `/referrals/${reference}/resolve`;
    expect((await desk.call('POST', path, decision)).status).toBe(200);
    expect((await desk.call('POST', path, decision)).status).toBe(200);
    expect(await eventsOf(code)).toHaveLength(1);
    expect(await formsOf(code)).toHaveLength(1);
  });

  test('over the API it is listed with its answers, and says what it needs', async () => {
    const { code, reference } = await asked();
    const { body } = await desk.call('GET', '/referrals');
    expect(body['referrals']).toMatchObject([
      { code, asked: { kind: 'self-referral', edition: 1, answers: { name: 'Noa Nobody' } }, referred: null },
    ]);
    const path = `/referrals/${reference}/resolve`;
    const refused = await desk.call('POST', path, { outcome: 'new' });
    expect([refused.status, refused.body['detail']]).toEqual([400, expect.stringContaining('bornOn')]);
    expect((await desk.call('POST', path, { outcome: 'new', bornOn: '2001-02-02' })).body).toMatchObject({ registerId: code, asked: null });
  });

  test('its acknowledgement stands among the notices with its exact words, in those of its reader, and goes unless it was not taken', async () => {
    for (const audience of ['person', 'referrer'] as const) await setSending(desk.pool, 'example', { audience, on: true });
    const { code, reference } = await asked();
    await asked({
      for: 'family',
      name: 'Tom Example',
      asker: 'Mum Example',
      easyRead: false,
      reach: { by: 'email', at: 'mum@example.org' },
    });
    const { rows } = await desk.pool.query<{ ref: string; recipient_name: string }>(
      `select ref, recipient_name from notice where recipient like 'asker:%' order by recipient_name`,
    );
    const [ofMum, ofNoa] = [rows[0]?.ref ?? '', rows[1]?.ref ?? ''];
    await sam.go(paths.noticesGoing());
    expect(sam.text()).toContain('Noa Nobody');
    await sam.go(paths.notice({ notice: ofNoa }));
    expect(sam.text()).toContain('noa@example.org');
    expect(sam.text()).toContain('You asked for help for yourself.');
    expect(sam.text()).toContain(`Tell us your code: ${code}.`);
    await sam.go(paths.notice({ notice: ofMum }));
    expect(sam.text()).toContain('We have your request for help for the person you care for.');
    expect(sam.text()).not.toContain('Tom Example');
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: 'not-taken', reason: 'A prank' });
    await sam.go(paths.notice({ notice: ofNoa }));
    expect(sam.text()).toContain('Nothing would go now.');
  });
});

const MUM = { for: 'family', name: 'Noa Nobody', asker: 'Mum Nobody', easyRead: false } as const;

describe('what comes by the flagging form', () => {
  test('of somebody new is a referral by somebody who is worried, also where it is their family, who is a contact', async () => {
    const { code, reference } = await asked({ ...MUM, bornOn: BORN }, 'flag');
    await sam.go(paths.referral({ reference }));
    expect(sam.text()).toContain(`Worry about somebody ${code}`);
    expect(sam.text()).toContain('What are you worried about?I do not sleep.');
    await sam.press('Record what was decided', { is: 'new' });
    const [event] = await eventsOf(code);
    expect(JSON.parse(event?.fact ?? '{}')).toMatchObject({ type: 'referral-received', source: 'flag' });
    const { body } = await desk.call('GET', `/people/${code}/contacts`);
    expect(body['contacts']).toMatchObject([{ name: 'Mum Nobody', role: 'parent-carer' }]);
    await sam.follow('Forms');
    expect(sam.text()).toContain('Worry about somebody 8.30am today');
  });

  test('of somebody whose pathway is open is a change that is reported', async () => {
    const known = await desk.refer({ name: 'Noa Nobody', bornOn: '2001-02-02' });
    const { reference } = await asked({ ...MUM, for: 'other', bornOn: BORN }, 'flag');
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: known, urgency: 'this-week' });
    expect(JSON.parse((await eventsOf(known)).at(-1)?.fact ?? '{}')).toMatchObject({
      type: 'change-reported',
      source: 'flag',
      urgency: 'this-week',
    });
  });

  test('nobody can be worried about themself there', async () => {
    const browser = desk.browser();
    await browser.go(askingPaths.flag.plain.start());
    await browser.press('Start');
    expect(browser.text()).not.toContain('Me');
    expect((await browser.press('Continue', { for: 'me' })).status).toBe(400);
    expect(browser.text()).toContain('Choose who you are worried about');
  });
});

describe('a request for a C(E)TR from the public form', () => {
  test('of somebody whose pathway is open is asked for at once, with the beginning of why, and nothing more is to be said', async () => {
    const known = await desk.refer({ name: 'Noa Nobody', bornOn: '2001-02-02' });
    const { code, reference } = await asked({ ...MUM, bornOn: BORN }, 'review-request');
    await sam.go(paths.referral({ reference }));
    expect(sam.text()).toContain(`Request for a C(E)TR ${code}`);
    expect(sam.text()).not.toContain('How soon must somebody look?');
    await sam.press('Record what was decided', { is: known });
    expect(sam.page?.url.pathname).toBe(paths.person({ registerId: known }));
    expect(JSON.parse((await eventsOf(known)).at(-1)?.fact ?? '{}')).toMatchObject({ type: 'review-requested', by: 'family' });
    const { body } = await desk.call('GET', `/pathways/${known}/deadlines`);
    expect((body['deadlines'] as { kind: string }[]).map(({ kind }) => kind)).toContain('requested-cetr');
    expect(await formsOf(known)).toMatchObject([{ kind: 'review-request' }]);
  });

  test('of somebody new is a referral first, and then the request; decided twice, each is recorded once', async () => {
    const { code, reference } = await asked({ bornOn: BORN, happening: undefined, tellsIt: true }, 'review-request');
    const path = `/referrals/${reference}/resolve`;
    for (const turn of [1, 2]) expect([turn, (await desk.call('POST', path, { outcome: 'new' })).status]).toEqual([turn, 200]);
    expect(await eventsOf(code)).toMatchObject([
      { type: 'referral-received', source: `public:${code}` },
      { type: 'review-requested', source: `public:${code}` },
    ]);
    const [, request] = (await desk.call('GET', `/pathways/${code}/events`)).body['events'] as { id: string }[];
    expect(await formsOf(code)).toMatchObject([{ kind: 'review-request', event: request?.id }]);
  });

  test('is acknowledged in its own words', async () => {
    await setSending(desk.pool, 'example', { audience: 'person', on: true });
    await asked({ easyRead: false }, 'review-request');
    const { rows } = await desk.pool.query<{ ref: string }>(`select ref from notice where recipient like 'asker:%'`);
    await sam.go(paths.notice({ notice: rows[0]?.ref ?? '' }));
    expect(sam.text()).toContain('We have your request for a review of your care.');
  });
});
