import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseInstant, type Instant } from '../../../../domain/calendar/dates';
import { eventSchema, type PathwayEvent } from '../../../../domain/pathway/events';
import { projectRoot } from '../../../../infra/project-root';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import { checkChain } from '../../../../services/upkeep/proof/log/check-chain';
import { checkDerived } from '../../../../services/upkeep/proof/log/check-derived';
import type { Difference } from '../../../../services/upkeep/proof/difference';
import { playable } from '../../../../services/rehearsal/scenario';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { seededHistory } from '../../../support/core/random/history';

let database: TestDatabase;
let deps: CommitDeps;
beforeAll(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
});
afterAll(() => database.drop());

const sql = (text: string, ...values: unknown[]) => database.pool.query(text, values);
const chain = (registerId: string) => checkChain(deps, registerId);
const derived = (registerId: string) => checkDerived(deps, registerId);

/** A stay in hospital with typed words, a refused event, a batch, a correction and steps that have fired. */
async function story(): Promise<string> {
  const registerId = newRegisterId();
  const heard = (at: string, id: string, event: object) => say(deps, registerId, at, event as PathwayEvent, { id: `${registerId}-${id}` });
  await heard('2026-09-21T10:00', 'ref', { type: 'referral-received', source: 'family' });
  await heard('2026-09-22T10:00', 'rate', { type: 'rating-set', rating: 'red', reason: 'Words that somebody typed' });
  await commit(deps, {
    kind: 'event',
    registerId,
    id: `${registerId}-batch`,
    batch: true,
    source: 'test',
    clock: parseInstant('2026-09-23T10:00'),
    events: [
      { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
      { type: 'admitted', on: '2026-09-22', security: 'low', detained: true, planned: false },
    ] as PathwayEvent[],
  });
  await heard('2026-09-24T10:00', 'no', { type: 'rating-set', rating: 'amber', reason: 'not while an inpatient' });
  await heard('2026-09-25T10:00', 'visit', { type: 'visit-held', on: '2026-09-24' });
  await heard('2026-09-26T10:00', 'put-right', {
    type: 'corrected',
    event: `${registerId}-visit`,
    reason: 'It was the day before',
    with: { type: 'visit-held', on: '2026-09-23' },
  });
  await commit(deps, { kind: 'wake', registerId, clock: parseInstant('2026-12-01T10:00') });
  return registerId;
}

/** The ids of a history's events are `e1`, `e2`, …: of each person their own. */
const ownIds = (registerId: string, event: object): unknown =>
  JSON.parse(JSON.stringify(event).replaceAll(/"(e\d+)"/g, `"${registerId}-$1"`));

const codes = (found: readonly Difference[]): string[] => found.map(({ code }) => code);

test('a log as it was written holds together, and gives by the core alone what is stored', async () => {
  const registerId = await story();
  expect(await chain(registerId)).toEqual([]);
  expect(await derived(registerId)).toEqual([]);
});

test.each(Array.from({ length: 25 }, (_, index) => index + 1))('random history %i: the same', async (seed) => {
  const registerId = newRegisterId();
  const { bornOn, steps, ruleSet } = playable(seededHistory(seed, { steps: 25 }));
  const person = somebody({ bornOn, ruleSet, minutes: seed % 30 });
  for (const { id, at, event } of steps)
    await say(deps, registerId, at, eventSchema.parse(ownIds(registerId, event)), { id: `${registerId}-${id}`, person });
  await commit(deps, { kind: 'wake', registerId, clock: ((steps.at(-1)?.at ?? 0) + 200 * 86_400_000) as Instant });
  expect(await chain(registerId)).toEqual([]);
  expect(await derived(registerId)).toEqual([]);
});

test('a log of before there was a chain is bound as it stands, words and bodies too', async () => {
  const old = await freshDatabase();
  try {
    const before = commitDeps(old.pool);
    const registerId = newRegisterId();
    const body = { id: 'with-a-body', bodyDigest: 'of the body' };
    await say(before, registerId, '2026-09-21T10:00', { type: 'referral-received', source: 'family' }, body);
    const reason = 'Words: "quoted", a\\slash,\na line\tand ünïcode';
    await say(before, registerId, '2026-09-22T10:00', { type: 'rating-set', rating: 'red', reason });
    await old.pool.query(`update event set body_digest = 'of the body' where id = 'with-a-body'`);
    await old.pool.query('drop table person_key; alter table event drop column texts_digest, drop column chain');
    await old.pool.query(
      readFileSync(path.join(projectRoot, 'prisma', 'migrations', '20261122100000_hash_chain', 'migration.sql'), 'utf8'),
    );
    expect(await checkChain(before, registerId)).toEqual([]);
    const again = await say(before, registerId, '2026-09-23T10:00', { type: 'referral-received', source: 'family' }, body);
    expect(again).toMatchObject({ status: 'applied', repeated: true });
    expect(await say(before, registerId, '2026-09-23T10:00', { type: 'visit-held' }, { ...body, bodyDigest: 'another' })).toEqual({
      status: 'id-reused',
    });
    await say(before, registerId, '2026-09-24T10:00', { type: 'rating-set', rating: 'amber', reason });
    expect(await checkChain(before, registerId)).toEqual([]);
  } finally {
    await old.drop();
  }
});

describe('a log that was tampered with', () => {
  test.each([
    ['a fact altered', `update event set fact = replace(fact, '2026-09-22', '2026-09-12') where id = $1 || '-batch/2'`, 'batch/2', 'link'],
    ['a refusal made to look accepted', `update event set status = 'applied' where id = $1 || '-no'`, 'no', 'link'],
    ['when it was heard', `update event set at = at - interval '1 day' where id = $1 || '-rate'`, 'rate', 'link'],
    ['the answer', `update event set answer = replace(answer, 'open', 'shut') where id = $1 || '-ref'`, 'ref', 'link'],
    ['an event in the middle removed', `delete from event where id = $1 || '-no'`, 'visit', 'link'],
    [
      'two events exchanged',
      `update event set position = case id when $1 || '-no' then (select position from event where id = $1 || '-visit') else
       (select position from event where id = $1 || '-no') end where id in ($1 || '-no', $1 || '-visit')`,
      'visit',
      'link',
    ],
    ['typed words altered', `update event_text set text = 'Other words' where event_id = $1 || '-rate'`, 'rate', 'texts'],
    ['typed words removed', `delete from event_text where event_id = $1 || '-rate'`, 'rate', 'texts'],
    ['words put in where there were none', `insert into event_text select $1 || '-visit', 'reason', 'Put in'`, 'visit', 'texts'],
  ])('%s: the first event that does not fit is named', async (_what, tamper, event, part) => {
    const registerId = await story();
    await sql(tamper, registerId);
    expect(await chain(registerId)).toEqual([
      expect.objectContaining({ code: 'chain-broken', registerId, pathway: 1, params: { event: `${registerId}-${event}`, part } }),
    ]);
  });

  test('the last events cut off', async () => {
    const registerId = await story();
    await sql(`delete from event where id = $1 || '-put-right'`, registerId);
    expect(await chain(registerId)).toEqual([expect.objectContaining({ code: 'chain-cut', params: { expected: 6, found: 5 } })]);
  });

  test('with the key destroyed and the words removed, as when a person is forgotten, the chain is whole', async () => {
    const registerId = await story();
    await sql('delete from person_key where register_id = $1', registerId);
    await sql(`delete from event_text where event_id like $1 || '%'`, registerId);
    expect(await chain(registerId)).toEqual([]);
  });

  test('what was typed and what was sent are in it only as digests that need the key', async () => {
    const registerId = await story();
    const { rows } = await sql('select texts_digest from event where id = $1', `${registerId}-rate`);
    const { rows: others } = await sql('select texts_digest from event where id like $1', `%-rate`);
    const digests = others.map((row: { texts_digest: string }) => row.texts_digest);
    expect(rows[0]).toEqual({ texts_digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
    // The same words of several people: nobody sees that they are the same.
    expect(new Set(digests).size).toBe(digests.length);
    expect(digests.length).toBeGreaterThan(1);
  });
});

describe('what is stored beside the log', () => {
  test.each([
    ['a due date', `update deadline set due = due + 7 where register_id = $1 and status = 'missed'`, 'deadlines-differ'],
    ['a deadline removed', `delete from deadline where register_id = $1 and kind = 'oversight-visit'`, 'deadlines-differ'],
    [
      'a miss made up for',
      `update deadline set status = 'met', owed = false where register_id = $1 and status = 'missed'`,
      'deadlines-differ',
    ],
    ['a wake-up removed', `delete from wake_up where ctid = (select ctid from wake_up where register_id = $1 limit 1)`, 'wake-ups-differ'],
    ['a wake-up moved', `update wake_up set at = at + interval '1 hour' where register_id = $1`, 'wake-ups-differ'],
    ['a line of the timeline removed', `delete from timeline where register_id = $1 and what = 'deadline-missed'`, 'timeline-differs'],
    ['how far the steps have gone', `update step_progress set taken_to = taken_to + 1 where register_id = $1`, 'steps-differ'],
  ])('%s: found', async (_what, tamper, code) => {
    const registerId = await story();
    const { rowCount } = await sql(tamper, registerId);
    expect(rowCount).toBeGreaterThan(0);
    expect(codes(await derived(registerId))).toContain(code);
  });

  test.each([
    ['a meeting lost', `delete from meeting where register_id = $1`, 'meetings-differ'],
    ['a meeting moved', `update meeting set "on" = "on" + 1, revision = revision + 1 where register_id = $1`, 'meetings-differ'],
    [
      'a meeting that nobody planned',
      `insert into meeting (register_id, pathway, id, kind, status, "on", invited, revision) values ($1, 1, 'made-up', 'mam', 'scheduled', '2026-12-01', '[]', 0)`,
      'meetings-differ',
    ],
    ['an action lost', `delete from action where register_id = $1`, 'actions-differ'],
    ['an action said to be done', `update action set status = 'done' where register_id = $1`, 'actions-differ'],
  ])('%s: found', async (_what, tamper, code) => {
    const registerId = await story();
    const heard = (id: string, event: object) =>
      say(deps, registerId, '2026-12-01T11:00', event as PathwayEvent, { id: `${registerId}-${id}` });
    await heard('mam', { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-12-08', time: '10:00', invited: ['team'] });
    await heard('act', { type: 'action-agreed', action: 'a-1', what: 'x', due: '2026-12-20' });
    expect(await derived(registerId)).toEqual([]);
    expect((await sql(tamper, registerId)).rowCount).toBeGreaterThan(0);
    expect(codes(await derived(registerId))).toEqual([code]);
  });

  test('an event that the core would decide otherwise is named', async () => {
    const registerId = await story();
    await sql(`update event set status = 'applied', reason = null, sequence = 99 where id = $1 || '-no'`, registerId);
    expect(await derived(registerId)).toContainEqual(
      expect.objectContaining({
        code: 'decision-differs',
        params: expect.objectContaining({ event: `${registerId}-no`, stored: 'applied' }),
      }),
    );
  });
});
