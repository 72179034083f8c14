import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { aReferral, send, startService, type Service } from '../support/service';

let service: Service;
const ids: Record<string, string> = {};
beforeAll(async () => {
  service = await startService();
  for (const [key, person] of Object.entries({
    zoe: { name: 'Zoë Müller-Example', bornOn: '2001-05-06', nhsNumber: '999 000 0018' },
    zoeElder: { name: 'Example, Zoe Muller', bornOn: '1970-01-02' },
    zoeJane: { name: 'Zoe Jane Muller Example', bornOn: '2001-05-06' },
    twin: { name: 'Max Müller', bornOn: '2001-05-06' },
    other: { name: 'Somebody Else', bornOn: '1999-09-09' },
  }))
    ids[key] = await aReferral(service, person);
});
afterAll(() => service.close());

const find = async (body: object) => (await service.post('/api/v1/people/find', body).expect(200)).body;
const found = async (body: object): Promise<[string | undefined, string][]> =>
  (await find(body)).people.map(({ registerId, match }: { registerId: string; match: string }) => [
    Object.keys(ids).find((key) => ids[key] === registerId),
    match,
  ]);

describe('who a register id is', () => {
  test('name, birth date as recorded last, NHS number and area', async () => {
    expect((await service.get(`/api/v1/people/${ids['zoe']?.toLowerCase()}`).expect(200)).body).toEqual({
      registerId: ids['zoe'],
      name: 'Zoë Müller-Example',
      bornOn: '2001-05-06',
      nhsNumber: '9990000018',
      area: 'example',
      duplicateOf: null,
    });
    await send(service, String(ids['other']), { type: 'birth-date-recorded', bornOn: '1998-08-08' });
    expect((await service.get(`/api/v1/people/${ids['other']}`)).body).toMatchObject({ bornOn: '1998-08-08', nhsNumber: null });
  });

  test('nobody’s, and one that was misheard', async () => {
    expect((await service.get('/api/v1/people/7K3M-9QX2')).body).toMatchObject({ status: 400, code: 'bad-register-id' });
    const free = '0000-0000';
    expect((await service.get(`/api/v1/people/${free}`)).body).toMatchObject({ status: 404, code: 'unknown-person' });
  });
});

describe('finding', () => {
  test('by NHS number alone', async () => {
    expect(await found({ nhsNumber: '999 000 0018' })).toEqual([['zoe', 'nhs-number']]);
    expect(await find({ nhsNumber: '9990000026' })).toEqual({ people: [], count: 0 });
  });

  test('by name and birth date, the nearest first', async () => {
    expect(await found({ name: 'zoe muller example', bornOn: '2001-05-06' })).toEqual([
      ['zoe', 'name-and-birth-date'],
      ['zoeJane', 'part-of-name-and-birth-date'],
      ['twin', 'birth-date'],
      ['zoeElder', 'name'],
    ]);
  });

  test('by name, or the beginnings of its parts; by birth date, or one that was put right', async () => {
    expect(await found({ name: 'MÜLLER, Zo' })).toEqual(
      expect.arrayContaining([
        ['zoe', 'part-of-name'],
        ['zoeElder', 'part-of-name'],
        ['zoeJane', 'part-of-name'],
      ]),
    );
    expect(await found({ name: 'Example Muller Zoe' })).toEqual([
      expect.arrayContaining(['name']),
      expect.arrayContaining(['name']),
      ['zoeJane', 'part-of-name'],
    ]);
    expect(await found({ name: '...' })).toEqual([]);
    expect((await found({ bornOn: '2001-05-06' })).map(([key]) => key).toSorted()).toEqual(['twin', 'zoe', 'zoeJane']);
    for (const bornOn of ['1999-09-09', '1998-08-08']) expect(await found({ bornOn })).toEqual([['other', 'birth-date']]);
  });

  test('a duplicate’s number leads to the record that lives on, and the duplicate itself is not found', async () => {
    const name = 'Twice Onfile';
    const dead = await aReferral(service, { name, nhsNumber: '9990000034' });
    const living = await aReferral(service, { name });
    await send(service, dead, { type: 'pathway-closed', reason: 'x', duplicateOf: living });
    for (const sought of [{ nhsNumber: '999 000 0034' }, { name }])
      expect((await find(sought)).people.map((one: { registerId: string }) => one.registerId)).toEqual([living]);
    expect((await service.get(`/api/v1/people/${dead}`)).body).toMatchObject({ duplicateOf: living, nhsNumber: null });
  });

  test('many: 20 are shown, and how many there are is said', async () => {
    for (let number = 0; number < 22; number += 1) await aReferral(service, { name: 'Common Example', bornOn: '1980-01-01' });
    const { people, count } = await find({ bornOn: '1980-01-01' });
    expect([people.length, count]).toEqual([20, 22]);
  });

  test.each([
    ['nothing', {}],
    ['a number with something else', { nhsNumber: '9990000018', name: 'x' }],
    ['a number that is nobody’s', { nhsNumber: '9999999999' }],
    ['a date that is none', { bornOn: '2001-02-30' }],
    ['an empty name', { name: ' ' }],
    ['a register id', { registerId: '7K3M-9QX1' }],
  ])('%s is no question', async (_what, body) => {
    expect((await service.post('/api/v1/people/find', body)).body).toMatchObject({ status: 400, code: 'invalid-request' });
  });
});

