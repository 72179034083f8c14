import { randomUUID } from 'node:crypto';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

describe('POST /pathways/{registerId}/events', () => {
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
  const post = (body: object, query = '') => service.post(`/api/v1/pathways/${tom}/events${query}`, body);
  const rows = async (): Promise<Record<string, number>> => {
    const tables = ['event', 'event_text', 'deadline', 'timeline', 'notice', 'outbox', 'wake_up', 'task', 'meeting', 'action'];
    const text = tables.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`).join(' union all ');
    return Object.fromEntries((await service.pool.query(text)).rows.map(({ name, n }) => [name, n]));
  };

  test('a single event: its id, its place, and the lines that came of it', async () => {
    const id = randomUUID();
    const { status, body } = await post({ id, ...admission });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['event', 'changes']);
    expect(body.event).toEqual({ id, status: 'applied', sequence: 2 });
    expect(body.changes[0]).toEqual({ at: '2026-10-01T20:00:00+01:00', what: 'event-applied', pathway: 1, type: 'admitted', event: id });
    expect(body.changes.map(({ what }: { what: string }) => what)).toContain('deadline-opened');
  });

  test('without an id one is made and answered', async () => {
    const { body } = await post(admission);
    expect(body.event.id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4/);
    const found = await service.get(`/api/v1/pathways/${tom}/events/${body.event.id}`).expect(200);
    expect(found.body).toMatchObject({ id: body.event.id, status: 'applied', type: 'admitted', answer: body });
  });

  test('the same id and body again gets the same answer, whatever has happened since', async () => {
    const event = { id: randomUUID(), ...admission };
    const first = await post(event);
    service.setClock('2026-10-20T09:00');
    await send(service, tom, { type: 'visit-held' });
    const before = await rows();
    const reordered = Object.fromEntries(Object.entries(event).reverse());
    for (const body of [event, reordered]) {
      const again = await post(body);
      expect([again.status, again.body]).toEqual([200, first.body]);
    }
    expect(await rows()).toEqual(before);
  });

  test('twenty callers at once with one id count once', async () => {
    const event = { id: randomUUID(), ...admission };
    const answers = await Promise.all(Array.from({ length: 20 }, () => post(event)));
    for (const answer of answers) expect([answer.status, answer.body]).toEqual([200, answers[0]?.body]);
    const { rows: stored } = await service.pool.query('select count(*)::int as n from event where id = $1', [event.id]);
    expect(stored[0].n).toBe(1);
  });

  test('another body under the id, or another person, is told', async () => {
    const event = { id: randomUUID(), ...admission };
    await post(event);
    const other = await post({ ...event, security: 'low' });
    expect([other.status, other.body.code]).toEqual([409, 'event-id-reused']);
    const somebody = await aReferral(service);
    const elsewhere = await service.post(`/api/v1/pathways/${somebody}/events`, event);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([409, 'event-id-reused']);
  });

  test('a refused event says why, is kept as refused, and is refused again', async () => {
    const event = { id: randomUUID(), type: 'discharged' };
    const first = await post(event);
    expect(first.status).toBe(409);
    expect(first.body).toMatchObject({ status: 409, event: { id: event.id, status: 'refused' } });
    expect(first.body.code).toMatch(/^[a-z-]+$/);
    const { body } = await service.get(`/api/v1/pathways/${tom}/events/${event.id}`).expect(200);
    expect(body).toMatchObject({
      status: 'refused',
      reason: first.body.code,
      sequence: null,
      answer: { code: first.body.code, detail: first.body.detail },
    });
    await post(admission);
    const again = await post(event);
    expect([again.status, again.body.code]).toEqual([409, first.body.code]);
  });

  test('a batch is one commit: parts, places, and the lines of all', async () => {
    const id = randomUUID();
    const { status, body } = await post({ id, ...onRegister });
    expect(status).toBe(200);
    expect(Object.keys(body)).toEqual(['events', 'changes']);
    expect(body.events).toEqual([1, 2, 3].map((part) => ({ id: `${id}/${part}`, status: 'applied', sequence: part + 1 })));
    const again = await post({ id, ...onRegister });
    expect([again.status, again.body]).toEqual([200, body]);
    const part = await service.get(`/api/v1/pathways/${tom}/events/${encodeURIComponent(`${id}/2`)}`).expect(200);
    expect(part.body).toMatchObject({ id: `${id}/2`, batch: id, type: 'consent-given', answer: body });
  });

  test('a batch with an illegal part is refused whole, and names the first such part', async () => {
    const before = await service.get(`/api/v1/pathways/${tom}`);
    const id = randomUUID();
    const { status, body } = await post({ id, events: [...onRegister.events, { type: 'discharged' }, { type: 'visit-held' }] });
    expect(status).toBe(409);
    expect(body).toMatchObject({ part: 4, event: { id, status: 'refused' } });
    expect((await service.get(`/api/v1/pathways/${tom}`)).body).toEqual(before.body);
    const { body: events } = await service.get(`/api/v1/pathways/${tom}/events`);
    expect(
      events.events
        .filter(({ batch }: { batch: string }) => batch === id)
        .every(({ status: kept }: { status: string }) => kept === 'refused'),
    ).toBe(true);
  });

  test('a dry run says the same and stores nothing, a refusal neither', async () => {
    const before = await rows();
    const event = { id: randomUUID(), ...admission };
    const dry = await post(event, '?dryRun=true');
    expect(dry.status).toBe(200);
    expect(dry.body).toMatchObject({ status: 'would-apply', sequence: 1 });
    const refused = await post({ type: 'discharged' }, '?dryRun=true');
    expect(refused.status).toBe(409);
    expect(refused.body).not.toHaveProperty('event');
    const batch = await post(onRegister, '?dryRun=true');
    expect(batch.body).toMatchObject({ status: 'would-apply', sequence: 1 });
    expect(await rows()).toEqual(before);
    const real = await post(event);
    expect(real.body.changes).toEqual(dry.body.changes);
  });

  test('If-Match holds the event to the state that the caller saw', async () => {
    const dry = await post(admission, '?dryRun=true');
    await send(service, tom, { type: 'contact-wish-recorded', family: 'yes' });
    const before = await rows();
    const moved = await post({ id: randomUUID(), ...admission }).set('If-Match', `"${dry.body.sequence}"`);
    expect([moved.status, moved.body.code, moved.body.sequence]).toEqual([412, 'sequence-moved', 2]);
    expect(await rows()).toEqual(before);
    const event = { id: randomUUID(), ...admission };
    const answer = await post(event).set('If-Match', '"2"');
    expect(answer.status).toBe(200);
    const repeat = await post(event).set('If-Match', '"2"');
    expect([repeat.status, repeat.body]).toEqual([200, answer.body]);
  });

  test('a reminder or a miss never makes an If-Match fail', async () => {
    await send(service, tom, admission);
    const { body } = await service.get(`/api/v1/pathways/${tom}`);
    service.setClock('2026-12-20T09:00');
    const late = await post({ type: 'visit-held' }).set('If-Match', `"${body.sequence}"`);
    expect(late.status).toBe(200);
  });

  test('occurredAt is an instant whose London date is the day', async () => {
    service.setClock('2026-10-25T12:00');
    // 23:30 in UTC on the 24th is 00:30 on the 25th in London, the night in which summer time ends.
    const { body } = await post({ ...admission, occurredAt: '2026-10-24T23:30:00Z' });
    const found = await service.get(`/api/v1/pathways/${tom}/events/${body.event.id}`);
    expect(found.body).toMatchObject({ on: '2026-10-25', at: '2026-10-25T12:00:00+00:00' });
    const both = await post({ type: 'visit-held', on: '2026-10-25', occurredAt: '2026-10-25T10:00' });
    expect(both.status).toBe(200);
  });

  test('a correction takes an event back and puts another in its place', async () => {
    const { id } = await send(service, tom, { ...admission, on: '2026-09-28' });
    await send(service, tom, { type: 'corrected', event: id, reason: 'The wrong day', with: { ...admission, on: '2026-09-29' } });
    const { body } = await service.get(`/api/v1/pathways/${tom}`);
    expect(body.openDeadlines.find(({ kind }: { kind: string }) => kind === 'post-admission-cetr')).toMatchObject({
      anchor: '2026-09-29',
      due: '2026-10-13',
    });
    const unknown = await post({ type: 'corrected', event: randomUUID(), reason: 'Of nothing' });
    expect(unknown.status).toBe(409);
  });

  test('typed words stay where they are asked for, and reach neither fact nor outbox', async () => {
    const words = 'She said: “Tom’s door was locked” – ünïcode, 你好 🙂';
    const { id } = await send(service, tom, { type: 'rating-set', rating: 'red', reason: words });
    const { body } = await service.get(`/api/v1/pathways/${tom}/events/${id}`);
    expect(body.event).toEqual({ type: 'rating-set', rating: 'red', reason: words });
    const { rows: stored } = await service.pool.query(
      `select (select fact from event where id = $1) || (select string_agg(payload, '') from outbox where register_id = $2) as text`,
      [id, tom],
    );
    expect(stored[0].text).not.toContain('door');
  });
});
