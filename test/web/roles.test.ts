import { ROLE_PERMISSIONS, seesEveryone, STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { pages } from '../../web/pages';
import { type Desk, startDesk } from './support/desk';
import type { TextBrowser } from './support/browser';

const DOCUMENT = '0b7c4c1e-0000-4000-8000-00000000000a';
const REVIEW = '0b7c4c1e-0000-4000-8000-00000000000b';
const NAME = 'Zaphira Madeup-Secretname';

let desk: Desk;
let registerId: string;
/** Somebody rated red, of whose review a directive is sent. */
let atRed: string;
let recommendation = '';
const browsers = new Map<StaffRole, TextBrowser>();
const WHO: Readonly<Record<StaffRole, string>> = {
  'lda-officer': 'sam-okafor',
  commissioner: 'lee-commissioner',
  manager: 'kim-manager',
  auditor: 'robin-auditor',
  keyworker: 'pat-keyworker',
  'panel-member': 'jo-panel',
  'service-administrator': 'ash-administrator',
};

beforeAll(async () => {
  desk = await startDesk();
  registerId = await desk.refer({ name: NAME });
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'x' });
  const rated = await eventOf('rating-set');
  await desk.send(registerId, { type: 'corrected', event: rated, reason: 'x' });
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: false, planned: true });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20' });
  await desk.call('POST', `/people/${registerId}/contacts`, { id: 'mum', name: 'Mum Madeup', role: 'parent-carer' });
  await desk.call('PUT', `/people/${registerId}/sheets/red/support-plan`, { plan: 'Made up' }, { 'if-match': '"0"' });
  const content = Buffer.from('%PDF-1.4 made up %%EOF').toString('base64');
  await desk.call('PUT', `/people/${registerId}/documents/${DOCUMENT}`, { what: 'letter', content });
  await desk.pool.query(
    `insert into register_review (id, area, "group", since, due, opened_at, pack_at, steps_to) values ($1, 'example', 'all', '2026-09-02', '2026-10-05', now(), now(), now())`,
    [REVIEW],
  );
  await desk.pool.query('insert into register_review_person (review, register_id) values ($1, $2)', [REVIEW, registerId]);
  for (const role of STAFF_ROLES) browsers.set(role, await desk.signedIn(WHO[role]));
  await desk.send(registerId, {
    type: 'meeting-scheduled',
    meeting: 'ctr-1',
    kind: 'post-admission-cetr',
    on: '2026-10-21',
    invited: ['panel'],
  });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] });
  await desk.send(registerId, { type: 'visit-held', purpose: 'oversight' });
  await desk.send(registerId, { type: 'action-agreed', action: 'cannot-be', what: 'x' });
  await desk.send(registerId, { type: 'action-blocked', action: 'cannot-be', planB: 'y' });
  const jo = { id: 'jo', name: 'Jo Testley', role: 'panel', email: 'jo.testley@examplevalley.example' };
  await desk.call('POST', `/people/${registerId}/contacts`, jo);
  await desk.pool.query(
    `insert into notice (key, register_id, pathway, template, audience, recipient, meeting, status, planned_at, not_before, sent_at, sent_to)
     values ('invited', $1, 1, 'meeting-invitation', 'panel', 'contact:jo', 'ctr-1', 'sent', now(), now(), now(), 'jo.testley@examplevalley.example')`,
    [registerId],
  );
  atRed = await desk.refer({ name: NAME });
  await desk.send(atRed, { type: 'rating-set', rating: 'red', reason: 'x' });
  await desk.send(atRed, { type: 'meeting-scheduled', meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-21' });
  const sam = browsers.get('lda-officer');
  await sam?.go(`${desk.url}/people/${registerId}/meetings/ctr-1/action`);
  await sam?.press('Add the recommendation', { what: 'x', category: 'home', body: 'A council' });
  recommendation = new URL(sam?.page?.url ?? desk.url).searchParams.get('added') ?? '';
  await sam?.go(`${desk.url}/people/${registerId}/meetings/ctr-1/papers`);
  await sam?.press('Share with the panel', { documents: [DOCUMENT] });
});
afterAll(() => desk.close());

/** The id of the person's event of a type. */
async function eventOf(type: string): Promise<string> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { id: string; type: string }[]).find((event) => event.type === type)?.id ?? '';
}

