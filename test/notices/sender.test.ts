import { openMail, type Mail } from '../../infra/mail';
import type { Instant } from '../../domain/calendar/dates';
import type { SenderDeps } from '../../services/notices/sending/delivery';
import { hold, LEASE_MS, leaseNext, release } from '../../services/notices/sending/queue';
import { sendDue } from '../../services/notices/sending/sender';
import { prepareArea, setSending } from '../../services/notices/settings';
import { freshDatabase, type TestDatabase } from '../support/database';
import { mailCatcher, type TestMail } from '../support/mail';
import { addDeadline, day, admitted, addEvent, addMeeting, addNotices, addPerson, at, expand, noticeLine, outcomes, REGISTER_ID, SECRET_NAME } from './world';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let now: Instant;
let errors: unknown[];
let deps: SenderDeps;

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'Dynamic Support Pathway <service@examplevalley.example>' });
  now = at('2026-10-01T10:01:00Z');
  errors = [];
  deps = { pool: database.pool, mail, now: () => now, onError: (error) => errors.push(error) };
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  await addPerson(database.pool);
});

afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
  expect(errors).toEqual([]);
});

/** An admission was recorded: one mail to the commissioner. */
async function admission(): Promise<string> {
  await addEvent(database.pool, admitted('2026-09-30'), { id: 'adm' });
  const rows = expand([noticeLine({ notice: 'admitted', audience: 'commissioner', event: 'adm' })]);
  await addNotices(database.pool, rows);
  expect(rows).toHaveLength(1);
  return rows[0]?.key ?? '';
}

const later = (minutes: number): void => {
  now = (now + minutes * 60_000) as Instant;
};

describe('sending a notice', () => {
  test('one real mail goes to the recipient, with a Message-ID of its own and no name in it, and is recorded', async () => {
    const key = await admission();
    expect(await sendDue(deps, 'mail')).toEqual({ sent: 1, stopped: 0, failed: 0, more: false });
    const [arrived] = await catcher.waitFor(1);
    expect(arrived?.envelope).toEqual({ from: 'service@examplevalley.example', to: ['lee.example@examplevalley.example'] });
    expect(arrived?.parsed.subject).toBe(`${REGISTER_ID}: an admission was recorded`);
    expect(arrived?.parsed.text).toContain(`${REGISTER_ID} was admitted to hospital on Wednesday 30 September 2026.`);
    expect(arrived?.parsed.messageId).toMatch(/^<[0-9a-f]{64}@dynamic-support-pathway>$/);
    expect(arrived?.raw.toString('utf8')).not.toContain(SECRET_NAME.split(' ')[0]);
    const { rows } = await database.pool.query('select status, sent_to, sent_at, subject, attempts, lease_until from notice where key = $1', [key]);
    expect(rows).toEqual([{
      status: 'sent', sent_to: 'lee.example@examplevalley.example', sent_at: new Date(now), subject: `${REGISTER_ID}: an admission was recorded`, attempts: 1, lease_until: null,
    }]);
  });

  test('four senders at once send thirty notices once each', async () => {
    for (let number = 0; number < 30; number += 1) {
      await addEvent(database.pool, { type: 'discharged', on: day('2026-09-30') }, { id: `dis-${number}` });
      await addNotices(database.pool, expand([noticeLine({ notice: 'discharged', audience: 'commissioner', event: `dis-${number}` })]));
    }
    const reports = await Promise.all([1, 2, 3, 4].map(() => sendDue(deps, 'mail')));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(30);
    const ids = (await catcher.mails()).map(({ parsed }) => parsed.messageId);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
  });

  test('a notice whose time has not come waits, and one written twice goes once', async () => {
    await admission();
    await addNotices(database.pool, expand([noticeLine({ notice: 'admitted', audience: 'commissioner', event: 'adm' })]));
    now = at('2026-10-01T09:59:00Z');
    expect(await sendDue(deps, 'mail')).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    later(2);
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(0);
    expect(await catcher.mails()).toHaveLength(1);
  });
});

