import type { Response } from 'supertest';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

describe('lists across the register', () => {
  let service: Service;
  const people: string[] = [];
  beforeAll(async () => {
    service = await startService();
    service.setClock('2026-10-01T10:00');
    for (let index = 0; index < 9; index += 1) {
      const id = await aReferral(service);
      people.push(id);
      // Two of nine are referred only; the others are members, three of them in hospital.
      if (index >= 2) await send(service, id, onRegister);
      if (index >= 6) await send(service, id, { ...admission, on: `2026-09-2${index}` });
    }
  });
  afterAll(() => service.close());

  async function all(path: string, name: string): Promise<Record<string, unknown>[]> {
    const items: Record<string, unknown>[] = [];
    let cursor: string | null = '';
    for (let count = 0; cursor !== null; count += 1) {
      expect(count).toBeLessThan(100);
      const separator = path.includes('?') ? '&' : '?';
      const page: Response = await service.get(`${path}${cursor === '' ? '' : `${separator}cursor=${cursor}`}`).expect(200);
      const found: unknown = page.body[name];
      if (!Array.isArray(found)) throw new Error(`${name} is no list`);
      items.push(...found);
      cursor = typeof page.body.nextCursor === 'string' ? page.body.nextCursor : null;
    }
    return items;
  }
  const ids = (items: Record<string, unknown>[]) => items.map((item) => item['registerId']);

  test('the register has its members only; work in hand is asked for by name', async () => {
    expect(ids(await all('/api/v1/pathways', 'pathways'))).toEqual(people.slice(2).sort());
    expect(ids(await all('/api/v1/pathways?status=open', 'pathways'))).toEqual([...people].sort());
    expect(await all('/api/v1/pathways?status=ended', 'pathways')).toEqual([]);
    expect(ids(await all('/api/v1/pathways?rating=blue', 'pathways'))).toEqual(people.slice(6).sort());
    expect(await all('/api/v1/pathways?rating=red', 'pathways')).toEqual([]);
  });

  test('pages of any size give the same list, each item once', async () => {
    for (const path of ['/api/v1/pathways', '/api/v1/pathways?dueBefore=2030-01-01', '/api/v1/pathways?status=open&rating=amber']) {
      const whole = await all(path, 'pathways');
      for (const limit of [1, 2, 3, 7])
        expect(await all(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}`, 'pathways')).toEqual(whole);
    }
    for (const path of [
      '/api/v1/deadlines',
      '/api/v1/deadlines?status=owed',
      '/api/v1/deadlines?kind=mam',
      '/api/v1/deadlines?from=2026-10-01&to=2026-11-30',
    ]) {
      const whole = await all(path, 'deadlines');
      expect(whole.length).toBeGreaterThan(0);
      for (const limit of [1, 4, 200])
        expect(await all(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}`, 'deadlines')).toEqual(whole);
      expect(new Set(whole.map(({ registerId, deadline }) => `${String(registerId)}/${String(deadline)}`)).size).toBe(whole.length);
    }
  });

  test('a list goes on rightly while others change it', async () => {
    const first = await service.get('/api/v1/pathways?limit=3').expect(200);
    const newcomer = await aReferral(service);
    await send(service, newcomer, onRegister);
    await send(service, people[2] ?? '', { type: 'pathway-closed', reason: 'Well' });
    const rest = await service.get(`/api/v1/pathways?limit=200&cursor=${first.body.nextCursor}`).expect(200);
    const seen = [...ids(first.body.pathways), ...ids(rest.body.pathways)];
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen).toEqual(expect.arrayContaining(people.slice(3)));
  });

  test('dueBefore lists who has something owed before that day, what is due first coming first', async () => {
    const rows = await all('/api/v1/pathways?dueBefore=2026-10-31&limit=2', 'pathways');
    const due = rows.map(({ nextDue }) => String(nextDue));
    expect(due).toEqual([...due].sort());
    // Admitted on the 26th, 27th and 28th of September, under 18: + 14 days.
    expect(due).toEqual(['2026-10-10', '2026-10-11', '2026-10-12']);
    expect(ids(rows)).toEqual(people.slice(6));
    expect(await all('/api/v1/pathways?dueBefore=2026-10-10', 'pathways')).toEqual([]);
  });

  test('counts what is missed by the date', async () => {
    service.setClock('2026-10-12T09:00');
    const rows = await all('/api/v1/pathways?rating=blue', 'pathways');
    const owed = Object.fromEntries(rows.map(({ registerId, owed: count }) => [registerId, count]));
    expect(owed[people[6] ?? '']).toEqual({ open: 2, missed: 1 });
    expect(owed[people[8] ?? '']).toEqual({ open: 3, missed: 0 });
    service.setClock('2026-10-01T10:00');
  });

  test('deadlines by status, kind and day', async () => {
    const reviews = await all('/api/v1/deadlines?kind=post-admission-cetr', 'deadlines');
    expect(reviews.map(({ due }) => due)).toEqual(['2026-10-10', '2026-10-11', '2026-10-12']);
    expect(
      (await all('/api/v1/deadlines?kind=post-admission-cetr&from=2026-10-11&to=2026-10-11', 'deadlines')).map(({ due }) => due),
    ).toEqual(['2026-10-11']);
    const whole = await all('/api/v1/deadlines', 'deadlines');
    const dates = whole.map(({ due }) => due ?? '9999').map(String);
    expect(dates).toEqual([...dates].sort());
    const byStatus = await Promise.all(
      ['open', 'met', 'late', 'missed', 'excused', 'superseded'].map((status) => all(`/api/v1/deadlines?status=${status}`, 'deadlines')),
    );
    expect(byStatus.flat()).toHaveLength(whole.length);
    const owed = await all('/api/v1/deadlines?status=owed', 'deadlines');
    expect(owed).toEqual(whole.filter((deadline) => deadline['owed'] === true));
  });

  test('a filter that is left empty is none', async () => {
    const whole = await service.get('/api/v1/pathways').expect(200);
    expect((await service.get('/api/v1/pathways?rating=&status=&dueBefore=&cursor=').expect(200)).body).toEqual(whole.body);
    await service.get('/api/v1/deadlines?status=&kind=&from=&to=&cursor=').expect(200);
    const { body } = await service.post(`/api/v1/pathways/${people[3]}/events?dryRun=`, admission);
    expect(body.code).toBe('invalid-request');
  });

  test('refused events of everyone, a batch once, each with its reason', async () => {
    const ids: string[] = [];
    for (const [index, id] of people.slice(2, 5).entries()) {
      const body = index === 1 ? { events: [{ type: 'visit-held' }, { type: 'discharged' }] } : { type: 'discharged' };
      const { status, body: problem } = await service.post(`/api/v1/pathways/${id}/events`, body);
      expect(status).toBe(409);
      ids.push(problem.event.id);
    }
    for (const limit of [1, 2, 50]) {
      const refused = await all(`/api/v1/events?status=refused&limit=${limit}`, 'events');
      expect(refused.map(({ id, type, status }) => [id, type, status])).toEqual(
        ids.map((id, index) => [id, index === 1 ? 'batch' : 'discharged', 'refused']),
      );
      for (const { reason } of refused) expect(reason).toMatch(/^[a-z-]+$/);
    }
    expect((await service.get('/api/v1/events')).body.code).toBe('invalid-request');
  });

  test('a cursor is bound to its list and filters', async () => {
    const { body } = await service.get('/api/v1/pathways?limit=1').expect(200);
    for (const path of [`/api/v1/pathways?rating=blue&cursor=${body.nextCursor}`, `/api/v1/deadlines?cursor=${body.nextCursor}`]) {
      const answer = await service.get(path);
      expect([answer.status, answer.body.code]).toEqual([400, 'bad-cursor']);
    }
    const forged = Buffer.from(
      JSON.stringify([JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString())[0], null, "'; drop table person; --", 1]),
    ).toString('base64url');
    expect((await service.get(`/api/v1/pathways?cursor=${forged}`)).body.code).toBe('bad-cursor');
  });
});

