import { aReferral, send, startService, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
  for (const [id, area] of [
    ['sam', 'example'],
    ['ana', 'example'],
  ] as const)
    await service.post('/api/v1/staff', {
      ...{
        id,
        name: id,
        email: `${id}@work.example`,
        areas: [area],
        roles: ['lda-officer'],
        audiences: ['team'],
        reason: 'Joined the team',
      },
    });
});
afterAll(() => service.close());

const owner = (registerId: string) => service.get(`/api/v1/pathways/${registerId}/owner`);
const assign = (registerId: string, staff: string, reason = 'Knows the family') =>
  service.put(`/api/v1/pathways/${registerId}/owner`, null, { staff, reason });

test('a pathway is given to an owner, handed over and given up, and its history says who said so, when and why', async () => {
  const registerId = await aReferral(service);
  expect((await owner(registerId)).body).toEqual({ registerId, pathway: 1, version: 0, owner: null, history: [] });
  expect((await assign(registerId, 'sam')).body).toMatchObject({ version: 1, owner: 'sam' });
  expect((await assign(registerId, 'sam')).body.version).toBe(1);
  expect((await assign(registerId, 'ana', 'Sam moves on')).body).toMatchObject({ version: 2, owner: 'ana' });
  const ended = await service.post(`/api/v1/pathways/${registerId}/owner/end`, { reason: 'The team shares it' });
  expect(ended.body).toMatchObject({ version: 3, owner: null });
  expect(ended.body.history.map(({ staff, by, why }: Record<string, unknown>) => [staff, by, why])).toEqual([
    ['sam', 'tests', 'Knows the family'],
    ['ana', 'tests', 'Sam moves on'],
    [null, 'tests', 'The team shares it'],
  ]);
  expect((await owner(registerId)).body).toEqual(ended.body);
});

test('of two at once with one version one is told that somebody was faster', async () => {
  const registerId = await aReferral(service);
  const answers = await Promise.all(['sam', 'ana'].map((id) => assign(registerId, id).set('If-Match', '"0"')));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412]);
  expect(answers.find(({ status }) => status === 412)?.body).toMatchObject({ code: 'owner-changed', version: 1 });
});

test('who cannot own it, and what nobody can own, is refused', async () => {
  const registerId = await aReferral(service);
  const unfit = await assign(registerId, 'nobody-at-all');
  expect([unfit.status, unfit.body.code]).toEqual([409, 'owner-unfit']);
  const unknown = await assign('7K3M-9QX1', 'sam');
  expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-person']);
  expect((await owner('7K3M-9QX1')).body.code).toBe('unknown-person');
  expect((await service.get(`/api/v1/pathways/${registerId}/owner?pathway=7`)).body.code).toBe('unknown-pathway');
  const wrong = await assign(registerId, 'sam').set('If-Match', 'W/"1"');
  expect([wrong.status, wrong.body.code]).toEqual([400, 'bad-if-match']);
  await send(service, registerId, { type: 'person-died' });
  const over = await assign(registerId, 'sam');
  expect([over.status, over.body.code]).toEqual([409, 'no-open-pathway']);
});

test('whoever leaves owns nothing any more, and an open task lists it', async () => {
  const [one, other] = [await aReferral(service), await aReferral(service)];
  await service.post('/api/v1/staff', {
    ...{ id: 'kit', name: 'Kit', email: 'kit@work.example', areas: ['example'], roles: [], audiences: [], reason: 'For these two' },
  });
  for (const registerId of [one, other]) await assign(registerId, 'kit');
  await service.post('/api/v1/staff/kit/leave', { reason: 'Has left' });
  for (const registerId of [one, other]) expect((await owner(registerId)).body).toMatchObject({ version: 2, owner: null });
  const { rows } = await service.pool.query(`select params from task where kind = 'owner-left' and status = 'open'`);
  expect(rows).toEqual([
    { params: { staff: 'kit', from: '2026-09-21T10:00:00+01:00', pathways: [`${one}/1`, `${other}/1`].sort().join(', ') } },
  ]);
});
