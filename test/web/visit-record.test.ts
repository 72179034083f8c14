import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

/** Somebody in hospital who was visited; out: their register id, and the id of the visit. */
async function visited(): Promise<{ registerId: string; visit: string }> {
  const registerId = await desk.refer();
  for (const event of [
    { type: 'eligibility-decided', on: '2026-06-01', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', on: '2026-06-01', basis: 'gillick', scope: ['register', 'meeting'] },
    { type: 'rating-set', on: '2026-06-01', rating: 'red', reason: 'x' },
    { type: 'admitted', on: '2026-08-03', security: 'low', detained: false, planned: false },
    { type: 'visit-held', on: '2026-09-14', purpose: 'oversight', onSite: true, seen: true },
  ])
    await desk.send(registerId, event);
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const events = body['events'] as { id: string; type: string }[];
  return { registerId, visit: events.findLast(({ type }) => type === 'visit-held')?.id ?? '' };
}

test('what was found on a visit is written down with the concern and who was told of it, and stands with the meetings', async () => {
  const { registerId, visit } = await visited();
  await sam.go(paths.meetings({ registerId }));
  expect(sam.text()).toMatch(
    /Oversight by the commissioner, Monday 14 September 2026 ?On site, the person was seen\. Nothing is written down of it yet/,
  );
  await sam.follow('Write down what was found');
  // A concern that nobody was told of is half a record: what was typed is still there.
  await sam.press('Save what was found', { person: 'I want my own room.', concerns: 'safety' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toMatch(/Say which concern there is.*Say who was told of it/);
  expect(sam.page?.html).toContain('I want my own room.');
  await sam.press('Save what was found', {
    ...{ concern: 'Long-term segregation since Friday', told: ['ward', 'safeguarding'] },
    ...{ 'told-on-day': '3', 'told-on-month': '10', 'told-on-year': '2026' },
  });
  expect(sam.text()).toContain('The day on which they were told is from that of the visit, Monday 14 September 2026, to today');
  await sam.press('Save what was found', { 'told-on-day': '14', 'told-on-month': '9' });
  expect(sam.page?.url.pathname).toBe(paths.meetings({ registerId }));
  for (const said of [
    'Written 8.30am today by Sam Okafor',
    'I want my own room.',
    'Yes, for somebody’s safety: raise safeguarding today',
    'Long-term segregation since Friday',
    'The nurse in charge of the ward',
    'Safeguarding, at the council',
  ])
    expect(sam.text()).toContain(said);
  // Two at one time: the second is shown what the first wrote, and keeps what they typed.
  const ana = await desk.signedIn('ana-example');
  await ana.go(paths.visit({ registerId, visit }));
  await sam.go(paths.visit({ registerId, visit }));
  await ana.press('Save what was found', { care: 'No restraint.' });
  await sam.press('Save what was found', { care: 'It was loud.' });
  expect(sam.page?.status).toBe(409);
  expect(sam.text()).toContain('No restraint.');
  await sam.press('Save what was found');
  expect(sam.text()).toContain('It was loud.');
});

test('it stays with a visit whose day is put right, and goes with one that is taken back; nobody writes of one that was never made', async () => {
  const { registerId, visit } = await visited();
  await sam.go(paths.visit({ registerId, visit }));
  await sam.press('Save what was found', { person: 'Content.', concerns: 'no' });
  await desk.send(registerId, {
    ...{ type: 'corrected', event: visit, reason: 'The day before' },
    with: { type: 'visit-held', on: '2026-09-13', purpose: 'oversight', onSite: true, seen: true },
  });
  await sam.go(paths.meetings({ registerId }));
  expect(sam.text()).toMatch(/Oversight by the commissioner, Sunday 13 September 2026.*Content\./);
  await desk.send(registerId, { type: 'corrected', event: visit, reason: 'Of somebody else' });
  await sam.go(paths.meetings({ registerId }));
  expect(sam.text()).not.toMatch(/Visits in hospital|Content\./);
  expect((await sam.go(paths.visit({ registerId, visit }))).status).toBe(404);
  expect((await sam.go(paths.visit({ registerId, visit: 'never' }))).status).toBe(404);
});
