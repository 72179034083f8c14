import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import { admitted, atTheAdmission, heard, held, open, typesOf } from './support/together';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

describe('an LAEP and the admission that it agreed', () => {
  test('both are recorded by one press, and the page says that an LAEP is not a C(E)TR', async () => {
    const registerId = await desk.refer({ name: 'Tom Example' });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.record({ registerId }));
    await browser.follow('Record an LAEP');
    await browser.press('Continue', held);
    await browser.press('See what this changes', admitted);
    const check = browser.text();
    expect(check).toContain('An LAEP is not a CETR');
    expect(check).toMatch(/Post-admission CETR ?none ?by Thursday 15 October 2026/);
    expect(check).toMatch(/Oversight visit ?none ?by Thursday 12 November 2026/);
    expect(check).toMatch(/What came of it\? ?Admit to hospital/);
    expect(check).not.toContain('after the LAEP none');
    await browser.press('Record LAEP and admission');
    expect(browser.text()).toContain('A meeting that was held and an admission to hospital: recorded at');
    expect(browser.text()).toContain('Blue');
    const [meeting, stay] = (await heard(desk, registerId)).slice(1);
    expect(meeting?.event).toMatchObject({ kind: 'laep', outcome: 'admit', quorate: true, on: '2026-10-01' });
    expect(stay?.event).toMatchObject({ security: 'non-secure', planned: false, withoutReview: 'emergency', on: '2026-10-01' });
  });

  test('an admission on the next day has its own day; a day that is none is named at its part', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'laep-admission');
    await browser.press('Continue', held);
    const wrong = await browser.press('See what this changes', {
      ...admitted,
      'admission-on-day': '31',
      'admission-on-month': '9',
      'admission-on-year': '2026',
    });
    expect(wrong.html).toContain('href="#admission-on-day"');
    expect(browser.text()).toContain('Day must be between 1 and 30');
    await browser.press('See what this changes', { 'admission-on-day': '2', 'admission-on-month': 'October' });
    expect(browser.text()).toMatch(/Post-admission CETR ?none ?by Friday 16 October 2026/);
  });

  test('is not offered for somebody in hospital', async () => {
    const registerId = await desk.refer();
    await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.record({ registerId }));
    expect(browser.text()).not.toContain('Record an LAEP, and the admission');
  });

  test('the LAEP that was booked is the one that was held', async () => {
    const registerId = await desk.refer();
    await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'laep-1', kind: 'laep', on: '2026-10-02' });
    const browser = await open(desk, registerId, 'laep-admission');
    await browser.press('Continue', { ...held, 'laep-when': 'today', 'laep-meeting': 'laep-1' });
    await browser.press('See what this changes', admitted);
    const check = browser.page;
    await browser.press('Record LAEP and admission');
    expect((await heard(desk, registerId))[2]?.event).toMatchObject({ meeting: 'laep-1', kind: 'laep' });
    // The meeting can be chosen no more, and the same press is the same one all the same.
    browser.page = check;
    const again = await browser.press('Record LAEP and admission');
    expect(again.url.searchParams.get('again')).toBe('yes');
  });

  test('each can be taken back by itself', async () => {
    const registerId = await desk.refer();
    const browser = await atTheAdmission(desk, registerId);
    await browser.press('Record LAEP and admission');
    await browser.go(paths.correct({ registerId }));
    await browser.follow('Admission');
    await browser.press('See what this changes', { how: 'take-back', 'correction-reason': 'It was somebody else' });
    await browser.press('Take it back');
    const events = await heard(desk, registerId);
    expect(events.at(-1)?.event).toMatchObject({ type: 'corrected', event: events[2]?.id });
    expect(events[2]?.id).toMatch(/\/2$/);
    const { body } = await desk.call('GET', `/pathways/${registerId}/meetings`);
    expect(body['meetings']).toMatchObject([{ kind: 'laep', status: 'held' }]);
  });
});

describe('a meeting with its rating, a discharge with its meeting', () => {
  const onRegister = async (): Promise<string> => {
    const registerId = await desk.refer();
    await desk.send(registerId, { type: 'eligibility-decided', on: '2026-10-01', outcome: 'eligible', diagnosis: 'autism' });
    await desk.send(registerId, { type: 'consent-given', on: '2026-10-01', basis: 'gillick', scope: ['register', 'meeting'] });
    await desk.send(registerId, { type: 'rating-set', on: '2026-10-01', rating: 'amber', reason: 'x' });
    return registerId;
  };

  test('a MAM that escalates, and red', async () => {
    const registerId = await onRegister();
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.record({ registerId }));
    await browser.follow('Close a multi-agency meeting');
    await browser.press('Continue', { 'meeting-when': 'today', 'meeting-outcome': 'escalate' });
    await browser.press('See what this changes', { 'red-reason': 'Not safe at home' });
    expect(browser.text()).toMatch(/Rating: Amber ?Rating: Red/);
    expect(browser.text()).toMatch(/Decide the rating ?starts with this ?Done on time/);
    await browser.press('Record meeting and what comes next');
    expect((await typesOf(desk, registerId)).slice(3)).toEqual(['meeting-held', 'rating-set']);
  });

  test('an outcome of another kind of meeting is told at its question', async () => {
    const registerId = await onRegister();
    const browser = await open(desk, registerId, 'meeting-rating');
    const landed = await browser.press('Continue', {
      'meeting-when': 'today',
      'meeting-outcome': 'stand-down',
    });
    expect(landed.status).toBe(400);
    expect(landed.html).toContain('href="#meeting-outcome"');
  });

  test('a discharge, and the multi-agency meeting after it', async () => {
    const registerId = await onRegister();
    await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.record({ registerId }));
    await browser.follow('Record a discharge, and the meeting');
    await browser.press('Continue', { 'discharge-when': 'today', 'discharge-destination': 'home' });
    const missing = await browser.press('See what this changes', { 'meeting-arranged': 'yes' });
    expect(missing.html).toContain('href="#meeting-on-day"');
    await browser.press('See what this changes', {
      'meeting-arranged': 'yes',
      'meeting-on-day': '12',
      'meeting-on-month': '10',
      'meeting-on-year': '2026',
      'meeting-time': '9.30am',
      'meeting-invited': ['team'],
    });
    expect(browser.text()).toMatch(/Rating: Blue ?Rating: Amber/);
    await browser.press('Record discharge and meeting');
    const events = (await heard(desk, registerId)).slice(5);
    expect(events.map(({ type, on }) => [type, on])).toEqual([
      ['discharged', '2026-10-02'],
      ['meeting-scheduled', '2026-10-12'],
    ]);
    expect(events[1]?.event).toMatchObject({ kind: 'mam', time: '09:30', invited: ['team'] });
  });
});
