import { parseInstant, plainDate } from '../../../domain/calendar/dates';
import { readGround } from '../../../services/access/restricted';
import { loadLetterFacts } from '../../../services/notices/letters/facts';
import type { QueuedNotice } from '../../../services/notices/notice-rows';
import { prepareArea } from '../../../services/notices/settings';
import { openRestricted, reviewOpening } from '../../../services/restricted/open';
import { reviewLooks } from '../../../services/restricted/review-looks';
import { isTold, sayRestriction } from '../../../services/restricted/restrict';
import { fact } from '../../support/core/core';
import { admitted } from '../../support/core/facts';
import { newRegisterId, say, somebody } from '../../support/database/commit';
import { Sealed } from '../../support/database/sealed';

const AT = '2026-10-01T10:00';
let sealed: Sealed;
let registerId: string;
beforeEach(async () => {
  sealed = await Sealed.open();
  registerId = newRegisterId();
  await prepareArea(sealed.database.pool, 'example', { ownMailServer: false });
  await say(sealed.deps, registerId, '2026-09-21T10:00', fact(admitted('2026-09-21')), { person: somebody() });
});
afterEach(() => sealed.close());

const restrict = (staff: readonly string[], by = 'kim-manager', version = 0, act: 'restricted' | 'changed' | 'ended' = 'restricted') =>
  sayRestriction(sealed.deps, { registerId, act, code: 'safety', why: 'Threats', staff, version }, { by, at: parseInstant(AT) });
const open = (staff: string, at = AT) =>
  openRestricted(sealed.deps, { registerId, staff, code: 'covering', why: 'Because' }, parseInstant(at));
const groundOf = async (id: string, at: string) => (await readGround(sealed.database.pool, { id }, registerId, parseInstant(at))).as;

test.each([
  ['the restriction is altered', `update restriction set staff = '{sam-okafor}'`],
  ['the restriction is gone', 'delete from restriction'],
  ['an end is made up', `insert into restriction select register_id, 2, 'ended', since, code, why, staff, at, by from restriction`],
  ['the reason of an opening is altered', `update break_glass set why = 'Otherwise'`],
  ['an opening is longer', `update break_glass set until_at = until_at + interval '1 day'`],
  ['an opening is gone', 'delete from break_glass_review; delete from break_glass'],
  ['who looked at it is another', `update break_glass_review set by = 'staff:kim-manager'`],
])('%s: the proof says so', async (_what, tampering) => {
  expect((await restrict([])).status).toBe('done');
  const opened = await open('sam-okafor');
  if (opened.status !== 'opened') throw new Error(opened.status);
  const review = { opening: opened.opening.id, note: 'Fine' };
  const by = { by: 'robin-auditor', areas: ['example'], at: parseInstant(AT) };
  expect((await reviewOpening(sealed.deps, review, by)).status).toBe('done');
  expect((await sealed.prove()).map(({ code }) => code)).not.toContain('restriction-altered');
  await sealed.sql(tampering);
  expect((await sealed.prove()).map(({ code }) => code)).toContain('restriction-altered');
});

test.each([
  ['what was found is altered', `update look_review set note = 'Otherwise'`],
  ['more is reviewed', `update look_review set looked_until = looked_until + interval '1 day'`],
  ['a review is gone', 'delete from look_review'],
  ['a review is made up', `insert into look_review select register_id, 'ana-example', looked_until, at, by, note from look_review`],
])('looks at a record that were reviewed: where %s, the proof says so', async (_what, tampering) => {
  await sealed.sql(
    `insert into access_log (at, actor, audit_event, register_id, outcome) values ('2026-09-30T10:00Z', 'staff:sam-okafor', 'person-shown', '${registerId}', 'done')`,
  );
  const looks = { registerId, staff: 'sam-okafor', until: parseInstant('2026-09-30T11:00'), note: 'Fine' };
  const by = { by: 'robin-auditor', areas: ['example'], at: parseInstant(AT) };
  expect((await reviewLooks(sealed.deps, looks, by)).status).toBe('done');
  expect((await sealed.prove()).map(({ code }) => code)).not.toContain('restriction-altered');
  await sealed.sql(tampering);
  expect((await sealed.prove()).map(({ code }) => code)).toContain('restriction-altered');
});

