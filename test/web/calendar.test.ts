import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

const calendar = { whose: 'all' };

/** Somebody in hospital, with a C(E)TR planned and a visit due. */
async function inpatient(name: string): Promise<string> {
  const registerId = await desk.refer({ name });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] });
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  await desk.send(registerId, {
    ...{ type: 'meeting-scheduled', meeting: 'cetr-1', kind: 'post-admission-cetr', on: '2026-10-14', time: '10:00', until: '15:30' },
    place: 'Placeford House',
  });
  return registerId;
}

const own = (registerId: string, staff: string) =>
  desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
     select $1, 1, coalesce(max(number), 0) + 1, '2026-10-01', $2, '2026-10-01', 'tests', 'test' from ownership where register_id = $1`,
    [registerId, staff],
  );

const addressOf = (browser: TextBrowser): string => /id="address"[^>]*value="([^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
const unfolded = (text: string): string => text.replaceAll('\r\n ', '');

async function feedOf(staff: string): Promise<{ browser: TextBrowser; address: string }> {
  const browser = await desk.signedIn(staff);
  await browser.go(paths.calendar());
  await browser.press('Make');
  return { browser, address: addressOf(browser) };
}

test('twelve weeks by week: meetings, deadlines and visits on their days, and bank holidays by name', async () => {
  const registerId = await inpatient('Calla Endar');
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.calendar(calendar));
  const said = browser.text();
  expect(said).toContain('Calendar, 12 weeks from Monday 28 September 2026');
  expect(said).toContain(`Wednesday 14 October 10am to 3.30pm Post-admission CETR Meeting planned ${registerId}`);
  expect(said).toMatch(/Friday 13 November Due Oversight visit/);
  expect(said).toContain('Calla Endar, 15');
  expect(said).not.toContain('Placeford');
  const of = async (sort: string): Promise<string> => {
    await browser.go(paths.calendar({ ...calendar, sort }));
    return browser.text();
  };
  expect(await of('visit')).toContain('1 of');
  expect(await of('visit')).not.toContain('Meeting planned');
  expect(await of('meeting')).not.toContain('Due Oversight visit');
  desk.setClock('2026-12-01T08:30');
  const december = await desk.signedIn('sam-okafor');
  await december.go(paths.calendar(calendar));
  expect(december.text()).toContain('Friday 25 December Bank holiday: Christmas Day');
  expect(december.text()).toContain('Monday 28 December Bank holiday: Boxing Day');
});

test('a meeting that is called off, or whose pathway has ended, is not there any more', async () => {
  const registerId = await inpatient('Off Example');
  const browser = await desk.signedIn('sam-okafor');
  const meetings = paths.calendar({ ...calendar, sort: 'meeting' });
  await browser.go(meetings);
  expect(browser.text()).toContain(registerId);
  await desk.send(registerId, { type: 'person-died' });
  await browser.go(meetings);
  expect(browser.text()).not.toContain(registerId);
});

test('mine and unowned come first; what others own is counted, and shown on asking', async () => {
  const registerId = await inpatient('Ana Owns');
  await own(registerId, 'ana-example');
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.calendar());
  expect(browser.text()).not.toContain(registerId);
  await browser.follow('Show all');
  expect(browser.text()).toContain(registerId);
  expect(browser.text()).toContain('Ana Example');
});

test('a keyworker sees their own people only, and nobody sees another area', async () => {
  const theirs = await inpatient('Key Person');
  const other = await inpatient('Other Person');
  const elsewhere = await inpatient('Elsewhere Person');
  await own(theirs, 'pat-keyworker');
  await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [elsewhere]);
  const keyworker = await desk.signedIn('pat-keyworker');
  await keyworker.go(paths.calendar(calendar));
  expect(keyworker.text()).toContain(theirs);
  expect(keyworker.text()).not.toContain(other);
  const officer = await desk.signedIn('sam-okafor');
  await officer.go(paths.calendar(calendar));
  expect(officer.text()).toContain(other);
  expect(officer.text()).not.toContain(elsewhere);
  const { rows } = await desk.pool.query<{ shown: string[] }>(
    `select shown from access_log where audit_event = 'calendar-shown' and actor = 'staff:pat-keyworker' order by id desc limit 1`,
  );
  expect(rows[0]?.shown).toEqual([theirs]);
});

test.each(['jo-panel', 'ash-administrator'])('%s may not open the calendar, nor make a feed', async (id) => {
  const browser = await desk.signedIn(id);
  const token = /name="token" value="([^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
  expect((await browser.go(paths.calendar())).status).toBe(403);
  const made = await browser.go(paths.myFeed(), {
    method: 'POST',
    body: new URLSearchParams({ token }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(made.status).toBe(403);
  const { rows } = await desk.pool.query(`select 1 from calendar_feed where staff = $1`, [id]);
  expect(rows).toEqual([]);
});

test('beyond the last known bank holidays the page says so', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.calendar({ from: '2028-10-02' }));
  expect(browser.text()).not.toContain('are not known yet');
  await browser.follow('The next 12 weeks');
  expect(browser.text()).toContain('Working days after Sunday 31 December 2028 are not known yet');
  await browser.follow('12 weeks earlier');
  expect(browser.text()).toContain('Calendar, 12 weeks from Monday 2 October 2028');
});

describe('the feed', () => {
  test('shows register ids and codes, and no name, place, rating or address', async () => {
    const registerId = await inpatient('Secretia Nameless');
    const { address } = await feedOf('sam-okafor');
    const answer = await fetch(address);
    const sent = await answer.text();
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/calendar; charset=utf-8');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    expect(answer.headers.get('set-cookie')).toBeNull();
    expect(sent.split('\r\n').every((line) => Buffer.byteLength(line) <= 75)).toBe(true);
    const said = unfolded(sent);
    expect(said).toContain(`SUMMARY:Meeting ${registerId}\r\n`);
    expect(said).toContain('DTSTART:20261014T090000Z\r\nDTEND:20261014T143000Z\r\n');
    expect(said).toContain(`DTSTART;VALUE=DATE:20261113\r\nDTEND;VALUE=DATE:20261114\r\nSUMMARY:Due: Oversight visit\\, ${registerId}\r\n`);
    expect(said).toContain(`URL:${desk.url}${paths.person({ registerId })}\r\n`);
    for (const word of ['Secretia', 'Nameless', 'Placeford', 'blue', 'Sam', 'examplevalley', 'LOCATION', 'ATTENDEE', 'DESCRIPTION'])
      expect(said.toLowerCase()).not.toContain(word.toLowerCase());
    const { rows } = await desk.pool.query<{ actor: string; shown: string[]; outcome: string }>(
      `select actor, shown, outcome from access_log where audit_event = 'calendar-feed-read' order by id desc limit 1`,
    );
    expect(rows[0]).toMatchObject({ actor: 'staff:sam-okafor', outcome: 'done' });
    expect(rows[0]?.shown).toContain(registerId);
  });

  test('is kept as a hash alone, and its secret is in no log', async () => {
    const { browser, address } = await feedOf('sam-okafor');
    await fetch(address);
    const secret = /([\w-]{43})\.ics$/.exec(address)?.[1] ?? 'none';
    const { rows } = await desk.pool.query<{ row: string }>(`select row_to_json(f)::text as row from calendar_feed f`);
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(desk.logged.join('')).not.toContain(secret);
    expect(desk.logged.join('')).toContain(paths.calendarFeed.pattern);
    await browser.go(paths.calendar());
    expect(browser.page?.html).not.toContain(secret);
    expect(browser.text()).toContain('You have a feed address.');
    expect(browser.text()).toContain('It was last read at 8.30am today.');
  });

  test('ends when it is taken back, and when another is made', async () => {
    const { browser, address } = await feedOf('sam-okafor');
    await browser.go(paths.calendar());
    await browser.press('Make a new address');
    const second = addressOf(browser);
    expect((await fetch(address)).status).toBe(404);
    expect((await fetch(second)).status).toBe(200);
    await browser.go(paths.calendar());
    await browser.press('Take it back');
    expect(browser.text()).toContain('The address was taken back');
    expect((await fetch(second)).status).toBe(404);
  });

  test('follows what its member may see on the day that it is read', async () => {
    const registerId = await inpatient('Moves Away');
    const { address } = await feedOf('robin-auditor');
    expect(await (await fetch(address)).text()).toContain(registerId);
    await desk.pool.query(`update staff set roles = '["keyworker"]' where id = 'robin-auditor'`);
    const asKeyworker = await fetch(address);
    expect(asKeyworker.status).toBe(200);
    expect(await asKeyworker.text()).not.toContain(registerId);
    await desk.pool.query(`update staff set roles = '["service-administrator"]' where id = 'robin-auditor'`);
    expect((await fetch(address)).status).toBe(404);
    await desk.pool.query(`update staff set roles = '["auditor"]', area = 'elsewhere' where id = 'robin-auditor'`);
    expect(await (await fetch(address)).text()).not.toContain(registerId);
    await desk.pool.query(`update staff set area = 'example' where id = 'robin-auditor'`);
    expect(await (await fetch(address)).text()).toContain(registerId);
  });

  test('ends when its member leaves, and does not begin again when they come back', async () => {
    const { address } = await feedOf('lee-commissioner');
    expect((await fetch(address)).status).toBe(200);
    await desk.pool.query(`update staff set until_at = '2026-10-02T07:00Z' where id = 'lee-commissioner'`);
    expect((await fetch(address)).status).toBe(404);
    await desk.pool.query(`update staff set until_at = null, from_at = '2026-10-05T07:00Z' where id = 'lee-commissioner'`);
    desk.setClock('2026-10-06T08:30');
    expect((await fetch(address)).status).toBe(404);
    await desk.pool.query(`update staff set from_at = null where id = 'lee-commissioner'`);
  });

  test('a guess opens nothing', async () => {
    for (const file of [`${'a'.repeat(43)}.ics`, 'a.ics', `${'a'.repeat(43)}`, '%00.ics'])
      expect((await fetch(`${desk.url}/calendar/feed/${file}`)).status).toBe(404);
  });
});

test('of a full week 30 lines stand beside the other weeks; the whole week is a page of its own, and how many are shown is said truly', async () => {
  for (let place = 0; place < 33; place += 1) {
    const registerId = await desk.refer();
    await desk.send(registerId, {
      type: 'meeting-scheduled',
      meeting: `mam-${place}`,
      kind: 'mam',
      on: '2026-11-18',
      time: '10:00',
      until: '11:00',
    });
  }
  const browser = await desk.signedIn('sam-okafor');
  const counts = (): number[] => (/(\d+) of (\d+) shown/.exec(browser.text()) ?? []).slice(1).map(Number);
  const lines = (): number => (browser.page?.html ?? '').split('<li class="app-line').length - 1;
  await browser.go(paths.calendar({ ...calendar, sort: 'meeting', from: '2026-11-16' }));
  expect(browser.text()).toContain('And 3 more in this week.');
  expect(lines()).toBe(30);
  expect(counts()[0]).toBe(30);
  await browser.follow('See the whole week');
  expect(browser.text()).toContain('Calendar, the week from Monday 16 November 2026');
  expect([lines(), counts()[0]]).toEqual([33, 33]);
  await browser.follow('The next week');
  expect(browser.text()).toContain('Calendar, the week from Monday 23 November 2026');
  await browser.follow('12 weeks from here');
  expect(browser.text()).toContain('Calendar, 12 weeks from Monday 23 November 2026');
});
