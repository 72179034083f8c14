import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { aPerson, aReferral, startService, type Service } from '../support/service';
import { loseIdentity } from '../../support/database/commit';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
beforeEach(() => service.setClock('2026-10-01T10:00'));
afterAll(() => service.close());

const MUM = { id: 'mum', name: 'Test Mother', role: 'parent-carer', email: 'mum@example.org', chosen: true };
const flags = { referred: false, chosen: false, calendar: false, easyRead: false };
const { id: _, ...MOTHER } = { ...flags, ...MUM };
const at = (registerId: string, rest = ''): string => `/api/v1/people/${registerId}/contacts${rest}`;
const somebody = (): Promise<string> => aReferral(service, { contacts: [MUM] });
const listed = async (registerId: string, query = '') => (await service.get(at(registerId, query)).expect(200)).body.contacts;

describe('a contact', () => {
  test('that came with the referral is there, with the day and the caller of the referral', async () => {
    const registerId = await somebody();
    expect(await listed(registerId)).toEqual([
      { ...MOTHER, id: 'mum', version: 1, state: 'present', since: '2026-10-01T10:00:00+01:00', until: null },
    ]);
    service.setClock('2026-10-02T10:00');
    const { body } = await service.get(at(registerId, '/mum/history')).expect(200);
    expect(body).toEqual({
      registerId,
      id: 'mum',
      versions: [{ ...MOTHER, version: 1, state: 'present', at: '2026-10-01T10:00:00+01:00', by: 'api:tests', reason: null }],
    });
  });

  test('is added, changed and ended, and all of it stays to be read', async () => {
    const registerId = await somebody();
    service.setClock('2026-10-02T10:00');
    const aunt = { id: 'aunt', name: ' Ann Example ', role: 'parent-carer', email: 'ann@example.org' };
    const added = await service.post(at(registerId), { ...aunt, reason: 'She visits every day' }).expect(201);
    expect(added.body.contact).toMatchObject({
      id: 'aunt',
      version: 1,
      name: 'Ann Example',
      chosen: false,
      since: '2026-10-02T10:00:00+01:00',
    });
    service.setClock('2026-10-03T10:00');
    const other = { name: 'Ann Example', role: 'advocate', phone: '0116 496 0000', easyRead: true };
    const changed = await service.put(at(registerId, '/aunt'), 1, { ...other, reason: 'She rang' }).expect(200);
    expect(changed.body.contact).toEqual({
      ...flags,
      ...other,
      ...{ id: 'aunt', version: 2, state: 'present', since: '2026-10-02T10:00:00+01:00', until: null },
    });
    service.setClock('2026-10-04T10:00');
    const ended = await service.post(at(registerId, '/aunt/end'), { reason: 'Moved away' }).expect(200);
    expect(ended.body.contact).toMatchObject({
      id: 'aunt',
      version: 3,
      state: 'ended',
      until: '2026-10-04T10:00:00+01:00',
      role: 'advocate',
    });

    expect((await listed(registerId)).map((one: { id: string }) => one.id)).toEqual(['mum']);
    expect(await listed(registerId, '?ended=true')).toEqual([ended.body.contact]);
    const { body } = await service.get(at(registerId, '/aunt/history')).expect(200);
    expect(
      body.versions.map(({ version, at: when, by, reason, state, email }: Record<string, unknown>) => [
        version,
        when,
        by,
        reason,
        state,
        email,
      ]),
    ).toEqual([
      [1, '2026-10-02T10:00:00+01:00', 'api:tests', 'She visits every day', 'present', 'ann@example.org'],
      [2, '2026-10-03T10:00:00+01:00', 'api:tests', 'She rang', 'present', undefined],
      [3, '2026-10-04T10:00:00+01:00', 'api:tests', 'Moved away', 'ended', undefined],
    ]);
    const { rows } = await service.pool.query('select contacts from person where register_id = $1', [registerId]);
    expect(rows[0].contacts).toEqual([{ ...MOTHER, id: 'mum' }]);
  });

  test('has an hour of the day before which nothing goes to them, wherever it is given, until it is left out', async () => {
    const registerId = await aReferral(service, { contacts: [{ ...MUM, notBefore: '09:30' }] });
    expect(await listed(registerId)).toMatchObject([{ id: 'mum', notBefore: '09:30' }]);
    const added = await service.post(at(registerId), { ...MOTHER, id: 'aunt', notBefore: '14:00' }).expect(201);
    expect(added.body.contact.notBefore).toBe('14:00');
    await service.put(at(registerId, '/mum'), 1, { ...MOTHER, notBefore: '10:00' }).expect(200);
    await service.put(at(registerId, '/mum'), 2, MOTHER).expect(200);
    const { body } = await service.get(at(registerId, '/mum/history')).expect(200);
    expect(body.versions.map(({ notBefore }: { notBefore?: string }) => notBefore)).toEqual(['09:30', '10:00', undefined]);
  });

  test('that was there before keeps its first version once it is changed', async () => {
    const registerId = await somebody();
    service.setClock('2026-10-05T10:00');
    await service.put(at(registerId, '/mum'), 1, { ...MOTHER, email: 'new@example.org' }).expect(200);
    const { body } = await service.get(at(registerId, '/mum/history')).expect(200);
    expect(body.versions).toMatchObject([
      { version: 1, at: '2026-10-01T10:00:00+01:00', email: 'mum@example.org' },
      { version: 2, at: '2026-10-05T10:00:00+01:00', email: 'new@example.org' },
    ]);
  });

  test('without an id gets one that nobody had', async () => {
    const registerId = await aReferral(service, { contacts: [{ name: 'First Example', role: 'referrer' }] });
    await service.post(at(registerId, '/contact-1/end'), { reason: 'x' }).expect(200);
    const added = await service.post(at(registerId), { name: 'Second Example', role: 'referrer' }).expect(201);
    expect(added.body.contact.id).toBe('contact-2');
  });

  test.each([
    ['a mail address that is none', { email: 'mum@' }],
    ['a role that there is not', { role: 'neighbour' }],
    ['a name in two lines', { name: 'Two\nLines' }],
    ['no name', { name: '  ' }],
    ['a telephone number with words', { phone: 'ask Jo' }],
    ['an hour that the day has not', { notBefore: '24:00' }],
    ['a field that there is not', { adress: 'x' }],
    ['a reason of nothing', { reason: ' ' }],
  ])('is checked as at a referral: %s', async (_what, wrong) => {
    const registerId = await somebody();
    for (const answer of [
      await service.post(at(registerId), { ...MOTHER, ...wrong }),
      await service.put(at(registerId, '/mum'), 1, { ...MOTHER, ...wrong }),
    ])
      expect([answer.status, answer.body.code]).toEqual([400, 'invalid-request']);
    expect(await listed(registerId)).toMatchObject([{ id: 'mum', version: 1 }]);
  });

  test('has an id like all ids, and the person at most 50', async () => {
    const registerId = await somebody();
    const wrong = await service.post(at(registerId), { ...MOTHER, id: 'my mum' });
    expect([wrong.status, wrong.body.code]).toEqual([400, 'invalid-request']);
    const many = Array.from({ length: 50 }, (_one, index) => ({ name: `Test Contact ${index}`, role: 'professional' }));
    const full = await aReferral(service, { contacts: many });
    const over = await service.post(at(full), MOTHER);
    expect([over.status, over.body.code]).toEqual([409, 'too-many-contacts']);
    await service.post(at(full, '/contact-50/end'), { reason: 'x' }).expect(200);
    await service.post(at(full), MOTHER).expect(201);
  });
});

