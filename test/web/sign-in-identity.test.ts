import { parseInstant } from '../../domain/calendar/dates';
import { readMember } from '../../services/staff/members';
import { signIn } from '../../services/staff/sign-in';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

const SAM = 'sam-okafor';
const own = { issuer: 'this-machine', subject: SAM };
const identityOf = async (id: string) => (await readMember(desk.pool, id))?.identity;
const known = (id: string, identity: object) =>
  desk.pool.query('update staff set identity = $2 where id = $1', [id, JSON.stringify(identity)]);
const failed = async () => {
  const sql = `select actor, outcome from access_log where audit_event = 'sign-in-failed' order by id`;
  return (await desk.pool.query<{ actor: string; outcome: string }>(sql)).rows;
};
const isIn = async (browser: TextBrowser): Promise<boolean> =>
  (await browser.go(`${desk.url}${paths.today()}`)).url.pathname === paths.today();

test('at the first sign-in it is kept with whom the provider identified them, by names that a restart of this machine’s own does not change', async () => {
  expect(await identityOf(SAM)).toBeNull();
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
  expect(await identityOf(SAM)).toEqual(own);
  // The second time is no news.
  const version = (await readMember(desk.pool, SAM))?.version;
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
  expect((await readMember(desk.pool, SAM))?.version).toBe(version);
});

test.each([
  ['another subject', { ...own, subject: 'the-one-before' }],
  ['another issuer', { ...own, issuer: 'https://sign-in.example.nhs.uk' }],
])('%s with the same address is refused, told whom to ask, and logged', async (_name, kept) => {
  await known(SAM, kept);
  const browser = await desk.signedIn(SAM);
  expect(browser.page?.status).toBe(403);
  expect(browser.text()).toContain('This is not the account that is known here');
  expect(browser.text()).toContain('ask your manager, or the team below');
  expect(await isIn(browser)).toBe(false);
  expect(await failed()).toEqual([{ actor: 'staff:sam-okafor', outcome: 'other-identity' }]);
  expect(await identityOf(SAM)).toEqual(kept);
});

test('nor does the account of one member of staff open another’s record of staff', async () => {
  await known('ana-example', own);
  expect((await desk.signedIn(SAM)).page?.status).toBe(403);
  expect(await identityOf(SAM)).toBeNull();
  // Ana has left, and was this one: Sam is who works here.
  await desk.pool.query(`update staff set until_at = '2026-10-01' where id = 'ana-example'`);
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
});

test('a changed address or name of the same account goes on', async () => {
  await desk.signedIn(SAM);
  await desk.pool.query(`update staff set email = 'sam.newname@examplevalley.example' where id = $1`, [SAM]);
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
});

test('a manager lets them sign in anew, which is kept in the history, and ends where somebody is signed in as them', async () => {
  const [sam, ana] = [await desk.signedIn(SAM), await desk.signedIn('ana-example')];
  await known(SAM, { ...own, subject: 'the-one-before' });
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.member({ id: SAM }));
  expect(kim.text()).toContain('with the account that is kept');
  await kim.follow('Let them sign in anew');
  expect((await kim.press('Let them sign in anew')).status).toBe(400);
  await kim.press('Let them sign in anew', { why: 'The trust gave them a new account' });
  expect(kim.text()).toContain('They can sign in anew.');
  expect(kim.text()).toContain('Let them sign in anew, Friday 2 October 2026 at 8.30am, by Kim Example. The trust gave them a new account');
  expect(kim.page?.html).not.toContain('the-one-before');
  expect(kim.page?.html).not.toContain(paths.memberSignInAnew({ id: SAM }));
  expect([await isIn(sam), await isIn(ana)]).toEqual([false, true]);
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
  expect(await identityOf(SAM)).toEqual(own);
  await kim.go(paths.member({ id: SAM }));
  expect(kim.text()).toContain('Their account was kept as they signed in, Friday 2 October 2026 at 8.30am, by Sam Okafor.');
});

test('so does a token over the API: with a new sign-in of the organisation nobody could press a button', async () => {
  await known(SAM, { ...own, issuer: 'https://sign-in.example.nhs.uk' });
  expect((await desk.call('POST', `/staff/${SAM}/sign-in-anew`, { reason: 'New sign-in' })).status).toBe(200);
  expect(await identityOf(SAM)).toBeNull();
  expect((await desk.call('GET', `/staff/${SAM}/history`)).body['versions']).toContainEqual(
    expect.objectContaining({ change: 'sign-in-anew', by: 'tests', why: 'New sign-in' }),
  );
  expect(JSON.stringify((await desk.call('GET', `/staff/${SAM}`)).body)).not.toContain('this-machine');
  expect(await isIn(await desk.signedIn(SAM))).toBe(true);
});

test('of two accounts that come first at one moment one is kept, and the other refused', async () => {
  const email = (await readMember(desk.pool, SAM))?.email ?? '';
  const at = parseInstant('2026-10-02T08:30');
  const come = (subject: string) => signIn({ pool: desk.pool, seals: testSeals }, { issuer: 'x', subject, email }, at);
  const answers = await Promise.all(['a', 'b', 'c', 'd'].map(come));
  expect(answers.map(({ status }) => status).sort()).toEqual(['known', 'other-identity', 'other-identity', 'other-identity']);
});