describe('lists cannot be used to stop others', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService();
  });
  afterAll(() => service.close());

  test('what is asked for beyond the few at one moment is refused at once, and events go on', async () => {
    const tom = await aReferral(service);
    const client = await service.pool.connect();
    await client.query('begin; lock table deadline in access exclusive mode');
    try {
      const asked = Date.now();
      const lists = Array.from({ length: 20 }, () =>
        service
          .get('/api/v1/deadlines')
          .then(({ status, body, headers }) => [status, body.code, headers['retry-after'], Date.now() - asked]),
      );
      const answers = await Promise.all(lists);
      const refused = answers.filter(([status]) => status === 429);
      expect(refused.length).toBeGreaterThanOrEqual(1);
      expect(refused.every(([, code, after]) => code === 'too-many-requests' && after === '2')).toBe(true);
      // Those that were let in are ended by their own limit, long before the caller gives up.
      expect(answers.filter(([status]) => status !== 429).map(([status, code]) => [status, code])).toEqual(
        Array.from({ length: 20 - refused.length }, () => [503, 'busy']),
      );
      expect(Math.max(...refused.map(([, , , took]) => Number(took)))).toBeLessThan(
        Math.max(...answers.map(([, , , took]) => Number(took))),
      );
    } finally {
      await client.query('rollback');
      client.release();
    }
    await service.get('/api/v1/deadlines').expect(200);
    await send(service, tom, { type: 'contact-wish-recorded', family: 'yes' });
  });

  test('a page is of at most 200; what is misspelt is refused and says what there is', async () => {
    for (const [query, says] of [
      ['deadlines?limit=201', 'from 1 to 200'],
      ['deadlines?limit=0', 'from 1 to 200'],
      ['deadlines?kind=post-admision-cetr', 'must be one of eligibility-decision'],
      ['deadlines?status=overdue', 'must be one of owed, open'],
      ['deadlines?form=2026-10-01', 'does not take form'],
      ['deadlines?from=2026-10-02&to=2026-10-01', 'must not be before from'],
      ['deadlines?from=2026-02-30', 'YYYY-MM-DD'],
      ['deadlines?status=open&status=met', 'must be one of'],
      ['pathways?rating=purple', 'must be one of green'],
      ['pathways?status=closed', 'must be one of on-register'],
      ['events?status=applied', 'must be'],
    ] as const) {
      const { status, text } = await service.get(`/api/v1/${query}`);
      expect([query, status]).toEqual([query, 400]);
      expect(text).toContain(says);
    }
  });

  test('a cursor that was forged is refused, whatever is in it', async () => {
    await aReferral(service);
    await aReferral(service);
    const cursors = { deadlines: '/api/v1/deadlines?limit=1', pathways: '/api/v1/pathways?status=open&limit=1' };
    for (const path of Object.values(cursors)) {
      const { body } = await service.get(path).expect(200);
      const [digest, ...place] = JSON.parse(Buffer.from(body.nextCursor, 'base64url').toString()) as unknown[];
      const forged = [
        ...place.map((_, index) => place.map((part, at) => (at === index ? 'a\u0000b' : part))),
        ...place.map((_, index) => place.map((part, at) => (at === index ? { $gt: '' } : part))),
        ...place.map((_, index) => place.map((part, at) => (at === index ? 1e300 : part))),
        ...place.map((_, index) => place.map((part, at) => (at === index ? '\ud800' : part))),
        place.slice(1),
        [...place, 1],
      ].map((parts) => Buffer.from(JSON.stringify([digest, ...parts])).toString('base64url'));
      const garbage = ['%00', 'AAAA', '!!!!', 'bnVsbA', 'W10', 'e30', '%ED%A0%80', body.nextCursor.slice(1), `${body.nextCursor}AAAA`];
      for (const cursor of [...forged, ...garbage]) {
        const answer = await service.get(`${path}&cursor=${cursor}`);
        expect([cursor, answer.status, answer.body.code]).toEqual([cursor, 400, cursor === '%00' ? 'invalid-request' : 'bad-cursor']);
      }
    }
    const refused = await service.get('/api/v1/events?status=refused&limit=1').expect(200);
    expect(refused.body.nextCursor).toBeNull();
  });

  test('what has no date belongs to what is owed by any day; in what was done days alone count', async () => {
    const tom = await aReferral(service);
    await send(service, tom, onRegister);
    const of = async (query: string) => {
      const { body } = await service.get(`/api/v1/deadlines?limit=200&${query}`).expect(200);
      return (body.deadlines as { registerId: string; kind: string; due: string | null }[]).filter(({ registerId }) => registerId === tom);
    };
    const undated = (await of('status=owed')).filter(({ due }) => due === null).map(({ kind }) => kind);
    expect(undated).toContain('mam');
    for (const query of ['status=owed&to=2026-09-22', 'status=open&to=2026-09-22', 'status=owed&from=2026-01-01&to=2026-01-02'])
      expect((await of(query)).map(({ kind }) => kind).sort()).toEqual([...undated].sort());
    expect((await of('status=owed&to=2030-01-01')).length).toBeGreaterThan(undated.length);
    for (const query of ['to=2030-01-01', 'status=met&to=2030-01-01'])
      expect((await of(query)).filter(({ due }) => due === null)).toEqual([]);
    // The pages of both together are the same list.
    const whole = (await service.get('/api/v1/deadlines?status=owed&to=2030-01-01&limit=200')).body.deadlines as unknown[];
    const pages: unknown[] = [];
    for (let cursor: string | null = ''; cursor !== null;) {
      const { body } = await service.get(`/api/v1/deadlines?status=owed&to=2030-01-01&limit=2${cursor && `&cursor=${cursor}`}`).expect(200);
      pages.push(...(body.deadlines as unknown[]));
      cursor = body.nextCursor as string | null;
    }
    expect(pages).toEqual(whole);
  });
});
