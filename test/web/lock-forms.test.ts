import { randomUUID } from 'node:crypto';
import { parse } from 'node-html-parser';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import type { Desk } from './support/desk';
import { answers, BANNER, lockStage, type LockStage, signIn, valueOf, WORDS } from './support/lock';

let stage: LockStage;
let desk: Desk;
let registerId: string;
beforeEach(async () => {
  stage = await lockStage();
  ({ desk, registerId } = stage);
});
afterEach(() => desk.close());

describe('“today” stays the day on which the form was shown', () => {
  const day = (browser: TextBrowser) => ['when', 'on-day', 'on-month', 'on-year'].map((name) => valueOf(browser, name));
  /** Sam, before the form at a time late in the evening. */
  async function late(): Promise<TextBrowser> {
    desk.setClock('2026-10-02T23:40');
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(stage.form);
    return browser;
  }

  test.each([
    ['the check', '2026-10-03T00:05'],
    ['the record', '2026-10-02T23:50'],
  ])('when midnight passes before %s', async (_name, checked) => {
    const browser = await late();
    desk.setClock(checked);
    await browser.press('See what this changes', answers);
    expect(browser.text()).toContain('Friday 2 October 2026');
    desk.setClock('2026-10-03T00:06');
    await browser.press('Record change');
    expect(await stage.eventsOf('change-reported')).toMatchObject([{ on: '2026-10-02' }]);
  });

  test('when it comes after the lock, and is seen again a day later', async () => {
    const browser = await late();
    desk.setClock('2026-10-03T00:15');
    await browser.press('See what this changes', answers);
    desk.setClock('2026-10-04T00:10');
    await signIn(browser, 'Sam Okafor');
    expect(browser.text()).toContain('That was another day: look at each date again.');
    expect(day(browser)).toEqual(['other', '2', '10', '2026']);
  });

  test('when it was kept before midnight, and is seen again after it', async () => {
    desk.setClock('2026-10-02T23:00');
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(stage.form);
    desk.setClock('2026-10-02T23:50');
    await browser.press('See what this changes', { ...answers, when: 'yesterday' });
    desk.setClock('2026-10-03T00:10');
    await signIn(browser, 'Sam Okafor');
    expect(day(browser)).toEqual(['other', '1', '10', '2026']);
  });
});

test('a form of the settings: its ticks, and the version that it was made from', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.memberChange({ id: 'sam-okafor' }));
  const version = valueOf(browser, 'version');
  desk.setClock('2026-10-02T09:01');
  await browser.press('Save the change', {
    name: 'Sam Okafor-Example',
    roles: ['lda-officer', 'auditor'],
    audiences: [],
    why: 'A new name',
  });
  await signIn(browser, 'Kim Example');
  expect(browser.text()).toContain(BANNER);
  const root = parse(browser.page?.html ?? '');
  const ticked = (name: string) => root.querySelectorAll(`input[name=${name}][checked]`).map((one) => one.getAttribute('value'));
  expect([valueOf(browser, 'name'), valueOf(browser, 'why'), ticked('roles'), ticked('audiences')]).toEqual([
    'Sam Okafor-Example',
    'A new name',
    ['lda-officer', 'auditor'],
    [],
  ]);
  expect(valueOf(browser, 'version')).toBe(version);
});

test('a correction opens what was typed to put it right', async () => {
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: false, planned: true });
  const [admitted] = await stage.eventsOf('admitted');
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.correctEvent({ registerId, event: admitted?.id ?? '' }));
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', { how: 'put-right', 'correction-reason': WORDS, security: 'medium' });
  await signIn(browser, 'Sam Okafor');
  expect([valueOf(browser, 'how'), valueOf(browser, 'correction-reason'), valueOf(browser, 'security')]).toEqual([
    'put-right',
    WORDS,
    'medium',
  ]);
  expect(
    parse(browser.page?.html ?? '')
      .querySelectorAll('main form details')
      .every((one) => one.hasAttribute('open')),
  ).toBe(true);
});

test('a search by name stands in the box again, and never in an address', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.today());
  desk.setClock('2026-10-02T09:01');
  await browser.press('Find', { find: 'Zebra Lee' });
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(paths.register());
  expect(browser.page?.way.join(' ')).not.toContain('Zebra');
  expect(browser.page?.html).toContain('value="Zebra Lee"');
});

test('a button alone is not pressed behind anybody’s back', async () => {
  await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'A crisis plan', due: '2026-10-05' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  desk.setClock('2026-10-02T09:01');
  await browser.press('Action done');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
  expect(browser.text()).toContain('Nothing was recorded: press the button again');
  expect(await stage.eventsOf('action-done')).toEqual([]);
  await browser.press('Action done');
  expect(await stage.eventsOf('action-done')).toHaveLength(1);
  expect(await stage.rows()).toEqual([]);
});

test('a page that has the form no more shows the words', async () => {
  const id = randomUUID();
  const refused = await desk.call('POST', `/pathways/${registerId}/events`, {
    id,
    type: 'discharged',
    on: '2026-10-01',
    destination: 'home',
  });
  expect(refused.status).toBe(409);
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  await sam.go(paths.sortOutOne({ event: id }));
  await ana.go(paths.sortOutOne({ event: id }));
  await ana.press('Dismiss this entry', { reason: 'Another patient' });
  desk.setClock('2026-10-02T09:01');
  await sam.press('Dismiss this entry', { reason: WORDS });
  await signIn(sam, 'Sam Okafor');
  expect(sam.page?.url.pathname).toBe(paths.sortOutOne({ event: id }));
  expect(sam.text()).toContain('What you sent was not recorded, and this page has its form no more.');
  expect(sam.text()).toContain(`Words that have no place here any more:${WORDS.replace('\n', ' ')}`);
  await sam.press('Leave it out');
  expect(sam.text()).not.toContain('Zebra');
  expect(await stage.rows()).toEqual([]);
});
