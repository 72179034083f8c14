import { randomUUID } from 'node:crypto';
import { coreContext } from '../../../services/rules/policies';
import { checkDerived } from '../../../services/upkeep/proof/log/check-derived';
import { admission, aPerson, aReferral, onRegister, send, startService, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
});
afterAll(() => service.close());

let numbers = 9990000100;
/** NHS numbers of the range that is never given out, with their check digits. */
function aNumber(): string {
  for (;;) {
    numbers += 1;
    const nine = String(numbers).slice(0, 9);
    const sum = [...nine].reduce((total, digit, place) => total + Number(digit) * (10 - place), 0);
    const check = (11 - (sum % 11)) % 11;
    numbers += 9 - (numbers % 10);
    if (check < 10) return `${nine}${check}`;
  }
}
const close = (registerId: string, duplicateOf: string, more: object = {}) =>
  service.post(`/api/v1/pathways/${registerId}/events`, { type: 'pathway-closed', reason: 'Twice on file', duplicateOf, ...more });
async function numberOf(registerId: string): Promise<unknown> {
  const { rows } = await service.pool.query('select nhs_number as now, former_nhs_number as former from person where register_id = $1', [
    registerId,
  ]);
  return [rows[0].now, rows[0].former];
}
const referred = async (nhsNumber: string) => {
  const answer = await service.post('/api/v1/referrals', {
    person: aPerson({ nhsNumber }),
    event: { type: 'referral-received', source: 'family' },
  });
  return `${answer.status} ${answer.body.code ?? 'new'}`;
};

test('the NHS number goes to the record that lives on, and the dead one points there', async () => {
  const nhsNumber = aNumber();
  const dead = await aReferral(service, { nhsNumber });
  const living = await aReferral(service);
  await send(service, dead, onRegister);
  const spelt = living.toLowerCase().replace('-', '');
  expect((await close(dead, spelt)).status).toBe(200);
  expect([await numberOf(dead), await numberOf(living)]).toEqual([
    [null, nhsNumber],
    [nhsNumber, null],
  ]);
  expect((await service.get(`/api/v1/pathways/${dead}`)).body).toMatchObject({ status: 'ended', duplicateOf: living });
  expect((await service.get(`/api/v1/pathways/${living}`)).body).toMatchObject({ status: 'open', duplicateOf: null });
  expect((await service.get(`/api/v1/pathways/${dead}/events`)).body.events.at(-1).event).toMatchObject({ duplicateOf: living });
  expect(await referred(nhsNumber)).toBe('409 person-known');
  // What happens to this person belongs to the living record: none begins anew under the dead one.
  for (const event of [
    admission,
    { type: 'keyworker-assigned' },
    { type: 'meeting-held', meeting: 'l-1', kind: 'laep', outcome: 'admit' },
  ]) {
    const answer = await service.post(`/api/v1/pathways/${dead}/events`, event);
    expect([answer.status, answer.body.code]).toEqual([409, event.type === 'keyworker-assigned' ? 'pathway-ended' : 'closed-as-duplicate']);
    expect(answer.body.detail).toContain(living);
  }
  const again = await service.post('/api/v1/referrals', { registerId: dead, event: { type: 'referral-received', source: 'family' } });
  expect([again.status, again.body.code]).toEqual([409, 'closed-as-duplicate']);
  expect(again.body.detail).toContain(living);
  expect((await service.get(`/api/v1/pathways/${dead}`)).body.pathways).toBe(1);
  await send(service, living, admission);
});

test('a living record that has a number keeps it, and both lead to it', async () => {
  const [old, own] = [aNumber(), aNumber()];
  const dead = await aReferral(service, { nhsNumber: old });
  const living = await aReferral(service, { nhsNumber: own });
  await close(dead, living).expect(200);
  expect([await numberOf(dead), await numberOf(living)]).toEqual([
    [null, old],
    [own, null],
  ]);
  expect([await referred(old), await referred(own)]).toEqual(['409 person-known', '409 person-known']);
  // That one is a duplicate in its turn: the whole chain leads to the last.
  const last = await aReferral(service);
  await close(living, last).expect(200);
  expect(await numberOf(last)).toEqual([own, null]);
  expect((await service.get(`/api/v1/pathways/${dead}`)).body.duplicateOf).toBe(last);
  expect([await referred(old), await referred(own)]).toEqual(['409 person-known', '409 person-known']);
});

