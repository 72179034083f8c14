import { ROLE_PERMISSIONS, STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const OWN = 'Ottilie Ownperson';
const OTHER = 'Zaphira Otherperson';
const MUM = 'Marigold Kinswoman';
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
let own: string;
let other: string;
const browsers = new Map<StaffRole, TextBrowser>();
const as = (role: StaffRole): TextBrowser => {
  const browser = browsers.get(role);
  if (!browser) throw new Error('nobody signed in');
  return browser;
};

beforeAll(async () => {
  desk = await startDesk();
  const contacts = [
    { id: 'mum', name: MUM, role: 'parent-carer', email: 'mum@example.org', chosen: true },
    { id: 'expert', name: 'Jo Testley', role: 'panel', email: 'Jo.Testley@examplevalley.example' },
  ];
  const joining = [
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] },
    { type: 'rating-set', rating: 'amber', reason: 'Words-of-a-rating' },
  ];
  own = await desk.refer({ name: OWN, contacts });
  other = await desk.refer({ name: OTHER, contacts });
  for (const registerId of [own, other]) await desk.send(registerId, { events: joining });
  for (const registerId of [own, other])
    await desk.send(registerId, {
      type: 'meeting-scheduled',
      meeting: 'm-1',
      kind: 'community-cetr',
      on: '2026-10-20',
      time: '10:00',
      invited: ['panel'],
    });
  const { status } = await desk.call('PUT', `/pathways/${own}/owner`, { staff: 'pat-keyworker', reason: 'Theirs' });
  expect(status).toBe(200);
  // It counts from after what has happened.
  desk.setClock('2026-10-02T08:31');
  for (const role of STAFF_ROLES) browsers.set(role, await desk.signedIn(WHO[role]));
});
afterAll(() => desk.close());

const addressOf = (pattern: string, registerId: string): string =>
  pattern
    .replace(':registerId', registerId)
    .replace(':type', 'discharged')
    .replace(/:(\w+)/g, '11111111-1111-4111-8111-111111111111');

