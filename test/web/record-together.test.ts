import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

const decided = { 'decision-when': 'today', 'decision-outcome': 'eligible', 'decision-diagnosis': 'autism' };
const consented = { 'consent-answer': 'given', 'consent-scope': ['meeting'], 'consent-basis': 'gillick' };
const rated = { 'rating-rating': 'amber', 'rating-reason': 'Out of school' };
const held = { 'laep-when': 'yesterday', 'laep-quorate': 'true' };
const admitted = {
  'admission-security': 'non-secure',
  'admission-detained': 'false',
  'admission-planned': 'false',
  'admission-withoutReview': 'emergency',
};

interface Heard {
  readonly id: string;
  readonly type: string;
  readonly on: string;
  readonly status: string;
  readonly event: Record<string, unknown>;
}
async function heard(registerId: string): Promise<Heard[]> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return body['events'] as Heard[];
}
const typesOf = async (registerId: string): Promise<string[]> => (await heard(registerId)).slice(1).map(({ type }) => type);

const open = async (registerId: string, journey: string): Promise<TextBrowser> => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordTogether({ registerId, journey }));
  return browser;
};

/** At the page that shows what a referral's decision, consent and rating would change. */
async function atTheCheck(registerId: string): Promise<TextBrowser> {
  const browser = await open(registerId, 'decide-referral');
  await browser.press('Continue', decided);
  await browser.press('Continue', consented);
  await browser.press('See what this changes', rated);
  return browser;
}

/** At the same of an LAEP and its admission. */
async function atTheAdmission(registerId: string): Promise<TextBrowser> {
  const browser = await open(registerId, 'laep-admission');
  await browser.press('Continue', held);
  await browser.press('See what this changes', admitted);
  return browser;
}

