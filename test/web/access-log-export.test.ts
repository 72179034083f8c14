import { formatInstant, type Instant, londonDate } from '../../domain/calendar/dates';
import { cell, csvOf } from '../../web/history/access-log/csv';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

const NAME = 'Zaphira Madeup-Secretname';
const now = Date.now() as Instant;

let desk: Desk;
let registerId: string;
beforeAll(async () => {
  desk = await startDesk();
  desk.setClock(formatInstant(now));
  registerId = await desk.refer({ name: NAME });
  await desk.pool.query(
    `insert into access_log (at, actor, audit_event, register_id, outcome) values ($1, '=HYPERLINK("http://x")', 'events-shown', $2, 'done')`,
    [new Date(now - 60_000), registerId],
  );
});
afterAll(() => desk.close());

test('what it would hold is shown first; without a reason nothing is given; with one it is a file, and both are kept', async () => {
  const robin = await desk.signedIn('robin-auditor');
  await (await desk.signedIn('ana-example')).go(paths.person({ registerId }));
  await robin.go(paths.accessLog({ person: registerId }));
  await robin.follow('Take these out as a file');
  expect(robin.text()).toMatch(/\d+ entries of the access log, since /);
  expect(robin.text()).toContain('register_id: whose record, by the register id');
  expect((await robin.press('Take out the file', { why: ' ' })).status).toBe(400);
  expect(robin.text()).toContain('Say what the file is for');
  expect((await desk.pool.query(`select from access_export`)).rowCount).toBe(0);

  const landed = await robin.press('Take out the file', { why: 'An inquiry by the IG lead' });
  expect(landed.status).toBe(200);
  expect(landed.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(landed.headers.get('content-disposition')).toBe(`attachment; filename=access-log-${londonDate(now)}.csv`);
  expect(landed.headers.get('cache-control')).toContain('no-store');
  const rows = landed.html.split('\r\n');
  expect(rows[0]).toBe('"at","who","roles","what","register_id","others_shown","outcome","restricted","reason"');
  expect(rows.some((row) => row.endsWith(`,"ana-example","lda-officer","person-shown","${registerId}","0","done","",""`))).toBe(true);
  expect(landed.html).toContain(`"'=HYPERLINK(""http://x"")","","events-shown"`);
  // Only what was asked for, and no name of anybody.
  expect(new Set(rows.slice(1, -1).map((row) => row.split('","')[4]))).toEqual(new Set([registerId, '']));
  expect(landed.html).not.toMatch(/Zaphira|Ana Example|Robin Sample|Sam Okafor/);

  const kept = await desk.pool.query(`select staff, why, entries, asked ->> 'person' as person from access_export`);
  expect(kept.rows).toEqual([{ staff: 'robin-auditor', why: 'An inquiry by the IG lead', entries: rows.length - 2, person: registerId }]);
  const log = await desk.pool.query<{ shown: string[]; outcome: string }>(
    `select shown, outcome from access_log where audit_event = 'access-log-exported' order by id desc limit 1`,
  );
  expect(log.rows).toEqual([{ shown: [registerId], outcome: 'done' }]);
  await robin.go(paths.accessLogExport());
  expect(robin.text()).toContain('An inquiry by the IG lead');
  await robin.go(paths.accessLog({ kind: 'export' }));
  expect(robin.text()).toContain('Took entries of the access log out as a file');
});

test('a filter that fits nothing or cannot be read gives no file, also to who posts it by hand', async () => {
  const kim = await desk.signedIn('kim-manager');
  const { html } = await kim.go(paths.accessLogExport());
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(html) ?? [];
  const post = (fields: Record<string, string>) =>
    kim.go(paths.accessLogExport(), {
      method: 'POST',
      body: new URLSearchParams({ token, why: 'x', ...fields }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  for (const fields of [{ from: '2020-01-01', to: '2020-01-02' }, { from: '31 February 2026' }, { person: 'K7QM-42XX' }] as Record<
    string,
    string
  >[]) {
    const landed = await post(fields);
    expect(landed.status).toBe(400);
    expect(landed.headers.get('content-type')).toContain('text/html');
  }
  expect((await desk.pool.query(`select from access_export where staff = 'kim-manager'`)).rowCount).toBe(0);
});

test('by a page or by a system', async () => {
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.accessLog({ by: 'token', person: registerId }));
  expect(kim.text()).toContain('tests a system');
  expect(kim.text()).not.toMatch(/Ana Example (officer|commissioner)/);
  await kim.go(paths.accessLog({ by: 'page', person: registerId }));
  expect(kim.text()).toContain('Ana Example officer The person’s page');
  expect(kim.text()).not.toContain('tests a system');
});

test.each([
  ['=1+1', `"'=1+1"`],
  ['+44', `"'+44"`],
  ['-1', `"'-1"`],
  ['@SUM(A1)', `"'@SUM(A1)"`],
  ['\t=1', `"'\t=1"`],
  [' =1', `"' =1"`],
  ['\r=1', `"'\r=1"`],
  ['a"b,c\nd', '"a""b,c\nd"'],
  ['K7QM-42XD', '"K7QM-42XD"'],
  ['', '""'],
])('a cell %j', (value, expected) => {
  expect(cell(value)).toBe(expected);
});

test('nobody in it: the names of the columns alone', () => {
  expect(csvOf([])).toMatch(/^"at","who",.*"reason"\r\n$/);
});
