import { parseInstant, plainDate } from '../../../../domain/calendar/dates';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { prepareArea } from '../../../../services/notices/settings';
import { coreContext } from '../../../../services/rules/policies';
import { changeMember, comeBack, goAway, leave } from '../../../../services/staff/change';
import { readOwner, setOwner } from '../../../../services/staff/owners';
import { checkDerived } from '../../../../services/upkeep/proof/log/check-derived';
import { fact } from '../../../support/core/core';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { admitted } from '../../../support/core/facts';
import { Sealed } from '../../../support/database/sealed';
import { addStaff, staffDeps } from '../support/staff';

let database: TestDatabase;
let deps: CommitDeps;
let registerId: string;
beforeEach(async () => {
  database = await freshDatabase();
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  deps = commitDeps(database.pool);
  registerId = newRegisterId();
  await say(deps, registerId, '2026-09-21T10:00', fact(admitted('2026-09-21')));
});
afterEach(() => database.drop());

const about = (at: string) => ({ by: 'test', why: 'Knows the family', at: parseInstant(at) });
const staff = () => staffDeps(database.pool);
const owns = (id: string | null, at: string, ifMatch?: number) => setOwner(deps, { registerId, staff: id, ifMatch }, about(at));
const wake = (at: string) => commit(deps, { kind: 'wake', registerId, clock: parseInstant(at) });
const rowsOf = async (sql: string): Promise<string[]> => (await database.pool.query<{ said: string }>(sql)).rows.map(({ said }) => said);
/** To whom the reminders of the first visit are addressed. */
const reminders = () =>
  rowsOf(
    `select to_char(planned_at, 'MM-DD') || ' ' || audience || ' ' || recipient || ' ' || status as said from notice
      where template = 'step-remind' and deadline like 'oversight-visit%' order by planned_at, recipient`,
  );
/** What the timeline says of its steps. */
const steps = () =>
  rowsOf(
    `select to_char(at, 'MM-DD') || ' ' || (line ->> 'step') || ' ' || (line ->> 'audience') as said from timeline
      where what = 'step' and line ->> 'kind' = 'oversight-visit' order by ordinal`,
  );
const tasks = () =>
  rowsOf(`select kind || ': ' || (params ->> 'pathways') as said from task where status = 'open' and kind = 'owner-left' order by key`);
const proved = () => checkDerived(deps, registerId);

test('a step that falls due goes to the owner; where nobody owns it, to the team', async () => {
  await owns('kim-manager', '2026-10-20T10:00');
  await wake('2026-10-26T09:00');
  expect(await steps()).toEqual(['10-19 remind team', '10-26 remind owner']);
  expect(await reminders()).toEqual([
    '10-19 team staff:ana-example queued',
    '10-19 team staff:sam-okafor queued',
    '10-26 owner staff:kim-manager queued',
  ]);
  expect(await proved()).toEqual([]);
});

test('while the owner is away it goes to the cover, and without one to the team', async () => {
  await owns('kim-manager', '2026-10-01T10:00');
  const from = parseInstant('2026-10-18T10:00');
  await goAway(
    staff(),
    { id: 'kim-manager' },
    { from, until: parseInstant('2026-10-20T10:00'), cover: 'lee-commissioner' },
    about('2026-10-01T10:00'),
  );
  await goAway(
    staff(),
    { id: 'kim-manager' },
    { from: parseInstant('2026-10-20T10:00'), until: null, cover: null },
    about('2026-10-01T10:00'),
  );
  await wake('2026-10-19T08:00');
  await wake('2026-10-26T09:00');
  expect(await steps()).toEqual(['10-19 remind owner', '10-26 remind owner']);
  expect(await reminders()).toEqual([
    '10-19 owner staff:lee-commissioner queued',
    '10-26 owner staff:ana-example queued',
    '10-26 owner staff:sam-okafor queued',
  ]);
  expect(await proved()).toEqual([]);
});

test('who leaves owns nothing from then on, and one task lists what was theirs; a step of before was theirs', async () => {
  await owns('kim-manager', '2026-10-01T10:00');
  await leave(staff(), { id: 'kim-manager' }, parseInstant('2026-10-20T10:00'), about('2026-10-05T10:00'));
  expect(await tasks()).toEqual([`owner-left: ${registerId}/1`]);
  await wake('2026-10-19T08:00');
  await wake('2026-10-26T09:00');
  expect(await steps()).toEqual(['10-19 remind owner', '10-26 remind team']);
  expect(await reminders()).toEqual([
    '10-19 owner staff:kim-manager queued',
    '10-26 team staff:ana-example queued',
    '10-26 team staff:sam-okafor queued',
  ]);
  expect(await proved()).toEqual([]);
});

