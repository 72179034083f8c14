import { openMail } from '../../../../infra/mail/mail';
import { PACE } from '../../../../services/notices/sending/pace';
import { releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { leaseNext } from '../../../../services/notices/sending/lease';
import { sendDue } from '../../../../services/notices/sending/send';
import { noticeStage, type Stage } from '../support/stage';
import { addAdmission, addNotices, at, expand, noticeLine, outcomes, REGISTER_ID, SECRET_NAME } from '../support/world';

let stage: Stage;

beforeEach(async () => {
  stage = await noticeStage();
});

afterEach(async () => {
  await stage.strike();
  expect(stage.errors).toEqual([]);
});

describe('sending a notice', () => {
  test('one real mail goes to the recipient, with a Message-ID of its own and no name in it, and is recorded', async () => {
    const key = await stage.admission();
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 1, stopped: 0, failed: 0, more: false });
    const [arrived] = await stage.catcher.waitFor(1);
    expect(arrived?.envelope).toEqual({ from: 'service@examplevalley.example', to: ['lee.example@examplevalley.example'] });
    expect(arrived?.parsed.subject).toBe(`${REGISTER_ID}: an admission was recorded`);
    expect(arrived?.parsed.text).toContain(`${REGISTER_ID} was admitted to hospital on Wednesday 30 September 2026.`);
    expect(arrived?.parsed.messageId).toMatch(/^<[0-9a-f]{64}@examplevalley\.example>$/);
    expect(arrived?.raw.toString('utf8')).not.toContain(SECRET_NAME.split(' ')[0]);
    const { rows } = await stage.database.pool.query(
      'select status, sent_to, sent_at, subject, attempts, lease_until from notice where key = $1',
      [key],
    );
    expect(rows).toEqual([
      {
        status: 'sent',
        sent_to: 'lee.example@examplevalley.example',
        sent_at: new Date(stage.now),
        subject: `${REGISTER_ID}: an admission was recorded`,
        attempts: 1,
        lease_until: null,
      },
    ]);
  });

  test('four senders at once send thirty notices once each', async () => {
    for (let number = 0; number < 30; number += 1)
      await addNotices(stage.database.pool, [await addAdmission(stage.database.pool, `adm-${number}`)]);
    const reports = await Promise.all([1, 2, 3, 4].map(() => sendDue(stage.deps, 'mail')));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(30);
    const ids = (await stage.catcher.mails()).map(({ parsed }) => parsed.messageId);
    expect(new Set(ids).size).toBe(30);
    expect(ids).toHaveLength(30);
  });

  test('a notice whose time has not come waits, and one written twice goes once', async () => {
    await stage.admission();
    await addNotices(stage.database.pool, expand([noticeLine({ notice: 'admitted', audience: 'commissioner', event: 'adm' })]));
    stage.now = at('2026-10-01T09:59:00Z');
    expect(await sendDue(stage.deps, 'mail')).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    stage.later(120_000);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(0);
    expect(await stage.catcher.mails()).toHaveLength(1);
  });
});

describe('when things break', () => {
  test('it goes once the server takes it again, with the Message-ID that it had at first', async () => {
    const key = await stage.admission();
    stage.catcher.refuseWith(451);
    await sendDue(stage.deps, 'mail');
    const { rows } = await stage.database.pool.query<{ message_id: string }>('select message_id from notice where key = $1', [key]);
    stage.catcher.refuseWith(undefined);
    stage.later(60_000);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    expect((await stage.catcher.mails()).map(({ parsed }) => parsed.messageId)).toEqual([`<${rows[0]?.message_id}>`]);
  });

  test('a lasting refusal is not tried again: the task is open at once; released, it goes', async () => {
    const key = await stage.admission();
    stage.catcher.refuseWith(550);
    expect((await sendDue(stage.deps, 'mail')).failed).toBe(1);
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'failed: 550 DATA' });
    stage.catcher.refuseWith(undefined);
    expect(await releaseNotices(stage.database.pool, [key], stage.now)).toBe(1);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
  });

  test('a mail server that is away only makes notices wait', async () => {
    const key = await stage.admission();
    const gone = openMail({ url: 'smtp://127.0.0.1:9', from: 'service@examplevalley.example' });
    expect(await sendDue({ ...stage.deps, mail: gone }, 'mail')).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    gone.close();
    expect(await outcomes(stage.database.pool)).toEqual({ [key]: 'queued' });
    stage.later(60_000);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
  });

  test('a sender that dies holding a notice: nobody takes it while its lease runs, then another sends it under the same Message-ID', async () => {
    await stage.admission();
    const lost = await leaseNext(stage.database.pool, 'mail', { now: stage.now, domain: stage.deps.mail.domain });
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(0);
    stage.later(PACE.leaseMs);
    expect((await sendDue(stage.deps, 'mail')).sent).toBe(1);
    const [arrived] = await stage.catcher.mails();
    expect(arrived?.parsed.messageId).toBe(`<${lost?.messageId}>`);
  });

  test('a notice whose text cannot be made waits with a reason and stops no other', async () => {
    await addNotices(stage.database.pool, expand([noticeLine({ notice: 'event-refused', audience: 'on-call', event: 'never-heard-of' })]));
    const key = await stage.admission();
    const report = await sendDue(stage.deps, 'mail');
    expect(report).toEqual({ sent: 1, stopped: 0, failed: 1, more: false });
    expect((await outcomes(stage.database.pool))[key]).toBe('sent');
    expect(stage.errors.splice(0)).toHaveLength(1);
  });
});
