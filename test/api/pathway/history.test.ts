import { pino } from 'pino';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import type { Instant } from '../../../domain/calendar/dates';
import { createToken } from '../../../services/access/tokens';
import { commit } from '../../../services/commit/commit';
import { resolveRefused } from '../../../services/pathway/resolve';
import { historyReader, historySchema } from '../../../services/pathway/history';
import { testSeals } from '../../support/database/seals';
import { openService, type Service } from '../../support/service';

/** The API, a worker and a relay on a real Temporal server, its payloads encrypted. */
describe("a workflow's history over the API", () => {
  let service: Service;
  let ask: (method: 'get' | 'post', path: string) => supertest.Test;
  beforeAll(async () => {
    service = await openService();
    await service.startWorker();
    // A low bound, so that the few events of this test make more than one run.
    service.startRelay(25);
    const { pool } = service.database;
    const { app } = createApp({
      pool,
      commit: (request) => commit(service.commit, request),
      resolve: (request) => resolveRefused(service.commit, request),
      clock: () => Date.now() as Instant,
      area: { name: 'example', ruleSet: 'england-2023' },
      seals: testSeals,
      logger: pino({ level: 'silent' }),
      histories: historyReader(service.client),
    });
    const token = await createToken(pool, 'tests', ['all']);
    ask = (method, path) => supertest(app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  });
  afterAll(() => service?.close());

  test('is decoded, run after run, with its signals and named timers, and holds no words', async () => {
    const referred = await ask('post', '/referrals').send({
      person: { name: 'Zebedee Quixote', bornOn: '2011-03-02' },
      event: { type: 'referral-received', source: 'family' },
    });
    const id: string = referred.body.registerId;
    await ask('post', `/pathways/${id}/events`).send({ type: 'admitted', security: 'low', detained: true, planned: false }).expect(200);
    await service.armed(id, 1, 2);
    for (let sequence = 3; sequence <= 10; sequence += 1) {
      await ask('post', `/pathways/${id}/events`)
        .send({ type: 'review-requested', by: 'family', reason: 'Spoke of the canal' })
        .expect(200);
      await service.armed(id, 1, sequence);
    }
    const { status, body, text } = await ask('get', `/pathways/${id}/history`);
    expect(status).toBe(200);
    const history = historySchema.parse(body);
    expect(history.workflowId).toBe(`pathway/${id}/1`);
    expect(history.runs.length).toBeGreaterThan(1);
    const events = history.runs.flatMap((run) => run.events);
    const instants = events.filter(({ type }) => type === 'WORKFLOW_EXECUTION_STARTED').map(({ at }) => Date.parse(at));
    expect(instants).toEqual([...instants].sort((a, b) => a - b));
    const admitted = events.find(({ type, details }) => type === 'WORKFLOW_EXECUTION_SIGNALED' && details['signalName'] === 'admitted');
    expect(admitted?.details['input']).toMatchObject({ payloads: [{ type: 'admitted', security: 'low', sequence: 2 }] });
    const timers = events.filter(({ type }) => type === 'TIMER_STARTED').map(({ details }) => details['userMetadata']);
    expect(timers).toContainEqual({ summary: expect.stringMatching(/^post-admission-cetr remind \d{4}-\d{2}-\d{2}$/) });
    expect(text).not.toMatch(/Zebedee|Quixote|canal|binary\/encrypted/);
  });

  test('of a pathway that Temporal was never told of there is none', async () => {
    await service.stopRelay();
    const referred = await ask('post', '/referrals').send({
      person: { name: 'Test Person', bornOn: '2011-03-02' },
      event: { type: 'referral-received', source: 'self' },
    });
    const { status, body } = await ask('get', `/pathways/${referred.body.registerId}/history`);
    expect([status, body.code]).toEqual([404, 'no-history']);
  });
});
