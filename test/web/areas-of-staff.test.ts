import { parseInstant } from '../../domain/calendar/dates';
import { addMember, changeMember } from '../../services/staff/change';
import { readMember } from '../../services/staff/members';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const post = (browser: TextBrowser, path: string, body: Record<string, string>) => {
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(browser.page?.html ?? '') ?? [];
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  return browser.go(path, { method: 'POST', body: new URLSearchParams({ token, ...body }), headers });
};
const memberOf = async (id: string) => {
  const member = await readMember(desk.pool, id);
  if (!member) throw new Error(`nobody is ${id}`);
  return member;
};
const put = (id: string, area: string, also: readonly string[] = []) =>
  desk.pool.query('update staff set area = $2, also_in = $3 where id = $1', [id, area, JSON.stringify(also)]);
afterEach(async () => {
  await put('kim-manager', 'example');
  await put('robin-auditor', 'example');
  await desk.pool.query('delete from rate_limit');
});
const acts = [
  ['change', paths.memberChange, 'Save the change'],
  ['leaving', paths.memberLeave, 'Record leaving'],
  ['time away', paths.memberAway, 'Record the time away'],
] as const;

test.each(acts)('who works in another area besides is shown, and not changed: %s', async (_name, path, button) => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(path({ id: 'robin-auditor' }));
  // Somebody has given them the other area meanwhile.
  await put('robin-auditor', 'elsewhere', ['example']);
  const before = await memberOf('robin-auditor');
  expect((await browser.press(button, { why: 'Tried' })).status).toBe(403);
  expect(browser.text()).toContain('This reaches beyond your areas');
  expect(await memberOf('robin-auditor')).toEqual(before);
  expect((await browser.go(path({ id: 'robin-auditor' }))).status).toBe(403);
  expect((await browser.go(paths.member({ id: 'robin-auditor' }))).status).toBe(200);
  expect(browser.text()).toContain('They also work in an area in which you do not.');
  expect(browser.page?.html).not.toContain(paths.memberChange({ id: 'robin-auditor' }));
  // Whoever works in both changes them.
  await put('kim-manager', 'example', ['elsewhere']);
  expect((await browser.go(path({ id: 'robin-auditor' }))).status).toBe(200);
});

test('no area is given but one’s own, neither to somebody new nor to oneself', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.staffAdd());
  const fields = { name: 'Nobody Else', email: 'nobody.else@examplevalley.example', why: 'Tried', areas: 'elsewhere' };
  await post(browser, paths.staffAdd(), fields);
  const added = await memberOf(browser.page?.url.pathname.split('/').at(-1) ?? '');
  expect(added.areas).toEqual(['example']);
  await put('kim-manager', 'example', ['third']);
  await browser.go(paths.staffAdd());
  await post(browser, paths.staffAdd(), { ...fields, email: 'no.body@examplevalley.example' });
  expect(browser.text()).toContain('Choose at least 1 area');
});

test.each([[['example']], [[]]])('the transaction that writes it holds it too, for a manager of %j', async (within) => {
  const { name, email, roles, audiences } = await memberOf('robin-auditor');
  const fields = { name, email, roles, audiences, areas: ['example', 'elsewhere'] };
  const about = { by: 'staff:kim-manager', why: 'Tried', at: parseInstant('2026-10-02T08:30') };
  const deps = { pool: desk.pool, seals: testSeals, isArea: () => true, within };
  expect(await changeMember(deps, { id: 'robin-auditor' }, fields, about)).toEqual({ status: 'other-areas' });
  expect(await addMember(deps, undefined, { ...fields, email: 'new@example.nhs.uk' }, about)).toEqual({ status: 'other-areas' });
  expect((await memberOf('robin-auditor')).areas).toEqual(['example']);
});

test('a token, which reaches every area, is made only by who works in every one, and never changes staff', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.tokenNew());
  expect(browser.page?.html).not.toContain('value="staff:write"');
  await post(browser, paths.tokenNew(), { name: 'Of the staff', scopes: 'staff:write' });
  expect(browser.text()).toContain('Choose at least 1 thing that it may do');
  await browser.go(paths.tokenNew());
  await put('robin-auditor', 'elsewhere');
  expect((await browser.press('Make the token', { name: 'Of all areas', scopes: ['deadlines:read'] })).status).toBe(403);
  expect((await browser.go(paths.tokenNew())).status).toBe(403);
  const { rowCount } = await desk.pool.query(`select 1 from token where name in ('Of the staff', 'Of all areas')`);
  expect(rowCount).toBe(0);
  // One that has got about is stopped all the same.
  expect((await browser.go(paths.tokens())).status).toBe(200);
  await put('kim-manager', 'example', ['elsewhere']);
  expect((await browser.go(paths.tokenNew())).status).toBe(200);
});

test('neither the sending nor the profile of another area is told, or switched', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.sending());
  await put('kim-manager', 'elsewhere');
  expect((await browser.press('Stop all sending', { sure: 'yes' })).status).toBe(403);
  for (const path of [paths.sending(), paths.areaProfile()]) expect((await browser.go(path)).status).toBe(403);
  await browser.go(paths.settings());
  expect(browser.text()).not.toMatch(/Sending|Area profile/);
});
