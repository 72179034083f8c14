import { createToken } from '../../services/access/tokens';
import { askingPaths, paths } from '../../web/paths';
import { admittedUnknown, arrived, changed, howWasIt, onCall, reviewToAlice, watched } from './support/tom-and-alice-letters';
import { type Story, startStory } from './support/story';
import { sorted, team } from './support/told';
import { closeMeeting, day, papersConsented, prepared, UNAS_AREA } from './support/una';

/**
 * Tom and Alice (policy.md sections 7.2 and 7.1) in one area, who are each other's friends, over the pages and the API: every mail of both by day, reader and
 * subject, those letters in full that no adult has, and nothing of the one in what is written about the other (T-8). 3 September 2026 is a Thursday.
 */
let story: Story;
let tom: string;
let alice: string;
beforeAll(async () => {
  story = await startStory('2026-09-03T18:30', UNAS_AREA);
});
afterAll(() => story.end());

const INVITED = 'invitation to a meeting';
const LEE = { as: 'lee-commissioner' };
/** `who: subject` for each of these. */
const each = (who: readonly string[], subject: string): string[] => who.map((one) => `${one}: ${subject}`);
const TOM_AND_MUM = ['mum: About a meeting', 'tom: About your meeting'];
const PROFESSIONALS = ['ana.example', 'lee.example', 'sam.okafor'];
const ofTomsMam = (subject: string): string[] => [...team(subject), `keyworkers: ${subject}`, ...TOM_AND_MUM];
const ofTomsReview = (subject: string, ...more: string[]): string[] => [
  ...each([...PROFESSIONALS, 'panel.office', ...more], subject),
  ...TOM_AND_MUM,
];

test('Alice’s father is worried, in the evening: he is told at once that it arrived, and on Friday that she is not on the list and is looked at again', async () => {
  const dad = story.desk.browser();
  await dad.go(askingPaths.flag.plain.start());
  await dad.press('Start');
  const answers = [
    { for: 'family' },
    { name: 'Alice Sample', asker: 'Dad Sample' },
    day('born', '2012-05-05'),
    { by: 'email', at: 'dad@family.example' },
  ];
  for (const answer of [...answers, { happening: 'She does not go to school' }]) await dad.press('Continue', answer);
  while (dad.text().includes('Continue')) await dad.press('Continue');
  await dad.press('Send to the team');
  [, alice = ''] = /Your reference is ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(dad.text()) ?? [];
  expect(await story.told()).toEqual({ '2026-09-03': ['dad: We have your message'] });
  expect(story.text('dad', 'We have')).toBe(arrived(alice));

  await story.at('2026-09-04T09:00');
  const sam = await story.as('sam-okafor');
  await sam.go(paths.referrals());
  await sam.follow('Look at it');
  await sam.press('Record what was decided', { is: 'new' });
  expect(sam.page?.url.pathname).toBe(paths.person({ registerId: alice }));
  await sam.go(paths.recordTogether({ registerId: alice, journey: 'decide-referral' }));
  const watch = { 'decision-outcome': 'watch', 'decision-diagnosis': 'none', ...day('decision-reviewOn', '2026-10-30') };
  await sam.press('Continue', { 'decision-when': 'today', ...watch });
  await sam.press('Record the decision');
  expect(await story.told()).toEqual({ '2026-09-04': sorted(team('a new referral to read'), ['dad: About your request']) });
  expect(story.text('dad', 'About')).toBe(watched(alice));
});

