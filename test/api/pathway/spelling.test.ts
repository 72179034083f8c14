import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { admission, aReferral, send, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T20:00');
  tom = await aReferral(service);
});
afterAll(() => service.close());

const applied = async (): Promise<number> => Number((await service.get(`/api/v1/pathways/${tom}`)).body.sequence);
const events = () => `/api/v1/pathways/${tom}/events`;

describe('one UUID is one id, in capitals and in small letters', () => {
  test('an event sent again in the other spelling counts once, and is found under both', async () => {
    const id = randomUUID();
    const body = { type: 'contact-wish-recorded', family: 'yes' };
    const first = await service.post(events(), { id: id.toUpperCase(), ...body }).expect(200);
    const before = await applied();
    const again = await service.post(events(), { id, ...body }).expect(200);
    expect(again.body).toEqual(first.body);
    expect(first.body.event.id).toBe(id);
    expect(await applied()).toBe(before);
    expect((await service.post(events(), { id: id.toUpperCase(), ...body, family: 'no' })).body.code).toBe('event-id-reused');
    for (const spelt of [id, id.toUpperCase()]) expect((await service.get(`${events()}/${spelt}`).expect(200)).body.id).toBe(id);
  });

  test('a batch, its parts and a referral too', async () => {
    const id = randomUUID();
    const batch = { events: [{ type: 'leave-began' }, { type: 'contact-wish-recorded', family: 'no' }] };
    const first = await service.post(events(), { id, ...batch });
    expect((await service.post(events(), { id: id.toUpperCase(), ...batch })).body.code).toBe(first.body.code);
    expect((await service.get(`${events()}/${id.toUpperCase()}%2F1`).expect(200)).body.batch).toBe(id);

    const referral = {
      id: randomUUID(),
      person: { name: 'Test Twice', bornOn: '2012-01-01' },
      event: { type: 'referral-received', source: 'self' },
    };
    const one = await service.post('/api/v1/referrals', referral).expect(201);
    const two = await service.post('/api/v1/referrals', { ...referral, id: referral.id.toUpperCase() }).expect(201);
    expect(two.body).toEqual(one.body);
  });

  test('where an event names another, a meeting or an action', async () => {
    const id = randomUUID();
    await send(service, tom, { id, ...admission, on: '2026-09-30' });
    await send(service, tom, { type: 'corrected', event: id.toUpperCase(), reason: 'Another patient' });
    expect((await service.get(`/api/v1/pathways/${tom}`)).body.setting).toBe('community');

    const meeting = randomUUID();
    await send(service, tom, { type: 'meeting-scheduled', meeting: meeting.toUpperCase(), kind: 'mam', on: '2026-10-05' });
    await send(service, tom, { type: 'meeting-cancelled', meeting });
    const { body } = await service.get(`/api/v1/pathways/${tom}/meetings`).expect(200);
    expect(body.meetings).toMatchObject([{ meeting, status: 'cancelled' }]);
  });

  test('what was recorded in capitals before is found, repeated and corrected under the id that it has', async () => {
    const id = randomUUID();
    const old = id.toUpperCase();
    const body = { type: 'diagnosis-confirmed', diagnosis: 'autism' };
    await send(service, tom, { id, ...body });
    const before = await applied();
    await service.pool.query('update event set id = $2, answer = replace(answer, $1, $2) where id = $1', [id, old]);
    for (const spelt of [id, old]) {
      expect((await service.post(events(), { id: spelt, ...body }).expect(200)).body.event.id).toBe(old);
      expect((await service.get(`${events()}/${spelt}`).expect(200)).body.id).toBe(old);
    }
    expect(await applied()).toBe(before);
    await send(service, tom, { type: 'corrected', event: id, reason: 'Not yet' });
  });

  test('an integrator cannot take back what another sent by spelling it otherwise', async () => {
    const id = randomUUID();
    await send(service, tom, { id, type: 'contact-wish-recorded', family: 'yes' });
    const token = await createToken(service.pool, 'bound', ['events:write'], { types: ['corrected', 'contact-wish-recorded'] });
    for (const spelt of [id, id.toUpperCase()]) {
      const answer = await supertest(service.app)
        .post(events())
        .set('Authorization', `Bearer ${token}`)
        .send({ bornOn: '2011-03-02', type: 'corrected', event: spelt, reason: 'Ours' });
      expect([answer.status, answer.body.code]).toEqual([403, 'not-for-this-token']);
    }
  });

  test('a refused event is resolved under both', async () => {
    const id = randomUUID();
    expect((await service.post(events(), { id, type: 'discharged' })).status).toBe(409);
    const resolution = { outcome: 'dismissed', reason: 'Another patient' };
    const first = await service.post(`/api/v1/events/${id.toUpperCase()}/resolve`, resolution).expect(200);
    const again = await service.post(`/api/v1/events/${id}/resolve`, resolution).expect(200);
    expect(again.body).toEqual(first.body);
    expect(first.body).toMatchObject({ id, resolved: { outcome: 'dismissed' } });
  });
});

describe('numbers and times that say what they are', () => {
  test.each(['9999999999', '0000000000', '111 111 1111', '0123456789', '9876543210'])('%s is nobody’s NHS number', async (nhsNumber) => {
    const person = { name: 'Test Nobody', bornOn: '2012-01-01', nhsNumber };
    const answer = await service.post('/api/v1/referrals', { person, event: { type: 'referral-received', source: 'self' } });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, 'person.nhsNumber']);
  });

  test.each([
    '2026-09-30T23:30:00+00:00[UTC]',
    '2026-09-30T23:30[Europe/London]',
    '2026-09-30T23:30Z[u-ca=hebrew]',
    '2026-09-30T23:30+01:00:30',
    '2026-09-30T23:30:00+00:00 UTC',
    '2026-09-31T10:00',
    '2299-01-01T10:00Z',
  ])('%s is no instant that can be read in one way', async (occurredAt) => {
    const answer = await service.post(events(), { type: 'leave-began', occurredAt });
    expect([answer.status, answer.body.errors?.[0]?.path]).toEqual([400, 'occurredAt']);
  });

  test('an instant is its date in London, whatever its offset', async () => {
    const answer = await service.post(`${events()}?dryRun=true`, { type: 'keyworker-assigned', occurredAt: '2026-09-30T23:30:00+00:00' });
    expect(answer.status).toBe(200);
    await send(service, tom, {
      id: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a77',
      type: 'keyworker-assigned',
      occurredAt: '2026-09-30T23:30:00+00:00',
    });
    expect((await service.get(`${events()}/0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a77`)).body.on).toBe('2026-10-01');
  });

  test('a time of today that has not come yet is refused; a meeting may be planned', async () => {
    const late = await service.post(events(), { type: 'keyworker-assigned', occurredAt: '2026-10-01T22:00' });
    expect([late.status, late.body.errors?.[0]?.path]).toEqual([400, 'occurredAt']);
    // The clock of the sender may be a little ahead.
    await service.post(`${events()}?dryRun=true`, { type: 'keyworker-assigned', occurredAt: '2026-10-01T20:04' }).expect(200);
    const ahead = await service.post(events(), { type: 'keyworker-assigned', occurredAt: '2026-10-02T08:00' });
    expect([ahead.status, ahead.body.code]).toEqual([409, 'date-in-the-future']);
    const meeting = { type: 'meeting-scheduled', meeting: 'today-1', kind: 'mam', on: '2026-10-01', occurredAt: '2026-10-01T22:00' };
    await service.post(`${events()}?dryRun=true`, meeting).expect(200);
  });
});
