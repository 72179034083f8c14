import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const admitted = { type: 'admitted', on: '2026-09-20', security: 'low', detained: false, planned: true };

test('a discharge of the wrong person is taken back: dates as they would have been, and the correction stays in the record', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted);
  await desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  await browser.follow('Correct something');
  await browser.follow('Discharge');
  await browser.press('See what this changes', { how: 'take-back', 'correction-reason': 'It was somebody else' });
  expect(browser.text()).toContain('Nothing is changed yet');
  expect(browser.text()).toMatch(/Post-admission CETR ?none ?by Sunday 4 October 2026/);
  await browser.press('Take it back');
  expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
  expect(browser.text()).toContain('Blue');
});

test('an admission is put right: what is not asked for stays as it was', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { ...admitted, withoutReview: 'emergency' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.correct({ registerId }));
  await browser.follow('Admission');
  await browser.press('See what this changes', { how: 'put-right', 'correction-reason': 'The ward is not secure', security: 'non-secure' });
  await browser.press('Put it right');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const last = (body['events'] as { event: Record<string, unknown> }[]).at(-1)?.event;
  expect(last).toMatchObject({
    type: 'corrected',
    reason: 'The ward is not secure',
    with: { ...admitted, security: 'non-secure', withoutReview: 'emergency' },
  });
});

test('the time of a booking is put right: whoever was invited by name, or by the service, still is, and nobody is told that it is off', async () => {
  const mum = { id: 'mum', name: 'Mum Madeup', role: 'parent-carer', email: 'mum@family.example', chosen: true };
  const registerId = await desk.refer({ contacts: [mum] });
  const booked = {
    type: 'meeting-scheduled',
    meeting: 'm',
    kind: 'cpa',
    on: '2026-10-12',
    invited: ['team', 'mum', 'manager', 'hospital'],
  };
  await desk.send(registerId, { ...booked, time: '10:00' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.correct({ registerId }));
  await browser.follow('Book a meeting');
  for (const text of ['Parent or carer: Mum Madeup', 'The manager', 'Example Valley hospital, ward office'])
    expect(browser.text()).toContain(text);
  await browser.press('See what this changes', { how: 'put-right', 'correction-reason': 'It is at 11', time: '11am' });
  expect(browser.text()).not.toContain('is off');
  await browser.press('Put it right');
  const { body } = await desk.call('GET', `/pathways/${registerId}/meetings`);
  expect(body['meetings']).toMatchObject([{ time: '11:00', invited: expect.arrayContaining(booked.invited) }]);
});

test('without a reason, or without a choice, nothing is shown and nothing is lost', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.correct({ registerId }));
  await browser.follow('Admission');
  const landed = await browser.press('See what this changes', { 'correction-reason': 'Kept words' });
  expect(landed.status).toBe(400);
  expect(browser.text()).toContain('Choose whether to take it back or to put it right');
  expect(landed.html).toContain('Kept words');
});
