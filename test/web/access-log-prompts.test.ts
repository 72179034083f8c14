import { addDays, formatInstant, type Instant, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { keptFor, looksOfLate } from '../../services/restricted/looks-of-late';
import { readLooksWithoutWork } from '../../services/restricted/looks-without-work';
import { reviewLooks } from '../../services/restricted/review-looks';
import { LOOK_EVENTS, WORK_EVENTS } from '../../web/content/audit';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import { type Desk, startDesk } from './support/desk';

const NAME = 'Zaphira Madeup-Secretname';
/** The access log goes by the machine's clock. */
const now = Date.now() as Instant;
const today = londonDate(now);
const day = (ago: number): PlainDate => addDays(today, -ago);
const at = (ago: number, time = '10:00'): Instant => parseInstant(`${day(ago)}T${time}`);

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
  desk.setClock(formatInstant(now));
});
afterEach(() => desk.close());

const look = (registerId: string, on: Instant, { actor = 'staff:sam-okafor', event = 'person-shown', outcome = 'done' } = {}) =>
  desk.pool.query(`insert into access_log (at, actor, audit_event, register_id, outcome) values ($1, $2, $3, $4, $5)`, [
    new Date(on),
    actor,
    event,
    registerId,
    outcome,
  ]);
/** An entry that somebody recorded, as the log has it. */
const recorded = (registerId: string, on: Instant, source: string) =>
  desk.pool.query(
    `insert into event (id, register_id, pathway, type, at, status, source, chain) values (gen_random_uuid()::text, $1, 1, 'x', $2, 'refused', $3, 'x')`,
    [registerId, new Date(on), source],
  );
const read = async (since = 27): Promise<readonly string[]> => {
  const asked = { areas: ['example'], since: at(since, '00:00'), looking: LOOK_EVENTS, working: WORK_EVENTS, most: 50 };
  return (await readLooksWithoutWork(desk.pool, asked)).rows.map(
    ({ staff, registerId, looks, days }) => `${staff} ${registerId} ${looks}/${days}`,
  );
};

test('looks of one person by one member of staff are one line; what is no look at a record is none', async () => {
  const [one, other] = [await desk.refer(), await desk.refer()];
  await look(one, at(12));
  await look(one, at(12, '11:00'), { event: 'story-shown' });
  await look(one, at(11));
  await look(one, at(11), { event: 'words-read' });
  await look(other, at(10), { outcome: 'restricted-record' });
  await look(other, at(10), { event: 'event-recorded', actor: 'staff:lee-commissioner' });
  await look(other, at(10), { actor: 'hospital feed' });
  await look(other, at(28));
  await desk.pool.query(
    `insert into access_log (at, actor, audit_event, shown, outcome) values ($1, 'staff:sam-okafor', 'register-listed', $2, 'done')`,
    [new Date(at(9)), [other]],
  );
  expect(await read()).toEqual([`sam-okafor ${one} 3/2`]);
  await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [one]);
  expect(await read()).toEqual([]);
});