describe('who may', () => {
  const asked = async (scopes: string[], bound = false) => {
    const registerId = await somebody();
    const name = `${scopes.join(' ')} ${registerId}`.replace(/[^\w -]/g, '-');
    const token = await createToken(service.pool, name, scopes, bound ? { types: ['admitted'] } : undefined);
    const as = (method: 'get' | 'post' | 'put', path: string) =>
      supertest(service.app)[method](path).set('Authorization', `Bearer ${token}`).set('If-Match', '"1"');
    const answers = [
      await as('get', at(registerId)),
      await as('get', at(registerId, '/mum/history')),
      await as('put', at(registerId, '/mum')).send(MOTHER),
      await as('post', at(registerId)).send(MOTHER),
      await as('post', at(registerId, '/mum/end')).send({ reason: 'x' }),
    ];
    return answers.map(({ status }) => status);
  };
  test('read: people:find and people:write; change: people:write', async () => {
    expect(await asked(['people:find'])).toEqual([200, 200, 403, 403, 403]);
    expect(await asked(['people:write'])).toEqual([200, 200, 200, 201, 200]);
    expect(await asked(['pathways:read', 'events:write', 'staff:write'])).toEqual([403, 403, 403, 403, 403]);
  });
  test('never an integrator: its token opens no record', async () => {
    expect(await asked(['people:write', 'people:find', 'events:write'], true)).toEqual([403, 403, 403, 403, 403]);
  });
});

