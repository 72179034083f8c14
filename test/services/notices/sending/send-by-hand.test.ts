import { holdNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { readNotice } from '../../../../services/notices/by-hand/one';
import { lookAtSending, sendByHand, type SendingLook } from '../../../../services/notices/by-hand/send-by-hand';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { HELD_BY_HAND } from '../../../../services/notices/reasons';
import { leaseNext } from '../../../../services/notices/sending/lease';
import { sendDue } from '../../../../services/notices/sending/send';
import { setSending, startSending, stopSending } from '../../../../services/notices/settings';
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
const noError = (error: unknown): never => {
  throw error;
};
async function found(key: string) {
  const { rows } = await pool().query<{ ref: string }>('select ref from notice where key = $1', [key]);
  const notice = await readNotice(pool(), rows[0]?.ref ?? '');
  if (!notice) throw new Error(`no notice ${key}`);
  return notice;
}
const stateOf = async (key: string) => (await outcomes(pool()))[key];
const look = async (key: string) => lookAtSending(on.deps, await found(key), noError);
const markOf = (seen: SendingLook): string => (seen.as === 'goes' ? seen.mark : 'none');
const press = async (key: string, id: string, mark: string) =>
  sendByHand(on.deps, await found(key), { id, by: 'staff:sam-okafor', why: 'The address is right now', mark }, noError);
const actsOf = async (key: string) => (await found(key)).acts.map(({ act, by, was, why }) => ({ act, by, was, why }));

/** An invitation to the person that failed of their address; out: its key. */
async function failed(kind: 'mam' | 'community-cetr' = 'mam'): Promise<string> {
  await addEvent(pool(), { type: 'meeting-scheduled', meeting: 'm1', kind, on: day('2026-10-20'), invited: ['person'] }, { id: 'planned' });
  const [row] = expand([noticeLine({ notice: 'meeting-invitation', audience: 'person', event: 'planned', meeting: 'm1' })], {
    meetings: [
      {
        ...{ id: 'm1', kind, status: 'scheduled', on: day('2026-10-20'), time: null, until: null, revision: 1 },
        ...{ invited: ['person'], invitations: 'free' },
      },
    ],
  });
  if (!row) throw new Error('the person is invited');
  await addNotices(pool(), [row]);
  await leaseNext(pool(), 'mail', { now: on.now, domain: 'service.example' });
  await pool().query(`update notice set status = 'failed', reason = '550 5.1.1 RCPT TO', lease_until = null where key = $1`, [row.key]);
  return row.key;
}
const newAddress = (email: string) =>
  pool().query(
    `update person set contacts = (select jsonb_agg(case when c ->> 'role' = 'person' then c || jsonb_build_object('email', $1::text) else c end)
       from jsonb_array_elements(contacts) c)`,
    [email],
  );

test('what failed is looked at with nothing done, and goes once, as it was shown, to the address as it then stands', async () => {
  const key = await failed();
  await newAddress('right@person.example');
  const seen = await look(key);
  expect(await stateOf(key)).toBe('failed: 550 5.1.1 RCPT TO');
  if (seen.as !== 'goes' || seen.foreseen.as !== 'mail') throw new Error('it goes');
  expect(seen.foreseen.message.to).toBe('right@person.example');
  const answers = await Promise.all([press(key, 'one', seen.mark), press(key, 'one', seen.mark)]);
  const { ref } = await found(key).then(
    async () => (await pool().query<{ ref: string }>('select ref from notice where key = $1', [key])).rows[0]!,
  );
  expect(answers).toEqual([
    { status: 'sent', ref },
    { status: 'sent', ref },
  ]);
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
  expect(await press(key, 'one', seen.mark)).toEqual({ status: 'sent', ref });
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 0 });
  const mails = await on.catcher.mails();
  expect(mails.map(({ envelope }) => envelope.to)).toEqual([['right@person.example']]);
  expect((mails[0]?.parsed.text ?? '').replace(/\s+/g, ' ').trim()).toBe(seen.foreseen.message.text.replace(/\s+/g, ' ').trim());
  expect(await actsOf(key)).toEqual([
    { act: 'sent-again', by: 'staff:sam-okafor', was: '550 5.1.1 RCPT TO', why: 'The address is right now' },
  ]);
});

