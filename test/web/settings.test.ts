import { prepareArea } from '../../services/notices/settings';
import { readMember } from '../../services/staff/members';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  await prepareArea(desk.pool, 'example', { ownMailServer: true });
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

const tokenOf = (browser: TextBrowser): string => /name="token" value="([^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
const post = (browser: TextBrowser, path: string, body: Record<string, string>) =>
  browser.go(path, {
    method: 'POST',
    body: new URLSearchParams({ token: tokenOf(browser), ...body }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
const memberOf = async (id: string) => {
  const member = await readMember(desk.pool, id);
  if (!member) throw new Error(`nobody is ${id}`);
  return member;
};
const logged = async (event: string): Promise<{ actor: string; outcome: string }[]> => {
  const sql = 'select actor, outcome from access_log where audit_event = $1 order by id';
  return (await desk.pool.query<{ actor: string; outcome: string }>(sql, [event])).rows;
};

describe.each(['sam-okafor', 'lee-commissioner', 'robin-auditor', 'pat-keyworker', 'jo-panel'])('%s', (id) => {
  test('may not open the settings, nor change anything there', async () => {
    const browser = await desk.signedIn(id);
    expect(browser.page?.html).not.toContain(`href="${paths.settings()}"`);
    const member = { id: 'ana-example' };
    for (const path of [
      ...[
        paths.settings(),
        paths.staffList(),
        paths.staffAdd(),
        paths.member(member),
        paths.memberChange(member),
        paths.memberLeave(member),
      ],
      ...[paths.tokens(), paths.tokenNew(), paths.sending(), paths.areaProfile()],
    ])
      expect([path, (await browser.go(path)).status]).toEqual([path, 403]);
    const before = await memberOf('ana-example');
    await browser.go(paths.rules());
    for (const [path, body] of [
      [paths.memberLeave(member), { version: String(before.version), why: 'no' }],
      [paths.staffAdd(), { name: 'New', email: 'new@example.nhs.uk', why: 'no' }],
      [paths.tokenNew(), { name: `of ${id}`, scopes: 'pathways:read' }],
      [paths.sendingSwitch(), { to: 'all', turn: 'off', sure: 'yes' }],
    ] as const) {
      await browser.go(paths.rules());
      expect([path, (await post(browser, path, body)).status]).toEqual([path, 403]);
    }
    expect(await memberOf('ana-example')).toEqual(before);
    expect((await desk.pool.query(`select 1 from token where name = $1`, [`of ${id}`])).rows).toEqual([]);
  });
});

describe('staff', () => {
  test('somebody is added, with roles and a reason, and can sign in', async () => {
    const browser = await desk.signedIn('ash-administrator');
    await browser.go(paths.staffAdd());
    const bad = await browser.press('Add to the staff', { name: 'Nia New', email: 'nia', roles: ['lda-officer'] });
    expect(bad.status).toBe(400);
    expect(browser.text()).toContain('Enter an email address');
    expect(browser.text()).toContain('Say why, in a few words');
    expect(bad.html).toContain('value="Nia New"');
    await browser.press('Add to the staff', { email: 'nia.new@examplevalley.example', audiences: ['team'], why: 'Joined the team' });
    expect(browser.text()).toContain('Added to the staff.');
    expect(browser.text()).toContain('Added, Friday 2 October 2026 at 8.30am, by Ash Madeup. Joined the team');
    const id = browser.page?.url.pathname.split('/').at(-1) ?? '';
    expect(await memberOf(id)).toMatchObject({ name: 'Nia New', roles: ['lda-officer'], audiences: ['team'], areas: ['example'] });
    await browser.go(paths.staffList());
    expect(browser.text()).toContain('Nia New Officer The team Here');
    await browser.go(paths.staffAdd());
    await browser.press('Add to the staff', { name: 'Other', email: 'NIA.new@examplevalley.example', why: 'Again' });
    expect(browser.text()).toContain('Another member of staff, who may have left, has this address');
  });

  test('a change by somebody else meanwhile is shown, nothing typed is lost, and nothing of theirs is undone unseen', async () => {
    const mine = await desk.signedIn('kim-manager');
    const theirs = await desk.signedIn('ash-administrator');
    await mine.go(paths.memberChange({ id: 'ana-example' }));
    await theirs.go(paths.memberChange({ id: 'ana-example' }));
    await theirs.press('Save the change', { roles: ['commissioner'], why: 'Acting commissioner' });
    const landed = await mine.press('Save the change', { name: 'Ana Newname', why: 'Married' });
    expect(landed.status).toBe(409);
    expect(mine.text()).toContain('Somebody else changed this meanwhile.');
    expect(mine.text()).toContain('Roles: Officer → Commissioner (by Ash Madeup, Friday 2 October 2026 at 8.30am)');
    expect(landed.html).toContain('value="Ana Newname"');
    expect(mine.page?.html).toContain('Married</textarea>');
    expect(await memberOf('ana-example')).toMatchObject({ name: 'Ana Example', roles: ['commissioner'] });
    await mine.press('Save the change', { roles: ['commissioner'] });
    expect(await memberOf('ana-example')).toMatchObject({ name: 'Ana Newname', roles: ['commissioner'] });
    expect(mine.text()).toContain('Name: Ana Example → Ana Newname');
    expect(mine.text()).toContain('Acting commissioner');
  });

  test('nobody changes their own roles', async () => {
    const browser = await desk.signedIn('ash-administrator');
    await browser.go(paths.memberChange({ id: 'ash-administrator' }));
    await browser.press('Save the change', { roles: ['service-administrator', 'manager'], why: 'Because' });
    expect(browser.text()).toContain('Ask somebody else to change your own roles');
    expect((await memberOf('ash-administrator')).roles).toEqual(['service-administrator']);
  });

  test('away with cover, and back', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.memberAway({ id: 'sam-okafor' }));
    await browser.press('Record the time away', {
      ...{ 'from-day': '5', 'from-month': '10', 'from-year': '2026', 'until-day': '4', 'until-month': '10', 'until-year': '2026' },
      ...{ cover: 'ana-example', why: 'Annual leave' },
    });
    expect(browser.text()).toContain('The last day away must not be before the first');
    await browser.press('Record the time away', { 'until-day': '9' });
    expect(browser.text()).toContain('From Monday 5 October 2026 to Saturday 10 October 2026. Ana');
    expect((await memberOf('sam-okafor')).away).toMatchObject([{ number: 1, cover: 'ana-example' }]);
    await browser.follow('Call it off');
    await browser.press('Record being back', { why: 'Not taken' });
    expect(browser.text()).toContain('The time away was ended.');
  });

  test('leaving says what it takes with it, ends the sign-in, and can be taken back', async () => {
    const registerId = await desk.refer();
    await desk.pool.query(
      `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, 1, '2026-10-01', 'pat-keyworker', '2026-10-01', 'tests', 'test')`,
      [registerId],
    );
    const browser = await desk.signedIn('kim-manager');
    const keyworker = await desk.signedIn('pat-keyworker');
    await browser.go(paths.memberLeave({ id: 'pat-keyworker' }));
    expect(browser.text()).toContain('They own 1 open pathway. From then on nobody owns it');
    await browser.press('Record leaving', { 'last-day': '1', 'last-month': '10', 'last-year': '2026', why: 'Other post' });
    expect(browser.text()).toContain('The last day must be today or later');
    await browser.press('Record leaving', { 'last-day': '', 'last-month': '', 'last-year': '' });
    expect(browser.text()).toContain('Leaving was recorded.');
    desk.setClock('2026-10-02T08:31');
    expect((await keyworker.go(paths.today())).status).toBe(403);
    await browser.follow('Record coming back');
    await browser.press('Record coming back', { why: 'Came back' });
    desk.setClock('2026-10-02T08:32');
    expect((await keyworker.go(paths.today())).status).toBe(200);
  });

  test('whoever works in another area alone is not there', async () => {
    await desk.pool.query(`update staff set area = 'elsewhere' where id = 'robin-auditor'`);
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.staffList());
    expect(browser.text()).not.toContain('Robin Sample');
    expect((await browser.go(paths.member({ id: 'robin-auditor' }))).status).toBe(404);
    expect((await post(browser, paths.memberLeave({ id: 'robin-auditor' }), { version: '1', why: 'x' })).status).toBe(404);
    await desk.pool.query(`update staff set area = 'example' where id = 'robin-auditor'`);
  });
});

