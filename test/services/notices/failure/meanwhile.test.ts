import type { Instant } from '../../../../domain/calendar/dates';
import { coreContext } from '../../../../services/rules/policies';
import { openMail, type Mail } from '../../../../infra/mail/mail';
import { area } from '../../../../services/rules/areas';
import type { CommitDeps } from '../../../../services/commit/commit';
import { commit } from '../../../../services/commit/commit';
import { storedContacts } from '../../../../services/people/contacts';
import { holdNotices, releaseNotices } from '../../../../services/notices/by-hand/hold-and-release';
import { sendDue } from '../../../../services/notices/sending/send';
import { prepareArea, setSending } from '../../../../services/notices/settings';
import { fact } from '../../../support/core/core';
import { commitDeps, newRegisterId, say, somebody } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';
import { admitted, consent, eligible, rated, referred, type Said, withdrawn } from '../../../support/core/facts';
import { mailCatcher, type TestMail } from '../../../support/mail/mail';
import { at, CONTACTS } from '../support/world';

/** Notices that commits have queued, and what is heard before they go: all of it through the one commit and the one sender. */

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let registerId: string;
let now: Instant;

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  deps = { ...commitDeps(database.pool), book: (id) => area(id).book };
  registerId = newRegisterId();
  now = at('2026-09-01T09:00:00Z');
  for (const event of [referred({ source: 'professional' }), eligible(), consent('own')]) await hear(event);
  await go();
});
afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
});

/** Commits an event a minute after the last thing; nothing is sent for it yet. */
async function hear(event: Said, id?: string): Promise<void> {
  now = (now + 60_000) as Instant;
  const answer = await say(deps, registerId, now, fact(event), {
    person: somebody({ contacts: storedContacts(CONTACTS) }),
    ...(id === undefined ? {} : { id }),
  });
  expect(answer.status).toBe('applied');
}

/** Sends what is due a minute later; gives what arrived: `address: subject`, without the register id. */
async function go(): Promise<string[]> {
  now = (now + 60_000) as Instant;
  const before = (await catcher.mails()).length;
  await sendDue({ pool: database.pool, mail, core: coreContext(), now: () => now }, 'mail');
  return (await catcher.mails())
    .slice(before)
    .map(({ envelope, parsed }) => `${envelope.to.join()}: ${parsed.subject?.replace(`${registerId}: `, '')}`)
    .toSorted();
}

/** What became of the notices of a kind for a recipient. */
async function became(template: string, recipient: string): Promise<string> {
  const { rows } = await database.pool.query<{ said: string }>(
    `select status || coalesce(': ' || reason, '') as said from notice where template = $1 and recipient = $2 order by created_at`,
    [template, recipient],
  );
  return rows.map(({ said }) => said).join('; ');
}
const keyOf = async (template: string, recipient: string): Promise<string> =>
  (await database.pool.query<{ key: string }>('select key from notice where template = $1 and recipient = $2', [template, recipient]))
    .rows[0]?.key ?? '';

const DIRECTOR = 'book:director';
const invitation: Said = {
  type: 'meeting-scheduled',
  meeting: 'm-1',
  kind: 'mam',
  on: '2026-09-30',
  time: '14:00',
  invited: ['panel'],
};

test('a death: nothing goes any more', async () => {
  await hear(rated('red'));
  await hear({ type: 'person-died' });
  expect(await go()).toEqual([]);
  expect(await became('rating-changed', DIRECTOR)).toBe('dropped: person-died');
});

test('consent to the register withdrawn: what rests on it does not go, and the team hears of the withdrawal', async () => {
  await hear(rated('red'));
  await hear(withdrawn(['register']));
  expect(await go()).toEqual([
    'ana.example@examplevalley.example: consent has changed',
    'lee.example@examplevalley.example: consent has changed',
    'sam.okafor@examplevalley.example: consent has changed',
  ]);
  expect(await became('rating-changed', DIRECTOR)).toBe('dropped: no-consent');
});

test('consent to meetings withdrawn: nobody is invited; given anew in time, everybody is', async () => {
  await hear(invitation);
  await hear(withdrawn(['meeting']));
  await go();
  expect(await became('meeting-invitation', 'book:panel-office')).toBe('dropped: consent-withdrawn');
  await hear({ ...invitation, meeting: 'm-2' });
  await hear(withdrawn(['meeting']));
  await hear(consent('own', ['meeting']));
  expect(await go()).toContain('panel.office@examplevalley.example: invitation to a meeting');
});

test('a correction: what was taken back is not told; what was put right is told as it is', async () => {
  await hear(admitted('2026-09-01'), 'adm');
  await hear({ type: 'corrected', event: 'adm', reason: 'Another person.' });
  expect(await go()).toEqual([]);
  expect(await became('admitted', 'staff:lee-commissioner')).toBe('dropped: event-corrected');
  await hear(admitted('2026-09-01'), 'adm-2');
  await hear({ type: 'corrected', event: 'adm-2', reason: 'A slip.', with: admitted('2026-08-31') });
  await go();
  const told = (await catcher.mails()).find(({ envelope }) => envelope.to[0]?.startsWith('lee.example'));
  expect(told?.parsed.text).toContain('on Monday 31 August 2026');
});

describe('an escalation', () => {
  beforeEach(async () => {
    await hear({ type: 'action-agreed', action: 'a1', due: '2026-09-07' });
    now = at('2026-09-11T08:00:00Z');
    await commit(deps, { kind: 'wake', registerId, clock: now });
    expect(await became('step-escalate', 'staff:lee-commissioner')).toBe('queued');
  });

  test('does not go for what was done meanwhile', async () => {
    await hear({ type: 'action-done', action: 'a1' });
    expect(await go()).toEqual([]);
    expect(await became('step-escalate', 'staff:lee-commissioner')).toBe('dropped: deadline-settled');
  });

  test('does not go where the date was moved meanwhile', async () => {
    await hear({ type: 'action-redated', action: 'a1', due: '2026-10-07' });
    expect(await go()).toEqual([]);
    expect(await became('step-escalate', 'staff:lee-commissioner')).toMatch(/^dropped: deadline-(moved|settled)$/);
  });

  test('goes otherwise', async () => {
    expect(await go()).toEqual(['lee.example@examplevalley.example: something needs you']);
  });
});

test('held by hand: it waits for a person; sending switched off: it waits for that; each then goes', async () => {
  await hear(rated('red'));
  const key = await keyOf('rating-changed', DIRECTOR);
  expect(await holdNotices(database.pool, [key], 'asked-by-hand')).toBe(1);
  await setSending(database.pool, 'example', { audience: 'team', on: false });
  expect(await go()).toEqual([]);
  expect(await releaseNotices(database.pool, [key], now)).toBe(1);
  await setSending(database.pool, 'example', { audience: 'team', on: true });
  expect(await go()).toEqual([
    'ana.example@examplevalley.example: the rating has changed',
    'director@examplevalley.example: the rating has changed',
    'sam.okafor@examplevalley.example: the rating has changed',
  ]);
});