test('pressed after it has moved, it is not sent: another address, or another attempt that failed', async () => {
  const key = await failed();
  const mark = markOf(await look(key));
  await newAddress('another@person.example');
  expect(await press(key, 'one', mark)).toMatchObject({ status: 'not-sent', look: { as: 'goes' } });
  expect(await stateOf(key)).toBe('failed: 550 5.1.1 RCPT TO');
  const next = markOf(await look(key));
  await pool().query('update notice set lease = lease + 1 where key = $1', [key]);
  expect(await press(key, 'one', next)).toMatchObject({ status: 'not-sent', look: { as: 'goes' } });
  expect(await actsOf(key)).toEqual([]);
});

test('two people who send it from the same look send it once', async () => {
  const key = await failed();
  const mark = markOf(await look(key));
  const record = await found(key);
  const by = (id: string) => sendByHand(on.deps, record, { id, by: `staff:${id}`, why: 'Again', mark }, noError);
  const answers = await Promise.all([by('sam-okafor'), by('priya-nair')]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['not-sent', 'sent']);
  expect(await actsOf(key)).toHaveLength(1);
});

const STOPS: readonly (readonly [string, () => Promise<unknown>, string])[] = [
  [
    'consent was withdrawn',
    () => addEvent(pool(), { type: 'consent-withdrawn', scope: ['register'], on: day('2026-10-01') }, { id: 'no' }),
    'consent-withdrawn',
  ],
  ['the person died', () => addEvent(pool(), { type: 'person-died', on: day('2026-10-01') }, { id: 'died' }), 'person-died'],
  ['the meeting is off', () => addEvent(pool(), { type: 'meeting-cancelled', meeting: 'm1' }, { id: 'off' }), 'meeting-not-planned'],
  ['sending to them is switched off', () => setSending(pool(), 'example', { audience: 'person', on: false }), 'sending-off'],
];

test.each(STOPS)('where %s, it is not sent, looked at before or after', async (_, happens, reason) => {
  const key = await failed();
  const mark = markOf(await look(key));
  await happens();
  const kept = { as: 'kept', foreseen: { as: 'stopped', reason } };
  expect(await look(key)).toMatchObject(kept);
  expect(await press(key, 'one', mark)).toMatchObject({ status: 'not-sent', look: kept });
  expect(await stateOf(key)).toBe('failed: 550 5.1.1 RCPT TO');
  expect(await actsOf(key)).toEqual([]);
});

test('while all sending is stopped nothing is sent by hand; what is held, went or goes anyway cannot be', async () => {
  const key = await failed();
  const mark = markOf(await look(key));
  await stopSending(pool(), on.now);
  expect(await press(key, 'one', mark)).toEqual({ status: 'not-sent', look: { as: 'sending-stopped' } });
  await startSending(pool());
  for (const status of ['queued', 'held', 'sent', 'sending', 'dropped', 'digested']) {
    await pool().query('update notice set status = $2 where key = $1', [key, status]);
    expect(await press(key, 'one', mark)).toEqual({ status: 'not-sent', look: { as: 'not-to-send' } });
  }
});

test('what waits for its next attempt goes now', async () => {
  const key = await on.admission();
  await pool().query(`update notice set not_before = $2, attempts = 1, reason = '451 4.2.0 RCPT TO' where key = $1`, [
    key,
    new Date(on.now + 3_600_000),
  ]);
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 0 });
  const seen = await look(key);
  expect(seen).toMatchObject({ as: 'goes', by: 'now' });
  expect(await press(key, 'one', markOf(seen))).toMatchObject({ status: 'sent' });
  expect(await press(key, 'one', markOf(seen))).toMatchObject({ status: 'sent' });
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
  expect(await actsOf(key)).toEqual([
    { act: 'sent-now', by: 'staff:sam-okafor', was: '451 4.2.0 RCPT TO', why: 'The address is right now' },
  ]);
});

/** A line that waits for a member of staff's daily digest. */
async function line(): Promise<string> {
  const deadline = await addDeadline(pool(), { kind: 'cetr-report', due: '2026-10-05' });
  const rows = expand([
    {
      ...{ at: at('2026-10-01T10:00:00Z'), pathway: 1, what: 'step', deadline, kind: 'cetr-report', step: 'remind' },
      ...{ due: day('2026-10-05'), audience: 'team' },
    },
  ] as Parameters<typeof expand>[0]);
  const row = rows.find(({ channel, recipient }) => channel === 'digest' && recipient.startsWith('staff:'));
  if (!row) throw new Error('a line waits');
  await addNotices(pool(), [row]);
  return row.key;
}