describe('tokens', () => {
  test('one is made with name, scopes and end, shown once, works, and is revoked', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.tokenNew());
    await browser.press('Make the token', { name: 'bad/name' });
    expect(browser.text()).toContain('Enter a name of 1 to 80 letters');
    expect(browser.text()).toContain('Choose at least 1 thing that it may do');
    await browser.press('Make the token', {
      ...{ name: 'Ward system', scopes: ['deadlines:read'] },
      ...{ 'until-day': '31', 'until-month': '3', 'until-year': '2098' },
    });
    expect(browser.text()).toContain('Its last day is Monday 31 March 2098');
    const secret = /id="secret"[^>]*value="(dsp_[^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
    const ask = (path: string) => fetch(`${desk.url}/api/v1${path}`, { headers: { authorization: `Bearer ${secret}` } });
    expect((await ask('/deadlines')).status).toBe(200);
    expect((await ask('/staff')).status).toBe(403);
    await browser.go(paths.tokens());
    expect(browser.page?.html).not.toContain(secret);
    expect(browser.text()).toContain('Ward system Read deadlines');
    await browser.go(paths.tokenNew());
    await browser.press('Make the token', { name: 'Ward system', scopes: ['deadlines:read'] });
    expect(browser.text()).toContain('A token of this name is in use');
    await browser.go(paths.tokens());
    await browser.press('Revoke Ward system');
    expect(browser.text()).toContain('Revoke the token of Ward system?');
    expect((await ask('/deadlines')).status).toBe(200);
    await browser.press('Revoke it');
    expect(browser.text()).toContain('The token is revoked.');
    expect((await ask('/deadlines')).status).toBe(401);
    expect(await logged('token-made')).toContainEqual({ actor: 'staff:kim-manager', outcome: 'done' });
    expect(desk.logged.join('')).not.toContain(secret);
  });
});