test('what somebody who leaves has taken on is put before the team, of each person by itself; what is done, or somebody else’s, is not', async () => {
  const agreed = (action: string, owner: string) =>
    say(deps, registerId, '2026-10-01T10:00', { type: 'action-agreed', action, what: 'x', owner });
  await agreed('a-1', 'kim-manager');
  await agreed('a-2', 'kim-manager');
  await agreed('a-3', 'ana-example');
  await agreed('a-4', 'kim-manager');
  // Put right since: one was another's all along, and one is theirs.
  const putRight = async (action: string, owner: string) => {
    const [event] = await rowsOf(`select id as said from event where type = 'action-agreed' and fact::jsonb ->> 'action' = '${action}'`);
    const replacement = { type: 'action-agreed' as const, action, what: 'x', owner, on: plainDate('2026-10-01') };
    await say(deps, registerId, '2026-10-01T11:00', { type: 'corrected', event, reason: 'Misheard', with: replacement });
  };
  await agreed('a-5', 'kim-manager');
  await agreed('a-6', 'ana-example');
  await putRight('a-5', 'ana-example');
  await putRight('a-6', 'kim-manager');
  await say(deps, registerId, '2026-10-02T10:00', { type: 'action-done', action: 'a-2' });
  await say(deps, registerId, '2026-10-02T11:00', { type: 'action-blocked', action: 'a-4', planB: 'y' });
  await leave(staff(), { id: 'kim-manager' }, parseInstant('2026-10-20T10:00'), about('2026-10-05T10:00'));
  expect(
    await rowsOf(`select register_id || ': ' || (params ->> 'actions') as said from task where kind = 'actions-left' and status = 'open'`),
  ).toEqual([`${registerId}: a-1, a-4, a-6`]);
  // They own no pathway: nothing is said of that.
  expect(await tasks()).toEqual([]);
  const open = () => rowsOf(`select key as said from task where kind = 'actions-left' and status = 'open'`);
  await database.pool.query(`update task set status = 'done' where kind = 'actions-left'`);
  // A holiday before they leave says nothing new, another day does; whoever stays does what they took on.
  const away = { from: parseInstant('2026-10-12T10:00'), until: parseInstant('2026-10-14T10:00'), cover: null };
  await goAway(staff(), { id: 'kim-manager' }, away, about('2026-10-06T10:00'));
  expect(await open()).toEqual([]);
  await leave(staff(), { id: 'kim-manager' }, parseInstant('2026-10-18T10:00'), about('2026-10-07T10:00'));
  expect(await open()).toHaveLength(1);
  await comeBack(staff(), { id: 'kim-manager' }, parseInstant('2026-10-05T10:00'), about('2026-10-08T10:00'));
  expect(await open()).toEqual([]);
});

test('who was to leave and stays owns it on; another day of leaving counts in the place of the first', async () => {
  await owns('kim-manager', '2026-10-01T10:00');
  const leaves = (day: string) => leave(staff(), { id: 'kim-manager' }, parseInstant(day), about('2026-10-05T10:00'));
  await leaves('2026-10-15T10:00');
  await leaves('2026-10-20T10:00');
  const owner = async (at: string) => (await readOwner(database.pool, registerId, null, parseInstant(at)))?.owner;
  expect([await owner('2026-10-16T10:00'), await owner('2026-10-20T10:00')]).toEqual(['kim-manager', null]);
  await leaves('2026-10-10T10:00');
  expect([await owner('2026-10-09T10:00'), await owner('2026-10-12T10:00'), await owner('2026-10-25T10:00')]).toEqual([
    'kim-manager',
    null,
    null,
  ]);
  await comeBack(staff(), { id: 'kim-manager' }, parseInstant('2026-10-05T10:00'), about('2026-10-06T10:00'));
  expect([await owner('2026-10-12T10:00'), await owner('2026-10-25T10:00')]).toEqual(['kim-manager', 'kim-manager']);
  await wake('2026-10-26T09:00');
  expect(await steps()).toEqual(['10-19 remind owner', '10-26 remind owner']);
  expect(await proved()).toEqual([]);
});

