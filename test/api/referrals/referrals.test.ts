import { randomUUID } from 'node:crypto';
import { parseRegisterId } from '../../../services/people/register-id';
import { aPerson, aReferral, onRegister, send, startService, type Service } from '../support/service';

const event = { type: 'referral-received', source: 'family' };

describe('POST /referrals', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());
  const count = async (table: 'person' | 'event'): Promise<number> =>
    (await service.pool.query(`select count(*)::int as n from ${table}`)).rows[0].n;

  test('stores person and event, and answers with a register id and what changed', async () => {
    const answer = await service.post('/api/v1/referrals', {
      person: aPerson({
        name: '  Test Tom  ',
        nhsNumber: '999 000 0026',
        contacts: [{ name: 'Test Mother', role: 'parent-carer', email: 'mum@example.org' }],
      }),
      event,
    });
    expect(answer.status).toBe(201);
    expect(parseRegisterId(answer.body.registerId)).toBe(answer.body.registerId);
    expect(answer.body.event).toMatchObject({ status: 'applied', sequence: 1 });
    const { rows } = await service.pool.query('select * from person where register_id = $1', [answer.body.registerId]);
    expect(rows[0]).toMatchObject({
      name: 'Test Tom',
      nhs_number: '9990000026',
      born_on: '2011-03-02',
      area: 'example',
      rule_set: 'england-2023',
    });
    expect(rows[0].contacts).toEqual([
      {
        id: 'contact-1',
        name: 'Test Mother',
        role: 'parent-carer',
        email: 'mum@example.org',
        chosen: false,
        calendar: false,
        easyRead: false,
        referred: false,
      },
    ]);
    expect(rows[0].minutes).toBeGreaterThanOrEqual(0);
    expect(rows[0].minutes).toBeLessThanOrEqual(29);
  });

  test('is the same when sent again with the same id, NHS number or not, even at the same moment', async () => {
    for (const person of [aPerson(), aPerson({ nhsNumber: '9990000034' })]) {
      const body = { id: randomUUID(), person, event };
      const before = await count('person');
      const answers = await Promise.all([1, 2, 3].map(() => service.post('/api/v1/referrals', body)));
      answers.push(await service.post('/api/v1/referrals', body));
      for (const answer of answers) {
        expect(answer.status).toBe(201);
        expect(answer.body).toEqual(answers[0]?.body);
      }
      expect(await count('person')).toBe(before + 1);
    }
  });

  test('tells another body under a known id', async () => {
    const body = { id: randomUUID(), person: aPerson({ nhsNumber: '9990000042' }), event };
    await service.post('/api/v1/referrals', body).expect(201);
    const before = await count('person');
    const other = await service.post('/api/v1/referrals', { ...body, person: aPerson() });
    expect([other.status, other.body.code]).toEqual([409, 'event-id-reused']);
    const same = await service.post('/api/v1/referrals', { ...body, event: { ...event, suggestedRating: 'red' } });
    expect([same.status, same.body.code]).toEqual([409, 'event-id-reused']);
    expect(await count('person')).toBe(before);
  });

  test('knows an NHS number that is on file, and names nobody', async () => {
    const first = await service.post('/api/v1/referrals', { person: aPerson({ nhsNumber: '9990000050' }), event });
    const people = await count('person');
    const answer = await service.post('/api/v1/referrals', { person: aPerson({ nhsNumber: '999 000 0050' }), event });
    expect([answer.status, answer.body.code]).toEqual([409, 'person-known']);
    expect(answer.text).not.toContain(first.body.registerId);
    expect(answer.text).not.toContain('9990000050');
    expect(await count('person')).toBe(people);
  });

  test('a person known by register id is referred anew only where no pathway is open', async () => {
    const known = await aReferral(service);
    const open = await service.post('/api/v1/referrals', { registerId: known, event });
    expect([open.status, open.body.code]).toEqual([409, 'pathway-open']);
    await send(service, known, { type: 'pathway-closed', reason: 'Well, and asked for no more' });
    const id = randomUUID();
    const again = await service.post('/api/v1/referrals', { id, registerId: known.toLowerCase().replace('-', ''), event });
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({ registerId: known, event: { id } });
    expect((await service.get(`/api/v1/pathways/${known}`)).body).toMatchObject({
      pathway: 2,
      pathways: 2,
      rating: null,
      onRegister: false,
    });
    expect((await service.get(`/api/v1/pathways/${known}?pathway=1`)).body).toMatchObject({
      pathway: 1,
      status: 'ended',
      ended: { type: 'pathway-closed' },
    });
    const repeat = await service.post('/api/v1/referrals', { id, registerId: known, event });
    expect([repeat.status, repeat.body]).toEqual([201, again.body]);
  });

  test('after a death nobody is referred', async () => {
    const known = await aReferral(service);
    await send(service, known, { type: 'person-died' });
    const answer = await service.post('/api/v1/referrals', { registerId: known, event });
    expect([answer.status, answer.body.code]).toEqual([409, 'pathway-ended']);
  });

  test('the event that ended a pathway answers with what was owed', async () => {
    const known = await aReferral(service);
    await send(service, known, onRegister);
    const { body } = await service.post(`/api/v1/pathways/${known}/events`, { type: 'moved-away' }).expect(200);
    expect(body.owed.map(({ kind }: { kind: string }) => kind).sort()).toEqual(['consent-renewal', 'mam']);
    expect((await service.get(`/api/v1/pathways/${known}`)).body.ended).toMatchObject({ type: 'moved-away', owed: body.owed });
  });
});
