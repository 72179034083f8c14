import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import { atTheCheck, consented, decided, heard, open, rated, typesOf } from './support/together';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

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
    expect(await typesOf(desk, registerId)).toEqual([]);
    await browser.press('Record the decision');
    expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
    expect(browser.text()).toContain('A decision on eligibility, a consent and a rating: recorded at 8.30am today');
    const events = (await heard(desk, registerId)).slice(1);
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
    const browser = await open(desk, registerId, 'decide-referral');
    for (const answers of [decided, consented]) {
      expect(browser.page?.html).not.toMatch(/ checked| selected/);
      await browser.press('Continue', answers);
    }
    expect(browser.page?.html).not.toMatch(/ checked| selected/);
  });

  test('not eligible ends it with that part alone', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    await browser.press('Continue', { ...decided, 'decision-outcome': 'not-eligible' });
    expect(browser.text()).toContain('It is 1 entry');
    expect(browser.text()).not.toContain('Consent to the register: your answers');
    await browser.press('Record the decision on eligibility');
    expect(await typesOf(desk, registerId)).toEqual(['eligibility-decided']);
  });

  test('where red was suggested, another decision wants a reason, which stands in the history', async () => {
    const registerId = await desk.refer({}, 'red');
    const browser = await open(desk, registerId, 'decide-referral');
    const landed = await browser.press('Continue', { ...decided, 'decision-outcome': 'not-eligible' });
    expect(landed.status).toBe(400);
    expect(landed.html).toContain('href="#decision-reason"');
    expect(browser.text()).toContain('Whoever referred suggested red. Say why you decide otherwise');
    await browser.press('Continue', { 'decision-reason': 'They moved to another area' });
    await browser.press('Record the decision on eligibility');
    expect(await typesOf(desk, registerId)).toEqual(['eligibility-decided']);
    await browser.go(paths.history({ registerId }));
    expect(browser.text()).toContain('They moved to another area');
    const over = await desk.refer({}, 'red');
    const event = { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' };
    const { body } = await desk.call('POST', `/pathways/${over}/events`, event);
    expect(body['changes']).toContainEqual(expect.objectContaining({ what: 'warning', code: 'suggested-red-not-followed' }));
  });

  test('eligible without a diagnosis on record warns before it is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    await browser.press('Continue', { ...decided, 'decision-diagnosis': 'considered' });
    await browser.press('Continue', consented);
    await browser.press('See what this changes', rated);
    expect(browser.text()).toContain('No diagnosis is on record.');
    const diagnosed = await atTheCheck(desk, await desk.refer());
    expect(diagnosed.text()).not.toContain('No diagnosis is on record.');
  });

  test('watch needs its day, which is said at its place', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    const landed = await browser.press('Continue', { ...decided, 'decision-outcome': 'watch' });
    expect(landed.status).toBe(400);
    expect(landed.html).toContain('href="#decision-reviewOn-day"');
    expect(landed.html).toContain('id="decision-reviewOn-day"');
    expect(browser.text()).toContain('Part 1 of up to 3');
  });

  test('consent refused ends it without a rating, and refuses the register alone', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', { 'consent-answer': 'refused', 'consent-by': 'person' });
    expect(browser.text()).toContain('They are 2 entries');
    await browser.press('Record the decision');
    const events = (await heard(desk, registerId)).slice(1);
    expect(events.map(({ type }) => type)).toEqual(['eligibility-decided', 'consent-refused']);
    expect(events[1]?.event).toMatchObject({ scope: ['register'], by: 'person' });
  });

  test('consent not answered yet, and a rating not decided yet, are answers of which nothing is recorded', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
    await browser.press('Continue', decided);
    await browser.press('Continue', { 'consent-answer': 'open' });
    expect(browser.text()).toContain('Nothing is recorded of this part');
    expect(browser.text()).toMatch(/Starts ?Ask for consent to the register/);
    await browser.press('Change: Consent to the register');
    await browser.press('Continue', consented);
    await browser.press('See what this changes', { 'rating-rating': 'none' });
    await browser.press('Record the decision');
    expect(await typesOf(desk, registerId)).toEqual(['eligibility-decided', 'consent-given']);
  });

  test('answers that contradict each other are told, and none is passed over', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
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
    const browser = await open(desk, consenting, 'decide-referral');
    expect(browser.text()).toContain('Part 1 of up to 2');
    await browser.press('Continue', decided);
    expect(browser.text()).toContain('Which rating?');
    const inHospital = await desk.refer();
    await desk.send(inHospital, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: true });
    const other = await open(desk, inHospital, 'decide-referral');
    await other.press('Continue', decided);
    await other.press('See what this changes', consented);
    expect(other.text()).toContain('They are 2 entries');
  });

  test('a part that the core refuses is named, and everything typed is there again', async () => {
    const registerId = await desk.refer({ bornOn: '1990-03-02' });
    const browser = await open(desk, registerId, 'decide-referral');
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
    expect(await typesOf(desk, registerId)).toEqual(['eligibility-decided', 'consent-given', 'rating-set']);
  });

  test('going back to a part, and changing it from the check, keeps what was typed', async () => {
    const registerId = await desk.refer();
    const browser = await open(desk, registerId, 'decide-referral');
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
    const browser = await atTheCheck(desk, registerId);
    desk.setClock('2026-10-03T00:01');
    await browser.press('Record the decision');
    expect((await heard(desk, registerId)).slice(1).map(({ on }) => on)).toEqual(['2026-10-02', '2026-10-02', '2026-10-02']);
  });
});