test('Monday 21 September: SENDIAS refers Tom, he consents and is amber; the hospital has Alice since the night before, and no clock of ours runs', async () => {
  await story.at('2026-09-21T10:00');
  const contacts = [
    { id: 'tom', name: 'Tom Example', role: 'person', email: 'tom@person.example', chosen: true },
    { id: 'mum', name: 'Mum Example', role: 'parent-carer', email: 'mum@family.example', chosen: true },
    { id: 'sendias', name: 'Sendias Sample', role: 'referrer', email: 'sendias@advice.example', referred: true },
    { id: 'friend', name: 'Alice Sample', role: 'professional' },
  ];
  const token = await createToken(story.desk.pool, 'SENDIAS', ['referrals:write']);
  const person = { name: 'Tom Example', bornOn: '2011-03-02', contacts };
  const event = { type: 'referral-received', source: 'professional', suggestedRating: 'amber' };
  expect((await story.post(token, '/referrals', { person, event })).status).toBe(202);
  expect(await story.told()).toEqual({ '2026-09-21': sorted(team('a new referral to read'), ['sendias: we have your referral']) });
  tom = story.registerIdTold('sam.okafor');
  const sam = await story.as('sam-okafor');
  await sam.go(paths.recordTogether({ registerId: tom, journey: 'decide-referral' }));
  await sam.press('Continue', { 'decision-when': 'today', 'decision-outcome': 'eligible', 'decision-diagnosis': 'autism' });
  await sam.press('Continue', { 'consent-answer': 'given', 'consent-scope': ['meeting'], 'consent-basis': 'gillick' });
  await sam.press('See what this changes', { 'rating-rating': 'amber', 'rating-reason': 'Older lads online' });
  await sam.press('Record the decision');
  expect(await story.told()).toEqual({ '2026-09-21': sorted(team('the rating has changed'), ofTomsMam(INVITED)) });
  expect(await story.meetings(tom)).toEqual(['mam 2026-09-24 scheduled']);

  const friend = { id: 'friend', name: 'Tom Example', role: 'professional', reason: 'Her friend' };
  expect((await story.desk.call('POST', `/people/${alice}/contacts`, friend)).status).toBe(201);
  const itself = { id: 'alice', name: 'Alice Sample', role: 'person', email: 'alice@person.example', reason: 'She is written to' };
  expect((await story.desk.call('POST', `/people/${alice}/contacts`, itself)).status).toBe(201);
  const admitted = { security: 'non-secure', detained: 'false', planned: 'false' };
  await story.record(alice, 'admitted', { ...admitted, when: 'yesterday' });
  expect(await story.told()).toEqual({ '2026-09-21': each(PROFESSIONALS, 'an admission was recorded') });
  expect(story.text('lee.example', 'an admission')).toBe(admittedUnknown(alice));
  expect(await story.owed(alice)).toEqual(['watch-review 2026-10-30']);
});

test('Tom, from the MAM to the night of 1 October: the change at night wakes who is on call, red is told to the director, and an LAEP admits him', async () => {
  await story.at('2026-09-24T11:45');
  const ana = await story.as('ana-example');
  await ana.go(paths.meeting({ registerId: tom, meeting: await story.booked(tom, 'mam') }));
  const next = { 'next-time': '10:00', 'next-invited': ['team', 'keyworker', 'person', 'chosen-contacts'] };
  await closeMeeting(ana, 'continue', { ...day('next-on', '2026-10-13'), ...next });
  expect(await story.told()).toEqual({ '2026-09-24': sorted(ofTomsMam(INVITED)) });

  await story.at('2026-09-30T21:30');
  await story.record(tom, 'change-reported', { source: 'family', urgency: 'today', what: 'He smashed up his phone' });
  expect(await story.told()).toEqual({
    '2026-09-30': sorted(team('a change was reported'), ['oncall: an urgent change, please look now']),
  });
  expect(story.text('oncall', 'an urgent')).toBe(onCall(tom));
  expect(story.text('sam.okafor', 'a change')).toBe(changed(tom));

  await story.at('2026-10-01T09:30');
  await story.record(tom, 'rating-set', { rating: 'red', reason: 'He wants to die' });
  expect(await story.told()).toEqual({
    '2026-10-01': sorted(
      // Nobody looked on the day: it is in the lists, and with the commissioner (contract 5.1).
      each(PROFESSIONALS, '1 thing to do, and it is late'),
      ['lee.example: something needs you'],
      each(['ana.example', 'director', 'sam.okafor'], 'the rating has changed'),
      ofTomsReview(INVITED),
    ),
  });
  expect((await story.meetings(tom)).at(-1)).toBe('community-cetr 2026-10-14 scheduled');
  await story.at('2026-10-01T21:00');
  const sam = await story.as('sam-okafor');
  await sam.go(paths.recordTogether({ registerId: tom, journey: 'laep-admission' }));
  await sam.press('Continue', { 'laep-when': 'today', 'laep-quorate': 'true' });
  const stay = { 'admission-security': 'low', 'admission-detained': 'false', 'admission-planned': 'false' };
  await sam.press('See what this changes', { ...stay, 'admission-withoutReview': 'emergency' });
  await sam.press('Record LAEP and admission');
  expect(await story.told()).toEqual({ '2026-10-01': each(PROFESSIONALS, 'an admission was recorded') });
  // Under 18: fourteen days, and six weeks.
  expect(await story.owed(tom)).toEqual(expect.arrayContaining(['post-admission-cetr 2026-10-15', 'oversight-visit 2026-11-12']));
});

