import type { Instant } from '../../../../domain/calendar/dates';
import { openMail, type Mail } from '../../../../infra/mail/mail';
import { changeArea } from '../../../../services/areas/versions';
import { area, areaOfFile } from '../../../../services/rules/areas';
import { commit, type CommitDeps } from '../../../../services/commit/commit';
import { resolveRefused } from '../../../../services/pathway/resolve';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea, setSending } from '../../../../services/notices/settings';
import { comeBack, leave } from '../../../../services/staff/change';
import { takeTurn } from '../../../../services/workflow/turn';
import { coreContext } from '../../../../services/rules/policies';
import type { SignalName } from '../../../../workflows/names';
import { fact } from '../../../support/core/core';
import { commitDeps, newRegisterId, say } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { admitted, discharged, eligible, referred, type Said } from '../../../support/core/facts';
import { mailCatcher, type TestMail } from '../../../support/mail/mail';
import { about, addStaff, staffDeps } from '../support/staff';
import { at } from '../support/world';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let registerId: string;
let now: Instant;

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: true });
  deps = { ...commitDeps(database.pool), book: (id) => area(id).book };
  registerId = newRegisterId();
  // A Saturday night.
  now = at('2026-09-05T22:30:00Z');
  await hear(referred(), 'referral');
  await go();
});
afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
});

async function hear(event: Said, id: string): Promise<string> {
  now = (now + 60_000) as Instant;
  return (await say(deps, registerId, now, fact(event), { id })).status;
}
const signal = (name: SignalName, body: Record<string, unknown>) =>
  takeTurn(deps, { registerId, pathway: 1, heard: [{ name, body }], wake: null, clock: now, armedFor: 0 });

/** Sends what is due at this very moment; gives the mails to on-call, and how many others there were. */
async function go(): Promise<{ onCall: string[]; others: number }> {
  const before = (await catcher.mails()).length;
  await sendDue({ pool: database.pool, mail, core: coreContext(), now: () => now }, 'mail');
  const arrived = (await catcher.mails()).slice(before);
  const isOnCall = ({ envelope }: (typeof arrived)[number]): boolean => /oncall@|duty@/.test(envelope.to.join());
  return {
    onCall: arrived.filter(isOnCall).map(({ parsed }) => parsed.text ?? ''),
    others: arrived.filter((one) => !isOnCall(one)).length,
  };
}
async function openTasks(): Promise<string[]> {
  const { rows } = await database.pool.query<{ said: string }>(
    `select kind || ' for ' || audience || ': ' || coalesce(params ->> 'reason', '') as said from task where status = 'open' and kind <> 'look-back' order by 1`,
  );
  return rows.map(({ said }) => said);
}

describe('a refused admission, discharge, death or withdrawal alerts on-call, in the night of a Saturday too', () => {
  test.each([
    ['an admission', [admitted('2026-09-05')], admitted('2026-09-05'), 'an admission'],
    ['a discharge', [], discharged('2026-09-05'), 'a discharge'],
    ['a death', [], { type: 'person-died', on: '2026-12-01' } as Said, 'a death'],
    ['a withdrawal', [], { type: 'consent-withdrawn', on: '2026-12-01' } as Said, 'a withdrawal of consent'],
  ])('%s', async (_name, before, event, words) => {
    for (const [index, one] of before.entries()) expect(await hear(one, `before-${index}`)).toBe('applied');
    await go();
    expect(await hear(event, 'refused')).toBe('refused');
    const { onCall, others } = await go();
    expect(others).toBe(0);
    expect(onCall).toHaveLength(1);
    expect(onCall[0]).toContain(words);
    expect(await openTasks()).toEqual([]);
  });

  test('another refusal alerts nobody', async () => {
    expect(await hear({ type: 'report-sent', meeting: 'm-1' }, 'refused')).toBe('refused');
    expect(await go()).toEqual({ onCall: [], others: 0 });
  });

  test('one part of a batch is enough, whichever was the illegal one', async () => {
    const events = [{ type: 'visit-held' }, { type: 'person-died', on: '2026-09-05' }].map((event) => fact(event as Said));
    const answer = await commit(deps, { kind: 'event', registerId, id: 'batch', events, batch: true, clock: now, source: 'test' });
    expect(answer).toMatchObject({ status: 'refused', reason: { part: 1 } });
    expect((await go()).onCall).toEqual([expect.stringContaining('several entries that were sent together')]);
  });

  test('a signal of a caller that speaks Temporal: illegal, unreadable, or a batch of which a later part is one of these', async () => {
    await signal('discharged', { eventId: 'illegal', on: '2026-09-05' });
    await signal('admitted', { eventId: 'unreadable', on: '2026-09-05', security: 'fortress' });
    await signal('admitted', { eventId: 'of-another-type', type: 'visit-held', on: '2026-09-05' });
    await signal('event', {
      eventId: 'in-a-batch',
      events: [
        { type: 'visit-held', on: 'today' },
        { type: 'person-died', on: 'today' },
      ],
    });
    await signal('event', { eventId: 'harmless', type: 'visit-held', on: 'today' });
    const { onCall, others } = await go();
    expect([onCall.length, others]).toEqual([4, 0]);
    // Nobody waits for an answer to a signal: each is put before a person besides.
    expect(await openTasks()).toEqual([
      ...Array<string>(4).fill('event-refused for team: bad-shape'),
      'event-refused for team: not-inpatient',
    ]);
  });

  test('it waits for no digest, and stands in none', async () => {
    await hear(eligible(), 'eligible');
    await hear({ type: 'action-agreed', action: 'a1', due: '2026-09-20' }, 'agreed');
    await hear(discharged('2026-09-05'), 'refused');
    expect((await go()).onCall).toHaveLength(1);
    expect(await gatherDigests(database.pool, coreContext().holidays, at('2026-09-07T07:30:00Z'))).toBeGreaterThan(0);
    now = at('2026-09-07T07:30:00Z');
    const { onCall, others } = await go();
    expect([onCall.length, others > 0]).toEqual([0, true]);
  });
});

