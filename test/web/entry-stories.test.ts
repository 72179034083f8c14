import { paths } from '../../web/paths';
import { askedBy, BORN } from './support/asked';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

/** Stories of how somebody comes to the register, each of a kind that breaks such systems. All names and numbers are made up. */
let desk: Desk;
let sam: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterEach(() => desk.close());

const NOA = { name: 'Noa Nobody', bornOn: '2001-02-02' };
const MUM = { for: 'family', name: 'Noa Nobody', asker: 'Mum Nobody', easyRead: false, bornOn: BORN } as const;
const post = (registerId: string, event: object) => desk.call('POST', `/pathways/${registerId}/events`, event);
const typesOf = async (registerId: string): Promise<string[]> =>
  ((await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as { type: string; status: string }[])
    .filter(({ status }) => status === 'applied')
    .map(({ type }) => type);
const decide = async (reference: string, is: string, more: Record<string, string> = {}): Promise<void> => {
  await sam.go(paths.referral({ reference }));
  await sam.press('Record what was decided', { is, ...more });
};
const people = async (): Promise<number> =>
  Number((await desk.pool.query<{ count: string }>('select count(*) as count from person')).rows[0]?.count);

test('her GP refers her, her mother flags her and her school asks for a review, on one day: one record, three acknowledgements, nobody told of the others', async () => {
  const gp = await askedBy(desk, { ...MUM, for: 'other', asker: 'Dr Sample', reach: { by: 'email', at: 'gp@example.org' } });
  await decide(gp.reference, 'new');
  const mother = await askedBy(desk, { ...MUM, reach: { by: 'email', at: 'mum@example.org' } }, 'flag');
  await decide(mother.reference, gp.code, { urgency: 'this-week' });
  const school = await askedBy(
    desk,
    { ...MUM, for: 'other', asker: 'A made-up school', reach: { by: 'email', at: 'school@example.org' } },
    'review-request',
  );
  await decide(school.reference, gp.code);
  expect(await people()).toBe(1);
  expect(await typesOf(gp.code)).toEqual(['referral-received', 'change-reported', 'review-requested']);
  const { rows } = await desk.pool.query<{ ref: string; recipient_name: string; code: string }>(
    `select ref, recipient_name, params->>'code' as code from notice where recipient like 'asker:%' order by planned_at, recipient_name`,
  );
  expect(rows.map(({ recipient_name: name, code }) => [name, code])).toEqual(
    expect.arrayContaining([
      ['Dr Sample', gp.code],
      ['Mum Nobody', mother.code],
      ['A made-up school', school.code],
    ]),
  );
  expect(rows).toHaveLength(3);
  // The code that the mother and the school were told is nobody's register id, and neither is told the other.
  expect(new Set(rows.map(({ code }) => code)).size).toBe(3);
});

test('a mother who signs for a 17-year-old who refuses: her signature counts for nothing until an assessment of that day or later', async () => {
  const registerId = await desk.refer({ ...NOA, bornOn: '2009-01-10' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-refused', scope: ['register'], by: 'person' });
  const signed = await post(registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register'] });
  expect([signed.status, JSON.stringify(signed.body)]).toEqual([409, expect.stringContaining('person-has-refused')]);
  await sam.go(paths.recordEvent({ registerId, type: 'consent-given' }));
  await sam.press('See what this changes', { when: 'today', scope: ['register'], basis: 'parental-responsibility' });
  expect(sam.text()).toContain('refused');
  expect(await typesOf(registerId)).not.toContain('consent-given');
});

test('consent is withdrawn while the letter is being made: the letter that rests on it does not go', async () => {
  const registerId = await desk.refer(NOA);
  await desk.call('POST', `/people/${registerId}/contacts`, { id: 'noa', name: 'Noa Nobody', role: 'person', email: 'noa@example.org' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20', invited: ['person'] });
  const { rows } = await desk.pool.query<{ ref: string }>(
    `select ref from notice where register_id = $1 and template = 'meeting-invitation' and audience = 'person'`,
    [registerId],
  );
  expect(rows).toHaveLength(1);
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['register'], by: 'person' });
  await sam.go(paths.notice({ notice: rows[0]?.ref ?? '' }));
  expect(sam.text()).toMatch(/Nothing would go now|Held|Does not go/);
});

test('two people with one NHS number: the second is not taken on beside the first', async () => {
  const number = '9999999980';
  await desk.refer({ ...NOA, nhsNumber: number });
  const second = await desk.call('POST', '/referrals', {
    person: { name: 'Somebody Else', bornOn: '1990-05-05', nhsNumber: number },
    event: { type: 'referral-received', source: 'professional' },
  });
  expect([second.status, second.body['code']]).toEqual([409, 'person-known']);
  expect(await people()).toBe(1);
});

test('somebody dies between asking and the decision: what they asked stays readable, no letter goes, and a later flag says so', async () => {
  const { code, reference } = await askedBy(desk, { bornOn: BORN });
  await decide(reference, 'new');
  await desk.send(code, { type: 'person-died' });
  const flagged = await askedBy(desk, MUM, 'flag');
  await decide(flagged.reference, code, { urgency: 'today' });
  expect(sam.text()).toContain('It cannot be recorded there.');
  expect(await typesOf(code)).toEqual(['referral-received', 'person-died']);
  await sam.go(paths.forms({ registerId: code }));
  expect(sam.text()).toContain('I do not sleep.');
});

test('a flag about somebody whose pathway was closed opens it anew, under the same register id', async () => {
  const registerId = await desk.refer(NOA);
  await desk.send(registerId, { type: 'pathway-closed', reason: 'Well again' });
  const { reference } = await askedBy(desk, MUM, 'flag');
  await decide(reference, registerId);
  expect(await typesOf(registerId)).toEqual(expect.arrayContaining(['referral-received']));
  const { body } = await desk.call('GET', `/pathways/${registerId}`);
  expect(body).toMatchObject({ pathway: 2, status: 'open' });
  expect(await people()).toBe(1);
});

test('a request for a review of somebody whose pathway was closed opens it anew, and asks for the review', async () => {
  const registerId = await desk.refer(NOA);
  await desk.send(registerId, { type: 'pathway-closed', reason: 'Well again' });
  const { reference } = await askedBy(desk, MUM, 'review-request');
  await decide(reference, registerId);
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  expect((body['deadlines'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['eligibility-decision', 'requested-cetr']),
  );
});

test('three people are worried about one person on one day: each report is kept, the nearest day counts', async () => {
  const registerId = await desk.refer(NOA);
  for (const [asker, urgency] of [
    ['Mum Nobody', 'can-wait'],
    ['A neighbour', 'today'],
    ['A made-up teacher', 'this-week'],
  ] as const) {
    const { reference } = await askedBy(desk, { ...MUM, asker }, 'flag');
    await decide(reference, registerId, { urgency });
  }
  expect((await typesOf(registerId)).filter((type) => type === 'change-reported')).toHaveLength(3);
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const reviews = (body['deadlines'] as { kind: string; due: string; status: string }[]).filter(
    ({ kind, status }) => kind === 'change-review' && status === 'open',
  );
  expect(reviews).toMatchObject([{ due: '2026-10-02' }]);
});

test('a code that was misheard by one letter opens nobody else', async () => {
  const { code } = await askedBy(desk, { bornOn: BORN });
  const wrong = `${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`;
  await sam.go(paths.today());
  await sam.press('Find', { find: wrong });
  expect(sam.text()).not.toContain('Noa Nobody');
  expect(sam.page?.url.pathname).not.toContain('/referrals/');
});

test('a request about somebody whose record is restricted is told to nobody who has not opened it, and decided by whoever has', async () => {
  const registerId = await desk.refer(NOA);
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.restriction({ registerId }));
  await kim.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff: ['ana-example'] });
  const { reference } = await askedBy(desk, { bornOn: BORN });
  await sam.go(paths.referral({ reference }));
  expect(sam.text()).not.toContain('I do not sleep.');
});

test('names, words and addresses in any script come back as they were typed', async () => {
  const name = 'Llŷr ap Gwyn محمد';
  const { code, reference } = await askedBy(desk, { name, bornOn: BORN, happening: 'Mae’n anodd.\nأنا لا أنام' });
  await decide(reference, 'new');
  await sam.go(paths.person({ registerId: code }));
  expect(sam.text()).toContain(name);
  await sam.go(paths.forms({ registerId: code }));
  expect(sam.text()).toContain('Mae’n anodd.');
  expect(sam.text()).toContain('أنا لا أنام');
});

test('what was asked of a record that is closed as a duplicate goes to the one that lives on', async () => {
  const living = await desk.refer(NOA);
  const double = await desk.refer(NOA);
  await desk.send(double, { type: 'pathway-closed', reason: 'The same person twice', duplicateOf: living });
  const { reference } = await askedBy(desk, MUM, 'flag');
  await decide(reference, double, { urgency: 'today' });
  expect(sam.page?.url.pathname).toBe(paths.referralDecide({ reference }));
  await decide(reference, living, { urgency: 'today' });
  expect([await typesOf(living), await typesOf(double)]).toEqual([
    expect.arrayContaining(['change-reported']),
    expect.not.arrayContaining(['change-reported']),
  ]);
});

test('a decision that was recorded for the wrong person is taken back, and made for the right one, with what was asked', async () => {
  const wrong = await desk.refer({ name: 'Noa Otherone', bornOn: '2001-02-02' });
  const { reference } = await askedBy(desk, { ...MUM, name: 'Noa Nobody' }, 'flag');
  await decide(reference, wrong, { urgency: 'today' });
  const { body } = await desk.call('GET', `/pathways/${wrong}/events`);
  const flagged = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'change-reported');
  await desk.send(wrong, { type: 'corrected', event: flagged?.id, reason: 'It was somebody else' });
  const { body: after } = await desk.call('GET', `/pathways/${wrong}/deadlines`);
  expect(
    (after['deadlines'] as { kind: string; status: string }[]).filter(({ kind, status }) => kind === 'change-review' && status === 'open'),
  ).toEqual([]);
});

test('somebody known under another name asks for themself: shown beside the record by the day of birth, and taken there, with one record after it', async () => {
  const registerId = await desk.refer({ name: 'Noa Before-Marriage', bornOn: '2001-02-02' });
  const { reference } = await askedBy(desk, { name: 'Noa Afterwards', bornOn: BORN });
  await sam.go(paths.referral({ reference }));
  expect(sam.text()).toMatch(new RegExp(`Who may be the same person.*${registerId}`));
  await decide(reference, registerId, { urgency: 'can-wait' });
  expect(await people()).toBe(1);
  expect(await typesOf(registerId)).toEqual(['referral-received', 'change-reported']);
});

test('two officers decide one referral at one moment: it is taken once, and the second is told what became of it', async () => {
  const { code, reference } = await askedBy(desk, { bornOn: BORN });
  const ana = await desk.signedIn('ana-example');
  for (const officer of [sam, ana]) await officer.go(paths.referral({ reference }));
  await Promise.all([sam, ana].map((officer) => officer.press('Record what was decided', { is: 'new' })));
  expect(await people()).toBe(1);
  expect(await typesOf(code)).toEqual(['referral-received']);
  for (const officer of [sam, ana]) expect(officer.text()).toContain(code);
});

test('a child whose address must not reach the father: he hears of nothing, and how the mother is reached stands on no page and in no letter', async () => {
  const registerId = await desk.refer({ ...NOA, bornOn: '2014-05-05' });
  const mother = { id: 'mum', name: 'Mum Nobody', role: 'parent-carer', email: 'refuge@example.org', guarded: true };
  const father = { id: 'dad', name: 'Dad Nobody', role: 'parent-carer', email: 'dad@example.org', mustNotKnow: true };
  for (const contact of [mother, father]) await desk.call('POST', `/people/${registerId}/contacts`, contact);
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20', invited: ['mum', 'dad'] });
  const { rows } = await desk.pool.query<{ ref: string; recipient: string; status: string; reason: string }>(
    `select ref, recipient, status, reason from notice where register_id = $1 and template = 'meeting-invitation' and recipient like 'contact:%'`,
    [registerId],
  );
  expect(rows.filter(({ recipient, status }) => recipient === 'contact:dad' && status !== 'held' && status !== 'dropped')).toEqual([]);
  const toMother = rows.find(({ recipient }) => recipient === 'contact:mum')?.ref ?? '';
  for (const at of [
    paths.person({ registerId }),
    paths.needs({ registerId }),
    paths.history({ registerId }),
    paths.notice({ notice: toMother }),
  ]) {
    expect((await sam.go(at)).status).toBe(200);
    expect(sam.page?.html).not.toContain('refuge@example.org');
  }
});

test('a hospital tells of an admission before anybody refers: what the mother then asks is a change, and the stay keeps its dates', async () => {
  const registerId = await desk.refer(NOA);
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: true, planned: false });
  const { reference } = await askedBy(desk, MUM);
  await decide(reference, registerId, { urgency: 'today' });
  expect(await typesOf(registerId)).toEqual(['referral-received', 'admitted', 'change-reported']);
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const kinds = (body['deadlines'] as { kind: string; due: string }[]).filter(({ kind }) => kind === 'post-admission-cetr');
  expect(kinds).toMatchObject([{ due: '2026-10-30' }]);
});
