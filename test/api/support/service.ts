import { testSeals } from '../../support/database/seals';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import type { ApiDeps } from '../../../api/context';
import { type Instant, parseInstant } from '../../../domain/calendar/dates';
import { openPool } from '../../../infra/database/database';
import { createToken } from '../../../services/access/tokens';
import { commit } from '../../../services/commit/commit';
import { resolveRefused } from '../../../services/pathway/resolve';
import { coreContext } from '../../../services/rules/policies';
import { freshDatabase } from '../../support/database/database';
import { conforms } from './conforms';

/** The real API on a database of its own, with authentication on and a clock that the test sets. */
export interface Service {
  readonly deps: ApiDeps;
  readonly pool: ApiDeps['pool'];
  readonly app: ReturnType<typeof createApp>['app'];
  readonly stopTaking: () => void;
  /** Looks at what came in through the letterbox, until nothing is left in hand. */
  readonly emptied: () => Promise<void>;
  /** A token with every scope. */
  readonly token: string;
  /** The figures for Prometheus, as they are now. */
  readonly figures: () => Promise<string>;
  /** What was logged, line by line. */
  readonly logged: string[];
  /** Sets the clock: London time, `2026-10-01T10:00`. */
  setClock(text: string): void;
  /** A request with the token that has every scope; its answer is held to what the route declares. */
  get(path: string): supertest.Test;
  post(path: string, body?: object | string): supertest.Test;
  /** With the version that it works from in `If-Match`; null: without one. */
  put(path: string, version: number | null, body: object): supertest.Test;
  close(): Promise<void>;
}

/** Starts it; close it in `afterAll`. */
export async function startService(more: Partial<ApiDeps> = {}): Promise<Service> {
  const database = await freshDatabase();
  const pool = openPool({ url: database.url });
  const core = coreContext();
  let now: Instant = parseInstant('2026-09-21T10:00');
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const deps: ApiDeps = {
    pool,
    seals: testSeals,
    commit: (request) => commit({ pool, core, seals: testSeals, book: () => [] }, request),
    resolve: (request) => resolveRefused({ pool, core, seals: testSeals, book: () => [] }, request),
    clock: () => now,
    area: { name: 'example', ruleSet: 'england-2023' },
    logger,
    histories: null,
    ...more,
  };
  const { app, stopTaking, intake, registry } = createApp(deps);
  const token = await createToken(pool, 'tests', ['all']);
  return {
    deps,
    pool,
    app,
    stopTaking,
    emptied: () => {
      intake.wake();
      return intake.settled();
    },
    token,
    figures: () => registry.metrics(),
    logged,
    setClock: (text) => void (now = parseInstant(text)),
    get: (path) =>
      supertest(app)
        .get(path)
        .set('Authorization', `Bearer ${token}`)
        .expect((response) => conforms('get', path, response)),
    post: (path, body) => {
      const request = supertest(app)
        .post(path)
        .set('Authorization', `Bearer ${token}`)
        .expect((response) => conforms('post', path, response));
      return body === undefined ? request : request.send(body);
    },
    put: (path, version, body) =>
      supertest(app)
        .put(path)
        .set('Authorization', `Bearer ${token}`)
        .set(version === null ? {} : { 'If-Match': `"${version}"` })
        .send(body)
        .expect((response) => conforms('put', path, response)),
    close: async () => {
      await intake.settled();
      await pool.end();
      await database.drop();
    },
  };
}

let people = 0;

/** A made-up person as a referral names them. */
export const aPerson = (more: Record<string, unknown> = {}): Record<string, unknown> => {
  people += 1;
  return { name: `Test Person ${people}`, bornOn: '2011-03-02', ...more };
};

/** Refers somebody new; out: their register id. */
export async function aReferral(service: Service, more: Record<string, unknown> = {}): Promise<string> {
  const answer = await service.post('/api/v1/referrals', { person: aPerson(more), event: { type: 'referral-received', source: 'family' } });
  if (answer.status !== 201) throw new Error(`not referred: ${answer.text}`);
  return String(answer.body.registerId);
}

/** Sends an event that must apply. */
export async function send(service: Service, registerId: string, body: object): Promise<{ sequence: number; id: string }> {
  const answer = await service.post(`/api/v1/pathways/${registerId}/events`, body);
  if (answer.status !== 200) throw new Error(`not applied: ${answer.text}`);
  const event = answer.body.event ?? answer.body.events.at(-1);
  return { sequence: Number(event.sequence), id: String(event.id) };
}

/** The first days of someone on the register: eligible, consent given, amber. */
export const onRegister = {
  events: [
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
    { type: 'rating-set', rating: 'amber', reason: 'Out of school, and at risk from people met online' },
  ],
};

export const admission = { type: 'admitted', security: 'non-secure', detained: false, planned: false };