describe('when things break', () => {
  test('a mail server that says "later" is tried again, later each time, and then a person has a task', async () => {
    const key = await admission();
    catcher.refuseWith(451);
    const waits = [1, 5, 15, 60, 240];
    for (const wait of waits) {
      expect((await sendDue(deps, 'mail')).failed).toBe(1);
      later(wait - 1);
      now = (now + 59_000) as Instant;
      expect(await sendDue(deps, 'mail')).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
      now = (now + 1_000) as Instant;
    }
    expect(await outcomes(database.pool)).toEqual({ [key]: 'queued: 451 DATA' });
    expect((await sendDue(deps, 'mail')).failed).toBe(1);
    expect(await outcomes(database.pool)).toEqual({ [key]: 'failed: 451 DATA' });
    const { rows } = await database.pool.query('select key, register_id, kind, audience, params, status from task');
    expect(rows).toEqual([{
      key: `notice-failed/${key}`, register_id: REGISTER_ID, kind: 'notice-failed', audience: 'team', status: 'open',
      params: { notice: key, template: 'admitted', recipient: 'staff:lee-commissioner', reason: '451 DATA' },
    }]);
  });

  test('it goes once the server takes it again, with the Message-ID that it had at first', async () => {
    const key = await admission();
    catcher.refuseWith(451);
    await sendDue(deps, 'mail');
    const { rows } = await database.pool.query<{ message_id: string }>('select message_id from notice where key = $1', [key]);
    catcher.refuseWith(undefined);
    later(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
    expect((await catcher.mails()).map(({ parsed }) => parsed.messageId)).toEqual([`<${rows[0]?.message_id}>`]);
  });

  test('a lasting refusal is not tried again: the task is open at once; released, it goes', async () => {
    const key = await admission();
    catcher.refuseWith(550);
    expect((await sendDue(deps, 'mail')).failed).toBe(1);
    expect(await outcomes(database.pool)).toEqual({ [key]: 'failed: 550 DATA' });
    catcher.refuseWith(undefined);
    expect(await release(database.pool, [key], now)).toBe(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
  });

  test('a mail server that is away only makes notices wait', async () => {
    const key = await admission();
    const gone = openMail({ url: 'smtp://127.0.0.1:9', from: 'service@examplevalley.example' });
    expect((await sendDue({ ...deps, mail: gone }, 'mail')).failed).toBe(1);
    gone.close();
    expect(await outcomes(database.pool)).toEqual({ [key]: 'queued: mail server away (ESOCKET)' });
    later(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
  });

  test('a sender that dies holding a notice: nobody takes it while its lease runs, then another sends it under the same Message-ID', async () => {
    await admission();
    const lost = await leaseNext(database.pool, 'mail', now);
    expect((await sendDue(deps, 'mail')).sent).toBe(0);
    now = (now + LEASE_MS) as Instant;
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
    const [arrived] = await catcher.mails();
    expect(arrived?.parsed.messageId).toBe(`<${lost?.messageId}>`);
  });

  test('a notice whose text cannot be made waits with a reason and stops no other', async () => {
    await addNotices(database.pool, expand([noticeLine({ notice: 'event-refused', audience: 'on-call', event: 'never-heard-of' })]));
    const key = await admission();
    const report = await sendDue(deps, 'mail');
    expect(report).toEqual({ sent: 1, stopped: 0, failed: 1, more: false });
    expect((await outcomes(database.pool))[key]).toBe('sent');
    expect(errors).toHaveLength(1);
    errors = [];
  });
});

describe('the check at the moment of sending', () => {
  const died = (): Promise<unknown> => database.pool.query(`update pathway set ended_type = 'person-died', ended_on = '2026-10-01'`);

  test('after a death nothing goes, and a cancellation to a professional only when a person has released it', async () => {
    const key = await admission();
    await addMeeting(database.pool, { id: 'm1', invited: ['panel'] });
    const meeting = { id: 'm1', kind: 'mam', status: 'scheduled' as const, on: day('2026-10-13'), time: '14:00', until: null, invited: ['panel', 'person'], revision: 0 };
    const invitation = expand([noticeLine({ notice: 'meeting-invitation', audience: 'panel', event: 'scheduled-m1', meeting: 'm1' })], { meetings: [meeting] });
    await addNotices(database.pool, invitation);
    await sendDue(deps, 'mail', { limit: 1 });
    await database.pool.query(`update notice set status = 'queued' where key = $1`, [key]);
    await sendDue(deps, 'mail');
    await database.pool.query(`update notice set status = 'queued' where key = $1`, [key]);
    await died();
    await addEvent(database.pool, { type: 'person-died', on: day('2026-10-01') }, { id: 'death' });
    const off = expand(
      ['panel' as const, 'chosen-contacts' as const].map((audience) => noticeLine({ notice: 'meeting-cancelled', audience, event: 'death', meeting: 'm1' })),
      { meetings: [], meetingsBefore: [{ ...meeting, invited: ['panel', 'mum'] }], ended: true, died: true },
    );
    expect(off.map(({ recipient, status, reason }) => ({ recipient, status, reason }))).toEqual([
      { recipient: 'book:panel-office', status: 'held', reason: 'released-by-a-person' },
    ]);
    await addNotices(database.pool, off);
    const before = (await catcher.mails()).length;
    await sendDue(deps, 'mail');
    expect((await outcomes(database.pool))[key]).toBe('dropped: person-died');
    expect(await catcher.mails()).toHaveLength(before);
    expect(await release(database.pool, off.map((row) => row.key), now)).toBe(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
    expect((await catcher.mails()).at(-1)?.calendar).toContain('METHOD:CANCEL');
  });

  test('an event taken back drops its notice; one put right keeps it, told as it is now', async () => {
    const key = await admission();
    await addEvent(database.pool, { type: 'corrected', event: 'adm', with: admitted('2026-09-29') }, { id: 'c1' });
    await sendDue(deps, 'mail');
    expect((await catcher.mails())[0]?.parsed.text).toContain('Tuesday 29 September 2026');
    await database.pool.query(`update notice set status = 'queued', reason = null`);
    await addEvent(database.pool, { type: 'corrected', event: 'adm' }, { id: 'c2' });
    await sendDue(deps, 'mail');
    expect(await outcomes(database.pool)).toEqual({ [key]: 'dropped: event-corrected' });
  });

  test('without consent to the register, what rests on being on it does not go', async () => {
    await addEvent(database.pool, { type: 'rating-set', rating: 'red' }, { id: 'red' });
    const rows = expand([noticeLine({ notice: 'rating-changed', audience: 'director', event: 'red' })]);
    await addNotices(database.pool, rows);
    await database.pool.query('update pathway set register_consent = false');
    await sendDue(deps, 'mail');
    expect(Object.values(await outcomes(database.pool))).toEqual(['dropped: no-consent']);
  });

  test('an escalation does not go for what is done by then, or due on another day', async () => {
    await addDeadline(database.pool, { id: 'd1', kind: 'oversight-visit', due: '2026-09-20' });
    await addDeadline(database.pool, { id: 'd2', kind: 'oversight-visit', due: '2026-09-20' });
    await addDeadline(database.pool, { id: 'd3', kind: 'oversight-visit', due: '2026-09-20' });
    const rows = expand(['d1', 'd2', 'd3'].map((deadline) => ({
      at: at('2026-09-24T07:00:00Z'), pathway: 1, what: 'step' as const, deadline, kind: 'oversight-visit', step: 'escalate' as const, audience: 'commissioner' as const,
      due: day('2026-09-20'),
    })));
    await addNotices(database.pool, rows);
    await database.pool.query(`update deadline set owed = false, status = 'late' where id = 'd1'`);
    await database.pool.query(`update deadline set due = '2026-10-20' where id = 'd2'`);
    expect(await sendDue(deps, 'mail')).toEqual({ sent: 1, stopped: 2, failed: 0, more: false });
    const results = await outcomes(database.pool);
    expect(rows.map(({ key }) => results[key])).toEqual(['dropped: deadline-settled', 'dropped: deadline-moved', 'sent']);
    expect((await catcher.mails())[0]?.parsed.text).toContain('make the oversight visit. It is 11 days overdue, was due on Sunday 20 September 2026.');
  });

  test('sending that is off holds the notice; switched on, it goes', async () => {
    await setSending(database.pool, 'example', { audience: 'commissioner', on: false });
    const key = await admission();
    await sendDue(deps, 'mail');
    expect(await outcomes(database.pool)).toEqual({ [key]: 'held: sending-off' });
    await setSending(database.pool, 'example', { audience: 'commissioner', on: true });
    expect((await sendDue(deps, 'mail')).sent).toBe(1);
    await setSending(database.pool, 'example', { on: false });
    await database.pool.query(`update notice set status = 'queued'`);
    await sendDue(deps, 'mail');
    expect(await outcomes(database.pool)).toEqual({ [key]: 'held: sending-off' });
  });

  test('a new installation with a mail server of its own writes to nobody outside the team', async () => {
    await database.pool.query('delete from setting');
    await prepareArea(database.pool, 'example', { ownMailServer: true });
    await admission();
    await addEvent(database.pool, { type: 'referral-received', source: 'professional' }, { id: 'ref' });
    await addNotices(database.pool, expand([noticeLine({ notice: 'referral-acknowledged', audience: 'referrer', event: 'ref' })]));
    expect(await sendDue(deps, 'mail')).toEqual({ sent: 1, stopped: 1, failed: 0, more: false });
    expect(Object.values(await outcomes(database.pool)).toSorted()).toEqual(['held: sending-off', 'sent']);
  });

  test('a family that does not wish to be written to is not, and the person still is', async () => {
    await addEvent(database.pool, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, { id: 'no' });
    await addEvent(database.pool, { type: 'contact-wish-recorded', family: 'no' }, { id: 'wish' });
    await addNotices(database.pool, expand((['person', 'chosen-contacts'] as const).map((audience) => noticeLine({ notice: 'not-eligible', audience, event: 'no' }))));
    await sendDue(deps, 'mail');
    expect((await catcher.mails()).map(({ envelope }) => envelope.to)).toEqual([['zebedee@person.example']]);
    expect(Object.values(await outcomes(database.pool)).toSorted()).toEqual(['dropped: no-contact-wished', 'sent']);
  });

  test('a hold by a person stops a notice that waits', async () => {
    const key = await admission();
    expect(await hold(database.pool, [key], 'asked-by-family')).toBe(1);
    expect((await sendDue(deps, 'mail')).sent).toBe(0);
    expect(await outcomes(database.pool)).toEqual({ [key]: 'held: asked-by-family' });
  });
});