test('nobody gives a token what they may not do themselves', async () => {
  const browser = await desk.signedIn('ash-administrator');
  await browser.go(paths.tokenNew());
  expect(browser.text()).not.toContain('Read deadlines');
  expect(browser.text()).toContain('a manager makes those that open people’s records');
  await post(browser, paths.tokenNew(), { name: 'Of an administrator', scopes: 'deadlines:read' });
  expect(browser.text()).toContain('Choose at least 1 thing that it may do');
  expect((await desk.pool.query(`select 1 from token where name = 'Of an administrator'`)).rowCount).toBe(0);
});

test('nobody changes the address by which they sign in, or what they are told of', async () => {
  const browser = await desk.signedIn('kim-manager');
  const member = { id: 'kim-manager' };
  const before = await memberOf(member.id);
  await browser.go(paths.memberChange(member));
  await browser.press('Save the change', { email: 'somebody-else@example.nhs.uk', why: 'Tried' });
  expect(browser.text()).toContain('Ask somebody else to change your own email address');
  expect(await memberOf(member.id)).toEqual(before);
});

describe('sending', () => {
  const sending = async () => {
    const { rows } = await desk.pool.query<{ value: Record<string, { all: boolean; audiences: Record<string, boolean> }> }>(
      `select value from setting where name = 'sending'`,
    );
    return rows[0]?.value['example'];
  };

  test('an audience is switched on and off, each time seen first', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.sending());
    expect(browser.text()).toContain('The person: off');
    await browser.press('Switch on: The person');
    expect(browser.text()).toContain('Switch sending to the person on?');
    expect((await sending())?.audiences['person']).toBe(false);
    await browser.press('Switch it on');
    expect(browser.text()).toContain('The person: on');
    expect(await sending()).toMatchObject({ all: true, audiences: { person: true, team: true, panel: false } });
    await browser.press('Switch off: The person');
    await browser.press('Switch it off');
    expect((await sending())?.audiences['person']).toBe(false);
    expect(await logged('sending-on:person')).toEqual([{ actor: 'staff:kim-manager', outcome: 'done' }]);
  });

  test('stopping all is interrupted by a page that says what it means', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.sending());
    await browser.press('Stop all sending');
    expect(browser.page?.html).toContain('nhsuk-panel--interruption');
    expect(browser.text()).toContain('no word of a missed deadline');
    expect((await sending())?.all).toBe(true);
    await browser.press('Stop all sending');
    expect(browser.text()).toContain('Sending is stopped in Example Valley.');
    expect((await sending())?.all).toBe(false);
    await browser.press('Start sending again');
    await browser.press('Switch it on');
    expect((await sending())?.all).toBe(true);
  });
});

test('the area profile is read, and cannot be changed there', async () => {
  const browser = await desk.signedIn('ash-administrator');
  expect(browser.page?.url.pathname).toBe(paths.settings());
  await browser.follow('Area profile');
  expect(browser.text()).toContain('Example Valley crisis line');
  expect(browser.text()).toContain('Monday 2 November 2026');
  const forms = [...(browser.page?.html ?? '').matchAll(/<form[^>]*action="([^"]+)"/g)].map(([, action]) => action);
  expect(forms).toEqual([paths.signOut(), paths.names()]);
});
