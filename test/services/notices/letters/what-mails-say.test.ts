import type { Instant } from '../../../../domain/calendar/dates';
import { eventSchema } from '../../../../domain/pathway/events';
import { openMail, type Mail } from '../../../../infra/mail/mail';
import { area } from '../../../../services/rules/areas';
import type { CommitDeps } from '../../../../services/commit/commit';
import { storedContacts } from '../../../../services/people/contacts';
import { gatherDigests } from '../../../../services/notices/digests/gather-digests';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea } from '../../../../services/notices/settings';
import { coreContext } from '../../../../services/rules/policies';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { consent, eligible, type Said } from '../../../support/core/facts';
import { mailCatcher, type ArrivedMail, type TestMail } from '../../../support/mail/mail';
import { readLoosely, readStrictly } from '../support/readers';
import { at, CONTACTS, SECRET_NAME, SECRET_NHS_NUMBER } from '../support/world';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let registerId: string;
let read = 0;

const ORGANISATION = { id: 'ward', name: 'St Andrew’s, Cliftonville', role: 'provider', email: 'ward@hospital.example' };
const contacts = storedContacts([
  ...CONTACTS.map((contact) => (contact.id === 'self' ? { ...contact, easyRead: true } : contact)),
  { id: 'advocate', name: 'Ada Adviser', role: 'advocate', email: 'ada@advocacy.example', chosen: true, calendar: true },
  ORGANISATION,
]);

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  deps = { ...commitDeps(database.pool), book: (id) => area(id).book };
  registerId = newRegisterId();
  read = 0;
});

afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
});

const commitOf = (when: string, event: Said, over: object = {}) =>
  say(deps, registerId, at(when), eventSchema.parse(event), {
    person: somebody({ name: SECRET_NAME, nhsNumber: SECRET_NHS_NUMBER, contacts }),
    ...over,
  });

/** Commits an event, and gives the codes of the warnings among its changes. */
async function warned(when: string, event: Said, over: object = {}): Promise<string[]> {
  const answer = await commitOf(when, event, over);
  if (answer.status !== 'applied' && answer.status !== 'would-apply') throw new Error(`not accepted: ${JSON.stringify(answer)}`);
  return answer.changes.flatMap((line) => (line.what === 'warning' ? [line.code] : []));
}

/** Sends what is due, and gives what arrived since. */
async function mails(when: string): Promise<ArrivedMail[]> {
  await sendDue({ ...deps, pool: database.pool, mail, now: () => (at(when) + 1_000) as Instant } as Parameters<typeof sendDue>[0], 'mail');
  const arrived = (await catcher.mails()).slice(read);
  read += arrived.length;
  return arrived;
}
const to = (arrived: readonly ArrivedMail[], address: string): ArrivedMail[] =>
  arrived.filter(({ envelope }) => envelope.to[0] === address);
const textTo = (arrived: readonly ArrivedMail[], address: string): string => to(arrived, address)[0]?.parsed.text ?? '';

