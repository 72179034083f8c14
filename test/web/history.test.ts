import { parse } from 'node-html-parser';
import { formatInstant, type Instant, parseInstant } from '../../domain/calendar/dates';
import { type HistoryReader, TemporalAway } from '../../services/pathway/history';
import { storiesOf } from '../../web/history/stories';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

type History = NonNullable<Awaited<ReturnType<HistoryReader['read']>>>;

let desk: Desk;
/** What the workflow service is made to answer. */
let answer: HistoryReader['read'] = () => Promise.resolve(null);
beforeAll(async () => {
  desk = await startDesk({ histories: { read: (...asked) => answer(...asked) } });
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T09:40'));

const admission = { type: 'admitted', on: '2026-10-01', security: 'low', detained: true, planned: false };
const idOf = async (registerId: string, type: string): Promise<string> => {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { id: string; type: string }[]).find((event) => event.type === type)?.id ?? '';
};

test('an entry is told with its day, when it was recorded, by whom, what it changed and which messages were wanted', async () => {
  const registerId = await desk.refer({ name: 'Tom Example' });
  desk.setClock('2026-10-04T09:40');
  await desk.send(registerId, admission);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  await browser.follow('History');
  const text = browser.text();
  expect(text).toContain('Admitted to hospital, to a low secure ward. On Thursday 1 October 2026. Recorded 3 days later.');
  expect(text).toContain('Detained under the Mental Health Act. Not planned.');
  expect(text).toContain('Rating: blue');
  expect(text).toContain('Started: Post-admission CETR by ');
  expect(text).toContain('Word of the admission, to the commissioner: waits to go');
  expect(text).toContain('9.40am, by the system tests.');
  expect(text.indexOf('Sunday 4 October 2026')).toBeLessThan(text.indexOf('A referral came from the family'));
  expect(browser.page?.html).toContain('<title>History – ' + registerId);
});

test('what a member of staff recorded stands under their name, with the words that they typed, and these are in the access log', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'review-requested' }));
  await browser.press('See what this changes', { when: 'today', by: 'family', reason: 'They spoke of <b>the canal</b>' });
  await browser.press('Record request');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('A CETR was asked for by the family.');
  expect(browser.page?.html).toContain('They spoke of &lt;b&gt;the canal&lt;/b&gt;');
  expect(browser.text()).toContain('by Sam Okafor.');
  const { rows } = await desk.pool.query<{ audit_event: string }>(
    `select audit_event from access_log where register_id = $1 and actor = 'staff:sam-okafor' order by id desc limit 2`,
    [registerId],
  );
  expect(rows.map((row) => row.audit_event)).toEqual(['words-read', 'story-shown']);
});

test('what was taken back stays, struck through, with the reason and a link to the correction', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admission);
  const admitted = await idOf(registerId, 'admitted');
  desk.setClock('2026-10-03T10:00');
  await desk.send(registerId, { type: 'corrected', event: admitted.toUpperCase(), reason: 'The wrong person' });
  const browser = await desk.signedIn('sam-okafor');
  const { html } = await browser.go(paths.history({ registerId }));
  const entry = parse(html).querySelector(`#e-${admitted}`);
  expect(entry?.querySelector('del')?.text).toContain('Admitted to hospital');
  expect(entry?.text).toContain('Taken back.');
  expect(entry?.text).toContain('The wrong person');
  const correction = await idOf(registerId, 'corrected');
  expect(entry?.querySelector('a')?.getAttribute('href')).toBe(`${paths.history({ registerId })}#e-${correction}`);
  expect(parse(html).querySelector(`#e-${correction}`)?.text).toContain('An earlier entry was taken back');
});

test('a refused entry stands with its reason, and what came of it', async () => {
  const registerId = await desk.refer();
  const { status } = await desk.call('POST', `/pathways/${registerId}/events`, { type: 'discharged' });
  expect(status).toBe(409);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('Discharged from hospital');
  expect(browser.text()).toContain('Not accepted Refused. The record does not say that the person was in hospital on that day.');
  const id = await idOf(registerId, 'discharged');
  await desk.call('POST', `/events/${id}/resolve`, { outcome: 'dismissed', reason: 'Meant for somebody else' });
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('Sorted out: it is not needed, by the system tests');
});

test('a miss that only the clock brought is told, also before a commit has written it', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admission);
  desk.setClock('2027-01-20T10:00');
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toMatch(/Missed: Oversight visit.*It stays recorded as missed/);
  expect(browser.text()).toContain('midnight, by the clock');
});

