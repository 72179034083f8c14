import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const admission = { when: 'yesterday', security: 'non-secure', detained: 'false', planned: 'false' };

test('an admission: form, what it changes, recorded, with its new dates and why', async () => {
  const registerId = await desk.refer({ name: 'Tom Example', bornOn: '2011-03-02' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  await browser.follow('Record admission');
  await browser.press('See what this changes', admission);
  expect(browser.text()).toContain('Nothing is recorded yet');
  expect(browser.text()).toContain('Post-admission CETR');
  expect(browser.text()).toContain('Thursday 15 October 2026');
  expect(browser.text()).toContain('Nothing goes to the person or their family');
  await browser.press('Record admission');
  expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
  expect(browser.text()).toContain('Blue');
  await browser.follow('Why?');
  expect(browser.text()).toContain('Rule set');
});

test('what is missing is named, and what was typed stays', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  const landed = await browser.press('See what this changes', {
    when: 'other',
    'on-day': '31',
    'on-month': 'September',
    'on-year': '2026',
    site: 'RT5YE',
  });
  expect(landed.status).toBe(400);
  expect(browser.text()).toContain('Day must be between 1 and 30');
  expect(browser.text()).toContain('Answer the question: What kind of ward is it?');
  expect(landed.html).toContain('value="RT5YE"');
  expect(landed.html).toContain('<title>Error: ');
});

test('pressing twice records once', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', admission);
  const check = browser.page;
  await browser.press('Record admission');
  browser.page = check;
  const again = await browser.press('Record admission');
  expect(again.url.searchParams.get('again')).toBe('yes');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as { type: string }[]).filter(({ type }) => type === 'admitted')).toHaveLength(1);
});

test('what somebody else recorded meanwhile is shown first, and nothing is recorded', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', admission);
  await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
  await browser.press('Record admission');
  expect(browser.text()).toContain('Somebody recorded something meanwhile');
  await browser.press('Record admission');
  expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
});

test('only what the core would accept is offered; the rest has its reason', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.record({ registerId }));
  expect(browser.text()).toContain('Record an admission');
  const [, others = ''] = browser.text().split('What cannot be recorded now, and why');
  expect(others).toContain('Record a discharge The record does not say that the person was in hospital');
});

test('a form that can be answered so no more, pressed again, says that it is recorded', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'meeting-cancelled' }));
  const form = browser.page;
  await browser.press('See what this changes', { when: 'today', meeting: 'mam-1' });
  const check = browser.page;
  await browser.press('Cancel meeting');
  for (const [page, button] of [
    [check, 'Cancel meeting'],
    [form, 'See what this changes'],
  ] as const) {
    browser.page = page;
    const again = await browser.press(button, { when: 'today', meeting: 'mam-1' });
    expect(again.url.searchParams.get('again')).toBe('yes');
  }
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as { type: string }[]).filter(({ type }) => type === 'meeting-cancelled')).toHaveLength(1);
});

test('what was looked at before midnight is recorded as of the day that was shown', async () => {
  desk.setClock('2026-10-02T23:59');
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', { ...admission, when: 'today' });
  expect(browser.text()).toContain('Friday 2 October 2026');
  desk.setClock('2026-10-03T00:01');
  await browser.press('Record admission');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as { type: string; on: string }[]).find(({ type }) => type === 'admitted')?.on).toBe('2026-10-02');
});

test('a meeting whose form has an id with ten digits in a row is booked all the same', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'meeting-scheduled' }));
  const event = '12345678-1234-4abc-8abc-123456789012';
  const day = { 'on-day': '20', 'on-month': '10', 'on-year': '2026' };
  await browser.press('See what this changes', { event, ...day, kind: 'mam' });
  await browser.press('Book meeting');
  expect(browser.text()).toContain('recorded at');
});

test('back from the check the form has what was answered, and the same entry is recorded once', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', { ...admission, site: 'RT5YE' });
  const idIn = (html: string): string => /name="event" value="([^"]+)"/.exec(html)?.[1] ?? '';
  const id = idIn(browser.page?.html ?? '');
  const back = await browser.press('Change the answers');
  expect(back.status).toBe(200);
  expect(back.html).toContain('value="RT5YE"');
  expect(back.html).not.toContain('There is a problem');
  expect(idIn(back.html)).toBe(id);
  await browser.press('See what this changes', { security: 'medium' });
  expect(browser.text()).toContain('Medium secure');
  await browser.press('Record admission');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as { id: string; type: string }[]).filter(({ type }) => type === 'admitted').map((one) => one.id)).toEqual([id]);
});

test('what was just recorded can be corrected from the line that says so', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', admission);
  await browser.press('Record admission');
  await browser.follow('Correct this');
  expect(browser.page?.status).toBe(200);
  expect(browser.text()).toContain('Correct: admission');
});
