import { loseIdentity } from '../../support/database/commit';
import { aPerson, send, startService, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());

const LOST = 'ABCD-EF10';

/** As a recovery from the histories leaves a person: a register id, events, and the task. */
async function lost(): Promise<string> {
  const { body } = await service.post('/api/v1/referrals', { person: aPerson(), event: { type: 'referral-received', source: 'family' } });
  await send(service, body.registerId, { type: 'admitted', security: 'low', detained: true, planned: false });
  await loseIdentity(service.pool, body.registerId);
  return body.registerId;
}
const contacts = [{ name: 'Test Mother', role: 'parent-carer', email: 'mum@example.org' }];

test('who was lost has a name again, the birth date is an event, and the task is done', async () => {
  const registerId = await lost();
  const person = aPerson({ nhsNumber: '999 000 0026', contacts });
  expect((await service.post(`/api/v1/pathways/${registerId}/identity`, person)).status).toBe(204);
  const { rows } = await service.pool.query('select name, nhs_number, contacts from person where register_id = $1', [registerId]);
  expect(rows[0]).toMatchObject({
    name: person['name'],
    nhs_number: '9990000026',
    contacts: [expect.objectContaining({ name: 'Test Mother' })],
  });
  const { body } = await service.get(`/api/v1/pathways/${registerId}/events`);
  expect(body.events.at(-1)).toMatchObject({ type: 'birth-date-recorded', status: 'applied' });
  const tasks = await service.pool.query('select status from task where key = $1', [`identity-lost/${registerId}`]);
  expect(tasks.rows).toEqual([{ status: 'done' }]);
  // Sent again, because the answer was lost.
  expect((await service.post(`/api/v1/pathways/${registerId}/identity`, person)).status).toBe(204);
  const after = await service.get(`/api/v1/pathways/${registerId}/events`);
  expect(after.body.events).toHaveLength(body.events.length);
  // Nothing is put over it any more: no other name, birth date, number or contact.
  for (const other of [{ name: 'Another Test' }, { bornOn: '1980-01-01' }, { nhsNumber: '9990000034' }, { contacts: [] }]) {
    const again = await service.post(`/api/v1/pathways/${registerId}/identity`, { ...person, ...other });
    expect([again.status, again.body.code]).toEqual([409, 'identity-known']);
  }
  expect((await service.pool.query('select name, nhs_number, contacts from person where register_id = $1', [registerId])).rows).toEqual(
    rows,
  );
  expect((await service.get(`/api/v1/pathways/${registerId}/events`)).body).toEqual(after.body);
});

test('nobody can be renamed this way, and no NHS number is taken from another', async () => {
  const { body } = await service.post('/api/v1/referrals', {
    person: aPerson({ nhsNumber: '9990000018' }),
    event: { type: 'referral-received', source: 'family' },
  });
  const known = await service.post(`/api/v1/pathways/${body.registerId}/identity`, aPerson({ name: 'Another Test' }));
  expect([known.status, known.body.code]).toEqual([409, 'identity-known']);
  const registerId = await lost();
  const taken = await service.post(`/api/v1/pathways/${registerId}/identity`, aPerson({ nhsNumber: '9990000018' }));
  expect([taken.status, taken.body.code]).toEqual([409, 'person-known']);
  const bad = await service.post(`/api/v1/pathways/${registerId}/identity`, aPerson({ bornOn: '2090-01-01' }));
  expect([bad.status, bad.body.code]).toEqual([400, 'invalid-request']);
  expect((await service.post(`/api/v1/pathways/${LOST}/identity`, aPerson())).status).toBeGreaterThanOrEqual(400);
  const { rows } = await service.pool.query('select name from person where register_id = $1', [registerId]);
  expect(rows).toEqual([{ name: null }]);
});

test('of somebody whose pathway has ended who they were is all that is asked', async () => {
  const registerId = await lost();
  await send(service, registerId, { type: 'person-died', on: '2026-09-21' });
  const person = aPerson({ bornOn: '1961-04-05' });
  for (let times = 0; times < 2; times += 1)
    expect((await service.post(`/api/v1/pathways/${registerId}/identity`, person)).status).toBe(204);
  const { rows } = await service.pool.query('select status, key from task where key = $1', [`identity-lost/${registerId}`]);
  expect(rows).toEqual([{ status: 'done', key: `identity-lost/${registerId}` }]);
  const events = await service.pool.query<{ id: string }>(`select id from event where register_id = $1 and type = 'birth-date-recorded'`, [
    registerId,
  ]);
  expect(events.rows.map(({ id }) => id)).toEqual([expect.not.stringContaining('1961')]);
});
