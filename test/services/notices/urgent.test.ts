import { type Instant, plainDate } from '../../../domain/calendar/dates';
import { eventSchema } from '../../../domain/pathway/events';
import { openMail, type Mail } from '../../../infra/mail/mail';
import { changeArea } from '../../../services/areas/versions';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { receiveReferral, lookAtAll } from '../../../services/referrals/letterbox/referrals';
import type { Identity } from '../../../services/referrals/identity';
import { refer, type ReferralDeps } from '../../../services/referrals/referral';
import { area, areaOfFile } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { fact } from '../../support/core/core';
import { referred, type Said } from '../../support/core/facts';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { mailCatcher, type TestMail } from '../../support/mail/mail';
import { about } from './support/staff';
import { at } from './support/world';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let now: Instant;

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: true });
  deps = { ...commitDeps(database.pool), book: (id) => area(id).book };
});
afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
});

/** Sends what is due now; out: the mails to on-call. */
async function toOnCall(): Promise<{ subject: string; text: string }[]> {
  const before = (await catcher.mails()).length;
  await sendDue({ pool: database.pool, mail, core: coreContext(), now: () => now }, 'mail');
  return (await catcher.mails())
    .slice(before)
    .filter(({ envelope }) => /oncall@/.test(envelope.to.join()))
    .map(({ parsed }) => ({ subject: parsed.subject ?? '', text: parsed.text ?? '' }));
}
const stateOf = async () =>
  (await database.pool.query(`select status, reason from notice where template = 'urgent-received' order by key`)).rows;

const RED: Said = referred({ source: 'professional', suggestedRating: 'red' });
const URGENT: Said = { type: 'change-reported', source: 'family', urgency: 'today' };

describe.each([
  ['on a Saturday night', '2026-09-05T22:30:00Z', true],
  ['at half past eight of a working day', '2026-09-07T07:30:00Z', true],
  ['at five, as the office shuts', '2026-09-07T16:00:00Z', true],
  ['on a bank holiday', '2026-08-31T10:00:00Z', true],
  ['at nine, as it opens', '2026-09-07T08:00:00Z', false],
  ['a minute before five', '2026-09-07T15:59:00Z', false],
  ['a minute before five in winter', '2026-12-07T16:59:00Z', false],
])('%s', (_when, instant, isTold) => {
  test.each([
    ['a referral that suggests red', [RED], 'an urgent referral, please look now', 'A referral that suggests red was received'],
    ['a change to be looked at today', [referred(), URGENT], 'an urgent change, please look now', 'They ask for somebody to look today'],
  ] as const)(`%s ${isTold ? 'reaches' : 'does not wake'} on-call`, async (_what, events, subject, words) => {
    now = at(instant);
    const registerId = newRegisterId();
    for (const [index, event] of events.entries()) await say(deps, registerId, now, fact(event), { id: `${registerId}-${index}` });
    const mails = await toOnCall();
    if (isTold) {
      expect(mails).toEqual([{ subject: `${registerId}: ${subject}`, text: expect.stringContaining(words) }]);
      expect(await stateOf()).toEqual([{ status: 'sent', reason: null }]);
    } else {
      expect(mails).toEqual([]);
      expect(await stateOf()).toEqual([{ status: 'dropped', reason: 'office-open' }]);
    }
  });
});

test('amber, or what can wait, wakes nobody', async () => {
  now = at('2026-09-05T22:30:00Z');
  const registerId = newRegisterId();
  await say(deps, registerId, now, fact(referred({ suggestedRating: 'amber' })), { id: 'a' });
  await say(deps, registerId, now, fact({ ...URGENT, urgency: 'this-week' } as Said), { id: 'b' });
  expect(await toOnCall()).toEqual([]);
  expect(await stateOf()).toEqual([]);
});

test('an area that does not say its hours tells on-call always', async () => {
  now = at('2026-09-07T10:00:00Z');
  const profile = areaOfFile('example');
  const { hours: _, ...team } = profile.team;
  await changeArea(database.pool, { profile: { ...profile, team }, ...about(now) });
  await say(deps, newRegisterId(), now, fact(RED), { id: 'a' });
  const mails = await toOnCall();
  await changeArea(database.pool, { profile, ...about(now) });
  expect(mails).toHaveLength(1);
});

describe('a referral of a caller who may not find people, and that may be about somebody known', () => {
  const person: Identity = { name: 'Noa Nobody', bornOn: plainDate('2001-02-02'), nhsNumber: null, contacts: [] };
  const referring = (): ReferralDeps => ({
    pool: database.pool,
    commit: (request) => commit(deps, request),
    clock: () => now,
    area: { name: 'example', ruleSet: 'england-2023' },
  });
  const event = (said: Said) => eventSchema.parse(fact(said));

  /** Somebody of this name is on record, and is referred again by a ward. Out: its reference, when the service has looked at it. */
  async function waits(suggestedRating: 'red' | 'amber', instant: string): Promise<string> {
    now = at('2026-09-01T09:00:00Z');
    await refer(referring(), { id: null, event: event(referred()), source: 'test', bodyDigest: 'x', who: person });
    await toOnCall();
    now = at(instant);
    const second = event(referred({ source: 'professional', suggestedRating }));
    const about = { person, registerId: null, bornOn: null, event: second };
    const reference = await receiveReferral(database.pool, { sender: 'ward', id: null, bodyDigest: 'y', referred: about });
    await lookAtAll(referring());
    return reference ?? '';
  }

  test('suggests red on a Saturday night: on-call hears that it waits, with nobody named', async () => {
    await waits('red', '2026-09-05T22:30:00Z');
    const mails = await toOnCall();
    expect(mails).toEqual([
      { subject: 'An urgent referral waits, please look now', text: expect.stringContaining('waits under Referrals') },
    ]);
    expect(JSON.stringify(mails)).not.toContain('Noa');
    expect(await toOnCall()).toEqual([]);
  });

  test('in office hours, or once a person has decided, nobody is woken', async () => {
    await waits('red', '2026-09-07T10:00:00Z');
    expect(await toOnCall()).toEqual([]);
    expect(await stateOf()).toEqual([{ status: 'dropped', reason: 'office-open' }]);
    const reference = await waits('red', '2026-09-12T22:30:00Z');
    await database.pool.query(`update held_referral set status = 'not-taken' where reference = $1`, [reference]);
    expect(await toOnCall()).toEqual([]);
    expect(await stateOf()).toContainEqual({ status: 'dropped', reason: 'resolved' });
  });

  test('suggests amber: it waits for the morning', async () => {
    await waits('amber', '2026-09-05T22:30:00Z');
    expect(await toOnCall()).toEqual([]);
    expect(await stateOf()).toEqual([]);
  });
});