test('a line of the daily list goes now as a message of its own, and is not in the list any more', async () => {
  const key = await line();
  const seen = await look(key);
  if (seen.as !== 'goes' || seen.foreseen.as !== 'mail') throw new Error('it goes');
  expect(seen.foreseen.message.text).toContain('send the report');
  const [first, second] = await Promise.all([press(key, 'one', seen.mark), press(key, 'one', seen.mark)]);
  expect(first).toEqual(second);
  const { rows } = await pool().query<{ ref: string }>('select ref from notice where key = $1', [`${key}/own`]);
  expect(first).toEqual({ status: 'sent', ref: rows[0]?.ref });
  expect(await stateOf(key)).toBe('dropped: sent-on-its-own');
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
  const [mail] = await on.catcher.mails();
  expect((mail?.parsed.text ?? '').replace(/\s+/g, ' ').trim()).toBe(seen.foreseen.message.text.replace(/\s+/g, ' ').trim());
  on.later(24 * 3_600_000);
  expect(await gatherDigests(pool(), coreContext().holidays, on.now)).toBe(0);
  const act = { act: 'sent-now', by: 'staff:sam-okafor', was: null, why: 'The address is right now' };
  expect(await actsOf(key)).toEqual([act]);
  expect(await actsOf(`${key}/own`)).toEqual([act]);
});

test('a line that is held, or lies in a list already, is not sent on its own', async () => {
  const key = await line();
  const mark = markOf(await look(key));
  await holdNotices(pool(), [key], HELD_BY_HAND, { id: 'held', by: 'staff:ana-example', why: 'Wait' }, on.now);
  expect(await press(key, 'one', mark)).toMatchObject({ status: 'not-sent' });
  await pool().query(`update notice set status = 'queued', reason = null where key = $1`, [key]);
  const record = await found(key);
  const seen = await look(key);
  expect(seen.as).toBe('goes');
  // Gathered between the look and the press.
  await pool().query(`update notice set status = 'digested', reason = 'a-list' where key = $1`, [key]);
  const deed = { id: 'two', by: 'staff:sam-okafor', why: 'x', mark: markOf(seen) };
  expect(await sendByHand(on.deps, record, deed, noError)).toMatchObject({ status: 'not-sent', look: { as: 'not-to-send' } });
  expect(await stateOf(key)).toBe('digested: a-list');
  expect((await pool().query(`select key from notice where key like '%/own'`)).rows).toEqual([]);
});

test('a daily list that failed is looked at with what it gathers again, and goes with that', async () => {
  const key = await line();
  on.later(22 * 3_600_000);
  await gatherDigests(pool(), coreContext().holidays, on.now);
  const digest = (await pool().query<{ key: string }>(`select key from notice where template = 'digest'`)).rows[0]?.key ?? '';
  await pool().query(`update notice set status = 'failed', reason = '550 5.1.1 RCPT TO' where key = $1`, [digest]);
  await pool().query(`update notice set status = 'queued', reason = null where key = $1`, [key]);
  const seen = await look(digest);
  expect(seen).toMatchObject({ as: 'goes', by: 'again', foreseen: { as: 'mail' } });
  expect(await press(digest, 'one', markOf(seen))).toMatchObject({ status: 'sent' });
  expect(await stateOf(key)).toBe(`digested: ${digest}`);
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
});

test('what a person had let go before it failed is let go still; what nobody had is not', async () => {
  await addEvent(pool(), { type: 'consent-withdrawn', scope: ['meeting'], on: day('2026-10-01') }, { id: 'no-meeting' });
  const key = await failed('community-cetr');
  expect(await look(key)).toMatchObject({ as: 'kept', foreseen: { reason: 'no-consent-to-meeting' } });
  await pool().query(`update notice set released_from = 'no-consent-to-meeting' where key = $1`, [key]);
  const seen = await look(key);
  expect(await press(key, 'one', markOf(seen))).toMatchObject({ status: 'sent' });
  expect(await sendDue(on.deps, 'mail')).toMatchObject({ sent: 1 });
});