test('a filter shows one kind alone, and says how many of how many', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admission);
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm1', kind: 'mam', on: '2026-10-12', time: '10:00' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  await browser.press('Apply filter', { show: 'meetings' });
  expect(browser.text()).toContain('A multi-agency meeting (MAM) was booked for Monday 12 October 2026, 10am.');
  expect(browser.text()).not.toContain('A referral came from');
  expect(browser.text()).toMatch(/2 of 3 shown\. Show everything/);
  await browser.go(`${paths.history({ registerId })}?show=else`);
  expect(browser.page?.status).toBe(400);
});

test('consent alone: what was given, wished and taken back, and its deadlines, and nothing else', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'Not about it' });
  await desk.send(registerId, { type: 'corrected', event: await idOf(registerId, 'rating-set'), reason: 'Not about it either' });
  await desk.send(registerId, { type: 'corrected', event: await idOf(registerId, 'consent-given'), reason: 'Of somebody else' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  await browser.press('Apply filter', { show: 'consent' });
  const text = browser.text();
  expect(text).toContain('Consent was given');
  expect(text).toContain('Of somebody else');
  expect(text).not.toContain('Not about it');
  expect(text).toMatch(/[34] of 6 shown\. Show everything/);
});

test('a correction that changes no date of consent is among consent, too', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
  await desk.send(registerId, { type: 'corrected', event: await idOf(registerId, 'contact-wish-recorded'), reason: 'x' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }, { show: 'consent' }));
  expect(browser.text()).toContain('An earlier entry was taken back');
});

test('looks stand in the place of the story, with who, when and what, and no words of the record', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'Typed-words' });
  const ana = await desk.signedIn('ana-example');
  await ana.go(paths.person({ registerId }));
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  await browser.press('Apply filter', { show: 'looks' });
  expect(browser.text()).toContain('Ana Example officer The person’s page Shown');
  expect(browser.text()).toMatch(/1 to \d of \d shown/);
  expect(browser.page?.html).not.toContain('Typed-words');
  await browser.follow('Who looked, by day');
  expect(browser.page?.url.pathname).toBe(paths.looked({ registerId }));
});

test('a review is named for the age in what the service says, and never in what somebody typed', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'action-agreed', action: 'a1', what: 'Book the C(E)TR room', due: '2026-10-20' });
  await desk.send(registerId, { type: 'action-done', action: 'a1' });
  await desk.send(registerId, { type: 'review-requested', by: 'family', reason: 'They asked' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('An action was done: Book the C(E)TR room');
  expect(browser.text()).toContain('A CETR was asked for by the family');
  expect(browser.text().replaceAll('Book the C(E)TR room', '')).not.toContain('C(E)TR');
});

test('two commits of one moment are two stories, and the parts of a batch are one', () => {
  const at = parseInstant('2026-10-02T09:40');
  const event = (id: string, batch: string | null) => ({
    ...{ id, registerId: 'K7QM-42XD', pathway: 1, type: 'leave-began', status: 'applied' as const, sequence: 1, on: null },
    ...{ at: formatInstant(at), received: null, until: null, batch, reason: null, source: 'api:tests', event: null, resolved: null },
  });
  const applied = (id: string) => ({ at, pathway: 1, what: 'event-applied', type: 'leave-began', event: id }) as const;
  const events = [event('a', null), event('b/1', 'b'), event('b/2', 'b'), event('waits', null)];
  const stories = storiesOf(events, [applied('a'), applied('b/1'), applied('b/2'), { at, pathway: 1, what: 'rating', rating: 'red' }]);
  expect(stories.map((story) => [story.events.map(({ id }) => id), story.effects.length])).toEqual([
    [['waits'], 0],
    [['b/1', 'b/2'], 1],
    [['a'], 0],
  ]);
});

