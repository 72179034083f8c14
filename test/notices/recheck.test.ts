import { noticesOverview } from '../../services/notices/sending/overview';
import { hold, release } from '../../services/notices/sending/queue';
import { sendDue } from '../../services/notices/sending/sender';
import { prepareArea, setSending } from '../../services/notices/settings';
import { noticeStage, type Stage } from './support/stage';
import { addDeadline, addEvent, addMeeting, addNotices, admitted, at, day, expand, noticeLine, outcomes } from './support/world';

let stage: Stage;

beforeEach(async () => {
  stage = await noticeStage();
});

afterEach(async () => {
  await stage.strike();
  expect(stage.errors).toEqual([]);
});

describe('the check at the moment of sending', () => {
  const died = (): Promise<unknown> => stage.database.pool.query(`update pathway set ended_type = 'person-died', ended_on = '2026-10-01'`);

  test('after a death nothing goes, and a cancellation to a professional only when a person has released it', async () => {
    const key = await stage.admission();
    await addMeeting(stage.database.pool, { id: 'm1', invited: ['panel'] });
    const meeting = {
      id: 'm1',
      kind: 'mam' as const,
      status: 'scheduled' as const,
      on: day('2026-10-13'),
      time: '14:00',
      until: null,
      invited: ['panel', 'person'],
      revision: 0,
    };
    const invitation = expand([noticeLine({ notice: 'meeting-invitation', audience: 'panel', event: 'scheduled-m1', meeting: 'm1' })], {
      meetings: [meeting],
    });
    await addNotices(stage.database.pool, invitation);
    await sendDue(stage.deps, 'mail', { limit: 1 });
    await stage.database.pool.query(`update notice set status = 'queued' where key = $1`, [key]);
    await sendDue(stage.deps, 'mail');
    await stage.database.pool.query(`update notice set status = 'queued' where key = $1`, [key]);
    await died();
    await addEvent(stage.database.pool, { type: 'person-died', on: day('2026-10-01') }, { id: 'death' });
    const off = expand(
      ['panel' as const, 'chosen-contacts' as const].map((audience) =>
        noticeLine({ notice: 'meeting-cancelled', audience, event: 'death', meeting: 'm1' }),
      ),
      { meetings: [], meetingsBefore: [{ ...meeting, invited: ['panel', 'mum'] }], ended: true, died: true },
    );
    expect(off.map(({ recipient, status, reason }) => ({ recipient, status, reason }))).toEqual([
      { recipient: 'book:panel-office', status: 'held', reason: 'released-by-a-person' },
    ]);
    await addNotices(stage.database.pool, off);
    const before = (await stage.catcher.mails()).length;
    await sendDue(stage.deps, 'mail');
    expect((await outcomes(stage.database.pool))[key]).toBe('dropped: person-died');
    expect(await stage.catcher.mails()).toHaveLength(before);
    expect(
      await release(
        stage.database.pool,
        off.map((row) => row.key),
        stage.now,
      ),
    ).toBe(1);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    expect((await stage.catcher.mails()).at(-1)?.calendar).toContain('METHOD:CANCEL');
  });

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
    await stage.database.pool.query('update pathway set register_consent = false');
    await sendDue(stage.deps, 'mail');
    expect(Object.values(await outcomes(stage.database.pool))).toEqual(['dropped: no-consent']);
  });

  test('an escalation does not go for what is done by then, or due on another day', async () => {
    await addDeadline(stage.database.pool, { id: 'd1', kind: 'oversight-visit', due: '2026-09-20' });
    await addDeadline(stage.database.pool, { id: 'd2', kind: 'oversight-visit', due: '2026-09-20' });
    await addDeadline(stage.database.pool, { id: 'd3', kind: 'oversight-visit', due: '2026-09-20' });
    const rows = expand(
      ['d1', 'd2', 'd3'].map((deadline) => ({
        at: at('2026-09-24T07:00:00Z'),
        pathway: 1,
        what: 'step' as const,
        deadline,
        kind: 'oversight-visit',
        step: 'escalate' as const,
        audience: 'commissioner' as const,
        due: day('2026-09-20'),
      })),
    );
    await addNotices(stage.database.pool, rows);
    await stage.database.pool.query(`update deadline set owed = false, status = 'late' where id = 'd1'`);
    await stage.database.pool.query(`update deadline set due = '2026-10-20' where id = 'd2'`);
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 1, stopped: 2, failed: 0, more: false });
    const results = await outcomes(stage.database.pool);
    expect(rows.map(({ key }) => results[key])).toEqual(['dropped: deadline-settled', 'dropped: deadline-moved', 'sent']);
    expect((await stage.catcher.mails())[0]?.parsed.text).toContain(
      'make the oversight visit. It is 11 days overdue, was due on Sunday 20 September 2026.',
    );
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

  test('a hold by a person stops a notice that waits', async () => {
    const key = await stage.admission();
    expect(await hold(stage.database.pool, [key], 'asked-by-family')).toBe(1);
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
