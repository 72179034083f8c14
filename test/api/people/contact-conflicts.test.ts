import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { aReferral, startService, type Service } from '../support/service';

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

describe('what is sent twice, or by two', () => {
  test('the same again is answered the same, and counts once', async () => {
    const registerId = await somebody();
    const aunt = { id: 'aunt', name: 'Ann Example', role: 'advocate', reason: 'x' };
    const end = { reason: 'Moved away' };
    for (let times = 0; times < 2; times += 1) await service.post(at(registerId), aunt).expect(201);
    for (let times = 0; times < 2; times += 1)
      await service.put(at(registerId, '/aunt'), 1, { name: 'Ann Other', role: 'advocate', reason: 'x' }).expect(200);
    for (let times = 0; times < 2; times += 1) await service.post(at(registerId, '/aunt/end'), end).expect(200);
    const { body } = await service.get(at(registerId, '/aunt/history')).expect(200);
    expect(body.versions).toHaveLength(3);
    // What is recorded already needs no version.
    expect((await service.put(at(registerId, '/mum'), 1, MOTHER).expect(200)).body.contact.version).toBe(1);
  });

  test('two people change one contact at once: one is told, and shown what the other wrote', async () => {
    const registerId = await somebody();
    const tokens = await Promise.all(['ann', 'bob', 'cid', 'dot'].map((name) => createToken(service.pool, name, ['people:write'])));
    const answers = await Promise.all(
      tokens.map((token, index) =>
        supertest(service.app)
          .put(at(registerId, '/mum'))
          .set('Authorization', `Bearer ${token}`)
          .set('If-Match', '"1"')
          .send({ ...MOTHER, email: `new${index}@example.org` }),
      ),
    );
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 412, 412, 412]);
    const written = answers.find(({ status }) => status === 200)?.body.contact;
    for (const { status, body } of answers) if (status === 412) expect(body).toMatchObject({ code: 'contact-changed', contact: written });
    expect(await listed(registerId)).toEqual([written]);
    const { body } = await service.get(at(registerId, '/mum/history')).expect(200);
    expect(body.versions).toHaveLength(2);
  });

  test('two people add, change and end different contacts at once: nothing is lost', async () => {
    const registerId = await somebody();
    /** On a machine with too much to do somebody is told `busy`: nothing was recorded, and the same again does it. */
    const insist = async (status: number, ask: () => PromiseLike<{ status: number }>): Promise<void> => {
      let answer = await ask();
      while (answer.status === 503) answer = await ask();
      expect(answer.status).toBe(status);
    };
    await Promise.all([
      ...Array.from({ length: 6 }, (_one, index) =>
        insist(201, () => service.post(at(registerId), { name: `Test Contact ${index}`, role: 'professional' })),
      ),
      insist(200, () => service.put(at(registerId, '/mum'), 1, { ...MOTHER, email: 'new@example.org' })),
      insist(200, () => service.post(`/api/v1/pathways/${registerId}/events`, { type: 'rating-set', rating: 'amber', reason: 'x' })),
    ]);
    const contacts = await listed(registerId);
    expect(contacts.map((one: { id: string }) => one.id).toSorted()).toEqual(
      [1, 2, 3, 4, 5, 6].map((number) => `contact-${number}`).concat('mum'),
    );
    expect(contacts[0]).toMatchObject({ id: 'mum', version: 2, email: 'new@example.org' });
  });

  test('a change needs the version that it was made from', async () => {
    const registerId = await somebody();
    const put = (header?: string) => {
      const request = supertest(service.app).put(at(registerId, '/mum')).set('Authorization', `Bearer ${service.token}`);
      return (header === undefined ? request : request.set('If-Match', header)).send({ ...MOTHER, email: 'new@example.org' });
    };
    expect((await put()).body).toMatchObject({ status: 428, code: 'if-match-needed' });
    for (const header of ['1', '*', 'W/"1"', '"mum"'])
      expect((await put(header)).body).toMatchObject({ status: 400, code: 'bad-if-match' });
    expect((await put('"2"')).body).toMatchObject({ status: 412, code: 'contact-changed', contact: { version: 1 } });
    expect((await put('"1"')).status).toBe(200);
  });

  test('what has ended stays as it was, and its id is nobody else’s', async () => {
    const registerId = await somebody();
    await service.post(at(registerId, '/mum/end'), { reason: 'x', silently: true }).expect(200);
    const answers = [
      await service.put(at(registerId, '/mum'), 2, MOTHER),
      await service.post(at(registerId, '/mum/end'), { reason: 'y' }),
      await service.post(at(registerId), { ...MOTHER, id: 'mum', name: 'Another Example' }),
      await service.put(at(registerId, '/mum'), 1, MOTHER),
    ];
    expect(answers.map(({ status, body }) => [status, body.code, body.contact.state])).toEqual([
      [409, 'contact-ended', 'ended-silently'],
      [409, 'contact-ended', 'ended-silently'],
      [409, 'contact-id-used', 'ended-silently'],
      [412, 'contact-changed', 'ended-silently'],
    ]);
  });
});
