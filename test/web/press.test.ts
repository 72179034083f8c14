import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let registerId: string;
beforeAll(async () => {
  desk = await startDesk();
  desk.setClock('2026-10-02T08:30');
  registerId = await desk.refer({ name: 'Chris Invented' });
  await desk.send(registerId, {
    events: [
      { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
      { type: 'rating-set', rating: 'amber', reason: 'x' },
    ],
  });
  await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'A crisis plan', due: '2026-10-05' });
  await desk.send(registerId, { type: 'action-agreed', action: 'a-2', what: 'Another', due: '2026-10-06' });
});
afterAll(() => desk.close());

const eventsOf = async (): Promise<{ type: string; source: string }[]> => {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return body['events'] as { type: string; source: string }[];
};

test('one press records what only satisfies a deadline, says so, and is undone within ten minutes', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.today());
  await browser.press('Action done');
  expect(browser.page?.url.pathname).toBe(paths.today());
  expect(browser.text()).toContain('Action done: recorded at 8.30am today');
  expect((await eventsOf()).at(-1)).toMatchObject({ type: 'action-done', source: 'staff:sam-okafor' });
  desk.setClock('2026-10-02T08:39');
  await browser.press('Undo, until 8.40am');
  expect(browser.text()).toContain('Action done: undone');
  expect((await eventsOf()).at(-1)).toMatchObject({ type: 'corrected' });
});

test('after ten minutes it is not undone, and the page offers it no more', async () => {
  desk.setClock('2026-10-02T08:50');
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.today());
  await browser.press('Action done');
  const recorded = browser.page;
  desk.setClock('2026-10-02T09:01');
  expect((await browser.press('Undo, until 9am')).status).toBe(409);
  await browser.go(recorded?.url.href ?? '');
  expect(browser.text()).not.toContain('Undo, until');
});

test('what would do more than satisfy its deadline opens a page first', async () => {
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-12', invited: ['team'] });
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['disclosure'] });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['meeting'] });
  desk.setClock('2026-10-13T09:00');
  await desk.send(registerId, {
    type: 'meeting-held',
    meeting: 'm-1',
    kind: 'community-cetr',
    outcome: 'stay-in-community',
    on: '2026-10-12',
  });
  const browser = await desk.signedIn('sam-okafor');
  const before = (await eventsOf()).length;
  await browser.go(paths.person({ registerId }));
  await browser.press('Report sent');
  expect(browser.page?.url.pathname).toBe(paths.recordEvent({ registerId, type: 'report-sent' }));
  expect(await eventsOf()).toHaveLength(before);
});

test('a colleague cannot undo it', async () => {
  desk.setClock('2026-10-14T08:30');
  await desk.send(registerId, { type: 'action-agreed', action: 'a-3', what: 'A third', due: '2026-10-15' });
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.person({ registerId }));
  await sam.press('Action done');
  const ana = await desk.signedIn('ana-example');
  await ana.go(`${sam.page?.url.pathname}${sam.page?.url.search}`);
  expect(ana.text()).not.toContain('Undo');
});