async function onTheRegister(): Promise<void> {
  await commitOf('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'professional' });
  await commitOf('2026-09-01T10:00:00Z', eligible());
  await commitOf('2026-09-01T11:00:00Z', consent('own'));
  await mails('2026-09-01T12:00:00Z');
}

const scheduled = (place: string | undefined, more: object = {}): Said => ({
  type: 'meeting-scheduled',
  meeting: 'cetr-1',
  kind: 'community-cetr',
  on: '2026-10-25',
  time: '01:30',
  invited: ['panel', 'mum', 'advocate', 'ward', 'person'],
  ...(place === undefined ? {} : { place }),
  ...more,
});

test('an organisation’s name is told, in mail and calendar alike, and warns nobody; the hour is the same in both', async () => {
  await onTheRegister();
  expect(await warned('2026-09-03T09:00:00Z', scheduled('St Andrew’s, Cliftonville'))).not.toContain('place-names-somebody');
  const arrived = await mails('2026-09-03T09:00:00Z');
  expect(arrived.map(({ envelope }) => envelope.to[0]).toSorted()).toEqual([
    'ada@advocacy.example',
    'marigold@family.example',
    'panel.office@examplevalley.example',
    'ward@hospital.example',
    'zebedee@person.example',
  ]);
  for (const { parsed } of arrived) expect(parsed.text).toContain('St Andrew’s, Cliftonville');
  for (const address of ['ward@hospital.example', 'marigold@family.example']) {
    const [letter] = to(arrived, address);
    const file = letter?.calendar ?? '';
    expect(readStrictly(file)).toMatchObject({ location: 'St Andrew’s, Cliftonville', start: '2026-10-25T00:30:00.000Z', end: null });
    expect(readLoosely(file)).toMatchObject({ location: 'St Andrew’s, Cliftonville', start: '2026-10-25T00:30:00.000Z' });
    expect(letter?.parsed.text).toContain('at 1.30am (before the clocks go back that night)');
  }
});

test('each reader has words of their own', async () => {
  await onTheRegister();
  await commitOf('2026-09-03T09:00:00Z', scheduled('Room 2'));
  const arrived = await mails('2026-09-03T09:00:00Z');
  expect(textTo(arrived, 'zebedee@person.example')).toContain(
    'There is a meeting for you.\n\n- It is called a Care (Education) and Treatment Review.',
  );
  expect(textTo(arrived, 'zebedee@person.example')).toContain('- You can say no.');
  expect(textTo(arrived, 'marigold@family.example')).toContain(
    'You are invited to a Care (Education) and Treatment Review for the person you care for',
  );
  expect(textTo(arrived, 'ada@advocacy.example')).toContain('a Care (Education) and Treatment Review for the person you support');
  expect(textTo(arrived, 'ward@hospital.example')).toContain('You are invited to a community C(E)TR about');
  for (const address of ['marigold@family.example', 'ada@advocacy.example', 'ward@hospital.example'])
    expect(textTo(arrived, address)).not.toMatch(/you can say no/i);
});

test.each(['the Quillfeathers’, upstairs', 'ＱＵＩＬＬＦＥＡＴＨＥＲ', '999-123-4561', '14 Acacia Avenue'])(
  'a place that tells who it is warns whoever schedules, stands in no mail, and the mail says whom to ask: %s',
  async (place) => {
    await onTheRegister();
    expect(await warned('2026-09-03T08:00:00Z', scheduled(place), { dryRun: true })).toContain('place-names-somebody');
    expect(await warned('2026-09-03T09:00:00Z', scheduled(place))).toContain('place-names-somebody');
    const { rows } = await database.pool.query(`select line ->> 'code' as code from timeline where what = 'warning' and register_id = $1`, [
      registerId,
    ]);
    expect(rows).toContainEqual({ code: 'place-names-somebody' });
    const arrived = await mails('2026-09-03T09:00:00Z');
    expect(arrived).toHaveLength(5);
    for (const { parsed, calendar } of arrived) {
      for (const part of [parsed.text, parsed.html, calendar ?? '']) expect(part).not.toContain(place);
      expect(parsed.text).toContain('This mail does not say where it is, to keep that private. Call us on 0116 496 0100');
      if (calendar !== undefined) expect(readStrictly(calendar).location).toBeNull();
    }
    // Scheduled anew elsewhere, it is told, and warns no more.
    expect(await warned('2026-09-04T09:00:00Z', scheduled('Room 4, Hill House'))).not.toContain('place-names-somebody');
    expect((await mails('2026-09-04T09:00:00Z')).map(({ parsed }) => parsed.text).join()).toContain('Room 4, Hill House');
  },
);

test('an old row’s place of several lines stays one line of words', async () => {
  await onTheRegister();
  await commitOf('2026-09-03T09:00:00Z', scheduled('Room 2'));
  await database.pool.query('update meeting set place = $1', ['Room 2\n\n## Pay now\n\n- <a href="x">here</a>']);
  for (const { parsed } of await mails('2026-09-03T09:00:00Z')) {
    expect(parsed.text).toContain('Room 2, ## Pay now, - <a href="x">here</a>');
    expect(parsed.html).not.toMatch(/<h2[^>]*>Pay|<a |<li>&lt;/);
  }
  await database.pool.query('update meeting set place = $1', ['Room 2\nhttps://elsewhere.example/pay']);
  await commitOf('2026-09-04T09:00:00Z', scheduled(undefined, { time: '02:30' }));
  for (const { raw } of await mails('2026-09-04T09:00:00Z')) expect(raw.toString()).not.toContain('elsewhere');
});

test('a meeting’s UID is random, one for its life, also where it is taken back and scheduled again', async () => {
  await onTheRegister();
  await commitOf('2026-09-03T09:00:00Z', scheduled('Room 2'), { id: 'planned' });
  const invited = await mails('2026-09-03T09:00:00Z');
  await commitOf('2026-09-04T09:00:00Z', { type: 'corrected', event: 'planned', reason: 'x' });
  const calledOff = await mails('2026-09-04T09:00:00Z');
  await commitOf('2026-09-05T09:00:00Z', scheduled('Room 3'));
  await commitOf('2026-09-05T09:00:00Z', scheduled('Room 4', { meeting: 'cetr-2', on: '2026-10-26' }));
  const again = await mails('2026-09-05T09:00:00Z');
  const files = [...invited, ...calledOff, ...again].flatMap(({ calendar }) => (calendar === undefined ? [] : [readStrictly(calendar)]));
  const uids = new Map(files.map(({ uid, start }) => [uid, start.slice(0, 10)]));
  expect([...uids.values()].toSorted()).toEqual(['2026-10-25', '2026-10-26']);
  for (const uid of uids.keys()) {
    expect(uid).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    expect(uid).not.toContain(registerId.toLowerCase());
  }
  expect(files.filter(({ method }) => method === 'CANCEL').length).toBeGreaterThan(0);
});

test('a meeting that calendars know under an older UID keeps it', async () => {
  await onTheRegister();
  await database.pool.query(
    `insert into meeting_uid (register_id, pathway, meeting, uid) values ($1, 1, 'cetr-1', 'older@dynamic-support-pathway')`,
    [registerId],
  );
  await commitOf('2026-09-03T09:00:00Z', scheduled('Room 2'));
  const files = (await mails('2026-09-03T09:00:00Z')).flatMap(({ calendar }) =>
    calendar === undefined ? [] : [readStrictly(calendar).uid],
  );
  expect(new Set(files)).toEqual(new Set(['older@dynamic-support-pathway']));
});

test('a rating that goes out late tells what its event made it, and what it is now', async () => {
  await onTheRegister();
  await commitOf('2026-09-10T09:00:00Z', { type: 'rating-set', rating: 'red', reason: 'x' });
  await commitOf('2026-09-11T09:00:00Z', { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const arrived = await mails('2026-09-12T09:00:00Z');
  const director = textTo(arrived, 'director@examplevalley.example');
  expect(director).toContain(`${registerId} was rated red on Thursday 10 September 2026.`);
  expect(director).toContain('It has changed again since: the rating is blue now.');
  expect(director).not.toContain('Red asks for urgent action');
});

test('the digest says which action, names nobody, has one line for it, and the oldest first', async () => {
  await onTheRegister();
  const agreed = (action: string, due: string, what?: string): Said => ({ type: 'action-agreed', action, due, ...(what ? { what } : {}) });
  await commitOf('2026-09-20T09:00:00Z', agreed('a1', '2026-09-28', 'Zebedee to see the dentist, with Mrs Quillfeather'), { id: 'first' });
  await commitOf('2026-09-20T09:00:00Z', agreed('a2', '2026-09-27', 'Order the chair'));
  await commitOf('2026-09-20T09:00:00Z', agreed('a3', '2026-10-30'));
  await commitOf('2026-09-21T09:00:00Z', {
    type: 'corrected',
    event: 'first',
    reason: 'x',
    with: { type: 'action-agreed', action: 'a1', due: '2026-09-28', what: 'Zebedee to see the optician' },
  } as Said);
  await commitOf('2026-09-29T06:00:00Z', { type: 'leave-began', on: '2026-09-29' } as Said);
  await say(deps, registerId, at('2026-09-29T07:20:00Z'), eventSchema.parse({ type: 'keyworker-assigned' }));
  await gatherDigests(database.pool, coreContext().holidays, at('2026-09-29T07:30:00Z'));
  const toSam = to(await mails('2026-09-29T07:30:00Z'), 'sam.okafor@examplevalley.example');
  const text = toSam.find(({ parsed }) => parsed.subject?.includes('to do'))?.parsed.text ?? '';
  const own = text.split('\n').filter((line) => line.includes('action'));
  expect(own).toEqual([
    `- ${registerId}: do the action “Order the chair”, 2 days overdue, was due on Sunday 27 September 2026`,
    `- ${registerId}: do the action “[name] to see the optician”, 1 day overdue, was due on Monday 28 September 2026`,
    `- ${registerId}: do the action agreed on Sunday 20 September 2026 (what it is was not written down) (agreed since the last digest), due in 31 days, on Friday 30 October 2026`,
  ]);
  expect(text).not.toMatch(/Zebedee|Quillfeather/);
});
