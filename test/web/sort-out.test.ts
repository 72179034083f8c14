import { randomUUID } from 'node:crypto';
import { paths } from '../../web/paths';
import { createToken } from '../../services/access/tokens';
import { parseInstant } from '../../domain/calendar/dates';
import { countToSortOut, listToSortOut } from '../../services/pathway/to-sort-out';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

/** Sends a discharge of somebody who is not in hospital, which is refused; out: the event's id. */
async function refused(registerId: string): Promise<string> {
  const id = randomUUID();
  const { status } = await desk.call('POST', `/pathways/${registerId}/events`, {
    id,
    type: 'discharged',
    on: '2026-10-01',
    destination: 'home',
  });
  expect(status).toBe(409);
  return id;
}
const resolved = async (id: string) => {
  const { rows } = await desk.pool.query<{ resolved: Record<string, unknown> | null }>('select resolved from event where id = $1', [id]);
  return rows[0]?.resolved ?? null;
};

test('a refused entry: who sent it, what it says and why; dismissed with a reason', async () => {
  const registerId = await desk.refer({ name: 'Tom Example' });
  const id = await refused(registerId);
  const browser = await desk.signedIn('sam-okafor');
  expect(browser.page?.html).toMatch(/To sort out <span class="app-count">1<\/span>/);
  await browser.follow('To sort out');
  expect(browser.text()).toContain('A discharge from hospital, Thursday 1 October 2026');
  expect(browser.text()).toContain('The record does not say that the person was in hospital on that day.');
  expect(browser.text()).toContain('Another system (tests)');
  await browser.follow('A discharge from hospital');
  expect(browser.page?.url.pathname).toBe(paths.sortOutOne({ event: id }));
  expect(browser.text()).toContain('On which dayThursday 1 October 2026Where toHome');
  expect(browser.text()).toContain('Nothing was recorded of this person since.');
  const landed = await browser.press('Dismiss this entry');
  expect(landed.status).toBe(400);
  expect(browser.text()).toContain('Say why');
  expect(await resolved(id)).toBeNull();
  await browser.press('Dismiss this entry', { reason: 'The ward had another patient in mind' });
  expect(browser.text()).toContain('This entry is sorted out.');
  expect(browser.text()).toContain('Dismissed by Sam Okafor, 8.30am today: The ward had another patient in mind');
  expect(await resolved(id)).toMatchObject({ outcome: 'dismissed', by: 'staff:sam-okafor' });
  await browser.go(paths.sortOut());
  expect(browser.text()).toContain('No entry is to be sorted out.');
  expect(browser.page?.html).not.toContain('app-count">');
});

test('correct and send again, and then say which entry stands in its place', async () => {
  const registerId = await desk.refer();
  const id = await refused(registerId);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.sortOutOne({ event: id }));
  await browser.follow('Correct and send again');
  expect(browser.page?.url.pathname).toBe(paths.recordEvent({ registerId, type: 'discharged' }));
  const right = randomUUID();
  await desk.send(registerId, { id: right, type: 'contact-wish-recorded', family: 'no' });
  await browser.go(paths.sortOutOne({ event: id }));
  const landed = await browser.press('Record that it was sent again', { reason: 'It was a wish about contact' });
  expect(landed.status).toBe(400);
  expect(browser.text()).toContain('Choose the entry that stands in its place');
  expect(browser.text()).toContain('It was a wish about contact');
  await browser.press('Record that it was sent again', { as: right });
  expect(browser.text()).toContain('Recorded anew by Sam Okafor');
  expect(await resolved(id)).toMatchObject({ outcome: 'sent-again', as: right });
  // Back, and pressed again in other words: how it was sorted out stays.
  await browser.go(paths.sortOutOne({ event: id }));
  expect(browser.text()).not.toContain('Dismiss this entry');
});

test('what two sort out at once is told, and stays as the first did it', async () => {
  const registerId = await desk.refer();
  const id = await refused(registerId);
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  await sam.go(paths.sortOutOne({ event: id }));
  await ana.go(paths.sortOutOne({ event: id }));
  await sam.press('Dismiss this entry', { reason: 'Not needed' });
  const landed = await ana.press('Dismiss this entry', { reason: 'Twice the same' });
  expect(landed.status).toBe(400);
  expect(ana.text()).toContain('Somebody has sorted it out meanwhile');
  expect(ana.text()).toContain('Dismissed by Sam Okafor');
});

