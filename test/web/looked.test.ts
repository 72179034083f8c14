import { routes } from '../../api/routes/table';
import { addDays, formatInstant, type Instant, londonDate, parseInstant, startOfDay } from '../../domain/calendar/dates';
import { hasAuditWords } from '../../web/content/audit';
import { dayText, lastMonth, readOneDay } from '../../web/content/dates';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import { periodOf } from '../../web/history/period';
import { type Desk, startDesk } from './support/desk';

/** The access log goes by the machine's clock. */
const now = Date.now() as Instant;
const today = londonDate(now);

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  desk.setClock(formatInstant(now));
});
afterAll(() => desk.close());

/** A look as it was written at another time. */
async function looked(registerId: string | null, look: { on: Instant; actor: string; event?: string; shown?: string[]; outcome?: string }) {
  await desk.pool.query(`insert into access_log (at, actor, audit_event, register_id, shown, outcome) values ($1, $2, $3, $4, $5, $6)`, [
    new Date(look.on),
    look.actor,
    look.event ?? 'person-shown',
    registerId,
    look.shown ?? [],
    look.outcome ?? 'done',
  ]);
}

describe('who looked at a person', () => {
  test('last month is one press away from their page: by page, in a list, by a system, and who was refused', async () => {
    const { from, to } = lastMonth(today);
    const [first, last] = [startOfDay(from), (startOfDay(addDays(to, 1)) - 1) as Instant];
    const registerId = await desk.refer();
    await looked(registerId, { on: (first - 1) as Instant, actor: 'staff:robin-auditor' });
    await looked(registerId, { on: first, actor: 'staff:ana-example', event: 'story-shown' });
    await looked(registerId, { on: first, actor: 'hospital feed', event: 'events-shown' });
    await looked('0000-0000', { on: last, actor: 'staff:lee-commissioner' });
    await looked(null, { on: last, actor: 'staff:kim-manager', event: 'register-listed', shown: ['0000-0000', registerId] });
    await looked(registerId, { on: last, actor: 'staff:pat-keyworker', outcome: 'not-found' });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.person({ registerId }));
    await browser.follow('Last month');
    const text = browser.text();
    expect(text).toContain('1 to 4 of 4 shown');
    expect(text).toContain('Ana Example officer History Shown');
    expect(text).toContain('Kim Example manager The register 2 people shown Shown');
    expect(text).toContain('hospital feed a system Entries Shown');
    expect(text).toContain('Pat Specimen keyworker The person’s page Refused: not there, or not theirs to see');
    expect(text).not.toMatch(/Robin Sample|Lee Example|0000-0000/);
    expect(browser.page?.url.search).toBe(`?from=${from}&to=${to}`);
  });

  test('this look is in it at once, and so is the look at the log', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('ana-example');
    await browser.go(paths.looked({ registerId }));
    await browser.go(paths.looked({ registerId }));
    expect(browser.text()).toContain('Ana Example officer Who looked at the record Shown');
    await browser.follow('Last month');
    expect(browser.text()).toContain('No one has looked at this record in this period.');
  });

  test('50 are on a page, the newest first', async () => {
    const registerId = await desk.refer();
    for (let minute = 0; minute < 51; minute += 1) await looked(registerId, { on: (now - minute) as Instant, actor: 'staff:ana-example' });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.looked({ registerId }));
    expect(browser.text()).toMatch(/1 to 50 of \d+ shown/);
    expect(browser.text()).toContain('Made a referral');
    await browser.follow('Older');
    expect(browser.text()).toMatch(/51 to \d+ of \d+ shown/);
    expect(browser.text()).not.toContain('Made a referral');
  });

  test('a day that is none is named, and what was typed stays', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('sam-okafor');
    const landed = await browser.go(`${paths.looked({ registerId })}?from=31+February+2026`);
    expect(landed.status).toBe(400);
    expect(browser.text()).toContain('From must be a day, like 15 October 2026');
    expect(landed.html).toContain('aria-describedby="from-error"');
    expect(landed.html).toContain('value="31 February 2026"');
    expect(landed.html).toContain('<title>Error: Who looked');
  });

  test('of another area it is as if nobody were there; who may not read history may not read it', async () => {
    const registerId = await desk.refer({ name: 'Robin Elsewhere' });
    const keyworker = await desk.signedIn('pat-keyworker');
    expect((await keyworker.go(paths.looked({ registerId }))).status).toBe(403);
    const panel = await desk.signedIn('jo-panel');
    expect((await panel.go(paths.looked({ registerId }))).status).toBe(403);
    await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [registerId]);
    const officer = await desk.signedIn('sam-okafor');
    const landed = await officer.go(paths.looked({ registerId }));
    expect(landed.status).toBe(404);
    expect(landed.html).not.toContain('Robin Elsewhere');
  });
});

