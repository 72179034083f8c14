import type { Instant } from '../../../domain/calendar/dates';
import { eventSchema } from '../../../domain/pathway/events';
import { openMail, type Mail } from '../../../infra/mail/mail';
import { area } from '../../../services/rules/areas';
import type { CommitDeps } from '../../../services/commit/commit';
import { storedContacts } from '../../../services/people/contacts';
import { gatherDigests } from '../../../services/notices/digests/gather-digests';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { coreContext } from '../../../services/rules/policies';
import { commitDeps, newRegisterId, say, somebody } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { consent, eligible, type Said } from '../../support/core/facts';
import { mailCatcher, type TestMail } from '../../support/mail/mail';
import { at, CONTACTS, outcomes, SECRET_NAME, SECRET_NHS_NUMBER } from './support/world';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let registerId: string;
let read = 0;

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

/** Commits an event heard at an instant, sends what is due a moment later, and gives what arrived: `address: subject`. */
async function hear(when: string, event: Said, id?: string): Promise<string[]> {
  const person = somebody({ name: SECRET_NAME, nhsNumber: SECRET_NHS_NUMBER, contacts: storedContacts(CONTACTS) });
  const answer = await say(deps, registerId, at(when), eventSchema.parse(event), { person, ...(id ? { id } : {}) });
  expect(answer.status).toMatch(/applied|refused/);
  return mails(when);
}

async function mails(when: string): Promise<string[]> {
  await sendDue({ pool: database.pool, mail, core: coreContext(), now: () => (at(when) + 1_000) as Instant }, 'mail');
  const arrived = (await catcher.mails()).slice(read);
  read += arrived.length;
  return arrived.map(({ envelope, parsed }) => `${envelope.to.join()}: ${parsed.subject}`).toSorted();
}

const scheduled = (on: string, more: object = {}): Said => ({
  type: 'meeting-scheduled',
  meeting: 'cetr-1',
  kind: 'community-cetr',
  on,
  time: '14:00',
  place: 'County Hall',
  invited: ['panel', 'mum', 'person'],
  ...more,
});
const property = (text: string | undefined, name: string): string | undefined =>
  new RegExp(`^${name}(?:;[^:\\r\\n]*)?:(.*?)\\r?$`, 'm').exec(text ?? '')?.[1];

