import { randomUUID } from 'node:crypto';
import { ROLE_PERMISSIONS, seesEveryone, STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const NAME = 'Zaphira Madeup-Secretname';
/** What tells who somebody is: names and their parts, birth dates, the age, words, a contact, the NHS number. */
const TELLS = /Zaphira|Madeup-Secretname|Zebedee|2 March 2011|2011-03-02|15 years|, 15\b|999 ?000 ?0018|Wardrobe/;

const WHO: Readonly<Record<StaffRole, string>> = {
  'lda-officer': 'sam-okafor',
  commissioner: 'lee-commissioner',
  manager: 'kim-manager',
  auditor: 'robin-auditor',
  keyworker: 'pat-keyworker',
  'panel-member': 'jo-panel',
  'service-administrator': 'ash-administrator',
};

let desk: Desk;
let registerId: string;
let refused: string;
let notice: string;
const browsers = new Map<string, TextBrowser>();
const at = (role: StaffRole): TextBrowser => {
  const browser = browsers.get(role);
  if (!browser) throw new Error(`no ${role} has signed in`);
  return browser;
};
const REASON = { code: 'covering', why: 'Ana is on leave, and the ward rang' };

/** Everybody signs in anew: whoever presses nothing for half an hour is signed out. */
const anew = async (): Promise<void> => {
  for (const role of STAFF_ROLES) browsers.set(role, await desk.signedIn(WHO[role]));
};

/** Restricts the record on its page. */
async function restricted(who: TextBrowser, staff: readonly string[] = ['ana-example']): Promise<void> {
  await who.go(paths.restriction({ registerId }));
  await who.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff });
  expect(who.text()).toContain('The record is restricted.');
}
async function ended(who: TextBrowser): Promise<void> {
  await who.go(paths.restriction({ registerId }));
  await who.press('End the restriction', { code: 'other', why: 'Over' });
  expect(who.text()).toContain('The restriction has ended.');
}

beforeAll(async () => {
  desk = await startDesk();
  const contacts = [{ id: 'mum', name: 'Zebedee Mother', role: 'parent-carer', chosen: true, email: 'zebedee@family.example' }];
  registerId = await desk.refer({ name: NAME, nhsNumber: '9990000018', contacts });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'Wardrobe words' });
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: false, planned: true });
  const meeting = {
    meeting: 'm-1',
    kind: 'post-admission-cetr',
    on: '2026-10-12',
    time: '10:00',
    place: 'Wardrobe Room',
    invited: ['team', 'mum'],
  };
  await desk.send(registerId, { type: 'meeting-scheduled', ...meeting });
  const { body } = await desk.call('POST', `/pathways/${registerId}/events`, {
    type: 'admitted',
    security: 'low',
    detained: false,
    planned: true,
  });
  expect(body['status']).toBe(409);
  const { body: heard } = await desk.call('GET', `/pathways/${registerId}/events`);
  refused = (heard['events'] as { id: string; status: string }[]).find(({ status }) => status === 'refused')?.id ?? '';
  const { rows } = await desk.pool.query<{ ref: string }>(
    `select ref from notice where register_id = $1 and recipient = 'contact:mum' order by key limit 1`,
    [registerId],
  );
  notice = rows[0]?.ref ?? '';
  await anew();
  browsers.set('named', await desk.signedIn('ana-example'));
  await restricted(at('manager'));
});
afterAll(() => desk.close());

async function addressOf(pattern: string): Promise<string> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const [first] = body['deadlines'] as { deadline: string }[];
  const { body: heard } = await desk.call('GET', `/pathways/${registerId}/events`);
  const event = (heard['events'] as { id: string; type: string }[]).find(({ type }) => type === 'admitted')?.id ?? '';
  return pattern
    .replace(':registerId', registerId)
    .replace(':deadline', encodeURIComponent(first?.deadline ?? ''))
    .replace('/sort-out/:event', `/sort-out/${refused}`)
    .replace(':event', encodeURIComponent(event))
    .replace(':notice', notice)
    .replace(':type', 'discharged');
}

/** Pages that are about one person, whether or not their address says so. */
const isOfOne = (pattern: string): boolean => /:registerId|\/notices\/:|\/sort-out\/:/.test(pattern);
// The guide for developers has made-up dates and numbers of its own.
const reachable = pages.filter(({ method, path }) => method === 'get' && !/:(?!registerId|deadline|event|type|notice)/.test(path.pattern));
const cells = reachable.flatMap((page) => STAFF_ROLES.map((role) => ({ page, role, name: `${page.path.pattern} to ${role}` })));

/** What a role gets of a restricted record: a page, the question for a reason, nothing that they can open, or that their role does not include it. */
function expected({ page, role }: (typeof cells)[number]): 'shown' | 'asked' | 403 | 404 {
  if (page.permission !== 'signed-in' && !ROLE_PERMISSIONS[role].includes(page.permission)) return 403;
  if (!isOfOne(page.path.pattern)) return 'shown';
  if (!seesEveryone([role])) return 404;
  return page.besideRecord ? 'shown' : 'asked';
}