describe('who may be told', () => {
  test('holders of people:find alone, and no integrator', async () => {
    const others = ['referrals:write', 'events:write', 'pathways:read', 'people:write', 'staff:write'];
    const tokens = [
      await createToken(service.pool, 'others', others),
      await createToken(service.pool, 'ward', ['people:find', 'events:write'], { types: ['admitted'] }),
    ];
    for (const token of tokens)
      for (const request of [
        supertest(service.app).post('/api/v1/people/find').send({ nhsNumber: '9990000018' }),
        supertest(service.app).get(`/api/v1/people/${ids['zoe']}`),
      ]) {
        const answer = await request.set('Authorization', `Bearer ${token}`);
        expect([answer.status, answer.text.includes('Zo')]).toEqual([403, false]);
      }
  });

  test('each who is shown is in the access log, before the answer: where that cannot be written, nobody is shown', async () => {
    const last = (await service.pool.query('select max(id) as id from access_log')).rows[0].id;
    const { people } = await find({ bornOn: '2001-05-06' });
    await find({ nhsNumber: '9990000026' });
    await service.get(`/api/v1/people/${ids['zoe']}`).expect(200);
    const { rows } = await service.pool.query(
      'select actor, audit_event, register_id, shown, outcome from access_log where id > $1 order by id',
      [last],
    );
    const row = (audit_event: string, register_id: string | null, shown: readonly string[] = []) => ({
      actor: 'tests',
      audit_event,
      register_id,
      shown,
      outcome: 'done',
    });
    expect(rows).toEqual([
      row(
        'people-sought',
        null,
        people.map(({ registerId }: { registerId: string }) => registerId),
      ),
      row('people-sought', null),
      row('person-shown', ids['zoe'] ?? null),
    ]);
    await service.pool.query('alter table access_log rename to access_log_away');
    try {
      for (const request of [
        supertest(service.app).post('/api/v1/people/find').send({ nhsNumber: '9990000018' }),
        supertest(service.app).get(`/api/v1/people/${ids['zoe']}`),
      ]) {
        const answer = await request.set('Authorization', `Bearer ${service.token}`);
        expect([answer.status, answer.text.includes('Zo')]).toEqual([500, false]);
      }
    } finally {
      await service.pool.query('alter table access_log_away rename to access_log');
    }
  });

  test('nothing of whom somebody sought stands in a log', () => {
    const lines = service.logged.join('\n');
    for (const words of ['Müller', '9990000018', '2001-05-06']) expect(lines).not.toContain(words);
  });
});