test('of many at one moment one restricts, one opens, and each opening lasts to the minute', async () => {
  const said = await Promise.all(['ana-example', 'sam-okafor', 'lee-commissioner'].map((one) => restrict([one])));
  expect(said.map(({ status }) => status).toSorted()).toEqual(['done', 'moved', 'moved']);
  const named = said.find(({ status }) => status === 'done');
  const free =
    ['ana-example', 'sam-okafor', 'lee-commissioner'].find((id) => named?.status === 'done' && !named.row.staff.includes(id)) ?? '';
  const opened = await Promise.all(Array.from({ length: 5 }, () => open(free)));
  expect(opened.filter(({ status }) => status === 'opened')).toHaveLength(1);
  const { rows } = await sealed.database.pool.query(`select audience, status from task where kind = 'restricted-opened'`);
  expect(rows).toEqual([{ audience: 'auditor', status: 'open' }]);
  expect(await groundOf(free, '2026-10-01T09:59')).toBe('shut');
  expect(await groundOf(free, '2026-10-01T10:59:59')).toBe('opened');
  expect(await groundOf(free, '2026-10-01T11:00')).toBe('shut');
});

test('the same said again is answered as before; what does not fit is not written', async () => {
  expect((await restrict(['sam-okafor', 'sam-okafor'])).status).toBe('done');
  expect((await restrict(['sam-okafor'])).status).toBe('done');
  expect((await restrict(['sam-okafor'], 'robin-auditor')).status).toBe('moved');
  expect((await restrict([], 'robin-auditor', 1)).status).toBe('moved');
  expect((await restrict(['nobody-here'], 'kim-manager', 1, 'changed')).status).toBe('staff-unfit');
  expect((await restrict(['kim-manager'], 'kim-manager', 1, 'changed')).status).toBe('own-name');
  expect((await restrict([], 'kim-manager', 1, 'ended')).status).toBe('done');
  expect((await restrict([], 'kim-manager', 2, 'ended')).status).toBe('moved');
  const { rows } = await sealed.database.pool.query('select number, act, since, staff from restriction order by number');
  expect(rows).toEqual([
    { number: 1, act: 'restricted', since: 1, staff: ['sam-okafor'] },
    { number: 2, act: 'ended', since: 1, staff: [] },
  ]);
});

test('mail has what somebody typed for those of our own alone who open the record as usual, and for the family as ever', async () => {
  const agreed = {
    type: 'action-agreed',
    on: plainDate('2026-09-30'),
    action: 'a-1',
    what: 'Wardrobe words',
    due: plainDate('2026-10-20'),
  } as const;
  await say(sealed.deps, registerId, '2026-09-30T10:00', agreed, { id: `${registerId}-a` });
  await restrict(['ana-example']);
  await open('sam-okafor');
  const about = { registerId, pathway: 1, deadline: null, eventId: `${registerId}-a`, meeting: null, params: {} };
  const words = async (audience: string, recipient: string) => {
    const notice = { ...about, audience, recipient } as QueuedNotice;
    return (await loadLetterFacts(sealed.database.pool, notice, parseInstant('2026-10-01T10:30'))).action?.what;
  };
  expect(await words('team', 'staff:ana-example')).toBe('Wardrobe words');
  expect(await words('chosen-contacts', 'contact:mum')).toBe('Wardrobe words');
  for (const recipient of ['staff:sam-okafor', 'staff:lee-commissioner', 'book:team']) expect(await words('team', recipient)).toBeNull();
});

test('where no auditor works here, managers are told', async () => {
  const { pool } = sealed.database;
  const told = (role: string) => isTold(pool, { roles: [role], areas: ['example'] }, parseInstant(AT));
  expect([await told('auditor'), await told('manager'), await told('lda-officer')]).toEqual([true, false, false]);
  await pool.query(`update staff set until_at = '2026-09-30' where id = 'robin-auditor'`);
  expect([await told('auditor'), await told('manager'), await told('lda-officer')]).toEqual([true, true, false]);
});
