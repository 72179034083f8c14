import { formatInstant, parseInstant, plainDate, type Instant } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import type { EventAnswer, EventRequest, Held } from '../../../services/commit/types';
import { readEvents } from '../../../services/pathway/events';
import { readTimeline } from '../../../services/pathway/timeline';
import { newRegisterId, say } from '../../support/database/commit';
import { Sealed } from '../../support/database/sealed';

let sealed: Sealed;
let deps: CommitDeps;
let registerId: string;
beforeAll(async () => {
  sealed = await Sealed.open();
});
beforeEach(async () => {
  await sealed.clear();
  ({ deps } = sealed);
  registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T09:00', { type: 'referral-received', source: 'family' }, { id: id('referral') });
});
// Whatever became of what waited, the log and all that was made of it agree.
afterEach(async () => expect(await sealed.prove()).toEqual([]));
afterAll(() => sealed?.close());

const id = (name: string): string => `${registerId.toLowerCase()}-${name}`;
const admitted = (on: string): PathwayEvent => ({
  type: 'admitted',
  on: plainDate(on),
  security: 'non-secure',
  detained: false,
  planned: false,
});
const discharged = (on: string): PathwayEvent => ({ type: 'discharged', on: plainDate(on), destination: 'home' });
const hospital = (at: string, name: string, event: PathwayEvent, over: Partial<EventRequest> = {}): Promise<EventAnswer> =>
  say(deps, registerId, at, event, { id: id(name), mayWait: true, bodyDigest: `body of ${name}`, source: 'api:RX1', ...over });
const wake = (at: string) => commit(deps, { kind: 'wake', registerId, clock: parseInstant(at) });
const rowsOf = async (sql: string): Promise<Record<string, unknown>[]> => (await sealed.database.pool.query(sql, [registerId])).rows;
const events = async (): Promise<string[]> =>
  (await readEvents(sealed.database.pool, registerId, null)).map(({ id: own, status, reason }) =>
    [own.replace(`${registerId.toLowerCase()}-`, ''), status, ...(reason === null ? [] : [reason])].join(' '),
  );
const wakeUp = async (): Promise<unknown[]> =>
  (await rowsOf(`select kind, step, at from wake_up where register_id = $1 and deadline = 'held'`)).map(
    ({ kind, step, at }) => `${String(kind)} ${String(step)} ${formatInstant((at as Date).getTime() as Instant)}`,
  );

test('a discharge before its admission waits a day, and is applied as soon as the admission is', async () => {
  const held = await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  expect(held).toMatchObject({ status: 'held', reason: { code: 'not-inpatient' }, ids: [id('out')], repeated: false });
  expect(formatInstant((held as Held).until)).toBe('2026-10-06T10:00:00+01:00');
  expect(await wakeUp()).toEqual(['held refuse 2026-10-06T10:00:00+01:00']);
  expect(await events()).toEqual(['referral applied', 'out held not-inpatient']);
  expect(await rowsOf('select signal from outbox where register_id = $1 order by id desc limit 1')).toEqual([{ signal: 'present' }]);
  // What has nothing to do with it leaves it where it is.
  await hospital('2026-10-05T11:00', 'diagnosis', { type: 'diagnosis-confirmed', on: plainDate('2026-10-01'), diagnosis: 'autism' });
  expect((await events()).at(-1)).toBe('out held not-inpatient');

  expect(await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'))).toMatchObject({ status: 'applied', sequence: 3 });
  expect(await events()).toEqual(['referral applied', 'diagnosis applied', 'in applied', 'out applied']);
  expect(await wakeUp()).toEqual([]);
  const lines = (await readTimeline(sealed.database.pool, registerId, null, plainDate('2026-10-05'))).filter(
    (line) => line.what === 'event-applied' || line.what === 'rating',
  );
  expect(lines.slice(-4)).toMatchObject([
    { what: 'event-applied', event: id('in'), at: parseInstant('2026-10-05T15:00') },
    { what: 'rating', rating: 'blue' },
    { what: 'event-applied', event: id('out'), at: parseInstant('2026-10-05T15:00'), received: parseInstant('2026-10-05T10:00') },
    { what: 'rating', rating: 'amber' },
  ]);
  expect(lines.at(-4)).not.toHaveProperty('received');
  // Its workflow hears of both.
  const signals = await rowsOf(`select payload::json ->> 'eventId' as event, payload::json ->> 'received' as received
    from outbox where register_id = $1 and payload like '%eventId%' order by id desc limit 2`);
  expect(signals).toEqual([
    { event: id('out'), received: '2026-10-05T10:00:00+01:00' },
    { event: id('in'), received: null },
  ]);
});

test('nobody else waits: not the team, and nobody whose event is wrong for another reason', async () => {
  expect(await hospital('2026-10-05T10:00', 'team', discharged('2026-10-04'), { mayWait: false })).toMatchObject({ status: 'refused' });
  expect(await hospital('2026-10-05T10:00', 'ahead', admitted('2026-10-09'))).toMatchObject({
    status: 'refused',
    reason: { code: 'date-in-the-future' },
  });
  expect(await wakeUp()).toEqual([]);
  // There is no order where nothing is on record.
  registerId = newRegisterId();
  expect(await hospital('2026-10-05T10:00', 'first', { type: 'transferred', security: 'low', detained: false })).toMatchObject({
    status: 'refused',
  });
});

test('after a day it is refused, and the team and on-call hear of it', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  expect(await rowsOf(`select from notice where register_id = $1 and audience = 'on-call'`)).toEqual([]);
  await wake('2026-10-06T09:59:59');
  expect((await events()).at(-1)).toBe('out held not-inpatient');
  await wake('2026-10-06T10:00:30');
  expect((await events()).at(-1)).toBe('out refused not-inpatient');
  expect(await wakeUp()).toEqual([]);
  const [row] = await rowsOf(`select at, received_at from event where register_id = $1 and status = 'refused'`);
  expect(row).toEqual({ at: new Date('2026-10-06T09:00:00Z'), received_at: new Date('2026-10-05T09:00:00Z') });
  expect(await rowsOf('select kind, audience from task where register_id = $1')).toEqual([{ kind: 'event-refused', audience: 'team' }]);
  expect(await rowsOf(`select template from notice where register_id = $1 and audience = 'on-call'`)).toEqual([
    { template: 'event-refused' },
  ]);
  expect(await hospital('2026-10-06T11:00', 'out', discharged('2026-10-04'))).toMatchObject({ status: 'refused', repeated: true });
});