test('Friday 2 October: what was booked in the community is called off, and the review in hospital is on the 14th; Alice’s, with her diagnosis, too', async () => {
  await story.at('2026-10-02T08:45');
  await story.record(tom, 'meeting-cancelled', { meeting: await story.booked(tom, 'community-cetr') }, { button: 'Cancel meeting' });
  await story.record(tom, 'meeting-cancelled', { meeting: await story.booked(tom, 'mam') }, { button: 'Cancel meeting' });
  expect(await story.told()).toEqual({
    // The preparations of the review in the community were due at once, the day before.
    '2026-10-02': sorted(
      team('2 things to do, all late'),
      ofTomsReview('a meeting is off'),
      ofTomsMam('a meeting is off'),
      ofTomsReview(INVITED, 'ward.office'),
    ),
  });
  expect((await story.meetings(tom)).at(-1)).toBe('post-admission-cetr 2026-10-14 scheduled');
  const review = await story.booked(tom, 'post-admission-cetr');
  await prepared(story, tom, review);

  // Diagnosed in the stay: fourteen days from then. Until she consents, the team and the commissioner alone are asked.
  await story.at('2026-10-05T11:00');
  await story.record(alice, 'diagnosis-confirmed', { diagnosis: 'autism' });
  expect(await story.told()).toEqual({ '2026-10-05': each(PROFESSIONALS, INVITED) });
  expect(await story.owed(alice)).toEqual(expect.arrayContaining(['post-admission-cetr 2026-10-19', 'oversight-visit 2026-11-16']));
  expect((await story.meetings(alice)).at(-1)).toBe('post-admission-cetr 2026-10-14 scheduled');
  await story.at('2026-10-06T09:00');
  await story.record(alice, 'eligibility-decided', { outcome: 'eligible', diagnosis: 'autism' });
  await story.record(alice, 'consent-given', { scope: ['register', 'meeting'], basis: 'gillick' });
  expect(await story.told()).toEqual({
    '2026-10-06': sorted(team('3 things to do, 2 of them late'), each(['panel.office', 'ward.office'], INVITED), [
      'alice: About your meeting',
    ]),
  });
  expect(story.text('alice', 'About')).toBe(reviewToAlice(alice));
});

