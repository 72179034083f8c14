import { randomUUID } from 'node:crypto';
import { paths } from '../../web/paths';
import { admitted, FRIDAY, SecondPerson, todayOf } from './support/second-person';

let at: SecondPerson;
beforeAll(async () => {
  at = await SecondPerson.start();
});
beforeEach(() => at.desk.setClock(FRIDAY));
afterAll(() => at.desk.close());

test('a death and whatever else ends a pathway; not what a second person has no say in', async () => {
  const registerId = await at.desk.refer();
  await at.desk.send(registerId, admitted);
  await at.desk.send(registerId, { type: 'corrected', event: await at.idOf(registerId, 'admitted'), reason: 'x' });
  expect(await at.tasksOf(registerId)).toEqual([]);
  for (const ending of [{ type: 'person-died' }, { type: 'moved-away' }, { type: 'pathway-closed', reason: 'x' }]) {
    await at.desk.send(registerId, ending);
    const event = await at.lastOf(registerId);
    await at.desk.send(registerId, { type: 'corrected', event, reason: 'It was somebody else' });
    expect(await at.openOf(registerId)).toContain(`confirm/${await at.lastOf(registerId)}`);
  }
  await at.kim.go(paths.person({ registerId }));
  expect(at.kim.text()).toContain('A correction of a death waits for a second person, by Tuesday 6 October 2026. Look at it');
});

test('a correction over the API works at once, and waits for whoever of the staff may confirm; a batch that corrects twice asks once', async () => {
  const registerId = await at.desk.refer();
  await at.desk.send(registerId, admitted);
  await at.desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  const of = await at.idOf(registerId, 'discharged');
  const corrected = (destination: string) => ({
    ...{ type: 'corrected', event: of, reason: 'Sent for the wrong person' },
    with: { type: 'discharged', on: '2026-10-01', destination },
  });
  const { status } = await at.desk.call('POST', `/pathways/${registerId}/events`, { events: [corrected('prison'), corrected('other')] });
  expect(status).toBe(200);
  const events = await at.eventsOf(registerId);
  const [task, ...others] = await at.tasksOf(registerId);
  expect(others).toEqual([]);
  expect(task).toMatchObject({ key: `confirm/${events.at(-1)?.id}`, params: { by: 'api:tests' } });
  // No token confirms, whatever it may do.
  expect((await at.desk.call('POST', `/people/${registerId}/corrections/${events.at(-1)?.id}/confirm`)).status).toBe(404);
  expect(await todayOf(at.sam, registerId)).toContain('Look at it');
  await at.sam.go(paths.correction({ registerId, event: events.at(-1)?.id ?? '' }));
  expect(at.sam.text()).toContain('Another system (tests)');
  await at.sam.press('Confirm');
  expect(at.sam.text()).toContain('Confirmed by Sam Okafor');
});

test('a dry run, a refused correction and the same one sent again ask nobody', async () => {
  const registerId = await at.desk.refer();
  await at.desk.send(registerId, { type: 'rating-set', on: '2026-09-30', rating: 'amber', reason: 'Words' });
  const of = await at.idOf(registerId, 'rating-set');
  const body = { id: randomUUID(), type: 'corrected', event: of, reason: 'x' };
  await at.desk.call('POST', `/pathways/${registerId}/events?dryRun=true`, body);
  expect(await at.tasksOf(registerId)).toEqual([]);
  await at.desk.call('POST', `/pathways/${registerId}/events`, body);
  await at.desk.call('POST', `/pathways/${registerId}/events`, body);
  await at.desk.call('POST', `/pathways/${registerId}/events`, { ...body, id: randomUUID() });
  expect(await at.openOf(registerId)).toHaveLength(1);
});

