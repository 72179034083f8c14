import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { startService, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-09-21T10:00');
});
afterAll(() => service.close());

let people = 0;
const fields = (more: object = {}) => {
  people += 1;
  return {
    name: `Member ${people}`,
    email: `member.${people}@work.example`,
    areas: ['example'],
    roles: ['lda-officer'],
    audiences: ['team'],
    reason: 'Joined the team',
    ...more,
  };
};
const add = async (more: object = {}): Promise<{ id: string; version: number }> => (await service.post('/api/v1/staff', fields(more))).body;
const put = (id: string, version: number, body: object) => service.put(`/api/v1/staff/${id}`, version, body);
const history = async (id: string): Promise<{ change: string; by: string; why: string; version: number }[]> =>
  (await service.get(`/api/v1/staff/${id}/history`)).body.versions;

test('a member is added, read, changed and listed, and each version says who, when and why', async () => {
  const said = fields({ id: 'kit-example' });
  const added = await service.post('/api/v1/staff', said);
  expect(added.status).toBe(201);
  const { reason: _, ...shown } = said;
  expect(added.body).toEqual({ ...shown, version: 1, from: '2026-09-21T10:00:00+01:00', until: null, away: [] });
  expect((await service.get('/api/v1/staff/kit-example')).body).toEqual(added.body);
  const changed = await put('kit-example', 1, { ...fields(), audiences: ['team', 'on-call'], roles: ['manager'], reason: 'Is on call' });
  expect(changed.body).toMatchObject({
    id: 'kit-example',
    version: 2,
    audiences: ['team', 'on-call'],
    roles: ['manager'],
    from: added.body.from,
  });
  const listed = await service.get('/api/v1/staff?area=example');
  expect(listed.body.staff).toContainEqual(changed.body);
  expect((await service.get('/api/v1/staff?area=elsewhere')).body.staff).toEqual([]);
  expect(await history('kit-example')).toEqual([
    expect.objectContaining({ version: 1, change: 'added', by: 'tests', why: 'Joined the team', audiences: ['team'] }),
    expect.objectContaining({ version: 2, change: 'changed', by: 'tests', why: 'Is on call', at: '2026-09-21T10:00:00+01:00' }),
  ]);
});

test('without an id a random one is made; an id and an address are one member’s each, however the address is spelt', async () => {
  const { id } = await add({ id: undefined, email: 'Only.Mine@work.example' });
  expect(id).toMatch(/^[0-9a-f-]{36}$/);
  const taken = await service.post('/api/v1/staff', fields({ email: 'only.mine@WORK.example' }));
  expect([taken.status, taken.body.code]).toEqual([409, 'address-taken']);
  const known = await service.post('/api/v1/staff', fields({ id }));
  expect([known.status, known.body.code]).toEqual([409, 'staff-known']);
});

test('of two who change one at once one is told that somebody was faster, and nothing of the other is lost', async () => {
  const { id } = await add();
  const answers = await Promise.all(['A', 'B', 'C'].map((name) => put(id, 1, fields({ name, reason: name }))));
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 412, 412]);
  for (const { status, body } of answers) if (status === 412) expect(body).toMatchObject({ code: 'staff-changed', version: 2 });
  const won = answers.find(({ status }) => status === 200);
  expect((await service.get(`/api/v1/staff/${id}`)).body).toEqual(won?.body);
  expect((await history(id)).map(({ why }) => why)).toEqual(['Joined the team', won?.body.name]);
});

test('a change without the version that it was worked out from is refused; one that changes nothing makes no version', async () => {
  const said = fields();
  const { id } = (await service.post('/api/v1/staff', said)).body;
  const without = await service.put(`/api/v1/staff/${id}`, null, said);
  expect([without.status, without.body.code]).toEqual([428, 'if-match-needed']);
  expect((await put(id, 1, said)).body.version).toBe(1);
  expect(await history(id)).toHaveLength(1);
});

test('who leaves, now or later, stays on record; who was to leave can stay, and who left can return', async () => {
  const { id } = await add();
  const path = `/api/v1/staff/${id}`;
  expect((await service.post(`${path}/leave`, { at: '2026-12-31T17:00', reason: 'Retires' })).body.until).toBe('2026-12-31T17:00:00+00:00');
  expect((await service.post(`${path}/return`, { reason: 'Stays after all' })).body.until).toBe(null);
  expect((await service.post(`${path}/leave`, { reason: 'Has left' })).body.until).toBe('2026-09-21T10:00:00+01:00');
  expect((await service.post(`${path}/leave`, { at: '2026-12-31T17:00', reason: 'Again' })).body.version).toBe(4);
  const { body } = await service.post(`${path}/return`, { at: '2026-10-01T09:00', reason: 'Is back' });
  expect(body).toMatchObject({ from: '2026-10-01T09:00:00+01:00', until: null });
  expect((await history(id)).map(({ change }) => change)).toEqual(['added', 'left', 'returned', 'left', 'returned']);
  const past = await service.post(`${path}/leave`, { at: '2026-09-21T09:59', reason: 'x' });
  expect([past.status, past.body.errors]).toEqual([400, [expect.objectContaining({ path: 'at' })]]);
});

