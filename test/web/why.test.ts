import { DEADLINE_KINDS } from '../../domain/pathway/kinds';
import { feedTitle } from '../../web/content/kinds';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

/** On the register since Friday 2 October 2026. */
async function onRegister(person: Record<string, unknown> = {}): Promise<string> {
  const registerId = await desk.refer({ bornOn: '1990-03-02', ...person });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register', 'meeting', 'disclosure'] });
  return registerId;
}

/** The page that says why the deadline of a kind is due when it is. */
async function why(browser: TextBrowser, registerId: string, kind: string): Promise<string> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const found = (body['deadlines'] as { deadline: string; kind: string }[]).find((one) => one.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  await browser.go(paths.deadline({ registerId, deadline: found.deadline }));
  return browser.text();
}

test('who will be told stands with the day on which it goes: never a weekend, and never a day before the deadline began', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  // Due on Friday 30 October: overdue the day after, a Saturday, which is told on the Monday.
  const said = await why(browser, registerId, 'post-admission-cetr');
  expect(said).toContain('due Friday 30 October 2026, 28 days after the admission to hospital on Friday 2 October 2026');
  const told = said.slice(said.indexOf('Who will be told'));
  expect(told).toContain('Friday 16 October 2026 Reminder The owner');
  expect(told).toContain('Monday 2 November 2026 Overdue reminder The owner');
  expect(told).not.toMatch(/(Saturday|Sunday) \d/);
});

test('nobody is promised to be told after the day from which it is owed no longer, or before it began', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-20', invited: ['team'] });
  const browser = await desk.signedIn('sam-okafor');
  const said = await why(browser, registerId, 'panel-papers');
  const told = said.slice(said.indexOf('Who will be told'), said.indexOf('What would change'));
  // The papers are due the day before the meeting, and are owed until its day.
  expect(told.trim()).toBe('Who will be told, if it is not done Monday 19 October 2026 Reminder on the day The owner');
});

test('while the meeting that would satisfy it stands planned, no reminder is promised', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  const reminder = 'Friday 16 October 2026 Reminder';
  expect(await why(browser, registerId, 'post-admission-cetr')).toContain(reminder);
  await desk.send(registerId, {
    type: 'meeting-scheduled',
    meeting: 'm-1',
    kind: 'post-admission-cetr',
    on: '2026-10-27',
    invited: ['team'],
  });
  expect(await why(browser, registerId, 'post-admission-cetr')).not.toContain(reminder);
});

test('what is to be done before a meeting says how long before', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-20', invited: ['team'] });
  const browser = await desk.signedIn('sam-okafor');
  const said = await why(browser, registerId, 'panel-papers');
  expect(said).toContain('due Monday 19 October 2026, 1 day before the planned meeting on Tuesday 20 October 2026');
  expect(said).toContain('That is 1 day before that day.');
  expect(said).not.toContain('not from a length of time');
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-22', invited: ['team'] });
  const moved = await why(browser, registerId, 'panel-papers');
  expect(moved).toContain('due Wednesday 21 October 2026. The meeting was planned anew, for Thursday 22 October 2026');
  expect(moved).toContain('Friday 2 October 2026 It moved from Monday 19 October 2026 to Wednesday 21 October 2026');
});

test('what has happened to it stands day by day', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'Out of school' });
  const browser = await desk.signedIn('sam-okafor');
  expect(await why(browser, registerId, 'mam')).toContain('What has happened to it Friday 2 October 2026 It started, with no date set');
  desk.setClock('2026-10-13T09:00');
  expect(await why(await desk.signedIn('ana-example'), registerId, 'mam')).toContain(
    'no date set. It has waited 11 days, since the rating on Friday 2 October 2026',
  );
});

test('it can be excused from there, where its kind can be', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  await why(browser, registerId, 'oversight-visit');
  await browser.follow('Excuse it');
  expect(browser.page?.url.pathname).toBe(paths.recordEvent({ registerId, type: 'deadline-excused' }));
  const auditor = await desk.signedIn('robin-auditor');
  expect(await why(auditor, registerId, 'oversight-visit')).not.toContain('Excuse it');
});

test('before something is recorded, each date asks its why: of what stands on its own page, of what would start in its rule', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'Out of school' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', { when: 'yesterday', security: 'non-secure', detained: 'false', planned: 'false' });
  const html = browser.page?.html ?? '';
  const dated = html.match(/<td><strong>[^<]+<\/strong>/g) ?? [];
  expect(dated.length).toBeGreaterThan(3);
  expect(html.match(/data-label="After">[^<]+ <a class="app-why/g)).toHaveLength(dated.length);
  const check = browser.page;
  await browser.follow('Why? Oversight visit, starts');
  expect(browser.page?.url.pathname).toMatch(/^\/rules\/england-2023%40\d$/);
  expect(html).toContain('#rule-oversight-visit"');
  expect(browser.page?.html).toContain('id="rule-oversight-visit"');
  browser.page = check;
  await browser.follow('Why? Consent renewal, stays');
  expect(browser.text()).toContain('Why is “Consent renewal” due on Saturday 2 October 2027?');
  await browser.follow('consent-renewal');
  expect(browser.page?.html).toContain('id="rule-consent-renewal"');
});

test('no meeting is offered to be recorded before its day', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-10-05', invited: ['team'] });
  const browser = await desk.signedIn('sam-okafor');
  const said = await why(browser, registerId, 'meeting-outcome');
  expect(said).not.toContain('Record meeting');
  await browser.go(paths.today({ whose: 'all' }));
  expect(browser.text()).not.toMatch(/Record what came of the meeting[^?]*\?[^?]*Record meeting/);
  desk.setClock('2026-10-05T09:00');
  expect(await why(await desk.signedIn('ana-example'), registerId, 'meeting-outcome')).toContain('Record meeting');
});