describe('a restricted record, by somebody who is not named', () => {
  test.each(cells)('$name', async (cell) => {
    const landed = await at(cell.role).go(`${desk.url}${await addressOf(cell.page.path.pattern)}`);
    const isAsked = landed.html.includes('This record is restricted') && landed.html.includes('Open the record for 60 minutes');
    const got = isAsked ? 'asked' : landed.status === 200 ? 'shown' : landed.status;
    expect(got).toBe(expected(cell));
    expect(landed.url.pathname).not.toContain('/sign-in');
    // Whatever it is: nothing tells who they are. A search field and the staff's own names tell nothing.
    if (cell.page.path !== paths.developers) expect(TELLS.exec(landed.html)?.[0]).toBeUndefined();
  });

  const posted = pages.filter(({ method, path, besideRecord }) => method === 'post' && isOfOne(path.pattern) && !besideRecord);
  test.each(posted.map((page) => ({ page, pattern: page.path.pattern })))('nothing is done by POST $pattern', async ({ page, pattern }) => {
    const before = await desk.pool.query(`select (select count(*) from event) as events, (select count(*) from ownership) as owners,
      (select count(*) from notice_act) as acts, (select count(*) from event where resolved is not null) as resolved`);
    const browser = at('manager');
    await browser.go(`${desk.url}/today`);
    const token = /name="token" value="([^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
    const body = new URLSearchParams({
      token,
      id: randomUUID(),
      act: randomUUID(),
      why: 'x',
      reason: 'x',
      words: 'Typed <before>',
      deadline: 'd',
      event: refused,
      from: 'today',
    });
    const landed = await browser.go(await addressOf(pattern), {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(page.method).toBe('post');
    expect(landed.html).toContain('This record is restricted');
    expect(landed.html).toContain('Nothing was recorded.');
    expect(landed.html).toContain('Typed &lt;before&gt;');
    const after = await desk.pool.query(`select (select count(*) from event) as events, (select count(*) from ownership) as owners,
      (select count(*) from notice_act) as acts, (select count(*) from event where resolved is not null) as resolved`);
    expect(after.rows).toEqual(before.rows);
  });

  test('there are such pages', () => {
    expect(cells.filter((cell) => expected(cell) === 'asked').length).toBeGreaterThan(20);
    expect(posted.length).toBeGreaterThan(6);
  });

  test.each(['/today?whose=all', '/register?status=open', '/calendar?whose=all', '/notices', '/sort-out'])(
    'the work of it stays on %s, by its register id, and not who it is',
    async (address) => {
      const landed = await at('lda-officer').go(`${desk.url}${address}`);
      expect(landed.html).toContain(registerId);
      expect(landed.html).toContain('Restricted record');
      expect(TELLS.exec(landed.html)?.[0]).toBeUndefined();
      // The counts by rating have links of all ratings; of nobody's rating is there any.
      expect(landed.html.replace(/<ul class="app-counts"[\s\S]*?<\/ul>/, '')).not.toMatch(/Rating: <\/span>(Red|Blue)/);
      expect(landed.html).not.toMatch(/<b>[1-9]\d*<\/b><strong class="nhsuk-tag nhsuk-tag--(red|blue)/);
    },
  );

  test.each(['green', 'red', 'blue', 'amber'])('no filter tells the rating: %s', async (rating) => {
    for (const address of [
      `/today?whose=all&rating=${rating}`,
      `/register?status=open&rating=${rating}`,
      `/register?status=open&age=adult`,
    ])
      expect((await at('lda-officer').go(`${desk.url}${address}`)).html).toContain(registerId);
  });

  test.each([['Zaphira'], ['Zaphira Madeup-Secretname'], ['2 3 2011'], ['Secret']])(
    'a search for %s answers as if nobody were there',
    async (sought) => {
      await at('lda-officer').go(`${desk.url}/today`);
      await at('lda-officer').press('Find', { find: sought });
      expect(at('lda-officer').text()).toContain('Nobody was found whom you can open');
      expect(at('lda-officer').page?.html).not.toContain(registerId);
    },
  );

  test('the register id and the NHS number lead to the question', async () => {
    await desk.pool.query('delete from rate_limit');
    for (const sought of [registerId, '999 000 0018']) {
      await at('lda-officer').go(`${desk.url}/today`);
      await at('lda-officer').press('Find', { find: sought });
      expect(at('lda-officer').text()).toContain('This record is restricted');
      expect(at('lda-officer').page?.url.pathname).toBe(`/people/${registerId}`);
    }
  });
});

test('whoever is named opens it as usual, and sees who it is in lists', async () => {
  const named = browsers.get('named');
  const landed = await named?.go(`${desk.url}/people/${registerId}`);
  expect(landed?.html).toContain(NAME);
  expect(named?.text()).toContain('It is open to you because you are named');
  expect((await named?.go(`${desk.url}/register?status=open`))?.html).toContain(NAME);
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
    desk.setClock('2026-10-02T09:00');
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
    await anew();
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
  beforeAll(anew);

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
  beforeAll(anew);

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
    await ended(kim);
    expect((await at('lda-officer').go(`${desk.url}/people/${registerId}`)).html).not.toContain('app-restricted');
    await at('auditor').go(`${desk.url}/today`);
    expect(at('auditor').text()).toContain('A record is restricted no more.');
    await kim.go(paths.restriction({ registerId }));
    expect(kim.text()).not.toContain('I have looked at this end');
    await at('auditor').follow('See what was said');
    await at('auditor').press('I have looked at this end');
    await at('auditor').go(`${desk.url}/today`);
    expect(at('auditor').text()).not.toContain('A record is restricted no more.');
    await restricted(kim);
    expect((await at('lda-officer').go(`${desk.url}/people/${registerId}`)).html).toContain('This record is restricted');
    await kim.go(paths.restriction({ registerId }));
    for (const said of ['Threats against the family', 'Lee joins', 'Over', 'Kim Example']) expect(kim.text()).toContain(said);
  });
});