test('who is away has a cover of the same area who is here, and is back when somebody says so', async () => {
  const { id } = await add();
  const cover = (await add()).id;
  const gone = (await add()).id;
  await service.post(`/api/v1/staff/${gone}/leave`, { reason: 'Has left' });
  const path = `/api/v1/staff/${id}/away`;
  for (const unfit of [id, gone, 'nobody-at-all']) {
    const refused = await service.post(path, { cover: unfit, reason: 'x' });
    expect([unfit, refused.status, refused.body.code]).toEqual([unfit, 409, 'cover-unfit']);
  }
  const time = { number: 1, from: '2026-09-21T10:00:00+01:00', until: null, cover };
  expect((await service.post(path, { cover, reason: 'Ill' })).body.away).toEqual([time]);
  const planned = await service.post(path, { from: '2026-12-21T00:00', until: '2027-01-04T00:00', reason: 'Annual leave' });
  expect(planned.body.away).toHaveLength(2);
  service.setClock('2026-09-22T10:00');
  const back = await service.post(`${path}/1/end`, { reason: 'Is back' });
  expect(back.body.away[0]).toEqual({ ...time, until: '2026-09-22T10:00:00+01:00' });
  const off = await service.post(`${path}/2/end`, { reason: 'Works through' });
  expect(off.body.away[1]).toMatchObject({ from: '2026-12-21T00:00:00+00:00', until: '2026-12-21T00:00:00+00:00' });
  const unknown = await service.post(`${path}/3/end`, { reason: 'x' });
  expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-away']);
  const ofGone = await service.post(`/api/v1/staff/${gone}/away`, { reason: 'x' });
  expect([ofGone.status, ofGone.body.code]).toEqual([409, 'not-in-service']);
  const turned = await service.post(path, { from: '2026-12-21T00:00', until: '2026-12-20T00:00', reason: 'x' });
  expect([turned.status, turned.body.errors?.[0]?.path]).toEqual([400, 'until']);
});

test('what is not as it must be is refused, and says which field', async () => {
  const { id } = await add();
  const wrong: [object, string][] = [
    [{ roles: ['king'] }, 'roles.0'],
    [{ audiences: ['person'] }, 'audiences.0'],
    [{ areas: [] }, 'areas'],
    [{ areas: ['nowhere'] }, 'areas'],
    [{ email: 'nobody' }, 'email'],
    [{ name: 'two\nlines' }, 'name'],
    [{ reason: ' ' }, 'reason'],
    [{ until: '2026-12-31T17:00' }, ''],
  ];
  for (const [more, path] of wrong) {
    const answer = await put(id, 1, fields(more));
    expect([more, answer.status, answer.body.errors?.[0]?.path]).toEqual([more, 400, path]);
  }
  for (const path of ['/api/v1/staff/nobody-at-all', '/api/v1/staff/nobody-at-all/history']) {
    const answer = await service.get(path);
    expect([answer.status, answer.body.code]).toEqual([404, 'unknown-staff']);
  }
});

test('staff are read and changed with the scope staff:write alone, and no name or address of theirs is logged', async () => {
  const { id } = await add({ name: 'Zebulon Unloggable', email: 'zebulon@unloggable.example' });
  const token = await createToken(service.pool, 'readers', ['pathways:read', 'people:write']);
  for (const path of ['/api/v1/staff', `/api/v1/staff/${id}`, `/api/v1/staff/${id}/history`])
    expect((await supertest(service.app).get(path).set('Authorization', `Bearer ${token}`)).status).toBe(403);
  await service.post(`/api/v1/staff/${id}/leave`, { reason: 'Zebulon Unloggable has left' });
  expect(service.logged.join('\n')).not.toMatch(/unloggable/i);
  const { rows } = await service.pool.query<{ audit_event: string }>(
    `select distinct audit_event from access_log where audit_event like 'staff-%'`,
  );
  expect(rows.map(({ audit_event }) => audit_event)).toEqual(expect.arrayContaining(['staff-added', 'staff-left', 'staff-listed']));
});