describe('around a look of 14 days ago', () => {
  let registerId: string;
  beforeEach(async () => {
    registerId = await desk.refer();
    await look(registerId, at(14));
    expect(await read()).toHaveLength(1);
  });

  test.each([
    ['7 days before, just after midnight', 21, '00:01', 0],
    ['8 days before, just before midnight', 22, '23:59', 1],
    ['7 days after, just before midnight', 7, '23:59', 0],
    ['8 days after, just after midnight', 6, '00:01', 1],
  ])('an entry %s', async (_when, ago, time, left) => {
    await recorded(registerId, at(ago, time), 'staff:ana-example');
    expect(await read()).toHaveLength(1);
    await recorded(registerId, at(ago, time), 'staff:sam-okafor');
    expect(await read()).toHaveLength(left);
  });

  test('what was done otherwise is work; opening a restricted record is none, nor is what was refused', async () => {
    await look(registerId, at(13), { event: 'restricted-opened' });
    await look(registerId, at(13), { event: 'notice-held', outcome: 'moved' });
    expect(await read()).toHaveLength(1);
    await look(registerId, at(13), { event: 'notice-held' });
    expect(await read()).toHaveLength(0);
  });

  const owned = (number: number, staff: string | null, ago: number) =>
    desk.pool.query(
      `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, $2, $3, $4, now(), 'staff:kim-manager', 'x')`,
      [registerId, number, new Date(at(ago)), staff],
    );

  test('who owned the pathway in these days had reason to look; who had ceased to before had none of that', async () => {
    await owned(1, 'sam-okafor', 40);
    expect(await read()).toHaveLength(0);
    await owned(2, 'lee-commissioner', 30);
    expect(await read()).toHaveLength(1);
    await owned(3, 'sam-okafor', 6);
    expect(await read()).toHaveLength(1);
    await owned(4, 'sam-okafor', 7);
    expect(await read()).toHaveLength(0);
  });

  test('who covered for the owner in these days did, too', async () => {
    await owned(1, 'ana-example', 40);
    const away = (from: number, until: number | null, cover: string) =>
      desk.pool.query(`update staff set away = $1 where id = 'ana-example'`, [
        JSON.stringify([{ number: 1, from: at(from), until: until === null ? null : at(until), cover }]),
      ]);
    await away(40, 30, 'sam-okafor');
    expect(await read()).toHaveLength(1);
    await away(16, null, 'lee-commissioner');
    expect(await read()).toHaveLength(1);
    await away(16, null, 'sam-okafor');
    expect(await read()).toHaveLength(0);
  });

  test('who is named as somebody who works with the person, and who was invited to a meeting of these days', async () => {
    const restricted = (number: number, staff: string, ago: number) =>
      desk.pool.query(`insert into restriction values ($1, $2, 'changed', 1, 'safety', 'x', $3, $4, 'staff:kim-manager')`, [
        registerId,
        number,
        [staff],
        new Date(at(ago)),
      ]);
    await restricted(1, 'sam-okafor', 50);
    expect(await read()).toHaveLength(0);
    await restricted(2, 'ana-example', 40);
    expect(await read()).toHaveLength(1);
    const invited = (meeting: string, ago: number, recipient: string, status: string) =>
      desk.pool.query(
        `with m as (insert into meeting (register_id, pathway, id, kind, status, "on", invited, revision) values ($1, 1, $2, 'mam', 'held', $3, '["team"]', 1))
         insert into notice (key, register_id, pathway, template, audience, recipient, meeting, status, planned_at, not_before)
         values ($2, $1, 1, 'meeting-invitation', 'team', $4, $2, $5, now(), now())`,
        [registerId, meeting, day(ago), recipient, status],
      );
    await invited('too-early', 22, 'staff:sam-okafor', 'sent');
    await invited('of-others', 14, 'staff:ana-example', 'sent');
    await invited('dropped', 14, 'staff:sam-okafor', 'dropped');
    expect(await read()).toHaveLength(1);
    await invited('theirs', 7, 'staff:sam-okafor', 'sent');
    expect(await read()).toHaveLength(0);
  });
});

test('it stands on the access log, calmly; reviewed by somebody else, with a reason, it is gone until the next look', async () => {
  const registerId = await desk.refer({ name: NAME });
  await look(registerId, at(3));
  await look(registerId, at(2), { actor: 'staff:robin-auditor' });
  const robin = await desk.signedIn('robin-auditor');
  const landed = await robin.go(paths.accessLog());
  expect(robin.text()).toContain('People looked at by staff with no work recorded on them in 7 days: 2');
  expect(robin.text()).toContain('Ask before you conclude anything.');
  expect(robin.text()).toMatch(new RegExp(`Robin Sample auditor ${registerId}.* Somebody else reviews yours`));
  expect(landed.html).not.toContain('Zaphira');
  expect(robin.text()).not.toMatch(/breach|suspicious|unauthori|violation|snoop/i);
  // Nothing is kept without a reason.
  expect((await robin.press('Mark as reviewed', { note: ' ' })).status).toBe(400);
  expect(robin.text()).toContain('Say what you found, in a few words.');
  await robin.press('Mark as reviewed', { note: 'Sam took a call for Ana' });
  expect(robin.text()).toContain('It is kept that you reviewed it.');
  expect(robin.text()).toContain('no work recorded on them in 7 days: 1');
  expect(robin.text()).toMatch(new RegExp(`Sam Okafor, ${registerId}, looks until .*: Sam took a call for Ana Robin Sample, `));
  const { rows } = await desk.pool.query(`select staff, looked_until, by, note from look_review`);
  expect(rows).toEqual([
    { staff: 'sam-okafor', looked_until: new Date(at(3)), by: 'staff:robin-auditor', note: 'Sam took a call for Ana' },
  ]);
  const log = await desk.pool.query(`select outcome from access_log where audit_event = 'looks-reviewed' and register_id = $1`, [
    registerId,
  ]);
  expect(log.rows).toEqual([{ outcome: 'done' }]);
  await look(registerId, at(1));
  await robin.go(paths.accessLog({ who: 'staff:sam-okafor' }));
  expect(robin.text()).not.toContain('no work recorded');
  await robin.go(paths.accessLog());
  expect(robin.text()).toContain('no work recorded on them in 7 days: 2');
  expect(robin.text()).toContain('1 look,');
});