/** Posts a form as somebody who has the token of their session. */
async function post(browser: TextBrowser, at: string, fields: Record<string, string> = {}) {
  const { html } = await browser.go(paths.developers());
  const [, token = ''] = /name="token" value="([^"]+)"/.exec(html) ?? [];
  return browser.go(at, {
    method: 'POST',
    body: new URLSearchParams({ token, ...fields }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
}

const posts = pages.filter(({ method }) => method === 'post');
const refused = posts.flatMap((page) =>
  STAFF_ROLES.filter((role) => page.permission !== 'signed-in' && !ROLE_PERMISSIONS[role].includes(page.permission)).map((role) => ({
    page,
    role,
    name: `${page.path.pattern} from ${role}`,
  })),
);

test.each(refused)('what is posted is refused: $name', async ({ page, role }) => {
  const landed = await post(as(role), addressOf(page.path.pattern, other));
  expect(landed.status).toBe(403);
  expect(landed.html).not.toContain('Zaphira');
});

test('the table of what is posted is not empty, and each role is refused something of it', () => {
  expect(posts.length).toBeGreaterThan(15);
  expect(new Set(refused.map(({ role }) => role)).size).toBe(STAFF_ROLES.length);
});

describe('to somebody of another area', () => {
  let stranger: TextBrowser;
  beforeAll(async () => {
    stranger = await desk.signedIn('kim-manager');
    await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'kim-manager'`);
  });
  afterAll(() => desk.pool.query(`update staff set area = 'example' where id = 'kim-manager'`));

  const ofAPerson = pages.filter(({ path }) => path.pattern.includes(':registerId'));
  test.each(ofAPerson.map(({ method, path, ofOwnReview }) => ({ method, pattern: path.pattern, status: ofOwnReview ? 403 : 404 })))(
    '$method $pattern is not there',
    async ({ method, pattern, status }) => {
      const at = addressOf(pattern, other);
      const landed = method === 'get' ? await stranger.go(at) : await post(stranger, at);
      expect(landed.status).toBe(status);
      expect(landed.html).not.toContain('Zaphira');
    },
  );

  const lists = pages.filter(({ method, path }) => method === 'get' && !path.pattern.includes(':'));
  test.each(lists.map(({ path }) => path.pattern))('%s shows nothing of them', async (pattern) => {
    for (const query of ['', '?whose=all', '?status=open']) {
      const landed = await stranger.go(`${pattern}${query}`);
      // What everybody did is in the log of accesses, by register id alone.
      if (pattern !== paths.accessLog.pattern) expect(landed.html).not.toContain(other);
      expect(landed.html).not.toContain('Zaphira');
    }
  });
});

describe('a keyworker', () => {
  test('sees of their own person how they stand and what is due, and neither consents, contacts nor what was', async () => {
    const pat = as('keyworker');
    const { status, html } = await pat.go(paths.person({ registerId: own }));
    expect(status).toBe(200);
    const text = pat.text();
    expect(text).toContain(OWN);
    expect(text).toContain('What happens next');
    expect(text).toContain('Consents, history, messages and those around the person are not shown to you');
    for (const hidden of [MUM, 'Gillick', 'Who looked', 'The year back', 'Correct something', 'Record something else', 'Words-of-a-rating'])
      expect(html).not.toContain(hidden);
    expect(pat.text()).toContain('Report a change');
    await pat.go(paths.deadlines({ registerId: own }));
    expect(pat.text()).toContain('Still to be done');
    expect(pat.text()).not.toContain('Done or ended');
    await pat.go(paths.person({ registerId: own }));
    expect(pat.text()).not.toMatch(/Latest:|Autistic|learning disability\.|Legal status/);
  });

  test('is told why of what is due, and not of what was done', async () => {
    const { body } = await desk.call('GET', `/pathways/${own}/deadlines`);
    const all = body['deadlines'] as { deadline: string; owed?: boolean; status: string }[];
    const isOwed = ({ status }: { status: string }): boolean => status === 'open' || status === 'missed';
    const [owed, settled] = [all.find(isOwed), all.find((one) => !isOwed(one))];
    expect((await as('keyworker').go(paths.deadline({ registerId: own, deadline: owed?.deadline ?? '' }))).status).toBe(200);
    expect(as('keyworker').text()).not.toContain('What has happened to it');
    expect((await as('keyworker').go(paths.deadline({ registerId: own, deadline: settled?.deadline ?? '' }))).status).toBe(404);
    expect((await as('lda-officer').go(paths.deadline({ registerId: own, deadline: settled?.deadline ?? '' }))).status).toBe(200);
  });

  test.each([
    paths.history({ registerId: 'OWN' }),
    paths.workflow({ registerId: 'OWN' }),
    paths.asWas({ registerId: 'OWN' }),
    paths.looked({ registerId: 'OWN' }),
    paths.record({ registerId: 'OWN' }),
    paths.recordEvent({ registerId: 'OWN', type: 'discharged' }),
    paths.correct({ registerId: 'OWN' }),
    paths.noticesSent(),
    paths.registerOverTime(),
    paths.registerAsAt(),
  ])('is refused %s, of their own person too', async (at) => {
    const landed = await as('keyworker').go(at.replace('OWN', own));
    expect(landed.status).toBe(403);
    expect(landed.html).not.toContain('Ottilie');
  });

  test('sees no count of the area: on Today, the register, the rules and the status', async () => {
    const pat = as('keyworker');
    await desk.pool.query(
      `insert into task (key, register_id, kind, audience) values ('a', $1, 'notice-failed', 'team'), ('b', null, 'notice-failed', 'team') on conflict do nothing`,
      [own],
    );
    await pat.go(paths.today({ whose: 'all' }));
    expect(pat.text()).toContain('1 of your people on the register.');
    expect(pat.text()).not.toMatch(/2 people|a person now/);
    await pat.go(paths.register());
    expect(pat.text()).toContain('1 of 1 shown.');
    expect(pat.text()).not.toContain('over time');
    await pat.go(paths.rules());
    expect(pat.text()).not.toMatch(/open pathways?/i);
    await pat.go(paths.ruleSet({ ruleSet: 'england-2023@2' }));
    expect(pat.text()).not.toMatch(/open pathways?/i);
    await pat.go(paths.status());
    expect(pat.text()).not.toContain('reminders are set');
    // Who sees everybody has all of them.
    const sam = as('lda-officer');
    await sam.go(paths.today());
    expect(sam.text()).toContain('2 people on the register.');
    await sam.go(paths.rules());
    expect(sam.text()).toContain('2 open pathways of your areas.');
  });

  test('reports a change of their own person, in their name, and of nobody else', async () => {
    const pat = as('keyworker');
    await pat.go(paths.person({ registerId: own }));
    await pat.follow('Report a change');
    await pat.press('See what this changes', { when: 'today', source: 'keyworker', urgency: 'this-week', what: 'Moves house' });
    expect(pat.text()).toContain('Check before you record');
    await pat.press('Record change');
    expect(pat.text()).toContain(own);
    const { body } = await desk.call('GET', `/pathways/${own}/events`);
    const last = (body['events'] as { type: string; source: string }[]).find(({ type }) => type === 'change-reported');
    expect(last).toMatchObject({ source: 'staff:pat-keyworker' });
    expect((await pat.go(paths.recordEvent({ registerId: other, type: 'change-reported' }))).status).toBe(404);
    expect((await post(pat, paths.recordCheck({ registerId: own, type: 'discharged' }))).status).toBe(403);
    expect((await post(pat, paths.recordCheck({ registerId: other, type: 'change-reported' }))).status).toBe(404);
  });

  test('who owned an earlier time on the pathway alone sees nothing of it', async () => {
    await desk.send(own, { type: 'moved-away' });
    desk.setClock('2026-10-03T09:00');
    const back = await desk.call('POST', '/referrals', { registerId: own, event: { type: 'referral-received', source: 'family' } });
    expect(back.status).toBeLessThan(300);
    const pat = await desk.signedIn(WHO.keyworker);
    for (const at of [paths.today({ whose: 'all' }), paths.calendar({ whose: 'all' }), paths.register({ status: 'ended' })]) {
      expect((await pat.go(at)).html).not.toContain(own);
    }
    expect((await pat.go(paths.person({ registerId: own }))).status).toBe(404);
  });
});

describe('a panel member', () => {
  const invited = (registerId: string, sentTo: string) =>
    desk.pool.query(
      `insert into notice (key, register_id, pathway, template, audience, recipient, meeting, status, planned_at, not_before, sent_at, sent_to)
       values ($1, $2, 1, 'meeting-invitation', 'panel', 'contact:expert', 'm-1', 'sent', now(), now(), now(), $3)`,
      [`invited-${registerId}-${sentTo}`, registerId, sentTo],
    );

  beforeAll(async () => void browsers.set('panel-member', await desk.signedIn(WHO['panel-member'])));

  test('begins at their reviews, where what is true is said while there is none', async () => {
    const jo = as('panel-member');
    const landed = await jo.go(paths.start());
    expect(landed.url.pathname).toBe(paths.reviews());
    expect(jo.text()).toContain('No review is ahead to which you were invited.');
  });

  test('sees the review to which an invitation went to their address, by its day and the register id, and no more', async () => {
    await invited(other, 'jo.testley@EXAMPLEVALLEY.example');
    const jo = as('panel-member');
    const { html } = await jo.go(paths.reviews());
    expect(jo.text()).toMatch(/Tuesday 20 October 2026\s*10am/);
    expect(html).toContain(other);
    expect(html).not.toMatch(/Zaphira|Marigold|Amber/);
    expect((await jo.go(paths.person({ registerId: other }))).status).toBe(403);
    const { rows } = await desk.pool.query(
      `select shown from access_log where audit_event = 'own-reviews-listed' order by id desc limit 1 offset 0`,
    );
    expect(rows).toEqual([{ shown: [other] }]);
  });

  test('sees none to which somebody else was invited, and none that consent covers no longer', async () => {
    await desk.pool.query(`delete from notice where key like 'invited-%'`);
    await invited(other, 'somebody@else.example');
    const jo = as('panel-member');
    expect((await jo.go(paths.reviews())).html).not.toContain(other);
    await invited(other, 'jo.testley@examplevalley.example');
    expect((await jo.go(paths.reviews())).html).toContain(other);
    await desk.send(other, { type: 'consent-withdrawn', scope: ['meeting'] });
    expect((await jo.go(paths.reviews())).html).not.toContain(other);
  });
});