describe('the access log', () => {
  test('is found in the menu by those who may read it, and its reading is in it', async () => {
    const browser = await desk.signedIn('robin-auditor');
    await browser.go(paths.register());
    await browser.follow('Access log');
    expect(browser.text()).toContain(`since ${dayText(addDays(today, -6))}`);
    await browser.go(paths.accessLog());
    expect(browser.text()).toMatch(/Robin Sample auditor The access log \d+ people shown none Shown/);
    const officer = await desk.signedIn('sam-okafor');
    expect((await officer.go(paths.register())).html).not.toContain(paths.accessLog());
    expect((await officer.go(paths.accessLog())).status).toBe(403);
    await browser.go(paths.accessLog({ kind: 'refused' }));
    expect(browser.text()).toContain('Sam Okafor officer The access log none Refused: not for their role');
  });

  test('a deed that nothing else keeps is there twice, as begun and as done, and neither counts as refused', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.calendar());
    await browser.press('Make my feed address');
    await browser.go(paths.accessLog());
    expect(browser.text()).toMatch(
      /Kim Example manager Made a secret address for their calendar none Done.*Made a secret address for their calendar none Begun/,
    );
    await browser.go(paths.accessLog({ kind: 'refused' }));
    expect(browser.text()).not.toContain('Made a secret address');
  });

  test('is filtered by who, day, kind and person, and everybody whom it shows is in the log again', async () => {
    const [one, other] = [await desk.refer(), await desk.refer()];
    const day = startOfDay(addDays(today, -3));
    await looked(one, { on: day, actor: 'staff:ana-example', event: 'event-recorded' });
    await looked(one, { on: day, actor: 'staff:lee-commissioner', event: 'deadline-shown' });
    await looked(other, { on: day, actor: 'staff:ana-example', event: 'deadline-shown' });
    const browser = await desk.signedIn('kim-manager');
    const on = { from: addDays(today, -3), to: addDays(today, -3) };
    await browser.go(paths.accessLog());
    await browser.press('Apply filters', { ...on, who: 'staff:ana-example' });
    expect(browser.text()).toContain('1 to 2 of 2 shown');
    await browser.press('Apply filters', { ...on, who: 'staff:ana-example', kind: 'deed' });
    expect(browser.text()).toContain('1 to 1 of 1 shown');
    expect(browser.text()).toContain(`Ana Example officer Recorded an entry ${one} Done`);
    await browser.go(paths.accessLog({ ...on, person: other }));
    expect(browser.text()).toContain(`Why a date is what it is ${other} Shown`);
    expect(browser.text()).not.toContain(one);
    const { rows } = await desk.pool.query<{ shown: string[] }>(
      `select shown from access_log where actor = 'staff:kim-manager' and audit_event = 'access-log-listed' order by id desc limit 1`,
    );
    expect(rows[0]?.shown).toEqual([other]);
    await browser.go(paths.accessLog({ person: 'K7QM-42XX' }));
    expect(browser.page?.status).toBe(400);
    expect(browser.text()).toContain('Person must be a register id');
  });

  test('shows what a system did under the name of its token', async () => {
    const registerId = await desk.refer();
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.accessLog({ who: 'api:tests', person: registerId }));
    expect(browser.text()).toContain(`tests a system Made a referral ${registerId} Done`);
  });

  test('holds nothing of people of another area, nor of what others did there', async () => {
    const registerId = await desk.refer();
    await looked(registerId, { on: now, actor: 'staff:ana-example' });
    await desk.pool.query(
      `insert into staff (id, area, name, email, audiences, roles) values ('far-away', 'elsewhere', 'Far Away', 'far@away.example', '[]', '["manager"]')`,
    );
    await looked(null, { on: now, actor: 'staff:far-away', event: 'register-listed' });
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.accessLog({ who: 'staff:ana-example', kind: 'record' }));
    expect(browser.text()).toContain(registerId);
    await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [registerId]);
    await browser.go(paths.accessLog({ who: 'staff:ana-example', kind: 'record' }));
    expect(browser.text()).not.toContain(registerId);
    await browser.go(paths.accessLog({ person: registerId }));
    expect(browser.text()).toContain('Nobody whom you can open has this register id');
    await browser.go(paths.accessLog());
    expect(browser.text()).not.toContain('Far Away');
  });
});

test('each audit event of the pages and of the API has its words', () => {
  const events = [...pages, ...routes].flatMap(({ audit }) => audit ?? []);
  expect(events.filter((event) => !hasAuditWords(event))).toEqual([]);
});

test('a day in one field, and last month', () => {
  expect(['2026-10-15', '15 October 2026', '15/10/2026', 'Thursday 15 October 2026', '31/02/2026', 'x'].map(readOneDay)).toEqual([
    ...Array.from({ length: 4 }, () => '2026-10-15'),
    null,
    null,
  ]);
  expect(lastMonth(londonDate(parseInstant('2027-01-31T00:30')))).toEqual({ from: '2026-12-01', to: '2026-12-31' });
  expect(periodOf('2026-10-25', '2026-10-25')).toMatchObject({
    since: parseInstant('2026-10-25T00:00'),
    before: parseInstant('2026-10-26T00:00'),
  });
  expect(periodOf('2026-10-25', '2026-10-24').errors).toHaveLength(1);
});