test('a calendar outside says what is due in words, with no code and no diagnosis', () => {
  for (const kind of DEADLINE_KINDS) {
    expect(feedTitle(kind)).not.toContain(kind === 'action' ? '-' : kind);
    expect(feedTitle(kind)).not.toMatch(/diagnosis/i);
  }
});

test('a post-admission CETR says that no community one stood in, and that an LAEP does not count', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-held', meeting: 'early', kind: 'laep', on: '2026-09-04', outcome: 'admit' });
  await desk.send(registerId, { type: 'meeting-held', meeting: 'l-1', kind: 'laep', on: '2026-09-05', outcome: 'admit' });
  await desk.send(registerId, { type: 'meeting-held', meeting: 'l-2', kind: 'laep', on: '2026-10-02', outcome: 'admit' });
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  const said = await why(browser, registerId, 'post-admission-cetr');
  expect(said).toContain(
    'in the 28 days up to and including it. The LAEPs on Saturday 5 September 2026 and Friday 2 October 2026 do not count.',
  );
  expect(await why(browser, registerId, 'oversight-visit')).not.toContain('does not count');
  const stoodIn = await onRegister();
  await desk.send(stoodIn, {
    type: 'meeting-held',
    meeting: 'c-1',
    kind: 'community-cetr',
    on: '2026-09-05',
    outcome: 'admission-supported',
  });
  await desk.send(stoodIn, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  expect(await why(browser, stoodIn, 'post-admission-cetr')).not.toContain('up to and including');
});

test('who was reminded stands by name and day, in the sentence where it is late; what did not go does not', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const { deadline } = (body['deadlines'] as { deadline: string; kind: string }[]).find(({ kind }) => kind === 'post-admission-cetr') ?? {};
  const write = (key: string, more: Record<string, unknown>) => {
    const row: Record<string, unknown> = {
      ...{ key, register_id: registerId, pathway: 1, template: 'step-remind', audience: 'owner', recipient: 'staff:sam-okafor', deadline },
      ...{
        recipient_name: 'Sam Okafor',
        channel: 'digest',
        status: 'digested',
        planned_at: '2026-10-16T07:00Z',
        not_before: '2026-10-16T07:00Z',
      },
      ...more,
    };
    const names = Object.keys(row);
    return desk.pool.query(
      `insert into notice (${names.map((name) => `"${name}"`).join()}) values (${names.map((_, index) => `$${index + 1}`).join()})`,
      Object.values(row),
    );
  };
  const list = { register_id: null, pathway: null, deadline: null, template: 'digest', channel: 'mail' };
  await write('list-1', { ...list, status: 'sent', sent_at: '2026-10-16T07:31Z' });
  await write('list-2', { ...list, status: 'failed', reason: 'x' });
  await write('line-1', { reason: 'list-1' });
  await write('line-1b', { reason: 'list-1', audience: 'team' });
  await write('line-2', { reason: 'list-2', recipient: 'staff:ana-example', recipient_name: 'Ana Example' });
  const commissioner = { audience: 'commissioner', recipient: 'staff:lee-commissioner', recipient_name: 'Lee Example', channel: 'mail' };
  await write('mail-1', { ...commissioner, template: 'step-escalate', status: 'sent', sent_at: '2026-11-09T08:00Z' });
  await write('mail-2', {
    template: 'step-overdue',
    channel: 'mail',
    status: 'held',
    reason: 'x',
    recipient: 'staff:kim-manager',
    recipient_name: 'Kim Example',
  });
  await write('other', { deadline: 'another', status: 'sent', sent_at: '2026-10-20T07:31Z', recipient_name: 'Robin Example' });
  const browser = await desk.signedIn('sam-okafor');
  const before = await why(browser, registerId, 'post-admission-cetr');
  expect(before).toContain('Who was reminded Friday 16 October 2026');
  expect(before).not.toContain('was reminded on');
  desk.setClock('2026-11-10T09:00');
  const late = await desk.signedIn('sam-okafor');
  const said = await why(late, registerId, 'post-admission-cetr');
  expect(said).toContain('Sam Okafor was reminded on Friday 16 October 2026 and Lee Example on Monday 9 November 2026.');
  const told = said.slice(said.indexOf('Who was reminded'), said.indexOf('What would change'));
  expect(told.replace(/\s+/g, ' ').trim()).toMatch(
    /^Who was reminded Friday 16 October 2026 Reminder Sam Okafor, as the owner ?Monday 9 November 2026 Told further up Lee Example, for the commissioner$/,
  );
});
