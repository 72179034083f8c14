import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let tom: string;
let alice: string;
beforeAll(async () => {
  desk = await startDesk();
  const contacts = (name: string) => [{ id: 'friend', name, role: 'professional', email: 'friend@example.org' }];
  tom = await desk.refer({ name: 'Tom Example', contacts: contacts('Alice Sample') });
  alice = await desk.refer({ name: 'Alice Sample', contacts: contacts('Tom Example') });
  for (const registerId of [tom, alice]) {
    await desk.send(registerId, {
      events: [
        { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
        { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] },
        { type: 'rating-set', rating: 'red', reason: 'x' },
      ],
    });
    await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-10-09', invited: ['friend', 'team'] });
  }
});
afterAll(() => desk.close());

const ofAPerson = pages.filter(
  ({ method, path }) => method === 'get' && /:registerId/.test(path.pattern) && !/:(?!registerId)/.test(path.pattern),
);

test.each(ofAPerson.map(({ path }) => path.pattern))('%s of the one says nothing of the other being known here', async (pattern) => {
  const browser = await desk.signedIn('kim-manager');
  for (const [own, other] of [
    [tom, alice],
    [alice, tom],
  ] as const) {
    const landed = await browser.go(pattern.replace(':registerId', own));
    expect(landed.status).toBe(200);
    expect(landed.html).not.toContain(other);
  }
});

test('who owns the one alone finds and sees nothing of the other', async () => {
  expect((await desk.call('PUT', `/pathways/${tom}/owner`, { staff: 'pat-keyworker', reason: 'Theirs' })).status).toBe(200);
  desk.setClock('2026-10-02T08:31');
  const pat = await desk.signedIn('pat-keyworker');
  for (const at of [paths.today({ whose: 'all' }), paths.register({ status: 'open' }), paths.calendar()]) {
    const { html } = await pat.go(at);
    expect(html).toContain(tom);
    expect(html).not.toContain(alice);
    expect(html).not.toContain('Alice');
  }
  expect((await pat.go(paths.person({ registerId: alice }))).status).toBe(404);
});
