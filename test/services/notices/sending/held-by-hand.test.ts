import { holdNotices, releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { foreseeNotice, readNotice } from '../../../../services/notices/by-hand/one';
import { HELD_BY_HAND } from '../../../../services/notices/reasons';
import { sendDue } from '../../../../services/notices/sending/send';
import { setSending, startSending, stopSending } from '../../../../services/notices/settings';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { leaseNext } from '../../../../services/notices/sending/lease';
import { coreContext } from '../../../../services/rules/policies';
import { noticeStage, type Stage } from '../support/stage';
import { addDeadline, addEvent, addNotices, at, day, expand, noticeLine, outcomes } from '../support/world';

let on: Stage;
beforeEach(async () => {
  on = await noticeStage();
});
afterEach(async () => {
  await on.strike();
  expect(on.errors).toEqual([]);
});

const pool = () => on.database.pool;
const hold = (key: string, id: string) =>
  holdNotices(pool(), [key], HELD_BY_HAND, { id, by: 'staff:sam-okafor', why: 'The family asked us to phone first' }, on.now);
const release = (key: string, id: string) => releaseNotices(pool(), [key], on.now, { id, by: 'staff:priya-nair' });
const stateOf = async (key: string) => (await outcomes(pool()))[key];
async function found(key: string) {
  const { rows } = await pool().query<{ ref: string }>('select ref from notice where key = $1', [key]);
  return readNotice(pool(), rows[0]?.ref ?? '');
}

test('what a person has held goes only when a person lets it go: no switch, no news and no start of sending does it', async () => {
  const key = await on.admission();
  expect(await hold(key, 'first')).toBe(1);
  await setSending(pool(), 'example', { on: false });
  await setSending(pool(), 'example', { on: true });
  await stopSending(pool(), on.now);
  await startSending(pool());
  await addEvent(pool(), { type: 'contact-wish-recorded', family: 'yes' }, { id: 'wish' });
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 0 });
  expect(await stateOf(key)).toBe('held: held-by-hand');
  on.later(60_000);
  expect(await release(key, 'second')).toBe(1);
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
  expect((await found(key))?.acts).toEqual([
    { act: 'held', at: on.now - 60_000, by: 'staff:sam-okafor', why: 'The family asked us to phone first', was: null, until: null },
    { act: 'released', at: on.now, by: 'staff:priya-nair', why: null, was: 'held-by-hand', until: null },
  ]);
});

/** An invitation to a review to which nobody has consented yet: it would go with the consent, with nobody's word. */
async function waitingInvitation(): Promise<string> {
  await addEvent(pool(), { type: 'consent-withdrawn', scope: ['meeting'], on: day('2026-10-01') }, { id: 'no-meeting' });
  await addEvent(
    pool(),
    { type: 'meeting-scheduled', meeting: 'm1', kind: 'community-cetr', on: day('2026-10-20'), invited: ['person'] },
    { id: 'planned' },
  );
  const [row] = expand([noticeLine({ notice: 'meeting-invitation', audience: 'person', event: 'planned', meeting: 'm1' })], {
    meetings: [
      {
        ...{ id: 'm1', kind: 'community-cetr', status: 'scheduled', on: day('2026-10-20'), time: null, until: null, revision: 1 },
        ...{ invited: ['person'], invitations: 'held' },
      },
    ],
  });
  if (!row) throw new Error('the person is invited');
  await addNotices(pool(), [row]);
  expect(row.reason).toBe('no-consent-to-meeting');
  return row.key;
}
const consent = () =>
  addEvent(
    pool(),
    { type: 'consent-given', basis: 'gillick', scope: ['meeting'], on: day('2026-10-01') },
    { id: 'yes', heard: '2026-10-01T10:30:00Z' },
  );

test('an invitation that waits for consent goes with it, but not where a person holds it', async () => {
  const key = await waitingInvitation();
  expect(await hold(key, 'first')).toBe(1);
  await consent();
  on.later(3_600_000);
  await sendDue(on.deps, 'mail');
  expect(await stateOf(key)).toBe('held: held-by-hand');
  await release(key, 'second');
  await sendDue(on.deps, 'mail');
  expect(await stateOf(key)).toBe('sent');
  expect((await found(key))?.acts[0]?.was).toBe('no-consent-to-meeting');
});