describe('whose contacts are not changed', () => {
  test('nobody’s', async () => {
    const nobody = '0000-0000';
    for (const answer of [
      await service.get(at(nobody)),
      await service.get(at(nobody, '/mum/history')),
      await service.post(at(nobody), MOTHER),
      await service.put(at(nobody, '/mum'), 1, MOTHER),
      await service.post(at(nobody, '/mum/end'), { reason: 'x' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'unknown-person']);
    const registerId = await somebody();
    for (const answer of [
      await service.get(at(registerId, '/dad/history')),
      await service.put(at(registerId, '/dad'), 1, MOTHER),
      await service.post(at(registerId, '/dad/end'), { reason: 'x' }),
    ])
      expect([answer.status, answer.body.code]).toEqual([404, 'unknown-contact']);
  });

  test('a duplicate’s: the answer names the record that lives on', async () => {
    const [registerId, living] = [await somebody(), await somebody()];
    await service
      .post(`/api/v1/pathways/${registerId}/events`, { type: 'pathway-closed', reason: 'Twice on file', duplicateOf: living })
      .expect(200);
    const answer = await service.post(at(registerId), MOTHER);
    expect(answer.body).toMatchObject({ status: 409, code: 'duplicate-record', duplicateOf: living });
  });

  test('those of somebody whose identity was lost, until it is said; then they are those that were said', async () => {
    const registerId = await somebody();
    await loseIdentity(service.pool, registerId);
    expect((await service.post(at(registerId), MOTHER)).body).toMatchObject({ status: 409, code: 'identity-lost' });
    service.setClock('2026-10-07T10:00');
    await service.post(`/api/v1/pathways/${registerId}/identity`, aPerson({ contacts: [MUM] })).expect(204);
    expect(await listed(registerId)).toMatchObject([{ id: 'mum', since: '2026-10-07T10:00:00+01:00' }]);
    service.setClock('2026-10-09T10:00');
    await service.post(at(registerId), MOTHER).expect(201);
    // A change of one is no new beginning for the others.
    expect((await listed(registerId))[0]).toMatchObject({ id: 'mum', since: '2026-10-07T10:00:00+01:00' });
  });
});

test('each look and each change has a row in the access log, and words that were shown too', async () => {
  const registerId = await somebody();
  const last = (await service.pool.query('select max(id) as id from access_log')).rows[0].id;
  await service.get(at(registerId)).expect(200);
  await service.post(at(registerId), { ...MOTHER, id: 'aunt', reason: 'Words' }).expect(201);
  await service.put(at(registerId, '/aunt'), 2, MOTHER).expect(412);
  await service.put(at(registerId, '/aunt'), 1, { ...MOTHER, name: 'Ann Example' }).expect(200);
  await service.post(at(registerId, '/aunt/end'), { reason: 'x' }).expect(200);
  await service.get(at(registerId, '/aunt/history')).expect(200);
  const { rows } = await service.pool.query<Record<string, string>>(
    'select actor, audit_event, register_id, outcome from access_log where id > $1 order by id',
    [last],
  );
  expect(rows).toEqual(
    [
      ['contacts-shown', 'done'],
      ['contact-added', 'done'],
      ['contact-changed', 'contact-changed'],
      ['contact-changed', 'done'],
      ['contact-ended', 'done'],
      ['contact-history-shown', 'done'],
      ['words-read', 'done'],
    ].map(([audit_event, outcome]) => ({ actor: 'tests', audit_event, register_id: registerId, outcome })),
  );
});
