import { parseInstant, plainDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import type { Applied } from '../../../services/commit/types';
import { commitDeps, newRegisterId, say, somebody } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
let deps: CommitDeps;
let rung = 0;
beforeAll(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool, () => (rung += 1));
});
afterAll(() => database.drop());

const admitted: PathwayEvent = { type: 'admitted', on: plainDate('2026-10-01'), security: 'non-secure', detained: false, planned: false };
const referral: PathwayEvent = { type: 'referral-received', source: 'family' };

async function rowsOf<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return (await database.pool.query<Row>(sql, values)).rows;
}

test('an admission is answered with its deadlines, and everything about it is on file', async () => {
  const registerId = newRegisterId();
  const before = rung;
  const answer = await say(deps, registerId, '2026-10-01T19:30', admitted, { id: 'adm-1' });
  expect(answer).toMatchObject({
    status: 'applied',
    registerId,
    sequence: 1,
    pathway: 1,
    repeated: false,
    events: [{ id: 'adm-1', sequence: 1 }],
  });
  expect(rung).toBe(before + 1);
  expect(await rowsOf('select kind, due, status, owed from deadline where register_id = $1', registerId)).toEqual(
    expect.arrayContaining([{ kind: 'oversight-visit', due: '2026-11-12', status: 'open', owed: true }]),
  );
  const newest = deps.core.ruleSet('england-2023').ref;
  expect(
    await rowsOf('select rating, inpatient, next_due, pinned_rule_set, rule_set from pathway where register_id = $1', registerId),
  ).toEqual([{ rating: 'blue', inpatient: true, next_due: '2026-10-15', pinned_rule_set: newest, rule_set: newest }]);
  expect(await rowsOf('select sequence, type, "on", status, fact, source from event where id = $1', 'adm-1')).toEqual([
    {
      sequence: 1,
      type: 'admitted',
      on: '2026-10-01',
      status: 'applied',
      source: 'test',
      fact: '{"detained":false,"on":"2026-10-01","planned":false,"security":"non-secure","type":"admitted"}',
    },
  ]);
  const lines = await rowsOf<{ what: string }>('select what from timeline where register_id = $1 order by ordinal', registerId);
  expect(lines.map(({ what }) => what)).toEqual((answer as Applied).changes.map(({ what }) => what));
  expect((await rowsOf('select from notice where register_id = $1', registerId)).length).toBeGreaterThan(0);
});

test('the signal holds the whole event, when it was heard, its sequence and a digest, and none of its words', async () => {
  const registerId = newRegisterId();
  await say(
    deps,
    registerId,
    '2026-10-01T19:30',
    { type: 'rating-set', rating: 'red', reason: 'Ann Body shouted at her mother' },
    { id: 'rate-1' },
  );
  const [row] = await rowsOf<{ signal: string; pathway: number; payload: string }>(
    'select signal, pathway, payload from outbox where register_id = $1',
    registerId,
  );
  expect(row).toMatchObject({ signal: 'ratingChanged', pathway: 1 });
  const { digest, chain, seal, ...payload } = JSON.parse(row?.payload ?? '') as Record<string, unknown>;
  expect(digest).toMatch(/^[0-9a-f]{64}$/);
  expect(seal).toMatch(/^[0-9a-f]{64}\.[A-Za-z0-9_.-]+$/);
  expect(chain).toMatch(/^[0-9a-f]{64}\.[A-Za-z0-9_.-]+$/);
  expect(payload).toEqual({
    eventId: 'rate-1',
    at: '2026-10-01T19:30:00+01:00',
    sequence: 1,
    type: 'rating-set',
    rating: 'red',
    on: '2026-10-01',
  });
  expect(await rowsOf('select field, text from event_text where event_id = $1', 'rate-1')).toEqual([
    { field: 'reason', text: 'Ann Body shouted at her mother' },
  ]);
  expect(await rowsOf('select id from event where fact like $1 or answer like $1', '%Ann Body%')).toEqual([]);
});

test('the same id and body again get the recorded answer, word for word; nothing is written twice', async () => {
  const registerId = newRegisterId();
  const first = await say(deps, registerId, '2026-10-01T19:30', admitted, { id: 'adm-2', bodyDigest: 'a' });
  await say(deps, registerId, '2026-10-02T10:00', { type: 'visit-held' });
  const again = await say(deps, registerId, '2026-10-05T10:00', admitted, { id: 'adm-2', bodyDigest: 'a', ifMatch: 999 });
  expect(again).toEqual({ ...first, repeated: true });
  expect(await rowsOf('select id from event where register_id = $1 and type = $2', registerId, 'admitted')).toHaveLength(1);
});

