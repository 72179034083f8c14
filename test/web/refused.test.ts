import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

interface Row {
  readonly actor: string;
  readonly audit_event: string;
  readonly register_id: string | null;
  readonly outcome: string;
}
const refusals = async (): Promise<Row[]> => {
  const sql = `select actor, audit_event, register_id, outcome from access_log where outcome in ('no-role', 'form-expired') order by id`;
  return (await desk.pool.query<Row>(sql)).rows;
};
const post = (browser: TextBrowser, path: string, fields: Record<string, string> = {}) =>
  browser.go(desk.url + path, {
    method: 'POST',
    body: new URLSearchParams(fields),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });

test('whoever has no role any more is in the access log, with what they asked for, once for each time', async () => {
  const registerId = await desk.refer();
  const sam = await desk.signedIn('sam-okafor');
  await desk.pool.query(`update staff set roles = '[]' where id = 'sam-okafor'`);
  expect((await sam.go(paths.person({ registerId }))).status).toBe(403);
  expect((await sam.go(paths.start())).status).toBe(403);
  await desk.pool.query(`update staff set until_at = '2026-10-01' where id = 'sam-okafor'`);
  expect((await sam.go(paths.today())).status).toBe(403);
  expect(await refusals()).toEqual([
    { actor: 'staff:sam-okafor', audit_event: 'person-shown', register_id: registerId, outcome: 'no-role' },
    { actor: 'staff:sam-okafor', audit_event: 'request-refused', register_id: null, outcome: 'no-role' },
    { actor: 'staff:sam-okafor', audit_event: 'today-shown', register_id: null, outcome: 'no-role' },
  ]);
});

test('a form that has no token of its session is in the access log, on a page and elsewhere', async () => {
  const registerId = await desk.refer();
  const sam = await desk.signedIn('sam-okafor');
  for (const path of [paths.recordEvent({ registerId, type: 'admitted' }), paths.signOut(), paths.names(), paths.keptFormDrop()])
    expect([path, (await post(sam, path, { when: 'today' })).status]).toEqual([path, 403]);
  const elsewhere = { actor: 'staff:sam-okafor', audit_event: 'request-refused', register_id: null, outcome: 'form-expired' };
  expect(await refusals()).toEqual([
    { actor: 'staff:sam-okafor', audit_event: 'record-previewed', register_id: registerId, outcome: 'form-expired' },
    elsewhere,
    elsewhere,
    elsewhere,
  ]);
});

test('a form made for somebody else is in the access log, under whoever sent it', async () => {
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  const registerId = await desk.refer();
  await sam.go(paths.recordEvent({ registerId, type: 'change-reported' }));
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(sam.page?.html ?? '') ?? [];
  await post(ana, paths.recordEvent({ registerId, type: 'change-reported' }), { token, what: 'Zebra' });
  expect(await refusals()).toMatchObject([{ actor: 'staff:ana-example', register_id: registerId, outcome: 'form-expired' }]);
});

test('nobody fills the log by it: without signing in nothing is written, and of one member 30 times in a minute', async () => {
  const stranger = desk.browser();
  for (const path of [paths.signOut(), paths.names()]) expect((await post(stranger, path)).status).toBe(403);
  await stranger.go(paths.today());
  expect(await refusals()).toEqual([]);
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  for (let time = 0; time < 33; time += 1) expect((await post(sam, paths.names())).status).toBe(403);
  expect(await refusals()).toHaveLength(30);
  await post(ana, paths.names());
  expect(await refusals()).toHaveLength(31);
});

test('what is refused where it is served is logged there, and once', async () => {
  const pat = await desk.signedIn('pat-keyworker');
  await pat.go(paths.staffList());
  const { rows } = await desk.pool.query(`select outcome from access_log where actor = 'staff:pat-keyworker' and outcome = 'forbidden'`);
  expect(rows).toHaveLength(1);
});