/** An address of each page that shows something, of the person on record. */
async function addressOf(pattern: string): Promise<string> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const [first] = body['deadlines'] as { deadline: string }[];
  const event = await eventOf(pattern.includes('/corrections/') ? 'corrected' : 'admitted');
  const notice = await desk.pool.query<{ ref: string }>('select ref from notice where register_id = $1 order by key limit 1', [registerId]);
  return pattern
    .replace(':registerId', pattern.includes('/directive') ? atRed : registerId)
    .replace(':deadline', encodeURIComponent(first?.deadline ?? ''))
    .replace(':event', encodeURIComponent(event))
    .replace(':notice', notice.rows[0]?.ref ?? '')
    .replace(':review', REVIEW)
    .replace(':standard', 'visits')
    .replace(':contact', 'mum')
    .replace(':sheet', pattern.startsWith('/settings/') ? 'mam' : 'red')
    .replace(':section', pattern.includes('/notes/') ? 'safe' : 'support-plan')
    .replace(':meeting', /papers|readers|panel|directive/.test(pattern) ? 'ctr-1' : 'mam-1')
    .replace(':visit', await eventOf('visit-held'))
    .replace(':action', pattern.includes('/instead') ? 'cannot-be' : recommendation)
    .replace(':version', '1')
    .replace(':document', DOCUMENT)
    .replace(':type', 'discharged')
    .replace(':journey', 'discharge-meeting');
}

const shown = pages.filter(
  ({ method, path }) =>
    method === 'get' &&
    !/:(?!registerId|deadline|event|type|journey|notice|contact|sheet|section|version|document|meeting|action|review|visit|standard)/.test(
      path.pattern,
    ),
);
const cells = shown.flatMap((page) => STAFF_ROLES.map((role) => ({ page, role, name: `${page.path.pattern} to ${role}` })));

/** What a role must get: a page, nothing that they can open, or that their role does not include it. */
function expected({ page, role }: (typeof cells)[number]): 200 | 403 | 404 {
  if (page.permission !== 'signed-in' && !ROLE_PERMISSIONS[role].includes(page.permission)) return 403;
  // A review to whose panel they were invited, and nothing else of the person.
  if (page.ofOwnReview === true) return 200;
  return page.path.pattern.includes(':registerId') && !seesEveryone([role]) ? 404 : 200;
}

test.each(cells)('$name', async (cell) => {
  const browser = browsers.get(cell.role);
  if (!browser) throw new Error('nobody signed in');
  const landed = await browser.go(`${desk.url}${await addressOf(cell.page.path.pattern)}`);
  const status = expected(cell);
  expect({ status: landed.status, at: landed.url.pathname }).toEqual({ status, at: expect.not.stringContaining('/sign-in') });
  if (status !== 200) {
    expect(landed.html).not.toContain(NAME);
    expect(landed.html).not.toContain('Zaphira');
  }
  // Nowhere does a name stand in an address or a title.
  expect(landed.url.href).not.toContain('Zaphira');
  // A file has no title; what it is called is looked at in documents.test.ts.
  if (!landed.headers.has('content-disposition')) expect(/<title>[^<]*<\/title>/.exec(landed.html)?.[0]).not.toContain('Zaphira');
});

test('every page of the table is among the cells, but for those that need more than a person', () => {
  expect(pages.filter(({ method }) => method === 'get').length - shown.length).toBeLessThanOrEqual(9);
  expect(shown.length).toBeGreaterThan(8);
});

test.each(['keyworker', 'panel-member', 'service-administrator'] as const)(
  'a %s finds nothing of a person who is not theirs on lists',
  async (role) => {
    const browser = browsers.get(role);
    await desk.pool.query(
      `insert into task (key, register_id, kind, audience) values ('notice-failed/1', $1, 'notice-failed', 'team') on conflict do nothing`,
      [registerId],
    );
    for (const at of ['/today', '/register', '/register?status=open']) {
      const landed = await browser?.go(`${desk.url}${at}`);
      expect(landed?.html).not.toContain(registerId);
      expect(landed?.html).not.toContain('Zaphira');
    }
  },
);

test('somebody of another area sees nothing of this one', async () => {
  await desk.pool.query(
    `insert into staff (id, area, name, email, roles, audiences) values ('other-officer', 'other', 'Other Officer', 'other@elsewhere.example', '["lda-officer"]', '[]')`,
  );
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'ana-example'`);
  const browser = await desk.signedIn('sam-okafor');
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'sam-okafor'`);
  for (const at of ['/today?whose=all', '/register?status=open', `/people/${registerId}`, `/people/${registerId}/deadlines`]) {
    const landed = await browser.go(`${desk.url}${at}`);
    expect(landed.html).not.toContain('Zaphira');
    if (!at.includes('/people/')) expect(landed.html).not.toContain(registerId);
  }
  await browser.go(`${desk.url}/today`);
  await browser.press('Find', { find: 'Zaphira' });
  expect(browser.text()).toContain('Nobody was found whom you can open');
  await desk.pool.query(`update staff set area = 'example' where id in ('sam-okafor', 'ana-example')`);
});

test('a keyworker opens the record of a person whom they own', async () => {
  const { status } = await desk.call('PUT', `/pathways/${registerId}/owner`, { staff: 'pat-keyworker', reason: 'Theirs' });
  expect(status).toBe(200);
  // It counts from after what has happened.
  desk.setClock('2026-10-02T08:31');
  const landed = await browsers.get('keyworker')?.go(`${desk.url}/people/${registerId}`);
  expect(landed?.status).toBe(200);
  expect(landed?.html).toContain(NAME);
});