test('taken back, the closing gives the number back', async () => {
  const nhsNumber = aNumber();
  const dead = await aReferral(service, { nhsNumber });
  const [wrong, right] = [await aReferral(service), await aReferral(service)];
  const closing = (await close(dead, wrong)).body.event.id;
  const corrected = { type: 'corrected', event: closing, reason: 'It is another' };
  const itself = { ...corrected, with: { type: 'pathway-closed', reason: 'Twice', duplicateOf: dead } };
  const refused = await service.post(`/api/v1/pathways/${dead}/events`, itself);
  expect([refused.status, refused.body.code]).toEqual([409, 'duplicate-of-itself']);
  await send(service, dead, { ...corrected, with: { type: 'pathway-closed', reason: 'Twice', duplicateOf: right } });
  expect([await numberOf(dead), await numberOf(wrong), await numberOf(right)]).toEqual([
    [null, nhsNumber],
    [null, null],
    [nhsNumber, null],
  ]);
  await send(service, dead, corrected);
  expect([await numberOf(dead), await numberOf(right)]).toEqual([
    [nhsNumber, null],
    [null, null],
  ]);
  expect((await service.get(`/api/v1/pathways/${dead}`)).body).toMatchObject({ status: 'open', duplicateOf: null });
  await send(service, dead, { type: 'keyworker-assigned' });
});

test('a record that is none, nobody, itself, ended or dead is refused, with a reason, and kept as refused', async () => {
  const one = await aReferral(service);
  const ended = await aReferral(service);
  await send(service, ended, { type: 'moved-away' });
  const died = await aReferral(service);
  await send(service, died, { type: 'person-died' });
  const dead = await aReferral(service);
  const living = await aReferral(service);
  await close(dead, living).expect(200);
  for (const [named, code, says] of [
    ['7K3M-9QX2', 'duplicate-of-nobody', 'misheard'],
    ['somebody', 'duplicate-of-nobody', 'no register id'],
    ['7K3M-9QX1', 'duplicate-of-nobody', 'Nobody here'],
    [one, 'duplicate-of-itself', 'itself'],
    [one.toLowerCase(), 'duplicate-of-itself', 'itself'],
    [ended, 'duplicate-of-ended', 'has ended'],
    [died, 'duplicate-of-ended', 'has ended'],
    [dead, 'duplicate-of-ended', living],
  ] as const) {
    const id = randomUUID();
    const dry = await service.post(`/api/v1/pathways/${one}/events?dryRun=true`, {
      type: 'pathway-closed',
      reason: 'x',
      duplicateOf: named,
    });
    const answer = await close(one, named, { id });
    expect([dry.body.code, answer.status, answer.body.code]).toEqual([code, 409, code]);
    expect(answer.body.detail).toContain(says);
    expect((await service.get(`/api/v1/pathways/${one}/events/${id}`)).body).toMatchObject({ status: 'refused', reason: code });
  }
  const batch = { events: [{ type: 'keyworker-assigned' }, { type: 'pathway-closed', reason: 'x', duplicateOf: one }] };
  const whole = await service.post(`/api/v1/pathways/${one}/events`, batch);
  expect(whole.body).toMatchObject({ status: 409, code: 'duplicate-of-itself', part: 2 });
  expect((await service.get(`/api/v1/pathways/${one}`)).body).toMatchObject({ status: 'open', sequence: 1 });
});

test('the proof of the log works out the same refusals', async () => {
  const { rows } = await service.pool.query<{ register_id: string }>('select register_id from person');
  const core = coreContext();
  const found = await Promise.all(rows.map(({ register_id }) => checkDerived({ pool: service.pool, core }, register_id)));
  expect(found.flat()).toEqual([]);
});

test('two records cannot close as duplicates of each other, at one moment neither', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [one, other] = [await aReferral(service), await aReferral(service)];
    const answers = await Promise.all([close(one, other, { id: randomUUID() }), close(other, one, { id: randomUUID() })]);
    expect(answers.filter(({ status }) => status === 200).length).toBeLessThanOrEqual(1);
    const views = await Promise.all([one, other].map(async (id) => (await service.get(`/api/v1/pathways/${id}`)).body.status));
    expect(views).toContain('open');
  }
});