describe('an alert that reaches nobody is an open task for the team', () => {
  const NOBODY = 'alert-held for team: no-address';

  test('where nobody is on call in the book: at once, with the event; done when it is sorted out', async () => {
    deps = { ...deps, book: (id) => area(id).book.filter(({ audiences }) => !audiences.includes('on-call')) };
    await hear(discharged('2026-09-05'), 'refused');
    expect(await openTasks()).toEqual([NOBODY]);
    expect(await go()).toEqual({ onCall: [], others: 0 });
    const { rows } = await database.pool.query(`select register_id, params ->> 'event' as event from task`);
    expect(rows).toEqual([{ register_id: registerId, event: 'refused' }]);
    await resolveRefused(deps, { id: 'refused', outcome: 'dismissed', as: null, reason: 'x', by: 'test', clock: now });
    expect(await openTasks()).toEqual([]);
  });

  test('the same for a signal, readable or not', async () => {
    deps = { ...deps, book: () => [] };
    await signal('discharged', { eventId: 'illegal', on: '2026-09-05' });
    await signal('admitted', { eventId: 'unreadable', on: '2026-09-05', security: 'fortress' });
    expect((await openTasks()).filter((task) => task === NOBODY)).toHaveLength(2);
  });

  test('where who was on call has left before it went, and nobody else is; back again, it is released, goes, and the task is done', async () => {
    const staff = staffDeps(database.pool);
    await addStaff(database.pool, { id: 'duty', name: 'Duty Example', email: 'duty@examplevalley.example', audiences: ['on-call'] }, now);
    await hear(discharged('2026-09-05'), 'refused');
    await leave(staff, { id: 'duty' }, now, about(now));
    const profile = areaOfFile('example');
    await changeArea(database.pool, { profile: { ...profile, book: [] }, ...about(now) });
    expect((await go()).onCall).toEqual([]);
    await changeArea(database.pool, { profile, ...about(now) });
    expect(await openTasks()).toEqual(['alert-held for team: nobody-left']);
    await comeBack(staff, { id: 'duty' }, now, about(now));
    const { rows } = await database.pool.query<{ key: string }>(`select key from notice where template = 'event-refused'`);
    expect(
      await releaseNotices(
        database.pool,
        rows.map(({ key }) => key),
        now,
      ),
    ).toBe(1);
    expect((await go()).onCall).toHaveLength(1);
    expect(await openTasks()).toEqual([]);
  });

  test('where sending to on-call is off; on again, it goes, and the task is done', async () => {
    await setSending(database.pool, 'example', { on: false });
    await hear(discharged('2026-09-05'), 'refused');
    expect((await go()).onCall).toEqual([]);
    expect(await openTasks()).toEqual(['alert-held for team: sending-off']);
    await setSending(database.pool, 'example', { on: true });
    expect((await go()).onCall).toHaveLength(1);
    expect(await openTasks()).toEqual([]);
  });

  test('about someone who died, of whom nothing more goes out by itself', async () => {
    await hear({ type: 'person-died' }, 'death');
    await go();
    await hear(discharged('2026-09-05'), 'refused');
    expect((await go()).onCall).toEqual([]);
    expect(await openTasks()).toEqual(['alert-held for team: released-by-a-person']);
  });

  test('where the mail server refuses the address for good', async () => {
    catcher.refuseWith(550);
    await hear(discharged('2026-09-05'), 'refused');
    await go();
    expect(await openTasks()).toEqual(['notice-failed for team: 550 DATA']);
  });
});

test('one that was sorted out before it could go wakes nobody', async () => {
  await hear(discharged('2026-09-05'), 'refused');
  await resolveRefused(deps, { id: 'refused', outcome: 'dismissed', as: null, reason: 'x', by: 'test', clock: now });
  expect(await go()).toEqual({ onCall: [], others: 0 });
  expect((await database.pool.query(`select status, reason from notice where template = 'event-refused'`)).rows).toEqual([
    { status: 'dropped', reason: 'resolved' },
  ]);
});
