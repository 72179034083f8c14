import { paths } from '../../web/paths';
import { addressIn, type Writing, writing } from './support/messages';

let at: Writing;
let desk: Writing['desk'];
let sam: Writing['sam'];
let registerId: string;
let mailed: Writing['mailed'];
let agreed: Writing['agreed'];
let events: Writing['events'];
let asked: Writing['asked'];
beforeEach(async () => {
  at = await writing();
  ({ desk, sam, registerId, mailed, agreed, events, asked } = at);
});
afterEach(() => at.close());

test('their link shows that one action and nothing else, and each answer counts once', async () => {
  const address = await asked(await agreed('school'));
  const owner = desk.browser();
  await owner.go(address);
  expect(owner.text()).toContain('Find a quiet room at school');
  expect(owner.text()).toContain(registerId);
  expect(owner.page?.html).not.toMatch(/Test Person|Mum Madeup|Dad Madeup|Ali Madeup|Amber/);
  await owner.press('Send the answer');
  expect(owner.text()).toContain('Choose how it stands');
  await owner.press('Send the answer', { answer: 'not-done', words: 'The builders come on Monday' });
  expect(owner.text()).toContain('We have told the team that it is not done yet.');
  await sam.go(paths.today({ whose: 'all' }));
  expect(sam.text()).toContain('Whoever is to do an action says that it is not done yet.');
  await sam.follow('See the actions');
  expect(sam.text()).toContain('Not done yet, they answered on Friday 2 October 2026: The builders come on Monday');
  await owner.go(address);
  expect(owner.page?.html).not.toContain('It is not done yet</label>');
  await owner.press('Send the answer', { answer: 'blocked' });
  expect(owner.text()).toContain('Say what could be done instead');
  await owner.press('Send the answer', { answer: 'blocked', words: 'The library is quiet' });
  expect((await events()).at(-1)).toMatchObject({
    type: 'action-blocked',
    source: 'owner:contact:school',
    event: { planB: 'The library is quiet' },
  });
  // Something else is said of it: that it is not done yet is read no more.
  await sam.go(paths.today({ whose: 'all' }));
  expect(sam.text()).not.toContain('Whoever is to do an action says that it is not done yet.');
  await owner.press('Send the answer', { answer: 'done', words: 'He goes there every day' });
  expect(owner.text()).toContain('We have written down that it is done.');
  expect((await events()).at(-1)).toMatchObject({ type: 'action-done', event: { evidence: 'He goes there every day' } });
  const count = (await events()).length;
  await owner.go(address);
  expect(owner.text()).toContain('Thank you: it is done');
  expect(owner.page?.html).not.toContain('Send the answer');
  // Sent once more from a page that stood open elsewhere.
  for (const answer of ['done', 'blocked', 'not-done']) {
    const response = await fetch(address, { method: 'POST', body: new URLSearchParams({ answer, words: 'again' }), redirect: 'manual' });
    expect(response.status).toBe(409);
  }
  expect((await events()).length).toBe(count);
});

test('who said done by mistake can say it again once that was taken back; who is to do it no more is told nothing', async () => {
  const action = await agreed('school', { what: 'Ring Test Person 1' });
  const address = await asked(action);
  const owner = desk.browser();
  await owner.go(address);
  expect(owner.text()).toContain('Ring [name] 1');
  const done = async () => (await events()).filter(({ type }) => type === 'action-done').length;
  await owner.press('Send the answer', { answer: 'done' });
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const last = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'action-done');
  await desk.send(registerId, { type: 'corrected', event: last?.id, reason: 'By mistake' });
  await owner.go(address);
  await owner.press('Send the answer', { answer: 'done' });
  expect(owner.text()).toContain('We have written down that it is done.');
  expect(await done()).toBe(2);

  const other = await agreed('school');
  const theirs = await asked(other);
  const { body: said } = await desk.call('GET', `/pathways/${registerId}/events`);
  const agreement = (said['events'] as { id: string; event: Record<string, unknown> }[]).find(
    ({ event }) => event['type'] === 'action-agreed' && event['action'] === other,
  );
  const instead = { ...agreement?.event, owner: 'advo' };
  await desk.send(registerId, { type: 'corrected', event: agreement?.id, reason: 'Somebody else', with: instead });
  expect((await fetch(theirs)).status).toBe(404);
});