test.each([
  ['over a weekend', '2026-10-01T16:00', '2026-10-05', '2026-10-06T08:30', '1 day overdue'],
  ['on a Saturday', '2026-10-03T11:00', '2026-10-06', '2026-10-08T08:30', '2 days overdue'],
  ['over Christmas and its bank holidays', '2026-12-24T16:00', '2026-12-30', '2026-12-31T08:30', '1 day overdue'],
  ['a minute before midnight in summer', '2026-10-05T23:59', '2026-10-07', '2026-10-08T00:01', '1 day overdue'],
])('2 working days %s: on its day it is not late, on the next it says how late', async (_, heard, due, after, late) => {
  at.desk.setClock(heard);
  at.sam = await at.desk.signedIn('sam-okafor');
  const { registerId, event } = await at.takenBack();
  expect((await at.tasksOf(registerId))[0]?.params['due']).toBe(due);
  at.desk.setClock(`${due}T23:59`);
  at.kim = await at.desk.signedIn('kim-manager');
  expect(await todayOf(at.kim, registerId)).not.toContain('overdue');
  at.desk.setClock(after);
  at.kim = await at.desk.signedIn('kim-manager');
  expect(await todayOf(at.kim, registerId)).toMatch(new RegExp(`^${late} A correction`));
  await at.kim.go(paths.person({ registerId }));
  expect(at.kim.text()).toContain(`${late} A correction of a discharge from hospital`);
  await at.kim.go(paths.correction({ registerId, event }));
  expect(at.kim.text()).toContain(late);
  await at.kim.press('Confirm');
  expect(at.kim.text()).toContain('Confirmed by Kim Example');
});

test('roles without the permission are refused, and are not asked on Today; of another area it is not there', async () => {
  const { registerId, event } = await at.takenBack();
  for (const [id, status] of [
    ['robin-auditor', 403],
    ['pat-keyworker', 403],
    ['jo-panel', 403],
    ['ash-administrator', 403],
  ] as const) {
    const browser = await at.desk.signedIn(id);
    expect((await browser.go(paths.correction({ registerId, event }))).status).toBe(status);
    const landed = await browser.go(paths.today());
    expect(landed.html).not.toContain('second person');
    const token = /name="token" value="([^"]+)"/.exec(landed.html)?.[1] ?? '';
    const init = { method: 'POST', body: new URLSearchParams({ token }), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await browser.go(paths.correctionConfirm({ registerId, event }), init)).status).toBe(status);
  }
  await at.desk.pool.query(
    `insert into staff (id, area, name, email, roles, audiences) values ('other-officer', 'other', 'Other Officer', 'other@elsewhere.example', '["lda-officer"]', '[]')
     on conflict do nothing`,
  );
  await at.kim.go(paths.correction({ registerId, event }));
  const shown = at.kim.page;
  await at.desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'kim-manager'`);
  expect((await at.kim.go(paths.correction({ registerId, event }))).status).toBe(404);
  at.kim.page = shown;
  expect((await at.kim.press('Confirm')).status).toBe(404);
  expect(await todayOf(at.kim, registerId)).toBe('');
  await at.desk.pool.query(`update staff set area = 'example' where id = 'kim-manager'`);
  expect(await at.saidOf(event)).toEqual([]);
  // Nor is what is no correction, or one that nobody was asked about.
  expect((await at.kim.go(paths.correction({ registerId, event: await at.idOf(registerId, 'admitted') }))).status).toBe(404);
  expect((await at.kim.go(paths.correction({ registerId, event: randomUUID() }))).status).toBe(404);
  const other = await at.desk.refer();
  expect((await at.kim.go(paths.correction({ registerId: other, event }))).status).toBe(404);
});

test('a record that is closed as a duplicate meanwhile leaves nothing that cannot be answered', async () => {
  const { registerId, event } = await at.takenBack();
  const living = await at.desk.refer();
  await at.desk.send(registerId, { type: 'pathway-closed', reason: 'The same person', duplicateOf: living });
  expect(await todayOf(at.kim, registerId)).toContain('waits for a second person');
  await at.kim.go(paths.correction({ registerId, event }));
  await at.kim.press('Confirm');
  expect(await at.openOf(registerId)).toEqual([]);
});