test('both reviews are held on the 14th, both are seen, and both go home on 23 November: Tom leaves, and Alice’s meetings go on', async () => {
  const reviews: Record<string, string> = {};
  for (const one of [tom, alice]) reviews[one] = await story.booked(one, 'post-admission-cetr');
  const both = async (type: string, answers: object = {}): Promise<void> => {
    for (const one of [tom, alice]) await story.record(one, type, { meeting: reviews[one] ?? '', ...answers }, LEE);
  };
  await prepared(story, alice, reviews[alice] ?? '');
  for (const one of [tom, alice]) await papersConsented(story, one, '2026-10-07', 'gillick');
  await story.at('2026-10-12T10:00');
  await both('papers-sent');
  await story.at('2026-10-14T16:30');
  await both('meeting-held', { kind: 'post-admission-cetr', outcome: 'at-2', quorate: 'true' });
  expect(await story.told()).toEqual({ '2026-10-14': ['alice: About your meeting', 'tom: About your meeting'] });
  expect(story.text('tom', 'About')).toBe(howWasIt(tom));
  for (const one of [tom, alice])
    expect(await story.owed(one)).toEqual(
      expect.arrayContaining(['cetr-feedback 2026-10-21', 'cetr-report 2026-10-28', 'inpatient-cetr 2027-01-14']),
    );
  await story.at('2026-10-16T10:00');
  await both('feedback-taken', { declined: 'false' });
  await story.at('2026-10-20T10:00');
  await both('report-sent');
  const REPORT = 'the report is there';
  const ofAlicesReview = each([...PROFESSIONALS, 'panel.office', 'ward.office'], REPORT);
  expect(await story.told()).toEqual({
    '2026-10-20': sorted(ofTomsReview(REPORT, 'ward.office'), ofAlicesReview, ['alice: About your meeting']),
  });
  await story.at('2026-10-28T15:00');
  for (const one of [tom, alice]) {
    await story.record(one, 'visit-held', { purpose: 'oversight', onSite: 'true', seen: 'true' }, LEE);
    expect(await story.owed(one)).toContain('oversight-visit 2026-12-09');
  }
  await story.at('2026-11-23T10:00');
  for (const one of [tom, alice]) await story.record(one, 'discharged', { destination: 'home' });
  const recorded = each(PROFESSIONALS, 'a discharge was recorded');
  const ofAlicesMam = [...team(INVITED), `keyworkers: ${INVITED}`, 'alice: About your meeting'];
  expect(await story.told()).toEqual({ '2026-11-23': sorted(recorded, recorded, ofTomsMam(INVITED), ofAlicesMam) });
  await story.at('2026-11-26T11:45');
  for (const [one, outcome, ...then] of [
    [tom, 'stand-down', { 'end-then': 'leave' }, { 'leave-reason': 'Well again' }],
    [alice, 'continue', { ...day('next-on', '2026-12-10'), 'next-invited': ['team', 'keyworker', 'person', 'chosen-contacts'] }],
  ] as const) {
    const sam = await story.as('sam-okafor');
    await sam.go(paths.meeting({ registerId: one, meeting: await story.booked(one, 'mam') }));
    await closeMeeting(sam, outcome, ...then);
  }
  expect(await story.told()).toEqual({ '2026-11-26': sorted(team('the pathway has ended'), ofAlicesMam) });
});

test('nothing of the one, nor a name, in what is written about the other', async () => {
  expect(story.everything().length).toBeGreaterThan(100);
  for (const { to, subject, text } of story.everything()) {
    const said = `${subject} ${text}`;
    expect([to, subject, said.match(/Tom Example|Alice Sample|Mum Example|Dad Sample|smashed|wants to die|Older lads/)]).toEqual([
      to,
      subject,
      null,
    ]);
    // The team’s daily lists are of everybody; every other mail is about one.
    const ofBoth = said.includes(tom) && said.includes(alice);
    expect([to, subject, ofBoth]).toEqual([to, subject, ofBoth && /things? to do/.test(subject)]);
  }
  for (const to of ['tom', 'mum', 'sendias'])
    expect(
      story
        .everything()
        .filter((one) => one.to === to)
        .map(({ text }) => text)
        .join(),
    ).not.toContain(alice);
  for (const to of ['alice', 'dad'])
    expect(
      story
        .everything()
        .filter((one) => one.to === to)
        .map(({ text }) => text)
        .join(),
    ).not.toContain(tom);
  const sam = await story.as('sam-okafor');
  for (const [own, other] of [
    [tom, alice],
    [alice, tom],
  ] as const)
    for (const page of [paths.person, paths.needs, paths.meetings, paths.history, paths.forms, paths.deadlines]) {
      await sam.go(page({ registerId: own }));
      expect(sam.page?.status).toBe(200);
      expect(sam.page?.html).not.toContain(other);
    }
});