describe('deciding a referral', () => {
  test('decision, consent and rating are asked for one after the other, looked at as one and recorded by one press', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.record({ registerId }));
    await browser.follow('Decide a referral');
    expect(browser.text()).toContain('Part 1 of up to 3');
    await browser.press('Continue', decided);
    expect(browser.text()).toContain('Leave it empty if it was Friday 2 October 2026 too');
    await browser.press('Continue', { ...consented, 'consent-on-day': '30', 'consent-on-month': '9', 'consent-on-year': '2026' });
    await browser.press('See what this changes', rated);
    const check = browser.text();
    expect(check).toContain('They are 3 entries, and all of them are recorded, or none');
    expect(check).toContain('If you record this, 2 deadlines start, 2 end, 0 stay');
    expect(check).toMatch(/The rating ?Rating: Not rated ?Rating: Amber/);
    expect(check).toContain('Multi-agency meeting');
    expect(check).toMatch(/Consent renewal ?none ?by Thursday 30 September 2027/);
    expect(check).toMatch(/When was it decided\? ?Friday 2 October 2026/);
    expect(check).toMatch(/When was consent given, or refused\? ?Wednesday 30 September 2026/);
    expect(await typesOf(registerId)).toEqual([]);
    await browser.press('Record the decision');
    expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
    expect(browser.text()).toContain('A decision on eligibility, a consent and a rating: recorded at 8.30am today');
    const events = (await heard(registerId)).slice(1);
    const id = events[0]?.id.split('/')[0];
    expect(events.map((one) => [one.id, one.type, one.on])).toEqual([
      [`${id}/1`, 'eligibility-decided', '2026-10-02'],
      [`${id}/2`, 'consent-given', '2026-09-30'],
      [`${id}/3`, 'rating-set', '2026-10-02'],
    ]);
    expect(events[1]?.event).toMatchObject({ scope: ['register', 'meeting'], basis: 'gillick' });
    expect(events[2]?.event).toMatchObject({ rating: 'amber', reason: 'Out of school' });
  });

  test('nothing is preselected, in any part', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    for (const answers of [decided, consented]) {
      expect(browser.page?.html).not.toMatch(/ checked| selected/);
      await browser.press('Continue', answers);
    }
    expect(browser.page?.html).not.toMatch(/ checked| selected/);
  });

  test('not eligible ends it with that part alone', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', { ...decided, 'decision-outcome': 'not-eligible' });
    expect(browser.text()).toContain('It is 1 entry');
    expect(browser.text()).not.toContain('Consent to the register: your answers');
    await browser.press('Record the decision on eligibility');
    expect(await typesOf(registerId)).toEqual(['eligibility-decided']);
  });

  test('watch needs its day, which is said at its place', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    const landed = await browser.press('Continue', { ...decided, 'decision-outcome': 'watch' });
    expect(landed.status).toBe(400);
    expect(landed.html).toContain('href="#decision-reviewOn-day"');
    expect(landed.html).toContain('id="decision-reviewOn-day"');
    expect(browser.text()).toContain('Part 1 of up to 3');
  });

  test('consent refused ends it without a rating, and refuses the register alone', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', { 'consent-answer': 'refused', 'consent-by': 'person' });
    expect(browser.text()).toContain('They are 2 entries');
    await browser.press('Record the decision');
    const events = (await heard(registerId)).slice(1);
    expect(events.map(({ type }) => type)).toEqual(['eligibility-decided', 'consent-refused']);
    expect(events[1]?.event).toMatchObject({ scope: ['register'], by: 'person' });
  });

  test('consent not answered yet, and a rating not decided yet, are answers of which nothing is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', { 'consent-answer': 'open' });
    expect(browser.text()).toContain('Nothing is recorded of this part');
    expect(browser.text()).toMatch(/Starts ?Ask for consent to the register/);
    await browser.press('Change: Consent to the register');
    await browser.press('Continue', consented);
    await browser.press('See what this changes', { 'rating-rating': 'none' });
    await browser.press('Record the decision');
    expect(await typesOf(registerId)).toEqual(['eligibility-decided', 'consent-given']);
  });

  test('answers that contradict each other are told, and none is passed over', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', decided);
    const refused = await browser.press('Continue', { ...consented, 'consent-answer': 'refused' });
    expect(refused.status).toBe(400);
    expect(browser.text()).toContain('On what basis? Leave this empty, because you answered “No, it was refused”');
    await browser.press('Continue', { ...consented, 'consent-answer': 'given' });
    const none = await browser.press('See what this changes', { ...rated, 'rating-rating': 'none', 'rating-on-day': '1' });
    expect(none.status).toBe(400);
    expect(browser.text()).toContain('Why? Leave this empty, because you answered “Not decided yet”');
    expect(browser.text()).toContain('When was it decided? Leave this empty');
    expect(none.html).toContain('Out of school');
  });

  test('somebody who is on the register by consent already is not asked again; in hospital there is no rating to set', async () => {
    const consenting = await desk.refer();
    await desk.send(consenting, { type: 'consent-given', on: '2026-10-01', basis: 'gillick', scope: ['register'] });
    const browser = await open(consenting, 'decide-referral');
    expect(browser.text()).toContain('Part 1 of up to 2');
    await browser.press('Continue', decided);
    expect(browser.text()).toContain('Which rating?');
    const inHospital = await desk.refer();
    await desk.send(inHospital, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const other = await open(inHospital, 'decide-referral');
    await other.press('Continue', decided);
    await other.press('See what this changes', consented);
    expect(other.text()).toContain('They are 2 entries');
  });

  test('a part that the core refuses is named, and everything typed is there again', async () => {
    const registerId = await desk.refer({ bornOn: '1990-03-02' });
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', consented);
    const landed = await browser.press('See what this changes', rated);
    expect(landed.status).toBe(400);
    expect(browser.text()).toContain(
      'You cannot record this. Consent to the register: A consent on this basis cannot be given at the person’s age',
    );
    expect(browser.text()).toContain('Nothing was recorded');
    expect(landed.html).toMatch(/value="gillick" checked/);
    expect(landed.html).toContain('name="rating-reason" value="Out of school"');
    await browser.press('Continue', { 'consent-basis': 'own' });
    expect(browser.text()).toContain('They are 3 entries');
    await browser.press('Record the decision');
    expect(await typesOf(registerId)).toEqual(['eligibility-decided', 'consent-given', 'rating-set']);
  });

  test('going back to a part, and changing it from the check, keeps what was typed', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', consented);
    const back = await browser.press('Back to the part before', rated);
    expect(back.html).toMatch(/value="gillick" checked/);
    await browser.press('Continue');
    expect(browser.text()).toContain('They are 3 entries');
    const change = await browser.press('Change: The rating');
    expect(change.html).toContain('Out of school');
    await browser.press('See what this changes', { 'rating-rating': 'red' });
    expect(browser.text()).toMatch(/Rating: Not rated ?Rating: Red/);
  });

  test('what was checked before midnight is recorded as of the day that was shown', async () => {
    desk.setClock('2026-10-02T23:59');
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
    desk.setClock('2026-10-03T00:01');
    await browser.press('Record the decision');
    expect((await heard(registerId)).slice(1).map(({ on }) => on)).toEqual(['2026-10-02', '2026-10-02', '2026-10-02']);
  });
});

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
    const [meeting, stay] = (await heard(registerId)).slice(1);
    expect(meeting?.event).toMatchObject({ kind: 'laep', outcome: 'admit', quorate: true, on: '2026-10-01' });
    expect(stay?.event).toMatchObject({ security: 'non-secure', planned: false, withoutReview: 'emergency', on: '2026-10-01' });
  });

  test('an admission on the next day has its own day; a day that is none is named at its part', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'laep-admission');
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
    const browser = await open(registerId, 'laep-admission');
    await browser.press('Continue', { ...held, 'laep-when': 'today', 'laep-meeting': 'laep-1' });
    await browser.press('See what this changes', admitted);
    const check = browser.page;
    await browser.press('Record LAEP and admission');
    expect((await heard(registerId))[2]?.event).toMatchObject({ meeting: 'laep-1', kind: 'laep' });
    // The meeting can be chosen no more, and the same press is the same one all the same.
    browser.page = check;
    const again = await browser.press('Record LAEP and admission');
    expect(again.url.searchParams.get('again')).toBe('yes');
  });

  test('each can be taken back by itself', async () => {
    const registerId = await desk.refer();
    const browser = await atTheAdmission(registerId);
    await browser.press('Record LAEP and admission');
    await browser.go(paths.correct({ registerId }));
    await browser.follow('Admission');
    await browser.press('See what this changes', { how: 'take-back', 'correction-reason': 'It was somebody else' });
    await browser.press('Take it back');
    const events = await heard(registerId);
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
    await browser.follow('Record a MAM or a community');
    await browser.press('Continue', { 'meeting-when': 'today', 'meeting-kind': 'mam', 'meeting-outcome': 'escalate' });
    await browser.press('See what this changes', { 'rating-rating': 'red', 'rating-reason': 'Not safe at home' });
    expect(browser.text()).toMatch(/Rating: Amber ?Rating: Red/);
    expect(browser.text()).toMatch(/Decide the rating ?starts with this ?Done on time/);
    await browser.press('Record meeting and rating');
    expect((await typesOf(registerId)).slice(3)).toEqual(['meeting-held', 'rating-set']);
  });

  test('an outcome of another kind of meeting is told at its question', async () => {
    const registerId = await onRegister();
    const browser = await open(registerId, 'meeting-rating');
    const landed = await browser.press('Continue', {
      'meeting-when': 'today',
      'meeting-kind': 'mam',
      'meeting-outcome': 'stay-in-community',
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
    const events = (await heard(registerId)).slice(5);
    expect(events.map(({ type, on }) => [type, on])).toEqual([
      ['discharged', '2026-10-02'],
      ['meeting-scheduled', '2026-10-12'],
    ]);
    expect(events[1]?.event).toMatchObject({ kind: 'mam', time: '09:30', invited: ['team'] });
  });
});

