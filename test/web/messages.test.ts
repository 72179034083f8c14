import { type Instant, parseInstant } from '../../domain/calendar/dates';
import { openMail } from '../../infra/mail/mail';
import { secretOf } from '../../services/meetings/links';
import { prepareArea } from '../../services/notices/settings';
import { sendDue } from '../../services/notices/sending/send';
import { coreContext } from '../../services/rules/policies';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import { mailCatcher, type TestMail } from '../support/mail/mail';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { atMeeting, notes } from './support/meetings';

let desk: Desk;
let catcher: TestMail;
let sam: TextBrowser;
let registerId: string;
beforeEach(async () => {
  [desk, catcher] = await Promise.all([startDesk(), mailCatcher()]);
  await prepareArea(desk.pool, 'example', { ownMailServer: false });
  registerId = await atMeeting(desk);
  for (const contact of [
    { id: 'school', name: 'Ms Specimen, Example Academy', role: 'professional', email: 'specimen@academy.example' },
    { id: 'advo', name: 'Ali Madeup', role: 'advocate', email: 'ali@advocacy.example', chosen: true },
    { id: 'dad', name: 'Dad Madeup', role: 'parent-carer' },
  ])
    await desk.call('POST', `/people/${registerId}/contacts`, contact);
  sam = await desk.signedIn('sam-okafor');
  await desk.pool.query('delete from notice');
});
afterEach(async () => {
  await desk.close();
  await catcher.stop();
});

let now: Instant;
/** Sends what waits, as the sender does; out: what came, by whom it is for. */
async function mailed(at = '2026-10-02T09:00'): Promise<Record<string, string>> {
  now = parseInstant(at);
  const mail = openMail({ url: catcher.url, from: 'Service <service@examplevalley.example>' });
  const before = (await catcher.mails()).length;
  const answerAt = (link: string): string => new URL(paths.answer({ link: secretOf(testSeals, link) }), desk.url).href;
  await sendDue({ pool: desk.pool, mail, core: coreContext(), now: () => now, answerAt }, 'mail', {});
  mail.close();
  const came = (await catcher.mails()).slice(before);
  return Object.fromEntries(came.map(({ parsed }) => [(parsed.to ?? []).map(({ address = '' }) => address).join(), parsed.text ?? '']));
}
const addressIn = (text: string | undefined): string => /http:\/\/localhost\S+\/answer\/\S+/.exec(text ?? '')?.[0] ?? '';

