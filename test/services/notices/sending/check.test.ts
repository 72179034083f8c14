import { noticesOverview } from '../../../../services/notices/by-hand/overview';
import { holdNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { readNotice } from '../../../../services/notices/by-hand/one';
import { lookAtSending } from '../../../../services/notices/by-hand/send-by-hand';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea, setSending } from '../../../../services/notices/settings';
import { noticeStage, type Stage } from '../support/stage';
import { addDeadline, addEvent, addNotices, admitted, at, day, expand, noticeLine, outcomes } from '../support/world';

let stage: Stage;

beforeEach(async () => {
  stage = await noticeStage();
});

afterEach(async () => {
  await stage.strike();
  expect(stage.errors).toEqual([]);
});

describe('the check at the moment of sending', () => {
  test('an event taken back drops its notice; one put right keeps it, told as it is now', async () => {
    const key = await stage.admission();
    await addEvent(stage.database.pool, { type: 'corrected', event: 'adm', with: admitted('2026-09-29') }, { id: 'c1' });
    await sendDue(stage.deps, 'mail');
    expect((await stage.catcher.mails())[0]?.parsed.text).toContain('Tuesday 29 September 2026');
    await stage.database.pool.query(`update notice set status = 'queued', reason = null`);
    await addEvent(stage.database.pool, { type: 'corrected', event: 'adm' }, { id: 'c2' });
    await sendDue(stage.deps, 'mail');
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'dropped: event-corrected' });
  });

  test('without consent to the register, what rests on being on it does not go', async () => {
    await addEvent(stage.database.pool, { type: 'rating-set', rating: 'red' }, { id: 'red' });
    const rows = expand([noticeLine({ notice: 'rating-changed', audience: 'director', event: 'red' })]);
    await addNotices(stage.database.pool, rows);
    await addEvent(stage.database.pool, { type: 'consent-withdrawn', scope: ['register'], on: day('2026-10-01') }, { id: 'lost' });
    await sendDue(stage.deps, 'mail');
    expect(Object.values(await outcomes(stage.database.pool))).toEqual(['dropped: no-consent']);
  });

  test('an escalation does not go for what is done by then, or due on another day', async () => {
    const done = await addDeadline(stage.database.pool, { kind: 'cetr-report', due: '2026-09-20' });
    const moved = await addDeadline(stage.database.pool, { kind: 'cetr-report', due: '2026-09-19' });
    const late = await addDeadline(stage.database.pool, { kind: 'cetr-report', due: '2026-09-18' });
    const told = [
      [done, '2026-09-20'],
      [moved, '2026-09-20'],
      [late, '2026-09-18'],
    ] as const;
    const rows = expand(
      told.map(([deadline, due]) => ({
        at: at('2026-09-24T07:00:00Z'),
        pathway: 1,
        what: 'step' as const,
        deadline,
        kind: 'cetr-report' as const,
        step: 'escalate' as const,
        audience: 'commissioner' as const,
        due: day(due),
      })),
    );
    await addNotices(stage.database.pool, rows);
    const [meeting = ''] = /held-\d+/.exec(done) ?? [];
    await addEvent(stage.database.pool, { type: 'report-sent', meeting, on: day('2026-09-30') }, { id: 'report' });
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 1, stopped: 2, failed: 0, more: false });
    const results = await outcomes(stage.database.pool);
    expect(rows.map(({ key }) => results[key])).toEqual(['dropped: deadline-settled', 'dropped: deadline-moved', 'sent']);
    expect((await stage.catcher.mails())[0]?.parsed.text).toContain('13 days overdue');
  });

  test('sending that is off holds the notice; switched on, it goes', async () => {
    await setSending(stage.database.pool, 'example', { audience: 'commissioner', on: false });
    const key = await stage.admission();
    await sendDue(stage.deps, 'mail');
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'held: sending-off' });
    await setSending(stage.database.pool, 'example', { audience: 'commissioner', on: true });
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    await setSending(stage.database.pool, 'example', { on: false });
    await stage.database.pool.query(`update notice set status = 'queued'`);
    await sendDue(stage.deps, 'mail');
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'held: sending-off' });
  });

  test('a new installation with a mail server of its own writes to nobody outside the team', async () => {
    await stage.database.pool.query('delete from setting');
    await prepareArea(stage.database.pool, 'example', { ownMailServer: true });
    await stage.admission();
    await addEvent(stage.database.pool, { type: 'referral-received', source: 'professional' }, { id: 'ref' });
    await addNotices(stage.database.pool, expand([noticeLine({ notice: 'referral-acknowledged', audience: 'referrer', event: 'ref' })]));
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 1, stopped: 1, failed: 0, more: false });
    expect(Object.values(await outcomes(stage.database.pool)).toSorted()).toEqual(['held: sending-off', 'sent']);
  });

  test('a family that does not wish to be written to is not, and the person still is', async () => {
    await addEvent(stage.database.pool, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, { id: 'no' });
    await addEvent(stage.database.pool, { type: 'contact-wish-recorded', family: 'no' }, { id: 'wish' });
    await addNotices(
      stage.database.pool,
      expand((['person', 'chosen-contacts'] as const).map((audience) => noticeLine({ notice: 'not-eligible', audience, event: 'no' }))),
    );
    await sendDue(stage.deps, 'mail');
    expect((await stage.catcher.mails()).map(({ envelope }) => envelope.to)).toEqual([['zebedee@person.example']]);
    expect(Object.values(await outcomes(stage.database.pool)).toSorted()).toEqual(['dropped: no-contact-wished', 'sent']);
  });

  test('to a contact nothing goes before their hour of the day in London; it waits until then, with no attempt counted', async () => {
    const { pool } = stage.database;
    await pool.query(
      `update person set contacts = (select jsonb_agg(case when c ->> 'role' = 'person' then c || '{"notBefore": "11:30"}' else c end)
         from jsonb_array_elements(contacts) c)`,
    );
    await addEvent(pool, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, { id: 'no' });
    const [row] = expand([noticeLine({ notice: 'not-eligible', audience: 'person', event: 'no' })]);
    await addNotices(pool, row ? [row] : []);
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    const { rows } = await pool.query('select status, attempts, not_before, ref from notice');
    expect(rows).toMatchObject([{ status: 'queued', attempts: 0, not_before: new Date('2026-10-01T10:30:00Z') }]);
    // Nor by a person's press; it is shown as it will go.
    const record = await readNotice(pool, rows[0].ref);
    if (!record) throw new Error('it is on record');
    expect(await lookAtSending(stage.deps, record, (error) => stage.errors.push(error))).toMatchObject({
      as: 'kept',
      foreseen: { as: 'mail', waitsUntil: at('2026-10-01T10:30:00Z') },
    });
    stage.now = at('2026-10-01T10:29:59Z');
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(0);
    stage.now = at('2026-10-01T10:30:00Z');
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    expect(await stage.catcher.mails()).toHaveLength(1);
  });

  test('what falls away while it waits for the hour does not go; later in the day than the hour, it goes at once', async () => {
    const { pool } = stage.database;
    const setHour = (hour: string) =>
      pool.query(
        `update person set contacts = (select jsonb_agg(c || jsonb_build_object('notBefore', $1::text)) from jsonb_array_elements(contacts) c)`,
        [hour],
      );
    await setHour('18:00');
    await addEvent(pool, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' }, { id: 'no' });
    await addNotices(
      pool,
      expand((['person', 'chosen-contacts'] as const).map((audience) => noticeLine({ notice: 'not-eligible', audience, event: 'no' }))),
    );
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(0);
    await addEvent(pool, { type: 'contact-wish-recorded', family: 'no' }, { id: 'wish' });
    stage.now = at('2026-10-01T22:00:00Z');
    await sendDue(stage.deps, 'mail');
    expect(Object.values(await outcomes(pool)).toSorted()).toEqual(['dropped: no-contact-wished', 'sent']);
  });

  test('a hold by a person stops a notice that waits', async () => {
    const key = await stage.admission();
    expect(await holdNotices(stage.database.pool, [key], 'asked-by-family')).toBe(1);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(0);
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'held: asked-by-family' });
  });
});

test('the overview says who is written to and what waits for a person, without an address', async () => {
  await setSending(stage.database.pool, 'example', { audience: 'commissioner', on: false });
  const key = await stage.admission();
  await sendDue(stage.deps, 'mail');
  const { sending, counts, stopped } = await noticesOverview(stage.database.pool, 'example');
  expect(sending.filter(({ on }) => !on)).toEqual([{ audience: 'commissioner', on: false }]);
  expect(counts).toEqual([{ status: 'held', count: 1 }]);
  expect(stopped).toEqual([{ key, status: 'held', reason: 'sending-off' }]);
  expect(JSON.stringify(stopped)).not.toContain('@');
});