describe('all or none, and once', () => {
  test('pressing twice records once', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
    const check = browser.page;
    await browser.press('Record the decision');
    browser.page = check;
    const again = await browser.press('Record the decision');
    expect(again.url.searchParams.get('again')).toBe('yes');
    expect(browser.text()).toContain('already recorded at 8.30am today. Nothing was recorded twice');
    expect(await typesOf(registerId)).toHaveLength(3);
  });

  test('two presses at one moment record once', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
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
    expect(await typesOf(registerId)).toHaveLength(3);
  });

  test('going back after recording, to a part or with another answer, says that it is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await open(registerId, 'decide-referral');
    const first = browser.page;
    await browser.press('Continue', decided);
    await browser.press('Continue', consented);
    await browser.press('See what this changes', rated);
    await browser.press('Record the decision');
    browser.page = first;
    const again = await browser.press('Continue', { ...decided, 'decision-diagnosis': 'both' });
    expect(again.url.searchParams.get('again')).toBe('yes');
    expect(browser.text()).toContain('already recorded');
    expect(await typesOf(registerId)).toHaveLength(3);
  });

  test('what somebody else recorded meanwhile is shown first, and nothing is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
    await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
    await browser.press('Record the decision');
    expect(browser.text()).toContain('Somebody recorded something meanwhile');
    expect(await typesOf(registerId)).toEqual(['contact-wish-recorded']);
    await browser.press('Record the decision');
    expect(await typesOf(registerId)).toHaveLength(4);
  });

  test('what was recorded meanwhile and makes a part illegal gives the part back, and none is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await atTheAdmission(registerId);
    await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const landed = await browser.press('Record LAEP and admission');
    expect(landed.status).toBe(400);
    expect(browser.text()).toContain('The admission: The record says that the person was in hospital already');
    expect(landed.html).toContain('value="emergency" checked');
    expect(await typesOf(registerId)).toEqual(['admitted']);
  });

  test('a consent that came meanwhile is not asked for again in the new preview', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
    await desk.send(registerId, { type: 'consent-given', on: '2026-10-01', basis: 'parental-responsibility', scope: ['register'] });
    await browser.press('Record the decision');
    expect(browser.text()).toContain('Somebody recorded something meanwhile');
    expect(browser.text()).toContain('They are 2 entries');
    await browser.press('Record the decision');
    expect(await typesOf(registerId)).toEqual(['consent-given', 'eligibility-decided', 'rating-set']);
  });

  test('somebody of another area, or without the permission, opens and records nothing', async () => {
    const registerId = await desk.refer();
    const browser = await atTheCheck(registerId);
    const check = browser.page;
    await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'sam-okafor'`);
    const landed = await browser.press('Record the decision');
    expect(landed.status).toBe(404);
    expect((await browser.go(paths.recordTogether({ registerId, journey: 'laep-admission' }))).status).toBe(404);
    await desk.pool.query(`update staff set area = 'example' where id = 'sam-okafor'`);
    expect(await typesOf(registerId)).toEqual([]);
    browser.page = check;
    await browser.press('Record the decision');
    expect(await typesOf(registerId)).toHaveLength(3);
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