test('an event that comes after its day is over, before its timer, finds it refused', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  await hospital('2026-10-06T10:00', 'in', admitted('2026-10-02'));
  expect(await events()).toEqual(['referral applied', 'out refused not-inpatient', 'in applied']);
});

test('several go in the order received, each where the one before it made room', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  await hospital('2026-10-05T11:00', 'moved', { type: 'transferred', on: plainDate('2026-10-03'), security: 'low', detained: false });
  await hospital('2026-10-05T12:00', 'again', { type: 'leave-began', on: plainDate('2026-11-01' as string) });
  await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'));
  // The discharge was received first, and the transfer lies within the stay that it ended.
  expect(await events()).toEqual(['referral applied', 'again refused date-in-the-future', 'in applied', 'out applied', 'moved applied']);
  expect(await wakeUp()).toEqual([]);
});

test('a batch waits as a whole, and is applied as a whole', async () => {
  const batch = {
    events: [
      { ...discharged('2026-10-04') },
      { type: 'rating-set', on: plainDate('2026-10-05'), rating: 'red', reason: 'Words of the ward' },
    ],
  } as const;
  const held = await hospital('2026-10-05T10:00', 'both', discharged('2026-10-04'), { ...batch, batch: true });
  expect(held).toMatchObject({ status: 'held', batch: true, ids: [`${id('both')}/1`, `${id('both')}/2`] });
  expect(await events()).toEqual(['referral applied', 'both/1 held not-inpatient', 'both/2 held not-inpatient']);
  await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'));
  expect(await events()).toEqual(['referral applied', 'in applied', 'both/1 applied', 'both/2 applied']);
  const shown = await readEvents(sealed.database.pool, registerId, null);
  expect(shown.at(-1)?.event).toMatchObject({ reason: 'Words of the ward' });
});

test('it is judged as heard when it was received', async () => {
  // A new date for an action is a permission, and goes by when it was heard (contract 6.1(5)): heard on the due date it cures.
  await hospital('2026-10-01T10:00', 'agreed', { type: 'action-agreed', action: 'ward-1', due: plainDate('2026-10-05') });
  const answer = await hospital('2026-10-05T10:00', 'both', discharged('2026-10-04'), {
    batch: true,
    events: [discharged('2026-10-04'), { type: 'action-redated', action: 'ward-1', due: plainDate('2026-10-20') }],
  });
  expect(answer).toMatchObject({ status: 'held' });
  await wake('2026-10-06T08:30');
  await hospital('2026-10-06T09:00', 'in', admitted('2026-10-02'));
  const dues = await rowsOf(`select due::text, status, owed from deadline where register_id = $1 and kind = 'action' order by due`);
  expect(dues).toEqual([
    { due: '2026-10-05', status: 'superseded', owed: false },
    { due: '2026-10-20', status: 'open', owed: true },
  ]);
});

test('a repeat gets what was answered, and another body is told', async () => {
  const first = await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  expect(await hospital('2026-10-05T10:05', 'out', discharged('2026-10-04'))).toEqual({ ...first, repeated: true });
  expect(await hospital('2026-10-05T10:05', 'out', discharged('2026-10-03'), { bodyDigest: 'another' })).toEqual({ status: 'id-reused' });
  const elsewhere = await say(deps, newRegisterId(), '2026-10-05T10:05', admitted('2026-10-03'), { id: id('out'), bodyDigest: 'x' });
  expect(elsewhere).toEqual({ status: 'id-reused' });
  await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'));
  expect(await hospital('2026-10-05T16:00', 'out', discharged('2026-10-04'))).toMatchObject({ status: 'applied', repeated: true });
});