test('from a referral to a cancelled meeting: each event brings its mails, once, and the calendar follows', async () => {
  const id = registerId;
  expect(await hear('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'professional' })).toEqual([
    `ana.example@examplevalley.example: ${id}: a new referral to read`,
    `gp@surgery.example: ${id}: we have your referral`,
    `sam.okafor@examplevalley.example: ${id}: a new referral to read`,
  ]);
  await hear('2026-09-01T10:00:00Z', eligible());
  await hear('2026-09-01T11:00:00Z', consent('own'));
  expect(await hear('2026-09-02T09:00:00Z', { type: 'rating-set', rating: 'red', reason: 'x' })).toEqual([
    `ana.example@examplevalley.example: ${id}: the rating has changed`,
    `director@examplevalley.example: ${id}: the rating has changed`,
    `sam.okafor@examplevalley.example: ${id}: the rating has changed`,
  ]);

  expect(await hear('2026-09-03T09:00:00Z', scheduled('2026-09-30'))).toEqual([
    'marigold@family.example: About a meeting',
    `panel.office@examplevalley.example: ${id}: invitation to a meeting`,
    'zebedee@person.example: About your meeting',
  ]);
  expect(await hear('2026-09-04T09:00:00Z', scheduled('2026-10-01', { invited: ['panel', 'mum'] }))).toEqual([
    'marigold@family.example: About a meeting',
    `panel.office@examplevalley.example: ${id}: a meeting has changed`,
    'zebedee@person.example: About your meeting',
  ]);
  await hear('2026-09-05T09:00:00Z', { type: 'meeting-cancelled', meeting: 'cetr-1' }, 'cancelled');
  await hear('2026-09-06T09:00:00Z', { type: 'corrected', event: 'cancelled', reason: 'x' });
  expect(await mails('2026-09-06T10:00:00Z')).toEqual([]);

  const toPanel = (await catcher.mails()).filter(({ envelope }) => envelope.to[0]?.startsWith('panel.office'));
  const files = toPanel.map(({ calendar }) =>
    ['METHOD', 'SEQUENCE', 'DTSTART', 'STATUS'].map((name) => property(calendar, name)).join(' '),
  );
  expect(files).toEqual([
    'REQUEST 0 20260930T130000Z CONFIRMED',
    'REQUEST 1 20261001T130000Z CONFIRMED',
    'CANCEL 2 20261001T130000Z CANCELLED',
    'REQUEST 3 20261001T130000Z CONFIRMED',
  ]);
  expect(new Set(toPanel.map(({ calendar }) => property(calendar, 'UID'))).size).toBe(1);
  // The person did not ask for a calendar file; the mother did.
  for (const { envelope, calendar } of await catcher.mails()) {
    if (envelope.to[0] === 'zebedee@person.example') expect(calendar).toBeUndefined();
    if (envelope.to[0] === 'marigold@family.example') expect(calendar?.match(/^ATTENDEE/gm)).toHaveLength(1);
  }
  for (const { raw } of await catcher.mails()) {
    for (const secret of [...SECRET_NAME.split(' '), SECRET_NHS_NUMBER])
      expect(raw.toString('utf8').replace(/=\r?\n/g, '')).not.toMatch(new RegExp(`(?<!@|\\w)${secret}(?!@|\\w)`));
  }
});

test('the steps of a deadline come with the digest, an escalation at once', async () => {
  await hear('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'self' });
  await hear('2026-09-10T12:00:00Z', { type: 'action-agreed', action: 'a1', due: '2026-09-22', what: 'Book the dentist' });
  await hear('2026-09-28T12:00:00Z', { type: 'leave-began' });
  await gatherDigests(database.pool, coreContext().holidays, at('2026-09-29T07:30:00Z'));
  const arrived = await mails('2026-09-29T07:30:00Z');
  expect(arrived.filter((line) => line.startsWith('sam.okafor'))).toHaveLength(1);
  const digest = (await catcher.mails()).find(({ parsed }) => parsed.subject?.includes('to do'));
  expect(digest?.parsed.text).toContain(
    `${registerId}: do the action “Book the dentist”, 7 days overdue, was due on Tuesday 22 September 2026`,
  );
  const { rows } = await database.pool.query(
    `select distinct recipient, status from notice where template = 'step-escalate' and deadline like '%a1%'`,
  );
  expect(rows).toEqual([{ recipient: 'staff:lee-commissioner', status: 'sent' }]);
});

test('a death: what waits is dropped, and the cancellation to the panel goes once a person has released it', async () => {
  await hear('2026-09-01T09:00:00Z', { type: 'referral-received', source: 'self' });
  await hear('2026-09-01T10:00:00Z', eligible());
  await hear('2026-09-01T11:00:00Z', consent('own'));
  await hear('2026-09-03T09:00:00Z', scheduled('2026-09-30'));
  await hear('2026-09-10T12:00:00Z', { type: 'action-agreed', action: 'a1', due: '2026-09-22' });
  expect(await hear('2026-09-11T09:00:00Z', { type: 'person-died' })).toEqual([]);
  await gatherDigests(database.pool, coreContext().holidays, at('2026-09-14T07:30:00Z'));
  expect(await mails('2026-09-14T07:30:00Z')).toEqual([]);
  const left = Object.entries(await outcomes(database.pool)).filter(([, outcome]) => !/^(sent|dropped|digested)/.test(outcome));
  expect(left.map(([key, outcome]) => `${key.split('/').at(-1)} ${outcome}`)).toEqual(['book:panel-office held: released-by-a-person']);
});