test('two devices that answer at one moment: it is recorded once', async () => {
  const address = await asked(await agreed('school'));
  const before = (await events()).length;
  const answers = await Promise.all(
    [1, 2, 3, 4].map((turn) =>
      fetch(address, { method: 'POST', body: new URLSearchParams({ answer: 'done', words: `device ${turn}` }), redirect: 'manual' }),
    ),
  );
  expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThan(0);
  expect((await events()).length).toBe(before + 1);
  const said = await Promise.all(
    [1, 2, 3].map(() => fetch(address, { method: 'POST', body: new URLSearchParams({ answer: 'not-done' }), redirect: 'manual' })),
  );
  expect(said.map(({ status }) => status)).toEqual([409, 409, 409]);
});

describe('an address that was', () => {
  const tried = async (address: string): Promise<{ status: number; html: string }> => {
    const response = await fetch(address, { redirect: 'manual' });
    return { status: response.status, html: await response.text() };
  };
  const NOWHERE = 'This address leads nowhere';

  test('guessed, or changed by a letter, leads nowhere, and says no more than one that never was', async () => {
    const address = await asked(await agreed('school'));
    const [, id = '', seal = '', key = ''] = /answer\/([0-9a-f-]{36})\.([0-9a-f]{64})\.(.+)$/.exec(address) ?? [];
    const otherHex = `${seal.startsWith('0') ? '1' : '0'}${seal.slice(1)}`;
    const others = [
      `${id}.${otherHex}.${key}`,
      `${id}.${seal}.other-key`,
      `${id}.${seal}`,
      id,
      `00000000-0000-4000-8000-000000000000.${seal}.${key}`,
      `${id.toUpperCase()}.${seal}.${key}`,
      '../people',
      '%00',
    ];
    const answers = await Promise.all(others.map((one) => tried(new URL(paths.answer({ link: one }), desk.url).href)));
    for (const { status, html } of answers) {
      expect(status).toBe(404);
      expect(html).toContain(NOWHERE);
      expect(html).not.toContain('quiet room');
    }
    // An action's own id is no key to another's.
    const other = await agreed('advo', { what: 'Something else altogether' });
    expect((await tried(`${address}/${other}`)).status).toBe(404);
    expect((await tried(address)).html).not.toContain('Something else altogether');
  });

  test('taken back leads nowhere from then on; so does one whose reader has left, whose time is over, or whose person has died', async () => {
    const action = await agreed('school');
    const first = await asked(action);
    await sam.go(paths.actionAsk({ registerId, action }));
    await sam.press('Take it back');
    expect(await tried(first)).toMatchObject({ status: 404 });
    expect((await fetch(first, { method: 'POST', body: new URLSearchParams({ answer: 'done' }) })).status).toBe(404);

    await sam.go(paths.actionAsk({ registerId, action }));
    await sam.press('Send it');
    const second = addressIn(Object.values(await mailed())[0]);
    expect((await tried(second)).status).toBe(200);
    // 28 days after the day by which it was to be done: Tuesday 17 November is its last.
    desk.setClock('2026-11-17T23:00');
    expect((await tried(second)).status).toBe(200);
    desk.setClock('2026-11-18T00:01');
    expect((await tried(second)).status).toBe(404);
    desk.setClock('2026-10-02T10:00');
    expect((await tried(second)).status).toBe(200);
    await desk.send(registerId, { type: 'person-died', on: '2026-10-02' });
    expect((await tried(second)).status).toBe(404);
  });

  test('forwarded shows no more to whoever got it than to its reader, is logged under its reader, and is not found by trying many', async () => {
    const address = await asked(await agreed('school'));
    const { status, html } = await tried(address);
    expect(status).toBe(200);
    expect(html).toContain('name="answer"');
    expect(html).not.toMatch(/href="\/people|href="\/register|Sam Okafor/);
    const { rows } = await desk.pool.query(`select actor, audit_event from access_log where audit_event like 'action-link%'`);
    expect(rows).toEqual([{ actor: 'owner:contact:school', audit_event: 'action-link-opened' }]);
    expect(desk.logged.join('')).not.toContain(address.split('/answer/')[1]);
    const many = await Promise.all(Array.from({ length: 60 }, () => tried(`${address}x`)));
    expect(many.filter((one) => one.status === 429).length).toBeGreaterThan(20);
  });
});