const about = (by: string, areas: readonly string[] = ['example']) => ({ by, areas, at: now });

test('where there are more looks than are gone through, that is known, found or not', async () => {
  for (let people = 0; people < 20; people += 1) await desk.refer();
  const asked = { areas: ['example'], since: at(27, '00:00'), looking: LOOK_EVENTS, working: WORK_EVENTS, most: 50 };
  const isWhole = async (): Promise<boolean> => (await readLooksWithoutWork(desk.pool, asked)).isWhole;
  expect(await isWhole()).toBe(true);
  // Of nobody on the staff, so that nothing is found.
  await desk.pool.query(
    `insert into access_log (at, actor, audit_event, register_id, outcome)
       select $1, 'staff:x-' || n, 'person-shown', register_id, 'done' from generate_series(1, 250) n, person`,
    [new Date(at(1))],
  );
  expect(await read()).toEqual([]);
  expect(await isWhole()).toBe(false);
});

test('what took long to find is shown again for longer, ten minutes at the most', () => {
  expect([5, 400, 60_000].map(keptFor)).toEqual([500, 40_000, 600_000]);
});

test('what was found is found anew after ten minutes; a review counts at once', async () => {
  const [one, other] = [await desk.refer(), await desk.refer()];
  await look(one, at(10));
  const asked = { areas: ['example'], since: at(27, '00:00'), looking: LOOK_EVENTS, working: WORK_EVENTS, most: 50 };
  const found = async (afterMs: number): Promise<readonly [number, number]> => {
    const late = await looksOfLate(desk.pool, asked, (now + afterMs) as Instant);
    return [late.found?.all ?? -1, late.at - now];
  };
  expect(await found(0)).toEqual([1, 0]);
  await look(other, at(9));
  // Nothing takes less than a hundredth of this.
  expect(await found(1)).toEqual([1, 0]);
  expect(await found(600_000)).toEqual([2, 600_000]);
  const reviewed = { registerId: one, staff: 'sam-okafor', until: at(10), note: 'x' };
  await reviewLooks({ pool: desk.pool, seals: testSeals }, reviewed, about('kim-manager'));
  expect(await found(600_001)).toEqual([1, 600_001]);
});

test('where it takes too long to find out, the page says so, and shows its entries', async () => {
  const registerId = await desk.refer();
  await look(registerId, at(1));
  const robin = await desk.signedIn('robin-auditor');
  // Whoever reads it waits longer than a statement may.
  const slow = await desk.pool.connect();
  await slow.query('begin');
  await slow.query('lock table ownership in access exclusive mode');
  try {
    await robin.go(paths.accessLog());
    expect(robin.text()).toContain('It could not be found out at');
    expect(robin.page?.status).toBe(200);
  } finally {
    await slow.query('rollback');
    slow.release();
  }
});

describe('a review', () => {
  const deps = () => ({ pool: desk.pool, seals: testSeals });

  test('of two at one moment counts once; the same said again is answered as before', async () => {
    const registerId = await desk.refer();
    await look(registerId, at(3));
    const review = (by: string, note = 'Fine', until = at(3)) =>
      reviewLooks(deps(), { registerId, staff: 'sam-okafor', until, note }, about(by)).then(({ status }) => status);
    const said = await Promise.all(['robin-auditor', 'kim-manager', 'ana-example'].map((by) => review(by)));
    expect(said.toSorted()).toEqual(['done', 'reviewed', 'reviewed']);
    const [first] = ['robin-auditor', 'kim-manager', 'ana-example'].filter((_, index) => said[index] === 'done');
    expect(await review(first ?? '')).toBe('done');
    expect(await review(first ?? '', 'Otherwise')).toBe('reviewed');
    expect((await desk.pool.query(`select from look_review`)).rowCount).toBe(1);
  });

  test('is of nobody’s own looks, of none that are to come, of none that were not, and of none of another area', async () => {
    const registerId = await desk.refer();
    await look(registerId, at(3));
    const asked = { registerId, staff: 'sam-okafor', until: at(3), note: 'x' };
    const status = async (more: object, who = about('robin-auditor')) => (await reviewLooks(deps(), { ...asked, ...more }, who)).status;
    expect(await status({}, about('sam-okafor'))).toBe('own');
    expect(await status({ until: (now + 60_000) as Instant })).toBe('unknown');
    expect(await status({ staff: 'lee-commissioner' })).toBe('unknown');
    expect(await status({ until: at(4) })).toBe('unknown');
    expect(await status({ registerId: 'K7QM-42XD' })).toBe('unknown');
    expect(await status({}, about('robin-auditor', ['other']))).toBe('unknown');
    expect((await desk.pool.query(`select from look_review`)).rowCount).toBe(0);
  });
});