describe('whose history it is', () => {
  test.each(['pat-keyworker', 'jo-panel', 'ash-administrator'])('%s may not read it, and has no link to it', async (id) => {
    const registerId = await desk.refer({ name: 'Robin Unseen' });
    const browser = await desk.signedIn(id);
    for (const path of [paths.history({ registerId }), paths.workflow({ registerId })]) {
      const landed = await browser.go(path);
      expect(landed.status).toBe(403);
      expect(landed.html).not.toContain('Robin Unseen');
    }
  });

  test('a keyworker has no link to it, nor to who looked, on the page of somebody whom they own', async () => {
    const registerId = await desk.refer();
    // Who owns whom goes by the machine's clock.
    desk.setClock(formatInstant(Date.now() as Instant));
    const { status } = await desk.call('PUT', `/pathways/${registerId}/owner`, { staff: 'pat-keyworker', reason: 'Works with them' });
    expect(status).toBe(200);
    const browser = await desk.signedIn('pat-keyworker');
    const { html } = await browser.go(paths.person({ registerId }));
    expect(html).not.toContain(paths.looked({ registerId }));
    expect(html).not.toContain(paths.history({ registerId }));
  });

  test('of another area it is as if nobody were there', async () => {
    const registerId = await desk.refer({ name: 'Robin Elsewhere' });
    await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [registerId]);
    const browser = await desk.signedIn('sam-okafor');
    for (const path of [paths.history({ registerId }), paths.workflow({ registerId })]) {
      const landed = await browser.go(path);
      expect(landed.status).toBe(404);
      expect(landed.html).not.toContain('Robin Elsewhere');
    }
  });
});

describe("the workflow's own course", () => {
  const course = (registerId: string, events: readonly (readonly [string, Record<string, unknown>])[]): History => ({
    registerId,
    pathway: 1,
    workflowId: `pathway/${registerId}/1`,
    runs: [
      {
        runId: 'a-run',
        events: events.map(([type, details], place) => ({ eventId: String(place + 1), at: '2026-10-02T09:40:07+01:00', type, details })),
      },
    ],
  });

  test('is told in plain words, each signal with its line of the story, and nobody is named', async () => {
    const registerId = await desk.refer({ name: 'Tom Quixote' });
    await desk.send(registerId, admission);
    const admitted = await idOf(registerId, 'admitted');
    const label = 'post-admission-cetr remind 2026-10-12';
    const signal = (body: unknown) => ({ signalName: 'admitted', input: { payloads: [body] }, identity: 'somebody@host' });
    answer = () =>
      Promise.resolve(
        course(registerId, [
          ['WORKFLOW_EXECUTION_STARTED', {}],
          ['WORKFLOW_TASK_SCHEDULED', {}],
          ['WORKFLOW_EXECUTION_SIGNALED', signal({ eventId: admitted, type: 'admitted', sequence: 2, note: 'Tom Quixote' })],
          ['TIMER_STARTED', { userMetadata: { summary: label } }],
          ['TIMER_CANCELED', { startedEventId: '4' }],
          ['WORKFLOW_EXECUTION_SIGNALED', signal({ eventId: 'tom-quixote', type: 'Tom Quixote' })],
          ['WORKFLOW_EXECUTION_SIGNALED', signal({ unsealed: 'Tom Quixote', why: 'plain' })],
        ]),
      );
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.history({ registerId }));
    await browser.follow('The workflow’s own course');
    const { html } = browser.page ?? { html: '' };
    const text = browser.text();
    expect(text).toContain('It was told of an admission to hospital');
    expect(text).toContain('Timer set: Reminder, Post-admission CETR, on Monday 12 October 2026');
    expect(text).toContain('Timer taken back: Reminder, Post-admission CETR');
    expect(text).toContain(`TIMER_CANCELED: ${label}`);
    expect(text).toContain('It was told of something that the record does not know');
    expect(text).toContain('A message came that was not sealed, and was not heard');
    expect(html).not.toMatch(/quixote|somebody@host/i);
    expect(text).not.toContain('WORKFLOW_TASK_SCHEDULED');
    const line = parse(html).querySelector(`#e-${admitted} a`)?.getAttribute('href');
    expect(line).toBe(`${paths.history({ registerId })}#e-${admitted}`);
    await browser.go(line ?? '');
    expect(browser.page?.html).toContain(`${paths.workflow({ registerId }, { pathway: 1 })}#e-${admitted}`);
    await browser.go(paths.workflow({ registerId }));
    await browser.follow('Show the 1 steps');
    expect(browser.text()).toContain('WORKFLOW_TASK_SCHEDULED');
  });

  test('where Temporal is away, or has none, the page says so and answers', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('sam-okafor');
    answer = () => Promise.reject(new TemporalAway('away'));
    expect((await browser.go(paths.workflow({ registerId }))).status).toBe(200);
    expect(browser.text()).toContain('The workflow service does not answer at the moment. Entries are still recorded and dated');
    answer = () => Promise.resolve(null);
    expect((await browser.go(paths.workflow({ registerId }))).status).toBe(200);
    expect(browser.text()).toContain('The workflow service holds no course of this pathway');
  });
});
