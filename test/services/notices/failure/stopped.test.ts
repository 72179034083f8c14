import { noticesOverview } from '../../../../services/notices/by-hand/overview';
import { holdNotices, releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { setSending, startSending, stopSending } from '../../../../services/notices/settings';
import { rogueStage, type RogueStage } from '../support/rogue';
import { addEvent, addNotices, addPerson, at, day, expand, noticeLine, outcomes } from '../support/world';

let on: RogueStage;
beforeEach(async () => {
  on = await rogueStage();
});
afterEach(async () => {
  await on.strike();
  expect(on.stage.errors).toEqual([]);
});
const stop = () => stopSending(on.stage.database.pool, on.stage.now);
const start = () => startSending(on.stage.database.pool);
const pool = () => on.stage.database.pool;

describe('sending stopped for the whole service', () => {
  test('nothing leaves however long, nothing is lost, dropped or counted for it; started, everything goes, once', async () => {
    const keys = await on.queue(3);
    await stop();
    await stop();
    for (const minutes of [0, 1, 60, 600]) expect(await on.after(minutes)).toEqual({ sent: 0, stopped: 0, failed: 0, more: false });
    keys.push(...(await on.queue(2)));
    expect(await on.send()).toMatchObject({ sent: 0 });
    for (const key of keys) expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
    expect(on.rogue.sessions).toBe(0);
    const { serviceStoppedSince, counts } = await noticesOverview(pool(), 'example');
    expect(serviceStoppedSince).toBe('2026-10-01T10:01:00.000Z');
    expect(counts).toEqual([{ status: 'queued', count: 5 }]);
    await start();
    await start();
    expect((await noticesOverview(pool(), 'example')).serviceStoppedSince).toBeNull();
    expect((await on.send()).sent).toBe(5);
    expect((await on.send()).sent).toBe(0);
    expect(on.rogue.kept).toHaveLength(5);
  });

  test('each is checked again when it goes: what fell away meanwhile does not go', async () => {
    const [first = '', second = ''] = await on.queue(2);
    await stop();
    await on.send();
    await addEvent(pool(), { type: 'corrected', event: 'adm-1' }, { id: 'taken-back' });
    await start();
    expect(await on.send()).toEqual({ sent: 1, stopped: 1, failed: 0, more: false });
    expect(await outcomes(pool())).toEqual({ [first]: 'dropped: event-corrected', [second]: 'sent' });
  });

  test('it stands beside the switches of area and audience, and beside a hold: those stay as they are', async () => {
    await setSending(pool(), 'example', { audience: 'commissioner', on: false });
    const [key = ''] = await on.queue(1);
    await on.send();
    const registerId = 'RED-1';
    await addPerson(pool(), registerId);
    await addEvent(pool(), { type: 'rating-set', on: day('2026-10-01'), rating: 'red' }, { id: 'red', registerId });
    const [told] = expand([noticeLine({ notice: 'rating-changed', audience: 'director', event: 'red' })], { registerId });
    if (!told) throw new Error('the example area has a director');
    await addNotices(pool(), [told]);
    await holdNotices(pool(), [told.key], 'asked-by-hand');
    await stop();
    await start();
    expect((await on.send()).sent).toBe(0);
    expect(await outcomes(pool())).toEqual({ [key]: 'held: sending-off', [told.key]: 'held: asked-by-hand' });

    await stop();
    await setSending(pool(), 'example', { audience: 'commissioner', on: true });
    await releaseNotices(pool(), [told.key], on.stage.now);
    expect((await on.send()).sent).toBe(0);
    await start();
    expect((await on.send()).sent).toBe(2);
  });

  test('a notice whose sender died stays in its hand until sending is started, and then goes under its Message-ID', async () => {
    const [key = ''] = await on.queue(1);
    await pool().query(`update notice set status = 'sending', lease = 1, attempts = 1, unanswered = 1, lease_until = $1`, [
      new Date(at('2026-10-01T10:02:00Z')),
    ]);
    await stop();
    expect((await on.after(10)).sent).toBe(0);
    await start();
    expect((await on.send()).sent).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 1 });
    expect((await noticesOverview(pool(), 'example')).uncertain).toBe(1);
  });
});