test('an integrator’s entry that is held back is listed until when, and dismissing it ends the waiting', async () => {
  const registerId = await desk.refer();
  const token = await createToken(desk.pool, 'ward system', ['events:write'], { types: ['discharged', 'admitted'] });
  const id = randomUUID();
  const response = await fetch(`${desk.url}/api/v1/pathways/${registerId}/events`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ id, bornOn: '2011-03-02', type: 'discharged', on: '2026-10-01' }),
  });
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ event: { status: 'held' } });
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.sortOut());
  expect(browser.text()).toContain('Held back until 8.30am on Saturday 3 October 2026');
  await browser.go(paths.person({ registerId }));
  expect(browser.text()).toContain('A discharge from hospital, which came at 8.30am today, contradicts the record by its order');
  await browser.go(paths.sortOutOne({ event: id }));
  await browser.press('Dismiss this entry', { reason: 'Sent to the wrong person' });
  expect(browser.text()).toContain('Dismissed by Kim Example');
  expect((await desk.pool.query('select id from held_event')).rowCount).toBe(0);
});

test('a batch is shown with its parts', async () => {
  const registerId = await desk.refer();
  const id = randomUUID();
  await desk.call('POST', `/pathways/${registerId}/events`, {
    id,
    events: [
      { type: 'contact-wish-recorded', family: 'no' },
      { type: 'discharged', on: '2026-10-01' },
    ],
  });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.sortOutOne({ event: id }));
  expect(browser.text()).toContain('Several entries that were sent together');
  expect(browser.text()).toContain('A wish about contact with the family');
  await browser.press('Dismiss this entry', { reason: 'Sent twice' });
  expect(browser.text()).toContain('Sorted out.');
});

test('who may not sort out sees neither the page nor the count; an entry of another area is not there', async () => {
  const registerId = await desk.refer();
  const id = await refused(registerId);
  for (const who of ['robin-auditor', 'pat-keyworker']) {
    const other = await desk.signedIn(who);
    expect(other.page?.html).not.toContain('To sort out');
    expect((await other.go(paths.sortOut())).status).toBe(403);
    expect((await other.go(paths.sortOutOne({ event: id }))).status).toBe(403);
  }
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.sortOutOne({ event: id }));
  const form = browser.page;
  await desk.pool.query(`update person set area = 'llr' where register_id = $1`, [registerId]);
  // Of this area one is there, and counted.
  await refused(await desk.refer());
  expect((await browser.go(paths.sortOut())).status).toBe(200);
  expect(browser.page?.html).not.toContain(registerId);
  expect(browser.page?.html).toContain('app-count">1<');
  expect((await browser.go(paths.sortOutOne({ event: id }))).status).toBe(404);
  browser.page = form;
  expect((await browser.press('Dismiss this entry', { reason: 'Not mine' })).status).toBe(404);
  expect(await resolved(id)).toBeNull();
  await desk.pool.query(`update person set area = 'example' where register_id = $1`, [registerId]);
});

test('who sees own people only finds no others', async () => {
  const registerId = await desk.refer();
  const id = await refused(registerId);
  const looker = { id: 'pat-keyworker', roles: ['keyworker'], areas: ['example'] } as const;
  const now = parseInstant('2026-10-02T08:35');
  const seen = async () => {
    const { refused: found, held } = await listToSortOut(desk.pool, looker, 1, now);
    return [[...found.entries, ...held.entries].map(({ event }) => event.id), await countToSortOut(desk.pool, looker, now)];
  };
  expect(await seen()).toEqual([[], 0]);
  await desk.call('PUT', `/pathways/${registerId}/owner`, { staff: 'pat-keyworker', reason: 'Takes over' });
  expect(await seen()).toEqual([[id], 1]);
  // A second time on the pathway that never was takes nobody from their keyworker.
  const again = randomUUID();
  await desk.send(registerId, { type: 'pathway-closed', on: '2026-10-02', reason: 'No longer needed' });
  await desk.send(registerId, { id: again, type: 'referral-received', source: 'family', on: '2026-10-02' });
  expect(await seen()).toEqual([[], 0]);
  await desk.send(registerId, { type: 'corrected', event: again, reason: 'It was about somebody else' });
  expect(await seen()).toEqual([[id], 1]);
});

test('Today leads from a refused entry to its page', async () => {
  const registerId = await desk.refer();
  const id = await refused(registerId);
  await desk.pool.query(
    `insert into task (key, register_id, kind, audience, params) values ('refused/' || $1, $2, 'event-refused', 'team', jsonb_build_object('event', $1::text))`,
    [id, registerId],
  );
  const browser = await desk.signedIn('sam-okafor');
  await browser.follow('Sort out');
  expect(browser.page?.url.pathname).toBe(paths.sortOutOne({ event: id }));
});
