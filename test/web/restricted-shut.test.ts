import { randomUUID } from 'node:crypto';
import { ROLE_PERMISSIONS, seesEveryone, STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import type { Desk } from './support/desk';
import { type RestrictedRecord, restrictedRecord, TELLS } from './support/restricted';

let record: RestrictedRecord;
let desk: Desk;
let registerId: string;
beforeAll(async () => {
  record = await restrictedRecord();
  ({ desk, registerId } = record);
});
afterAll(() => desk.close());
const at = (role: StaffRole): TextBrowser => record.at(role);

async function addressOf(pattern: string): Promise<string> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const [first] = body['deadlines'] as { deadline: string }[];
  const { body: heard } = await desk.call('GET', `/pathways/${registerId}/events`);
  const event = (heard['events'] as { id: string; type: string }[]).find(({ type }) => type === 'admitted')?.id ?? '';
  return pattern
    .replace(':registerId', registerId)
    .replace(':deadline', encodeURIComponent(first?.deadline ?? ''))
    .replace('/sort-out/:event', `/sort-out/${record.refused}`)
    .replace(':event', encodeURIComponent(event))
    .replace(':notice', record.notice)
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
      event: record.refused,
      from: 'today',
      mark: 'x',
      version: '1',
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

  test.each([
    ...['learning-disability', 'autism', 'none', 'not-said'].map((one) => `diagnosis=${one}`),
    ...['RX8YY', 'not-known'].map((one) => `site=${one}`),
    'only=consent-lapsed',
    'diagnosis=none&site=RX8YY&rating=green&age=adult',
  ])('no filter tells the diagnosis, the hospital or the consent: %s', async (asked) => {
    for (const status of ['open', 'on-register']) {
      const { html } = await at('lda-officer').go(`${desk.url}/register?status=${status}&${asked}`);
      expect(html).toContain(registerId);
      expect(html).toContain('1 of 1 shown.');
      expect(TELLS.exec(html)?.[0]).toBeUndefined();
    }
  });

  test('the register says of it neither since when it is rated, nor the hospital, nor until when consent stands', async () => {
    const row = /<tr><th scope="row"><a[^>]*>[^<]*<\/a><\/th>[\s\S]*?<\/tr>/;
    const shut = row.exec((await at('lda-officer').go(`${desk.url}/register`)).html)?.[0];
    expect(shut).toContain('data-label="Consent until">not shown</td>');
    expect(shut).not.toMatch(/since |Hospital/);
    const open = row.exec((await record.named.go(`${desk.url}/register`)).html)?.[0];
    expect(open).toContain('since Friday 2 October 2026');
    expect(open).toContain('Hospital: RX9ZZ');
    expect(open).toContain('data-label="Consent until">Saturday 2 October 2027</td>');
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