test('the same id with another body, or for another person, is reused; a signal has no body to compare', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T19:30', admitted, { id: 'adm-3', bodyDigest: 'a' });
  expect(await say(deps, registerId, '2026-10-01T19:31', admitted, { id: 'adm-3', bodyDigest: 'b' })).toEqual({ status: 'id-reused' });
  const other = newRegisterId();
  await say(deps, other, '2026-10-01T19:31', referral);
  expect(
    await commit(deps, {
      kind: 'event',
      registerId: other,
      id: 'adm-3',
      events: [admitted],
      batch: false,
      clock: parseInstant('2026-10-01T20:00'),
      source: 'test',
      bodyDigest: 'a',
    }),
  ).toEqual({ status: 'id-reused' });
  expect(
    await commit(deps, {
      kind: 'event',
      registerId,
      id: 'adm-3',
      events: [referral],
      batch: false,
      clock: parseInstant('2026-10-01T20:00'),
      source: 'temporal',
      fromWorkflow: 1,
    }),
  ).toMatchObject({ status: 'applied', repeated: true });
});

test('a refusal is kept with its answer, changes nothing, and is repeated as it was', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  const refused = await say(deps, registerId, '2026-10-02T10:00', { type: 'discharged', on: plainDate('2026-10-02') }, { id: 'dis-1' });
  expect(refused).toMatchObject({ status: 'refused', id: 'dis-1', sequence: 1, repeated: false });
  expect(await say(deps, registerId, '2026-10-03T10:00', { type: 'discharged', on: plainDate('2026-10-02') }, { id: 'dis-1' })).toEqual({
    ...refused,
    repeated: true,
  });
  expect(await rowsOf('select status, sequence from event where id = $1', 'dis-1')).toEqual([{ status: 'refused', sequence: null }]);
  expect(await rowsOf('select from outbox where register_id = $1', registerId)).toHaveLength(1);
  expect(await rowsOf('select what from timeline where register_id = $1 and what = $2', registerId, 'event-refused')).toHaveLength(1);
  expect(await rowsOf('select template, audience from notice where event_id = $1', 'dis-1')).toEqual([
    { template: 'event-refused', audience: 'on-call' },
  ]);
});

test('a batch is all or none, one signal, with a row for the whole and one for each part', async () => {
  const registerId = newRegisterId();
  const discharged: PathwayEvent = { type: 'discharged', on: plainDate('2026-10-03') };
  const batch = (id: string, events: PathwayEvent[]) => say(deps, registerId, '2026-10-04T10:00', referral, { id, events, batch: true });
  expect(await batch('b-1', [discharged, admitted])).toMatchObject({ status: 'refused', batch: true, reason: { part: 1 } });
  expect(await rowsOf('select id, type, status, batch from event where register_id = $1 order by position', registerId)).toEqual([
    { id: 'b-1', type: 'batch', status: 'refused', batch: null },
    { id: 'b-1/1', type: 'discharged', status: 'refused', batch: 'b-1' },
    { id: 'b-1/2', type: 'admitted', status: 'refused', batch: 'b-1' },
  ]);
  const applied = await batch('b-2', [admitted, discharged]);
  expect(applied).toMatchObject({
    status: 'applied',
    batch: true,
    sequence: 2,
    events: [
      { id: 'b-2/1', sequence: 1 },
      { id: 'b-2/2', sequence: 2 },
    ],
  });
  expect(await batch('b-2', [admitted, discharged])).toEqual({ ...applied, repeated: true });
  expect(await rowsOf('select signal from outbox where register_id = $1', registerId)).toEqual([{ signal: 'event' }]);
  // A part's id is taken, too.
  expect(await say(deps, registerId, '2026-10-04T10:00', referral, { id: 'b-2/1' })).toEqual({ status: 'id-reused' });
});

test('a dry run answers and writes nothing, a refusal neither', async () => {
  const registerId = newRegisterId();
  const count = () =>
    rowsOf(
      'select (select count(*) from event) e, (select count(*) from person) p, (select count(*) from timeline) t, (select count(*) from outbox) o',
    );
  const before = await count();
  expect(await say(deps, registerId, '2026-10-01T19:30', admitted, { dryRun: true })).toMatchObject({ status: 'would-apply', sequence: 0 });
  expect(await say(deps, registerId, '2026-10-01T19:30', { type: 'discharged' }, { dryRun: true })).toMatchObject({ status: 'refused' });
  expect(await count()).toEqual(before);
});

test('If-Match: a moved sequence is told, after the look for a repeat', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T19:30', referral, { id: 'ref-9', ifMatch: 0 });
  expect(await say(deps, registerId, '2026-10-01T19:31', admitted, { ifMatch: 0 })).toEqual({ status: 'sequence-moved', sequence: 1 });
  expect(await say(deps, registerId, '2026-10-01T19:31', referral, { id: 'ref-9', ifMatch: 0 })).toMatchObject({
    status: 'applied',
    repeated: true,
  });
  expect(await say(deps, registerId, '2026-10-01T19:32', admitted, { ifMatch: 1 })).toMatchObject({ status: 'applied', sequence: 2 });
  // A reminder never makes it fail: the wake-ups up to here have been taken, the sequence has not moved.
  await commit(deps, { kind: 'wake', registerId, clock: parseInstant('2026-12-01T12:00') });
  expect(await say(deps, registerId, '2026-12-01T19:32', { type: 'visit-held' }, { ifMatch: 2 })).toMatchObject({
    status: 'applied',
    sequence: 3,
  });
});

