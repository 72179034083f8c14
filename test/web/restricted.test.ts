import { STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import type { Desk } from './support/desk';
import { NAME, type RestrictedRecord, restrictedRecord, TELLS } from './support/restricted';

const REASON = { code: 'covering', why: 'Ana is on leave, and the ward rang' };

let record: RestrictedRecord;
let desk: Desk;
let registerId: string;
beforeAll(async () => {
  record = await restrictedRecord();
  ({ desk, registerId } = record);
});
afterAll(() => desk.close());
const at = (role: StaffRole): TextBrowser => record.at(role);

test('whoever is named opens it as usual, and sees who it is in lists', async () => {
  const { named } = record;
  const landed = await named.go(`${desk.url}/people/${registerId}`);
  expect(landed.html).toContain(NAME);
  expect(named.text()).toContain('It is open to you because you are named');
  expect((await named.go(`${desk.url}/register?status=open`))?.html).toContain(NAME);
});

test('whoever owns the pathway opens it as usual, also where their role opens only what they own', async () => {
  await desk.call('PUT', `/pathways/${registerId}/owner`, { staff: 'pat-keyworker', reason: 'Theirs' });
  desk.setClock('2026-10-02T08:31');
  const landed = await at('keyworker').go(`${desk.url}/people/${registerId}`);
  expect(landed.html).toContain(NAME);
  expect(at('keyworker').text()).toContain('It is open to you because you own');
  await desk.call('POST', `/pathways/${registerId}/owner/end`, { reason: 'Over' });
  desk.setClock('2026-10-02T08:32');
  expect((await at('keyworker').go(`${desk.url}/people/${registerId}`)).status).toBe(404);
});

test('somebody of another area still finds nothing there', async () => {
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'lee-commissioner'`);
  const landed = await at('commissioner').go(`${desk.url}/people/${registerId}`);
  expect(landed.status).toBe(404);
  expect(landed.html).not.toContain('restricted');
  await desk.pool.query(`update staff set area = 'example' where id = 'lee-commissioner'`);
});

const tasks = async (): Promise<number> =>
  (await desk.pool.query(`select 1 from task where kind = 'restricted-opened' and register_id = $1`, [registerId])).rows.length;
const openings = async (): Promise<number> =>
  (await desk.pool.query('select 1 from break_glass where register_id = $1', [registerId])).rows.length;

describe('with a reason', () => {
  beforeAll(async () => {
    desk.setClock('2026-10-02T09:00');
    await record.anew();
  });

  test('without one nothing is kept, and what was typed comes back', async () => {
    const sam = at('lda-officer');
    await sam.go(`${desk.url}/people/${registerId}/deadlines`);
    const landed = await sam.press('Open the record', { why: 'Only words' });
    expect(landed.status).toBe(400);
    expect(sam.text()).toContain('Choose why you need this record');
    expect(landed.html).toContain('Only words');
    await sam.press('Open the record', { code: 'covering', why: ' ' });
    expect(sam.text()).toContain('Say it in your own words');
    await sam.press('Open the record', { code: 'no-such-code', why: 'x' });
    expect(sam.text()).toContain('Choose why you need this record');
    expect(await openings()).toBe(0);
  });

  test('it opens where they were going, for them alone, and says until when; two windows and a second press have one opening', async () => {
    const sam = at('lda-officer');
    const second = await desk.signedIn('sam-okafor');
    await sam.go(`${desk.url}/people/${registerId}/deadlines`);
    await second.go(`${desk.url}/people/${registerId}`);
    const landed = await sam.press('Open the record', REASON);
    expect(landed.url.pathname).toBe(`/people/${registerId}/deadlines`);
    expect(landed.html).toContain(NAME);
    expect(sam.text()).toContain('It is open to you until 10am. Your reason: I cover for somebody');
    await second.press('Open the record', REASON);
    expect(second.page?.html).toContain(NAME);
    const both = await Promise.all(Array.from({ length: 3 }, () => desk.signedIn('lee-commissioner')));
    await Promise.all(both.map((one) => one.go(`${desk.url}/people/${registerId}`)));
    await Promise.all(both.map((one) => one.press('Open the record', REASON)));
    expect(await openings()).toBe(2);
    expect(await tasks()).toBe(2);
    for (const role of ['manager', 'auditor'] as const)
      expect((await at(role).go(`${desk.url}/people/${registerId}`)).html).toContain('This record is restricted');
    expect((await sam.go(`${desk.url}/register?status=open`)).html).toContain(NAME);
    expect((await at('auditor').go(`${desk.url}/register?status=open`)).html).not.toContain(NAME);
  });

  test('it was kept and logged before anything was shown', async () => {
    const { rows } = await desk.pool.query<{ audit_event: string; restricted: string }>(
      `select audit_event, restricted from access_log where register_id = $1 and actor = 'staff:sam-okafor' and restricted is not null
         and restricted not in ('shut', 'owner', 'named') order by id limit 2`,
      [registerId],
    );
    expect(rows.map(({ audit_event: event }) => event)).toEqual(['restricted-opened', 'deadlines-shown']);
    const { rows: kept } = await desk.pool.query('select code, why, until_at - at as long from break_glass where id = $1', [
      rows[0]?.restricted,
    ]);
    expect(kept).toEqual([{ ...REASON, long: expect.objectContaining({ hours: 1 }) }]);
  });

  test('after 59 minutes it is open, after 60 and 61 they are asked again', async () => {
    const sam = at('lda-officer');
    desk.setClock('2026-10-02T09:25');
    await sam.go(`${desk.url}/today`);
    desk.setClock('2026-10-02T09:50');
    await sam.go(`${desk.url}/today`);
    desk.setClock('2026-10-02T09:59');
    expect((await sam.go(`${desk.url}/people/${registerId}`)).html).toContain(NAME);
    desk.setClock('2026-10-02T10:00');
    expect((await sam.go(`${desk.url}/people/${registerId}`)).html).toContain('This record is restricted');
    desk.setClock('2026-10-02T10:01');
    expect((await sam.go(`${desk.url}/people/${registerId}`)).html).not.toContain(NAME);
    expect((await sam.go(`${desk.url}/register?status=open`)).html).not.toContain(NAME);
  });

  test('what was typed when it ended comes back, and goes on after a reason', async () => {
    const sam = at('lda-officer');
    await sam.go(`${desk.url}/people/${registerId}/record/contact-wish-recorded`);
    await sam.press('Open the record', REASON);
    desk.setClock('2026-10-02T10:20');
    await sam.go(`${desk.url}/today`);
    desk.setClock('2026-10-02T10:45');
    await sam.go(`${desk.url}/people/${registerId}/record/contact-wish-recorded`);
    desk.setClock('2026-10-02T11:02');
    await sam.press('See what this changes', { when: 'today', family: 'no' });
    expect(sam.text()).toContain('Nothing was recorded.');
    await sam.press('Open the record', REASON);
    expect(sam.text()).toContain('Nothing was recorded yet.');
    const landed = await sam.press('Go on with what I typed');
    expect(landed.status).toBe(200);
    expect(landed.html).toContain('value="no"');
    expect(landed.url.pathname).toBe(`/people/${registerId}/record/contact-wish-recorded`);
    expect(sam.text()).toContain('Check before you record');
  });

  test('an opening leads nowhere outside the record', async () => {
    await record.anew();
    const robin = at('auditor');
    await robin.go(`${desk.url}/people/${registerId}`);
    const landed = await robin.press('Open the record', { ...REASON, to: 'https://elsewhere.example/people/x' });
    expect(landed.url.href).toBe(`${desk.url}/people/${registerId}`);
    expect(landed.html).toContain(NAME);
  });

  test('nobody makes themself its owner', async () => {
    const sam = at('lda-officer');
    const { html } = await sam.go(`${desk.url}/people/${registerId}`);
    const token = /name="token" value="([^"]+)"/.exec(html)?.[1] ?? '';
    const body = new URLSearchParams({ token, from: 'person' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const landed = await sam.go(paths.take({ registerId }), { method: 'POST', body, headers });
    expect(landed.status).toBe(403);
    expect(sam.text()).toContain('You cannot take this record yourself');
  });
});

describe('the IG lead', () => {
  beforeAll(() => record.anew());

  test('is told of each opening once, on Today, and nobody else is', async () => {
    const told = at('auditor');
    const { html } = await told.go(`${desk.url}/today`);
    const said = 'A restricted record was opened by somebody who is not named.';
    expect(told.text()).toContain(said);
    expect(html.split(`href="${paths.restricted()}"`).length - 1).toBe(await openings());
    for (const role of ['lda-officer', 'manager', 'commissioner'] as const)
      expect((await at(role).go(`${desk.url}/today?whose=all`)).html).not.toContain(said);
  });

  test('looks at one that is not their own, in words, and it is work no more; what was said stands', async () => {
    const robin = at('auditor');
    await robin.go(paths.restricted());
    expect(robin.text()).toContain('Ana is on leave, and the ward rang');
    expect(robin.page?.html).not.toContain(NAME);
    await robin.press('I have looked at it', { note: '' });
    expect(robin.text()).toContain('Say what you make of it');
    await robin.go(paths.restricted());
    await robin.press('I have looked at it', { note: 'Rang Ana: it is so' });
    expect(robin.text()).toContain('It is said that you looked at it.');
    expect(robin.text()).toContain('Rang Ana: it is so');
    const { rows } = await desk.pool.query(`select 1 from task where kind = 'restricted-opened' and status = 'done'`);
    expect(rows).toHaveLength(1);
    const { rows: own } = await desk.pool.query<{ id: string }>(`select id from break_glass where staff = 'robin-auditor'`);
    const token = /name="token" value="([^"]+)"/.exec(robin.page?.html ?? '')?.[1] ?? '';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const mine = paths.restrictedLooked({ opening: own[0]?.id ?? '' });
    await robin.go(mine, { method: 'POST', body: new URLSearchParams({ token, note: 'Fine' }), headers });
    expect(robin.text()).toContain('Nobody looks at an opening of their own');
  });

  test('finds in the access log who opened it and why, and restricted records only', async () => {
    const robin = at('auditor');
    await robin.go(paths.accessLog({ person: registerId, who: 'staff:sam-okafor', restricted: 'yes' }));
    expect(robin.text()).toContain('Restricted record. I cover for somebody who works with the person: Ana is on leave');
    expect(robin.text()).toContain('Not shown: the record is restricted, and a reason was asked for');
    const other = await desk.refer({ name: 'Somebody Else' });
    await at('lda-officer').go(`${desk.url}/people/${other}`);
    await robin.go(paths.accessLog({ who: 'staff:sam-okafor', restricted: 'yes' }));
    expect(robin.text()).not.toContain(other);
    await robin.go(paths.accessLog({ who: 'staff:sam-okafor' }));
    expect(robin.text()).toContain(other);
  });
});

describe('who restricts', () => {
  beforeAll(() => record.anew());

  test.each(STAFF_ROLES)('%s', async (role) => {
    const may = role === 'manager' || role === 'auditor';
    const landed = await at(role).go(paths.restriction({ registerId }));
    expect(landed.status).toBe(may ? 200 : 403);
    if (may) expect(TELLS.exec(landed.html)?.[0]).toBeUndefined();
  });

  test('nobody names themself, and of two who change it at one moment the second is told', async () => {
    const [kim, robin] = [at('manager'), at('auditor')];
    await kim.go(paths.restriction({ registerId }));
    await robin.go(paths.restriction({ registerId }));
    await kim.press('Save the change', { code: 'safety', why: 'Me too', staff: ['ana-example', 'kim-manager'] });
    expect(kim.text()).toContain('You cannot name yourself');
    await kim.press('Save the change', { code: 'safety', why: 'Lee joins', staff: ['ana-example', 'lee-commissioner'] });
    expect(kim.text()).toContain('The change is saved.');
    await robin.press('Save the change', { code: 'safety', why: 'Only Ana', staff: ['ana-example'] });
    expect(robin.page?.status).toBe(409);
    expect(robin.text()).toContain('Somebody else has changed this meanwhile');
    expect(robin.page?.html).toContain('Only Ana');
    expect((await at('commissioner').go(`${desk.url}/people/${registerId}`)).html).toContain('you are named');
  });

  test('an end is told to the IG lead, and an opening of before it opens nothing of a restriction made anew', async () => {
    const kim = at('manager');
    await record.end(kim);
    expect((await at('lda-officer').go(`${desk.url}/people/${registerId}`)).html).not.toContain('app-restricted');
    await at('auditor').go(`${desk.url}/today`);
    expect(at('auditor').text()).toContain('A record is restricted no more.');
    await kim.go(paths.restriction({ registerId }));
    expect(kim.text()).not.toContain('I have looked at this end');
    await at('auditor').follow('See what was said');
    await at('auditor').press('I have looked at this end');
    await at('auditor').go(`${desk.url}/today`);
    expect(at('auditor').text()).not.toContain('A record is restricted no more.');
    await record.restrict(kim);
    expect((await at('lda-officer').go(`${desk.url}/people/${registerId}`)).html).toContain('This record is restricted');
    await kim.go(paths.restriction({ registerId }));
    for (const said of ['Threats against the family', 'Lee joins', 'Over', 'Kim Example']) expect(kim.text()).toContain(said);
  });
});