test('a deed is done once, whatever was done since', async () => {
  const key = await on.admission();
  expect(await hold(key, 'first')).toBe(1);
  expect(await hold(key, 'first')).toBe(0);
  expect(await release(key, 'second')).toBe(1);
  expect(await hold(key, 'first')).toBe(0);
  expect(await stateOf(key)).toBe('queued: released');
  expect(await hold(key, 'third')).toBe(1);
  expect(await release(key, 'second')).toBe(0);
  expect(await stateOf(key)).toBe('held: held-by-hand');
});

test('one that a sender has in hand cannot be held; nor one that went', async () => {
  const key = await on.admission();
  await leaseNext(pool(), 'mail', { now: on.now, domain: 'service.example' });
  expect(await hold(key, 'first')).toBe(0);
  await pool().query(`update notice set status = 'sent'`);
  expect(await hold(key, 'second')).toBe(0);
  expect((await found(key))?.acts).toEqual([]);
});

test('what is held is left out of the daily digest', async () => {
  const deadline = await addDeadline(pool(), { kind: 'cetr-report', due: '2026-10-05' });
  const rows = expand([
    {
      at: at('2026-10-01T07:00:00Z'),
      pathway: 1,
      what: 'step',
      deadline,
      kind: 'cetr-report',
      step: 'remind',
      audience: 'team',
      due: day('2026-10-05'),
    },
  ]);
  await addNotices(pool(), rows);
  for (const { key } of rows) expect(await hold(key, key)).toBe(1);
  expect(await gatherDigests(pool(), coreContext().holidays, at('2026-10-02T08:00:00Z'))).toBe(0);
});

describe('what would go is foreseen, and nothing is done about it', () => {
  test('the same words as go', async () => {
    const key = await on.admission();
    const one = await found(key);
    if (!one) throw new Error('it is on record');
    const seen = await foreseeNotice(on.deps, one);
    expect(await stateOf(key)).toBe('queued');
    await sendDue(on.deps, 'mail');
    const [mail] = await on.catcher.mails();
    if (seen.as !== 'mail') throw new Error(`it goes: ${JSON.stringify(seen)}`);
    expect([mail?.parsed.subject, mail?.parsed.text?.trim(), mail?.envelope.to]).toEqual([
      seen.message.subject,
      seen.message.text.trim(),
      [seen.message.to],
    ]);
  });

  test('of one that waits for consent, what goes once a person lets it go', async () => {
    const key = await waitingInvitation();
    const seen = async () => {
      const one = await found(key);
      if (!one) throw new Error('it is on record');
      return foreseeNotice(on.deps, one);
    };
    expect(await seen()).toMatchObject({ as: 'mail', message: { to: 'zebedee@person.example' } });
    expect(await stateOf(key)).toBe('held: no-consent-to-meeting');
    // Held by hand it then waits for the consent once more.
    await hold(key, 'first');
    expect(await seen()).toEqual({ as: 'stopped', ended: 'held', reason: 'no-consent-to-meeting' });
  });

  test('a digest is read without dropping what has fallen away', async () => {
    const deadline = await addDeadline(pool(), { kind: 'cetr-report', due: '2026-10-05' });
    await addNotices(
      pool(),
      expand([
        {
          at: at('2026-10-01T07:00:00Z'),
          pathway: 1,
          what: 'step',
          deadline,
          kind: 'cetr-report',
          step: 'remind',
          audience: 'team',
          due: day('2026-10-06'),
        },
      ]),
    );
    on.now = at('2026-10-02T08:00:00Z');
    expect(await gatherDigests(pool(), coreContext().holidays, on.now)).toBeGreaterThan(0);
    const before = await outcomes(pool());
    const digest = await found(Object.keys(before).find((key) => key.startsWith('digest/')) ?? '');
    if (!digest) throw new Error('there is a digest');
    expect(await foreseeNotice(on.deps, digest)).toEqual({ as: 'stopped', ended: 'dropped', reason: 'nothing-left' });
    expect(await outcomes(pool())).toEqual(before);
  });
});