test('a referral for somebody with an open pathway, an unknown person, a known NHS number', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T19:30', referral, { id: 'ref-1', person: somebody({ nhsNumber: '9990000018' }) });
  expect(await say(deps, registerId, '2026-10-02T19:30', referral, { opensPathway: true })).toEqual({
    status: 'pathway-open',
    registerId,
    pathway: 1,
  });
  const stranger = newRegisterId();
  expect(
    await commit(deps, {
      kind: 'event',
      registerId: stranger,
      id: 'x',
      events: [referral],
      batch: false,
      clock: parseInstant('2026-10-02T19:30'),
      source: 'test',
    }),
  ).toEqual({ status: 'unknown-person' });
  expect(await commit(deps, { kind: 'wake', registerId: stranger, clock: parseInstant('2026-10-02T19:30') })).toEqual({
    status: 'unknown-person',
  });
  expect(await say(deps, stranger, '2026-10-02T19:30', referral, { person: somebody({ nhsNumber: '9990000018' }) })).toEqual({
    status: 'nhs-number-known',
    registerId,
  });
  expect(await rowsOf('select from person where register_id = $1', stranger)).toEqual([]);
  // The referral that made the person, sent again: the register id made anew for it is of no account.
  expect(
    await say(deps, stranger, '2026-10-02T19:30', referral, { id: 'ref-1', person: somebody({ nhsNumber: '9990000018' }) }),
  ).toMatchObject({
    status: 'applied',
    registerId,
    repeated: true,
  });
});

test('an ending answers with what was owed until then, and keeps it; a person who comes back has a new pathway', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral, { id: 'r-end' });
  const ended = await say(
    deps,
    registerId,
    '2026-10-20T10:00',
    { type: 'pathway-closed', reason: 'Moved in with an aunt' },
    { id: 'end-1' },
  );
  expect(ended).toMatchObject({ status: 'applied', owedAtEnd: [{ kind: 'eligibility-decision', due: null, status: 'open' }] });
  expect(await rowsOf('select ended_type, owed_at_end from pathway where register_id = $1', registerId)).toEqual([
    { ended_type: 'pathway-closed', owed_at_end: [expect.objectContaining({ kind: 'eligibility-decision' })] },
  ]);
  expect(await rowsOf('select from wake_up where register_id = $1', registerId)).toEqual([]);
  expect(await say(deps, registerId, '2026-11-20T10:00', referral, { opensPathway: true })).toMatchObject({
    status: 'applied',
    pathway: 2,
    sequence: 3,
  });
  expect(await rowsOf('select number, ended_type from pathway where register_id = $1 order by number', registerId)).toEqual([
    { number: 1, ended_type: 'pathway-closed' },
    { number: 2, ended_type: null },
  ]);
});

test('taking the ending back opens the pathway again, and what was owed is kept no longer', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  await say(deps, registerId, '2026-10-20T10:00', { type: 'pathway-closed', reason: 'In error' }, { id: 'end-2' });
  await say(deps, registerId, '2026-10-21T10:00', { type: 'corrected', event: 'end-2', reason: 'Another person' });
  expect(await rowsOf('select ended_type, owed_at_end from pathway where register_id = $1', registerId)).toEqual([
    { ended_type: null, owed_at_end: null },
  ]);
  expect(await rowsOf('select deadline from wake_up where register_id = $1', registerId)).not.toEqual([]);
});

test('a meeting keeps its place, which the core never sees; one taken back is gone', async () => {
  const registerId = newRegisterId();
  const scheduled: PathwayEvent = {
    type: 'meeting-scheduled',
    meeting: 'm1',
    kind: 'mam',
    on: plainDate('2026-10-20'),
    time: '10:00',
    place: 'Room 3',
  };
  await say(deps, registerId, '2026-10-01T10:00', scheduled, { id: 'm-1' });
  await say(deps, registerId, '2026-10-02T10:00', { type: 'meeting-scheduled', meeting: 'm1', kind: 'mam', on: plainDate('2026-10-22') });
  const place = () => rowsOf('select "on", place, status from meeting where register_id = $1', registerId);
  expect(await place()).toEqual([{ on: '2026-10-22', place: 'Room 3', status: 'scheduled' }]);
  await say(deps, registerId, '2026-10-03T10:00', {
    type: 'corrected',
    event: 'm-1',
    reason: 'x',
    with: { ...scheduled, place: 'Room 4' },
  });
  expect(await place()).toEqual([{ on: '2026-10-22', place: 'Room 4', status: 'scheduled' }]);
});
