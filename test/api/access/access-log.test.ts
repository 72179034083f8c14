import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
beforeAll(async () => {
  service = await startService();
  tom = await aReferral(service);
});
afterAll(() => service.close());

interface Row {
  readonly actor: string;
  readonly audit_event: string;
  readonly register_id: string | null;
  readonly shown: readonly string[];
  readonly outcome: string;
}
let seen = 0;
/** What was logged since the last look. */
async function logged(): Promise<Row[]> {
  const { rows } = await service.pool.query<Row & { id: string }>(
    'select id, actor, audit_event, register_id, shown, outcome from access_log where id > $1 order by id',
    [seen],
  );
  seen = Number(rows.at(-1)?.id ?? seen);
  return rows.map(({ actor, audit_event, register_id, shown, outcome }) => ({ actor, audit_event, register_id, shown, outcome }));
}
const as = (token: string, method: 'get' | 'post', path: string, body?: object) => {
  const request = supertest(service.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  return body === undefined ? request : request.send(body);
};

describe('the access log', () => {
  beforeEach(() => logged());

  test('has a row whenever a record is shown, written or asked for in vain', async () => {
    await service.get(`/api/v1/pathways/${tom.toLowerCase()}`).expect(200);
    expect(await logged()).toEqual([{ actor: 'tests', audit_event: 'pathway-shown', register_id: tom, shown: [], outcome: 'done' }]);
    await service.get(`/api/v1/pathways/${tom}/timeline`).expect(200);
    expect(await logged()).toMatchObject([{ audit_event: 'timeline-shown', outcome: 'done' }]);
    await service.get(`/api/v1/pathways/${tom}?pathway=9`).expect(404);
    expect(await logged()).toMatchObject([{ audit_event: 'pathway-shown', outcome: 'unknown-pathway' }]);
    const referred = await aReferral(service);
    expect(await logged()).toEqual([{ actor: 'tests', audit_event: 'person-referred', register_id: referred, shown: [], outcome: 'done' }]);
    const weak = await createToken(service.pool, 'weak', ['deadlines:read']);
    await as(weak, 'get', `/pathways/${tom}`).expect(403);
    expect(await logged()).toEqual([{ actor: 'weak', audit_event: 'pathway-shown', register_id: tom, shown: [], outcome: 'forbidden' }]);
  });

  test('a list across people logs each person whom it shows, once', async () => {
    const other = await aReferral(service);
    for (const registerId of [tom, other]) await send(service, registerId, onRegister);
    const refused = await service.post(`/api/v1/pathways/${tom}/events`, { type: 'discharged' });
    expect(refused.status).toBe(409);
    await logged();
    for (const [path, event] of [
      ['/pathways', 'register-listed'],
      ['/deadlines?status=open', 'deadlines-listed'],
      ['/events?status=refused', 'refused-events-listed'],
    ] as const) {
      const { body } = await service.get(`/api/v1${path}`).expect(200);
      const shown = Object.values<unknown>(body).find((value): value is { registerId: string }[] => Array.isArray(value)) ?? [];
      const people = [...new Set(shown.map(({ registerId }) => registerId))];
      expect(people.length).toBeGreaterThan(0);
      expect(await logged()).toEqual([{ actor: 'tests', audit_event: event, register_id: null, shown: people, outcome: 'done' }]);
    }
  });

  test('words that somebody typed are logged as read wherever they are shown', async () => {
    const wordy = await aReferral(service);
    const { id } = await send(service, wordy, { type: 'rating-set', rating: 'red', reason: 'Words of the ward' });
    const read = { actor: 'tests', audit_event: 'words-read', register_id: wordy, shown: [], outcome: 'done' };
    await logged();
    for (const path of [`/events`, `/events/${id}`]) {
      await service.get(`/api/v1/pathways/${wordy}${path}`).expect(200);
      expect(await logged()).toContainEqual(read);
    }
    // Codes alone are no words.
    await service.get(`/api/v1/pathways/${tom}/meetings`).expect(200);
    expect((await logged()).map(({ audit_event }) => audit_event)).toEqual(['meetings-shown']);
    const day = { on: '2026-10-01', time: '10:00', until: '11:00', invited: [] };
    await send(service, wordy, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', place: 'Meeting room 2', ...day });
    await logged();
    await service.get(`/api/v1/pathways/${wordy}/meetings`).expect(200);
    expect(await logged()).toContainEqual(read);
    // A list of refusals shows what was typed in them, and about them.
    const refused = await service.post(`/api/v1/pathways/${wordy}/events`, { type: 'rating-set', rating: 'blue', reason: 'Typed words' });
    await logged();
    await service.get('/api/v1/events?status=refused').expect(200);
    expect(await logged()).toContainEqual({ ...read, register_id: null, shown: [wordy] });
    await service.post(`/api/v1/events/${refused.body.event.id}/resolve`, { outcome: 'dismissed', reason: 'Typed, too' }).expect(200);
    expect(await logged()).toContainEqual(read);
  });

  test('a sign-in that fails is logged under its address, with no token in it', async () => {
    await as('dsp_wrong-and-secret', 'get', `/pathways/${tom}`).expect(401);
    await supertest(service.app).get('/api/v1/pathways').expect(401);
    const rows = await logged();
    expect(rows).toHaveLength(2);
    for (const row of rows) {
      expect(row).toMatchObject({ audit_event: 'sign-in-failed', register_id: null, outcome: 'unauthorised' });
      expect(row.actor).toMatch(/^address:(::ffff:)?127\.0\.0\.1$/);
    }
    expect(JSON.stringify(rows)).not.toContain('secret');
  });
});

describe('where nothing can be logged', () => {
  const rename = (from: string, to: string) => service.pool.query(`alter table ${from} rename to ${to}`);
  beforeAll(() => rename('access_log', 'access_log_away'));
  afterAll(() => rename('access_log_away', 'access_log'));

  test.each([
    ['a record', 'get', (): string => `/pathways/${tom}`, undefined],
    ['a list', 'get', (): string => '/pathways?status=open', undefined],
    ['a dry run', 'post', (): string => `/pathways/${tom}/events?dryRun=true`, admission],
    ['the refusal of a dry run', 'post', (): string => `/pathways/${tom}/events?dryRun=true`, { type: 'discharged' }],
    ['that somebody is not known', 'get', (): string => '/pathways/7K3M-9QX1', undefined],
    ['who somebody is', 'post', (): string => `/pathways/${tom}/identity`, { name: 'Test Person', bornOn: '2011-03-02' }],
  ] as const)('%s is not answered', async (_name, method, path, body) => {
    const answer = await as(service.token, method, path(), body);
    expect(answer.status).toBe(500);
    expect(Object.keys(answer.body).toSorted()).toEqual(['code', 'detail', 'requestId', 'status', 'title', 'type']);
    expect(answer.text).not.toContain('access_log');
  });

  test('a resolution is not answered, and asked again it is', async () => {
    const refused = await service.post(`/api/v1/pathways/${tom}/events`, { type: 'leave-ended' });
    const path = `/events/${refused.body.event.id}/resolve`;
    const dismissed = { outcome: 'dismissed', reason: 'Of somebody else' };
    expect((await as(service.token, 'post', path, dismissed)).status).toBe(500);
    await rename('access_log_away', 'access_log');
    try {
      expect((await as(service.token, 'post', path, dismissed)).status).toBe(200);
    } finally {
      await rename('access_log', 'access_log_away');
    }
  });

  test('an event that was decided is answered: the log of events has it', async () => {
    const id = randomUUID();
    expect((await as(service.token, 'post', `/pathways/${tom}/events`, { id, type: 'keyworker-assigned' })).status).toBe(200);
    const refused = await as(service.token, 'post', `/pathways/${tom}/events`, { type: 'discharged' });
    expect(refused.body).toMatchObject({ status: 409, event: { status: 'refused' } });
  });
});