test('what waits for the owner goes to the one to whom the pathway is handed over, and they get it once', async () => {
  await owns('kim-manager', '2026-10-01T10:00');
  await wake('2026-10-19T08:00');
  await owns('ana-example', '2026-10-19T08:10');
  const at = parseInstant('2026-10-19T08:30');
  expect(await gatherDigests(database.pool, coreContext().holidays, at)).toBeGreaterThan(0);
  expect(await reminders()).toEqual(['10-19 owner staff:ana-example digested', '10-19 owner staff:kim-manager dropped']);
});

test('an owner named by a clock that lies behind what has happened owns it from after that', async () => {
  await wake('2026-10-19T08:00');
  await owns('kim-manager', '2026-10-19T07:59');
  await say(deps, registerId, '2026-10-19T08:00', fact({ type: 'leave-began', on: '2026-10-19' }));
  await wake('2026-10-26T09:00');
  expect(await steps()).toEqual(['10-19 remind team', '10-26 remind owner']);
  expect(await proved()).toEqual([]);
});

test('of two who name an owner at once one is told that somebody was faster; without a version both stand in the history', async () => {
  const answers = await Promise.all(['kim-manager', 'ana-example'].map((id) => owns(id, '2026-10-01T10:00', 0)));
  expect(answers.map(({ status }) => status).sort()).toEqual(['done', 'owner-changed']);
  await Promise.all(['kim-manager', 'ana-example', 'sam-okafor'].map((id) => owns(id, '2026-10-01T10:00')));
  const found = await readOwner(database.pool, registerId, null, parseInstant('2026-10-01T10:00'));
  expect(found?.owner).toBe(found?.history.at(-1)?.staff);
  expect(found?.history.map(({ number }) => number)).toEqual(found?.history.map((_, index) => index + 1));
  expect(await proved()).toEqual([]);
});

test('the owner is somebody of the person’s area who is here, of a pathway that is open', async () => {
  await leave(staff(), { id: 'ana-example' }, parseInstant('2026-10-01T10:00'), about('2026-10-01T10:00'));
  expect(await owns('ana-example', '2026-10-01T10:00')).toEqual({ status: 'owner-unfit' });
  const far = { name: 'Far', email: 'far@x.example', areas: ['elsewhere'], audiences: ['team' as const] };
  await addStaff(database.pool, { id: 'far', ...far }, parseInstant('2026-10-01T10:00'));
  expect(await owns('far', '2026-10-01T10:00')).toEqual({ status: 'owner-unfit' });
  await changeMember(staff(), { id: 'far' }, { ...far, areas: ['elsewhere', 'example'], roles: [] }, about('2026-10-01T10:00'));
  expect(await owns('far', '2026-10-01T10:00')).toMatchObject({ status: 'done', owner: { owner: 'far', version: 1 } });
  expect(await owns('far', '2026-10-02T10:00')).toMatchObject({ status: 'done', owner: { version: 1 } });
  expect(await owns(null, '2026-10-02T10:00')).toMatchObject({ status: 'done', owner: { owner: null, version: 2 } });
  await say(deps, registerId, '2026-10-03T10:00', fact({ type: 'person-died', on: '2026-10-03' }));
  expect(await owns('sam-okafor', '2026-10-04T10:00')).toEqual({ status: 'no-open-pathway' });
});

test.each([
  ['altered', `update ownership set staff = 'sam-okafor'`],
  ['of another instant', `update ownership set from_at = from_at - interval '1 day'`],
  ['gone', 'delete from ownership'],
  [
    'made up',
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) select register_id, pathway, 2, from_at, 'sam-okafor', at, by, why from ownership`,
  ],
])('who owns a pathway, %s: the proof says so', async (_what, tampering) => {
  const sealed = await Sealed.open();
  try {
    await prepareArea(sealed.database.pool, 'example', { ownMailServer: false });
    const person = somebody();
    await say(sealed.deps, registerId, '2026-09-21T10:00', fact(admitted('2026-09-21')), { person });
    await setOwner(sealed.deps, { registerId, staff: 'kim-manager' }, about('2026-10-01T10:00'));
    expect((await sealed.prove()).map(({ code }) => code)).not.toContain('owner-altered');
    await sealed.sql(tampering);
    expect((await sealed.prove()).map(({ code }) => code)).toContain('owner-altered');
  } finally {
    await sealed.close();
  }
});
