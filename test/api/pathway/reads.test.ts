import { createToken } from '../../../services/access/tokens';
import supertest from 'supertest';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

interface Shown {
  kind: string;
  status: string;
  due: string | null;
  owed: boolean;
}

describe('what is read about one person', () => {
  let service: Service;
  let tom: string;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());
  beforeEach(async () => {
    service.setClock('2026-10-01T20:00');
    tom = await aReferral(service);
  });
  const get = async (path = '') => (await service.get(`/api/v1/pathways/${tom}${path}`).expect(200)).body;
  const ofKind = (list: Shown[], kind: string) => list.find((one) => one.kind === kind);

  test('a deadline is missed as soon as its day has ended in London, although no commit has written it', async () => {
    await send(service, tom, admission);
    service.setClock('2026-10-15T23:59');
    expect(ofKind((await get()).openDeadlines, 'post-admission-cetr')).toMatchObject({ due: '2026-10-15', status: 'open', owed: true });
    expect((await get('/timeline')).timeline.at(-1).what).not.toBe('deadline-missed');
    // 00:00 in London is 23:00 in UTC: summer time.
    service.setClock('2026-10-16T00:00');
    expect(ofKind((await get()).openDeadlines, 'post-admission-cetr')).toMatchObject({ status: 'missed', owed: true });
    expect(ofKind((await get('/deadlines')).deadlines, 'post-admission-cetr')).toMatchObject({ status: 'missed', owed: true });
    expect((await service.get('/api/v1/deadlines?status=missed')).body.deadlines).toContainEqual(
      expect.objectContaining({ registerId: tom, kind: 'post-admission-cetr' }),
    );
    expect((await service.get('/api/v1/deadlines?status=open')).body.deadlines).not.toContainEqual(
      expect.objectContaining({ registerId: tom, kind: 'post-admission-cetr' }),
    );
    const { rows } = await service.pool.query("select status from deadline where register_id = $1 and kind = 'post-admission-cetr'", [tom]);
    expect(rows[0].status).toBe('open');
  });

  test('the line of a miss is the one that the next commit writes, at the same place', async () => {
    await send(service, tom, admission);
    service.setClock('2026-10-16T07:00');
    const before = (await get('/timeline')).timeline;
    expect(before.at(-1)).toMatchObject({
      at: '2026-10-16T00:00:00+01:00',
      what: 'deadline-missed',
      kind: 'post-admission-cetr',
      due: '2026-10-15',
    });
    await send(service, tom, { type: 'contact-wish-recorded', family: 'yes' });
    const after = (await get('/timeline')).timeline;
    const misses = (lines: { what: string }[]) => lines.filter(({ what }) => what === 'deadline-missed');
    expect(misses(after)).toEqual(misses(before));
  });

  test('a soft deadline is past its date and never missed', async () => {
    await send(service, tom, onRegister);
    await send(service, tom, { type: 'meeting-scheduled', meeting: 'cetr-1', kind: 'community-cetr', on: '2026-11-02' });
    service.setClock('2026-10-25T09:00');
    expect(ofKind((await get()).openDeadlines, 'family-contact')).toMatchObject({ due: '2026-10-19', status: 'open', soft: true });
  });

  test('meetings with place and times, actions, and notices by reference', async () => {
    await send(service, tom, onRegister);
    await send(service, tom, {
      type: 'meeting-scheduled',
      meeting: 'mam-1',
      kind: 'mam',
      on: '2026-10-12',
      time: '10:00',
      until: '11:30',
      place: 'Room 2, Test House',
      invited: ['team', 'keyworker'],
    });
    await send(service, tom, { type: 'action-agreed', action: 'school-plan', due: '2026-10-30' });
    expect((await get('/meetings')).meetings).toEqual([
      {
        pathway: 1,
        meeting: 'mam-1',
        kind: 'mam',
        status: 'scheduled',
        on: '2026-10-12',
        time: '10:00',
        until: '11:30',
        place: 'Room 2, Test House',
        invited: ['team', 'keyworker'],
      },
    ]);
    expect((await get('/actions')).actions).toEqual([
      { pathway: 1, action: 'school-plan', agreedOn: '2026-10-01', due: '2026-10-30', status: 'open' },
    ]);
    const { notices } = await get('/notices');
    expect(notices.length).toBeGreaterThan(0);
    for (const { recipient } of notices) expect(recipient).toMatch(/^(staff|book|contact|unknown):|^nobody$/);
  });

  test('an action in whose place another was agreed is replaced', async () => {
    await send(service, tom, { type: 'action-agreed', action: 'a-1', due: '2026-11-01' });
    await send(service, tom, { type: 'action-agreed', action: 'a-2', insteadOf: 'a-1', due: '2026-11-08' });
    expect((await get('/actions')).actions).toMatchObject([
      { action: 'a-1', status: 'replaced' },
      { action: 'a-2', status: 'open' },
    ]);
  });

  test('of two pathways each list has both, or with `pathway` the one', async () => {
    await send(service, tom, onRegister);
    await send(service, tom, { type: 'pathway-closed', reason: 'Well' });
    await send(service, tom, admission);
    for (const name of ['deadlines', 'events', 'timeline']) {
      const pathways = (list: { pathway: number }[]) => [...new Set(list.map(({ pathway }) => pathway))].sort();
      expect(pathways((await get(`/${name}`))[name])).toEqual([1, 2]);
      expect(pathways((await get(`/${name}?pathway=1`))[name])).toEqual([1]);
      expect(pathways((await get(`/${name}?pathway=2`))[name])).toEqual([2]);
    }
    for (const name of ['', '/deadlines', '/events', '/timeline', '/meetings', '/actions', '/notices', '/history']) {
      const { status, body } = await service.get(`/api/v1/pathways/${tom}${name}?pathway=3`);
      expect([status, body.code]).toEqual([404, 'unknown-pathway']);
    }
    expect((await get('/meetings?pathway=2')).meetings).toEqual([]);
  });

  test('every id that may name a person opens theirs alone; a misheard one is 400, one that nobody has 404', async () => {
    for (const path of [
      '',
      '/deadlines',
      '/events',
      '/timeline',
      '/meetings',
      '/actions',
      '/notices',
      '/history',
      '/events/0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03',
    ]) {
      const bad = await service.get(`/api/v1/pathways/7K3M-9QX2${path}`);
      expect([bad.status, bad.body.code]).toEqual([400, 'bad-register-id']);
      const unknown = await service.get(`/api/v1/pathways/7K3M-9QX1${path}`);
      expect([unknown.status, unknown.body.code]).toEqual([404, 'unknown-person']);
    }
    const event = await service.get(`/api/v1/pathways/${tom}/events/0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03`);
    expect([event.status, event.body.code]).toEqual([404, 'unknown-event']);
    const other = await aReferral(service);
    const { id } = await send(service, other, admission);
    expect((await service.get(`/api/v1/pathways/${tom}/events/${id}`)).status).toBe(404);
  });

  test('history says so where no Temporal is configured; everything else is answered', async () => {
    const { status, body, headers } = await service.get(`/api/v1/pathways/${tom}/history`);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'temporal-away', '30']);
    const reader = await createToken(service.pool, 'reader', ['pathways:read']);
    await supertest(service.app).get(`/api/v1/pathways/${tom}/history`).set('Authorization', `Bearer ${reader}`).expect(403);
  });
});
