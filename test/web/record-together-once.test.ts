import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import { atTheAdmission, atTheCheck, consented, decided, held, open, rated, typesOf } from './support/together';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

describe('all or none, and once', () => {
  test('pressing twice records once', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(desk, registerId);
    const check = browser.page;
    await browser.press('Record the decision');
    browser.page = check;
    const again = await browser.press('Record the decision');
    expect(again.url.searchParams.get('again')).toBe('yes');
    expect(browser.text()).toContain('already recorded at 8.30am today. Nothing was recorded twice');
    expect(await typesOf(desk, registerId)).toHaveLength(3);
  });

  test('two presses at one moment record once', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(desk, registerId);
    const other = await desk.signedIn('sam-okafor');
    // The same form in a second tab: the token against forged requests is another session's, everything else the same.
    await other.go(paths.recordTogether({ registerId, journey: 'decide-referral' }));
    const token = /name="token" value="([^"]+)"/.exec(other.page?.html ?? '')?.[1] ?? '';
    const check = browser.page;
    if (!check) throw new Error('no page is open');
    other.page = { ...check };
    const landed = await Promise.all([browser.press('Record the decision'), other.press('Record the decision', { token })]);
    expect(landed.map(({ status }) => status)).toEqual([200, 200]);
    expect(landed.filter(({ url }) => url.searchParams.get('again') === 'yes')).toHaveLength(1);
    expect(await typesOf(desk, registerId)).toHaveLength(3);
  });

  test('going back after recording, to a part or with another answer, says that it is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    const first = browser.page;
    await browser.press('Continue', decided);
    await browser.press('Continue', consented);
    await browser.press('See what this changes', rated);
    await browser.press('Record the decision');
    browser.page = first;
    const again = await browser.press('Continue', { ...decided, 'decision-diagnosis': 'both' });
    expect(again.url.searchParams.get('again')).toBe('yes');
    expect(browser.text()).toContain('already recorded');
    expect(await typesOf(desk, registerId)).toHaveLength(3);
  });

  test('what somebody else recorded meanwhile is shown first, and nothing is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(desk, registerId);
    await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
    await browser.press('Record the decision');
    expect(browser.text()).toContain('Somebody recorded something meanwhile');
    expect(await typesOf(desk, registerId)).toEqual(['contact-wish-recorded']);
    await browser.press('Record the decision');
    expect(await typesOf(desk, registerId)).toHaveLength(4);
  });

  test('what was recorded meanwhile and makes a part illegal gives the part back, and none is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await atTheAdmission(desk, registerId);
    await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const landed = await browser.press('Record LAEP and admission');
    expect(landed.status).toBe(400);
    expect(browser.text()).toContain('The admission: The record says that the person was in hospital already');
    expect(landed.html).toContain('value="emergency" checked');
    expect(await typesOf(desk, registerId)).toEqual(['admitted']);
  });

  test('a consent that came meanwhile is not asked for again in the new preview', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(desk, registerId);
    await desk.send(registerId, { type: 'consent-given', on: '2026-10-01', basis: 'parental-responsibility', scope: ['register'] });
    await browser.press('Record the decision');
    expect(browser.text()).toContain('Somebody recorded something meanwhile');
    expect(browser.text()).toContain('They are 2 entries');
    await browser.press('Record the decision');
    expect(await typesOf(desk, registerId)).toEqual(['consent-given', 'eligibility-decided', 'rating-set']);
  });

  test('somebody of another area, or without the permission, opens and records nothing', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(desk, registerId);
    const check = browser.page;
    await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'sam-okafor'`);
    const landed = await browser.press('Record the decision');
    expect(landed.status).toBe(404);
    expect((await browser.go(paths.recordTogether({ registerId, journey: 'laep-admission' }))).status).toBe(404);
    await desk.pool.query(`update staff set area = 'example' where id = 'sam-okafor'`);
    expect(await typesOf(desk, registerId)).toEqual([]);
    browser.page = check;
    await browser.press('Record the decision');
    expect(await typesOf(desk, registerId)).toHaveLength(3);
    const auditor = await desk.signedIn('robin-auditor');
    expect((await auditor.go(paths.recordTogether({ registerId, journey: 'laep-admission' }))).status).toBe(403);
  });

  test('a journey that there is not is not there, and an id that is none is told', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('sam-okafor');
    expect((await browser.go(paths.recordTogether({ registerId, journey: 'no-such-thing' }))).status).toBe(404);
    await browser.go(paths.recordTogether({ registerId, journey: 'laep-admission' }));
    expect((await browser.press('Continue', { ...held, event: 'x' })).status).toBe(400);
  });
});
