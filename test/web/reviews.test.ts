import type { PlainDate } from '../../domain/calendar/dates';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const TODAY = '2026-10-02' as PlainDate;

test.each([
  [null, 'C(E)TR'],
  ['2011-03-02', 'CETR'],
  // The birthday itself is the new age.
  ['2008-10-03', 'CETR'],
  ['2008-10-02', 'C(E)TR'],
  ['2000-10-03', 'C(E)TR'],
  ['2000-10-02', 'CTR'],
  ['1990-03-02', 'CTR'],
])('a review of somebody born on %s is called %s', (bornOn, name) => {
  expect(reviewName(bornOn as PlainDate | null, TODAY)).toBe(name);
});

test('each mention is named', () => {
  expect(reviewsNamed('C(E)TRs and a C(E)TR', 'CTR')).toBe('CTRs and a CTR');
});

test.each([
  ['2011-03-02', 'CETR'],
  ['2004-03-02', 'C(E)TR'],
  ['1990-03-02', 'CTR'],
])('who was born on %s reads %s on their pages and in their forms', async (bornOn, name) => {
  const others = ['CETR', 'C(E)TR', 'CTR'].filter((other) => other !== name);
  const registerId = await desk.refer({ bornOn });
  const browser = await desk.signedIn('sam-okafor');
  const says = (text: string): void => {
    expect(browser.text()).toContain(text);
    for (const other of others) expect(browser.page?.html).not.toContain(other);
  };
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  says(`If there was no ${name} before it: why?`);
  await browser.press('See what this changes', { when: 'today', security: 'low', detained: 'false', planned: 'false' });
  says(`No community ${name} was held in the 28 days`);
  await browser.press('Record admission');
  says(`Post-admission ${name}`);
  says(`Book ${name}`);
  await browser.follow('Why?');
  await browser.go(paths.deadlines({ registerId }));
  says(`Post-admission ${name}`);
  await browser.go(paths.record({ registerId }));
  says(`Record that a ${name} was asked for`);
});

test.each([
  ['2011-03-02', 'CETR'],
  ['1990-03-02', 'CTR'],
])('where many people are listed, who was born on %s has a %s', async (bornOn, name) => {
  const registerId = await desk.refer({ bornOn });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  const consent = { type: 'consent-given', scope: ['register', 'meeting', 'disclosure'] };
  await desk.send(registerId, { ...consent, basis: name === 'CTR' ? 'own' : 'gillick' });
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  await desk.send(registerId, { type: 'review-requested', by: 'family', reason: 'made up' });
  const browser = await desk.signedIn('sam-okafor');
  for (const path of [paths.register(), paths.today({ whose: 'all' }), paths.calendar({ whose: 'all' })]) {
    await browser.go(path);
    const own = (browser.page?.html ?? '').split(/<(?=\/?(?:tr|li|article|section))/).filter((part) => part.includes(registerId));
    const said = own.join(' ').match(/\b(?:CETR|CTR)\b|C\(E\)TR/g) ?? [];
    expect([path, ...new Set(said)]).toEqual([path, name]);
  }
});

test('words that somebody typed stay as they were typed', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'review-requested' }));
  const landed = await browser.press('See what this changes', { when: 'today', by: 'family', reason: 'They want a C(E)TR soon' });
  expect(landed.html).toContain('value="They want a C(E)TR soon"');
  expect(browser.text()).toContain('They want a C(E)TR soon');
});

test('a rating lasts no longer than the time on the pathway', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'x' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  expect(browser.text()).toMatch(/Rated amber, as recorded ?until today/);
  await desk.send(registerId, { type: 'moved-away' });
  desk.setClock('2026-11-05T09:00');
  const later = await desk.signedIn('sam-okafor');
  await later.go(paths.person({ registerId }));
  expect(later.text()).toMatch(/Rated amber, as recorded ?until Friday 2 October 2026/);
});