test('a preview says that it would wait, and nothing waits', async () => {
  const answer = await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'), { dryRun: true });
  expect(answer).toMatchObject({ status: 'would-hold', sequence: 1, until: parseInstant('2026-10-06T10:00') });
  expect(await events()).toEqual(['referral applied']);
});

test('what waits goes with the person to a new pathway', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-05'));
  await say(
    deps,
    registerId,
    '2026-10-05T11:00',
    { type: 'pathway-closed', reason: 'Not needed', on: plainDate('2026-10-03') },
    { id: id('end') },
  );
  await hospital('2026-10-05T12:00', 'in', admitted('2026-10-04'));
  expect(await events()).toEqual(['referral applied', 'end applied', 'in applied', 'out applied']);
  const pathways = await rowsOf('select pathway from event where register_id = $1 order by position');
  expect(pathways.map(({ pathway }) => pathway)).toEqual([1, 1, 2, 2]);
});

test('two people, one id: what waits under it can never be decided, and a person is asked to see to it', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  const other = newRegisterId();
  await say(deps, other, '2026-10-05T10:00', { type: 'referral-received', source: 'family' });
  // As where both were committed at the same moment.
  await sealed.sql(`update held_event set id = $1`, id('other'));
  await say(deps, other, '2026-10-05T10:01', admitted('2026-10-03'), { id: id('out') });
  await sealed.sql(`update held_event set id = $1`, id('out'));
  await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'));
  expect((await events()).at(-1)).toBe('out held not-inpatient');
  await wake('2026-10-06T10:00');
  expect(await rowsOf(`select kind from task where register_id = $1 and kind <> 'look-back'`)).toEqual([{ kind: 'signal-with-used-id' }]);
  expect(await wakeUp()).toEqual([]);
});

test.each([
  ['gone', 'delete from held_event'],
  ['altered', `update held_event set facts = replace(facts, '2026-10-04', '2026-10-03')`],
  ['to wait longer', `update held_event set until = until + interval '1 hour'`],
  ['with other words', `update held_event set texts = '[{"reason":"Other words"}]'`],
  [
    'made up',
    `insert into held_event select id || '-2', register_id, pathway, 99, at, until, batch, facts, texts, texts_digests, reason, source, answer, body_digest from held_event`,
  ],
])('what waits, %s: the proof says so', async (_what, sql) => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  await sealed.sql(sql);
  expect((await sealed.prove()).map(({ code }) => code)).toContain('held-altered');
  await sealed.clear();
});

test('what waited is held to what was received after it was decided too', async () => {
  await hospital('2026-10-05T10:00', 'out', discharged('2026-10-04'));
  await hospital('2026-10-05T15:00', 'in', admitted('2026-10-02'));
  await sealed.sql(`update event set received_at = received_at - interval '1 hour' where received_at is not null`);
  expect((await sealed.prove()).map(({ code }) => code)).toEqual(expect.arrayContaining(['held-altered', 'chain-broken']));
  await sealed.clear();
});

// Contract 6.2(3), each of what it names.
const stay: readonly [string, PathwayEvent][] = [
  ['in', admitted('2026-10-02')],
  ['visit', { type: 'visit-held', on: plainDate('2026-10-03') }],
];
const ended: readonly [string, PathwayEvent][] = [...stay, ['out', discharged('2026-10-04')]];
const inStay = (on: string) => ({ on: plainDate(on), security: 'low', detained: false }) as const;
test.each<[string, readonly [string, PathwayEvent][], PathwayEvent]>([
  ['an admission while an inpatient', stay, admitted('2026-10-04')],
  ['an admission before the end of the last stay', ended, admitted('2026-10-01')],
  ['a transfer before the admission', stay, { type: 'transferred', ...inStay('2026-10-01') }],
  ['a transfer after the stay', ended, { type: 'transferred', ...inStay('2026-10-05') }],
  ['a discharge before the admission', stay, discharged('2026-10-01')],
  ['a discharge before a visit recorded in that stay', stay, discharged('2026-10-02')],
  ['a transfer on the day of a discharge', ended, { type: 'transferred', ...inStay('2026-10-04') }],
  ['leave outside a stay', ended, { type: 'leave-began', on: plainDate('2026-10-05') }],
  ['legal status outside a stay', ended, { type: 'legal-status-changed', on: plainDate('2026-10-05'), detained: true }],
  ['details outside a stay', ended, { type: 'stay-details-confirmed', ...inStay('2026-10-05') }],
  ['details that complete nothing', stay, { type: 'stay-details-confirmed', ...inStay('2026-10-03') }],
])('%s waits', async (_what, before, event) => {
  for (const [name, one] of before) await hospital('2026-10-05T10:00', name, one);
  expect(await hospital('2026-10-05T11:00', 'late', event)).toMatchObject({ status: 'held' });
});