let actions = 0;
/** An action that somebody took on. */
async function agreed(owner: string, more: object = {}): Promise<string> {
  const action = `a-${(actions += 1)}`;
  await desk.send(registerId, {
    type: 'action-agreed',
    action,
    what: 'Find a quiet room at school',
    owner,
    due: '2026-10-20',
    meeting: 'mam-1',
    ...more,
  });
  await desk.pool.query('delete from notice');
  return action;
}
const events = async () =>
  (await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as {
    type: string;
    event: Record<string, unknown>;
    source: string;
  }[];
const lastEvent = async () => (await events()).at(-1);

/** Asks the owner of an action, and gives the address that came to them. */
async function asked(action: string, words = ''): Promise<string> {
  await sam.go(paths.actionAsk({ registerId, action }));
  if (words !== '') await sam.press('See it with these changes', { words });
  await sam.press('Send it');
  expect(sam.text()).toContain('It is on its way.');
  return addressIn(Object.values(await mailed())[0]);
}

test('whoever took on an action is asked how it stands: the message is shown first, goes once, and says where they answer', async () => {
  await agreed('school');
  await sam.go(paths.actions({ registerId }));
  await sam.follow('Ask how it stands');
  expect(sam.text()).toContain('To Ms Specimen, Example Academy');
  expect(sam.text()).toContain(
    `you were asked to do the action “Find a quiet room at school”. It was to be done by Tuesday 20 October 2026.`,
  );
  // Nobody but its reader is told the address.
  expect(sam.text()).toContain('It is told to them alone');
  expect(sam.page?.html).not.toContain('/answer/');
  await sam.press('See it with these changes', { words: 'Test Person 1 asks for Tuesdays' });
  expect(sam.text()).toContain('[name] 1 asks for Tuesdays');
  await sam.press('Send it');
  const mails = await mailed();
  expect(Object.keys(mails)).toEqual(['specimen@academy.example']);
  const text = mails['specimen@academy.example'] ?? '';
  expect(text).toContain('[name] 1 asks for Tuesdays');
  expect(text).not.toContain('Test Person');
  expect(addressIn(text)).toMatch(/\/answer\/[0-9a-f-]{36}\.[0-9a-f]{64}\./);
  await sam.go(paths.actions({ registerId }));
  expect(sam.text()).toContain('Asked how it stands on Friday 2 October 2026');
  // The page of the message does not tell the address either.
  const { rows } = await desk.pool.query<{ ref: string }>(`select ref from notice where template = 'action-asked'`);
  await sam.go(paths.notice({ notice: rows[0]?.ref ?? '' }));
  expect(sam.page?.html).not.toContain('/answer/');
  const kept = await desk.pool.query(`select kind, source from written_form where kind = 'message'`);
  expect(kept.rows).toEqual([{ kind: 'message', source: 'staff:sam-okafor' }]);
});

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
  await owner.go(address);
  expect(owner.page?.html).not.toContain('It is not done yet</label>');
  await owner.press('Send the answer', { answer: 'blocked' });
  expect(owner.text()).toContain('Say what could be done instead');
  await owner.press('Send the answer', { answer: 'blocked', words: 'The library is quiet' });
  expect(await lastEvent()).toMatchObject({
    type: 'action-blocked',
    source: 'owner:contact:school',
    event: { planB: 'The library is quiet' },
  });
  await owner.press('Send the answer', { answer: 'done', words: 'He goes there every day' });
  expect(owner.text()).toContain('We have written down that it is done.');
  expect(await lastEvent()).toMatchObject({ type: 'action-done', event: { evidence: 'He goes there every day' } });
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

test('who has no address is not written to, and that is said; who is staff gets no link', async () => {
  await sam.go(paths.actionAsk({ registerId, action: await agreed('dad') }));
  expect(sam.text()).toContain('No address is recorded for whoever is to do it.');
  expect(sam.page?.html).not.toContain('value="send"');
  await sam.go(paths.actionAsk({ registerId, action: await agreed('ana-example') }));
  expect(sam.text()).toContain('To Ana Example');
  expect(sam.text()).toContain('Please tell us how it stands, on 0116 496 0100.');
  await sam.press('Send it');
  expect(Object.values(await mailed()).join()).not.toContain('/answer/');
  expect((await desk.pool.query('select 1 from action_link')).rowCount).toBe(0);
});

test('everybody is told how things go on, in one message each, in words of their own; nothing goes to whom nobody chose', async () => {
  await agreed('school');
  await desk.send(registerId, { type: 'action-agreed', action: 'b2', what: 'Ask the GP', due: '2026-10-10' });
  await desk.send(registerId, { type: 'action-done', action: 'b2', evidence: 'Seen on Thursday' });
  await desk.pool.query('delete from notice');
  await sam.go(paths.progress({ registerId }));
  expect(sam.page?.html).toMatch(/value="contact:advo" checked/);
  await sam.press('See what goes', { to: [] });
  expect(sam.text()).toContain('Choose to whom it goes');
  await sam.press('See what goes', { to: ['contact:advo', 'contact:school', 'contact:dad'], words: 'The next meeting is in November' });
  expect(sam.text()).toContain('No address or number is recorded');
  expect(sam.text()).toContain('This is how what was agreed for the person you support goes on.');
  await sam.press('Send it');
  const mails = await mailed();
  expect(Object.keys(mails).toSorted()).toEqual(['ali@advocacy.example', 'specimen@academy.example']);
  for (const text of Object.values(mails)) {
    expect(text).toContain('The next meeting is in November');
    expect(text).toContain('Ask the GP');
    expect(text).toContain('What shows it: Seen on Thursday');
    expect(text).not.toContain('Test Person');
  }
  expect(mails['ali@advocacy.example']).toContain('Call 999');
});

test('the notes of a meeting go to those who were invited unless others are chosen; the family wishes no letters, so none goes to them', async () => {
  await sam.go(notes(registerId, 'safe'));
  await sam.press('Save and go back', { text: 'Test Person 1 feels safe at home.\nThe door is mended.', went: 'discussed' });
  await sam.follow('Send the notes');
  expect(sam.page?.html).toMatch(/value="contact:mum" checked/);
  expect(sam.page?.html).toMatch(/value="staff:sam-okafor" checked/);
  await sam.press('See what goes', { to: ['staff:sam-okafor', 'contact:advo'] });
  expect(sam.text()).toContain('[name] 1 feels safe at home.');
  // What was looked at is what goes: somebody else chosen after the look is shown first.
  await sam.press('Send the notes', { to: ['staff:sam-okafor', 'contact:school'] });
  expect(sam.page?.status).toBe(409);
  expect(sam.text()).toContain('What would go is not what you looked at: nothing was sent.');
  expect(await mailed()).toEqual({});
  await sam.press('Send the notes', { to: ['staff:sam-okafor', 'contact:school'] });
  const mails = await mailed();
  expect(Object.keys(mails).toSorted()).toEqual(['sam.okafor@examplevalley.example', 'specimen@academy.example']);
  expect(mails['specimen@academy.example']).toContain('- [name] 1 feels safe at home.\n- The door is mended.');
  await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
  await sam.go(paths.meetingSend({ registerId, meeting: 'mam-2' }));
  await sam.press('See what goes', { to: ['contact:advo'] });
  expect(sam.text()).toContain('The person does not wish the family to be written to.');
  expect(sam.page?.html).not.toContain('value="send"');
});

test('what was written by hand ends with the consent that it rested on, and an action that is done is asked after no more', async () => {
  const action = await agreed('school');
  await sam.go(paths.actionAsk({ registerId, action }));
  await sam.press('Send it');
  await desk.send(registerId, { type: 'action-done', action });
  expect(await mailed()).toEqual({});
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { to: ['contact:school'] });
  await sam.press('Send it');
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['register'] });
  await desk.pool.query(`delete from notice where template not in ('action-asked', 'progress-told')`);
  expect(await mailed()).toEqual({});
  const { rows } = await desk.pool.query('select template, status, reason from notice order by template');
  expect(rows).toEqual([
    { template: 'action-asked', status: 'dropped', reason: 'action-settled' },
    { template: 'progress-told', status: 'dropped', reason: 'consent-withdrawn' },
  ]);
});
