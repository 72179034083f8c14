import { paths } from '../../web/paths';
import { lettersAbout } from './support/una-letters';
import { type Story, startStory } from './support/story';
import { ofMam, ofReview, PRIVATE, sorted, team } from './support/told';
import { actionDone, closeMeeting, day, HER, papersSent, prepared, tokensOf, UNA, UNAS_AREA } from './support/una';

/**
 * The adult of policy.md section 7.4, from the first worry to leaving the pathway, over the pages and the API, in an area that books by itself. Every
 * mail of nine months is here, by day, reader and subject, and each kind of letter once in full. Days are worked out by hand from the contract:
 * meetings are on Tuesdays and Thursdays, three days ahead at least, reviews on Wednesdays, seven; 5 October 2026 is a Monday.
 */
let story: Story;
let tokens: Awaited<ReturnType<typeof tokensOf>>;
let una: string;
/** Her review in June, of which the report goes out later. */
let inpatient: string;
let is: ReturnType<typeof lettersAbout>;
beforeAll(async () => {
  story = await startStory('2026-10-05T09:00', UNAS_AREA);
  tokens = await tokensOf(story);
});
afterAll(() => story.end());

const at = (meeting: string) => paths.meeting({ registerId: una, meeting });
const INVITED = 'invitation to a meeting';
const EVERYBODY = ['team', 'commissioner', 'panel', 'provider', 'person', 'chosen-contacts'];
const LEE = { as: 'lee-commissioner' };
const BOOK = { button: 'Book meeting' };

test('Monday 5 October: the surgery’s system refers her; the team reads it, and the nurse is told what happens next', async () => {
  const event = { type: 'referral-received', source: 'professional', suggestedRating: 'amber' };
  expect((await story.post(tokens.surgery, '/referrals', { person: UNA, event })).status).toBe(202);
  expect(await story.told()).toEqual({ '2026-10-05': sorted(team('a new referral to read'), ['gil: we have your referral']) });
  una = story.registerIdTold('sam.okafor');
  is = lettersAbout(una);
  expect(story.text('sam.okafor', 'a new referral')).toBe(is.toRead);
  expect(story.text('gil', 'we have')).toBe(is.weHaveIt);
});

test('the officer keeps the evidence of her diagnosis and decides; she consents, is amber, and a MAM is booked for Thursday', async () => {
  const sam = await story.as('sam-okafor');
  await sam.go(paths.documentAdd({ registerId: una }));
  const file = new File([`%PDF-1.7\n${'x'.repeat(2_000)}\nstartxref\n0\n%%EOF\n`], 'letter.pdf');
  await sam.press('Add the document', { what: 'diagnosis', title: 'Letter of the clinic' }, { file });
  expect(sam.text()).toContain('Evidence of a diagnosis: Letter of the clinic');
  await sam.go(paths.recordTogether({ registerId: una, journey: 'decide-referral' }));
  await sam.press('Continue', { 'decision-when': 'today', 'decision-outcome': 'eligible', 'decision-diagnosis': 'both' });
  await sam.press('Continue', { 'consent-answer': 'given', 'consent-scope': ['meeting'], 'consent-basis': 'own' });
  await sam.press('See what this changes', { 'rating-rating': 'amber', 'rating-reason': 'She has stopped going out' });
  await sam.press('Record the decision');
  expect(await story.told()).toEqual({ '2026-10-05': sorted(team('the rating has changed'), ofMam(INVITED)) });
  expect(await story.meetings(una)).toEqual(['mam 2026-10-08 scheduled']);
  expect(await story.owed(una)).toEqual(['meeting-outcome 2026-10-10', 'consent-renewal 2027-10-05', 'mam']);

  expect(story.text('sam.okafor', 'the rating')).toBe(is.amber);
  for (const professional of ['sam.okafor', 'keyworkers']) expect(story.text(professional, INVITED)).toBe(is.mam);
  expect(story.text('jo', 'About')).toBe(is.mamToMum);
  expect(story.text('una', 'About')).toBe(is.mamToHer);
});

test('Thursday 8 October: the plan has owners and days, and another MAM follows; each day’s list says what is for whom', async () => {
  await story.at('2026-10-08T11:45');
  const meeting = await story.booked(una, 'mam');
  const ana = await story.as('ana-example');
  await ana.go(paths.meetingAction({ registerId: una, meeting }));
  await ana.press('Add the action', { what: 'Book the health check', owner: 'nurse', ...day('due', '2026-10-20') });
  await ana.press('Add the action', { what: 'Find support for the evenings', owner: 'sam-okafor', ...day('due', '2026-10-22') });
  await ana.go(at(meeting));
  const next = {
    'next-time': '10:00',
    'next-until': '11:30',
    'next-place': 'The library',
    'next-invited': ['team', 'keyworker', 'person', 'chosen-contacts'],
  };
  await closeMeeting(ana, 'continue', { ...day('next-on', '2026-10-29'), ...next });
  // Nobody is asked to arrange what the area has booked.
  expect(await story.told()).toEqual({ '2026-10-08': sorted(ofMam(INVITED)) });
  expect(story.text('jo', 'About')).toContain('on Thursday 29 October 2026, 10am to 11.30am, at the library.');
  expect(await story.meetings(una)).toEqual(['mam 2026-10-08 held', 'mam 2026-10-29 scheduled']);

  await story.at('2026-10-19T09:00');
  await actionDone(story, una, 'Book the health check');
  await story.at('2026-10-22T09:00');
  await actionDone(story, una, 'Find support for the evenings');
  // Seven days before it, and on the day; an action of fewer than 14 days is not reminded of before its day.
  expect(await story.told()).toEqual({
    '2026-10-09': team('2 things to do'),
    '2026-10-15': team('1 thing to do'),
    '2026-10-22': team('1 thing to do'),
  });
  expect(story.text('sam.okafor', '2 things')).toBe(is.list);
  expect(story.text('ana.example', '1 thing')).toContain(
    `- ${una}: do the action “Find support for the evenings” (for Sam Okafor), due today, Thursday 22 October 2026`,
  );
});

test('Thursday 29 October: it does not get better; red, the director is told, and a CTR in the community is booked for Wednesday 11 November', async () => {
  await story.at('2026-10-29T11:45');
  const ana = await story.as('ana-example');
  await ana.go(at(await story.booked(una, 'mam')));
  await closeMeeting(ana, 'escalate', { 'red-reason': 'The plan did not hold' });
  expect(await story.told()).toEqual({
    '2026-10-29': sorted(team('the rating has changed'), ['director: the rating has changed'], ofReview(INVITED)),
  });
  // The preparations that were due before the booking are due at once (contract 6.12(6)).
  expect(await story.owed(una)).toEqual([
    ...['cetr-arrangements 2026-10-29', 'family-contact 2026-10-29', 'panel-papers 2026-11-10', 'meeting-outcome 2026-11-13'],
    ...['consent-renewal 2027-10-05', 'community-cetr'],
  ]);
  expect(story.text('director', 'the rating')).toBe(is.red);
  for (const professional of ['lee.example', 'panel.office']) expect(story.text(professional, INVITED)).toBe(is.review);
  expect(story.text('jo', 'About')).toBe(is.reviewToMum);
  expect(story.text('una', 'About')).toBe(is.reviewToHer);
});

test('the review is prepared and held on 11 November; what cannot be done has a Plan B; the report goes out within fourteen days', async () => {
  const meeting = await story.booked(una, 'community-cetr');
  await prepared(story, una, meeting);
  await papersSent(story, una, meeting, '2026-11-02', '2026-11-09');
  await story.at('2026-11-11T16:30');
  const lee = await story.as('lee-commissioner');
  await lee.go(paths.recordTogether({ registerId: una, journey: 'meeting-rating' }));
  const held = { 'meeting-when': 'today', 'meeting-meeting': meeting, 'meeting-outcome': 'stay-in-community', 'meeting-quorate': 'true' };
  await lee.press('Continue', held);
  await lee.press('See what this changes', { 'rating-rating': 'red', 'rating-reason': 'Still in danger of hospital' });
  await lee.press('Record meeting and rating');
  await lee.go(paths.meetingAction({ registerId: una, meeting }));
  const recommended = { category: 'home', body: 'The council', otherwise: 'A bed in the crisis house', owner: 'ana-example' };
  await lee.press('Add the recommendation', { what: 'Have support come in every day', ...recommended, ...day('due', '2026-11-18') });
  expect(await story.told()).toEqual({ '2026-11-11': ['una: About your meeting'] });
  expect(story.text('una', 'About')).toBe(is.howWasIt);
  expect(await story.owed(una)).toEqual([
    ...['action 2026-11-18', 'cetr-feedback 2026-11-18', 'cetr-report 2026-11-25', 'consent-renewal 2027-10-05'],
  ]);

  await story.at('2026-11-13T15:00');
  await story.record(una, 'feedback-taken', { meeting, declined: 'false' });
  await story.at('2026-11-17T10:00');
  const ana = await story.as('ana-example');
  await ana.go(paths.actions({ registerId: una }));
  await ana.follow('Cannot be done: Have support');
  await ana.press('See what this changes', { when: 'today', planB: 'A bed in the crisis house' });
  await ana.press('Record');
  expect(await story.told()).toEqual({
    '2026-11-12': team('1 thing to do'),
    '2026-11-17': sorted(team('an action needs a Plan B'), ['lee.example: an action needs a Plan B']),
  });
  expect(story.text('lee.example', 'an action')).toBe(is.planB);

  const { body } = await story.desk.call('GET', `/pathways/${una}/actions`);
  const blocked = (body['actions'] as { action: string; status: string }[]).find(({ status }) => status === 'blocked')?.action;
  const planB = { action: 'plan-b', what: 'A bed in the crisis house', owner: 'sam-okafor', due: '2026-11-20', insteadOf: blocked };
  await story.desk.send(una, { type: 'action-agreed', ...planB });
  await story.at('2026-11-19T15:00');
  await actionDone(story, una, 'A bed in the crisis house');
  await story.at('2026-11-24T09:30');
  await story.record(una, 'report-sent', { meeting });
  const again = { ...day('lookAgainOn', '2026-12-21'), reason: 'See whether she sleeps' };
  await story.record(una, 'next-step-set', again, { button: 'Set day' });
  // On the 18th the Plan B is in the list, and the report seven days before it is due; nobody hears any more of what it replaced.
  expect(await story.told()).toEqual({ '2026-11-18': team('2 things to do'), '2026-11-24': sorted(ofReview('the report is there')) });
  expect(story.text('panel.office', 'the report')).toBe(is.report);
  expect(story.text('jo', 'About')).toBe(is.reportToMum);
  expect(story.text('una', 'About')).toBe(is.reportToHer);
  expect(await story.owed(una)).toEqual(['next-step 2026-12-21', 'consent-renewal 2027-10-05']);
});

test('Monday 14 December, at night: the hospital tells of her admission; the review is booked within 28 days, and moved', async () => {
  await story.at('2026-12-14T21:10');
  const admitted = { type: 'admitted', security: 'non-secure', detained: false, planned: false, site: 'RX1', withoutReview: 'emergency' };
  expect((await story.post(tokens.hospital, '/events', { person: HER, ...admitted })).status).toBe(202);
  const recorded = ['ana.example', 'lee.example', 'sam.okafor'].map((one) => `${one}: an admission was recorded`);
  expect(await story.told()).toEqual({
    // Seven days before the day on which the team was to look again.
    '2026-12-14': sorted(team('1 thing to do'), recorded, ofReview(INVITED, 'ward.office')),
  });
  expect(story.text('lee.example', 'an admission')).toBe(is.admitted);
  expect(await story.meetings(una)).toContain('post-admission-cetr 2026-12-23 scheduled');
  // 14 December + 28 days, and + 8 weeks; the review of 11 November is more than 28 days old.
  expect(await story.owed(una)).toEqual(
    expect.arrayContaining(['post-admission-cetr 2027-01-11', 'oversight-visit 2027-02-08', 'consent-renewal 2027-10-05']),
  );
  await story.at('2026-12-15T09:00');
  const meeting = await story.booked(una, 'post-admission-cetr');
  await prepared(story, una, meeting);
  const moved = { type: 'meeting-scheduled', meeting, kind: 'post-admission-cetr', on: '2027-01-06', time: '09:30', until: '16:00' };
  await story.desk.send(una, { ...moved, invited: EVERYBODY });
  expect(await story.told()).toEqual({
    '2026-12-15': sorted(team('2 things to do, all late'), ofReview('a meeting has changed', 'ward.office')),
  });
  expect(story.text('ward.office', 'a meeting')).toBe(is.moved);
  expect(story.text('jo', 'About')).toBe(is.movedToMum);
  expect(story.text('una', 'About')).toBe(is.movedToHer);
});

test('it is held on 6 January, on the 23rd day; she is seen every eight weeks, and reviewed again before six months are over', async () => {
  const meeting = await story.booked(una, 'post-admission-cetr');
  await papersSent(story, una, meeting, '2026-12-21', '2027-01-04');
  await story.at('2027-01-06T16:10');
  await story.record(una, 'meeting-held', { meeting, kind: 'post-admission-cetr', outcome: 'at-2', quorate: 'true' }, LEE);
  expect(await story.told()).toEqual({ '2027-01-06': ['una: About your meeting'] });
  expect(await story.owed(una)).toEqual([
    ...['cetr-feedback 2027-01-13', 'cetr-report 2027-01-20', 'oversight-visit 2027-02-08', 'inpatient-cetr 2027-07-06'],
    'consent-renewal 2027-10-05',
  ]);
  await story.at('2027-01-08T10:00');
  await story.record(una, 'feedback-taken', { meeting, declined: 'true' });
  await story.at('2027-01-19T10:00');
  await story.record(una, 'report-sent', { meeting });
  expect(await story.told()).toEqual({
    '2027-01-13': team('1 thing to do'),
    '2027-01-19': sorted(ofReview('the report is there', 'ward.office')),
  });

  const visit = { purpose: 'oversight', onSite: 'true', seen: 'true' };
  const visits = { '2027-02-05': '2027-04-02', '2027-03-31': '2027-05-26', '2027-05-24': '2027-07-19' };
  for (const [seen, due] of Object.entries(visits)) {
    await story.at(`${seen}T15:00`);
    await story.record(una, 'visit-held', visit, LEE);
    expect(await story.owed(una)).toContain(`oversight-visit ${due}`);
  }
  // Fourteen and seven days before each; 26 March 2027 is Good Friday, so that the day before it is meant.
  const reminders = ['2027-01-25', '2027-02-01', '2027-03-19', '2027-03-25', '2027-05-12', '2027-05-19'];
  expect(await story.told()).toEqual(Object.fromEntries(reminders.map((on) => [on, team('1 thing to do')])));
});

test('the meeting about her care plan is called off and held a week later, and the review of June is prepared and held', async () => {
  await story.at('2027-06-01T10:00');
  const asked = { kind: 'cpa', time: '14:00', place: 'The ward', invited: ['team', 'provider', 'person', 'chosen-contacts'] };
  const ofWard = (subject: string) => sorted(team(subject), [`ward.office: ${subject}`], PRIVATE);
  await story.record(una, 'meeting-scheduled', { ...asked, ...day('on', '2027-06-08') }, BOOK);
  expect(await story.told()).toEqual({ '2027-06-01': ofWard(INVITED) });
  expect(story.text('ward.office', INVITED)).toBe(is.carePlan);
  await story.record(una, 'meeting-cancelled', { meeting: await story.booked(una, 'cpa') }, { button: 'Cancel meeting' });
  expect(await story.told()).toEqual({ '2027-06-01': ofWard('a meeting is off') });
  expect(story.text('ward.office', 'a meeting')).toBe(is.off);
  expect(story.text('jo', 'About')).toBe(is.offToMum);
  expect(story.text('una', 'About')).toBe(is.offToHer);
  await story.record(una, 'meeting-scheduled', { ...asked, ...day('on', '2027-06-15') }, BOOK);
  const review = { kind: 'inpatient-cetr', time: '09:30', until: '16:00', place: 'Panel room', invited: EVERYBODY };
  await story.record(una, 'meeting-scheduled', { ...review, ...day('on', '2027-06-23') }, BOOK);
  expect(await story.told()).toEqual({ '2027-06-01': sorted(ofWard(INVITED), ofReview(INVITED, 'ward.office')) });

  const meeting = (inpatient = await story.booked(una, 'inpatient-cetr'));
  await story.at('2027-06-02T10:00');
  await prepared(story, una, meeting);
  await story.at('2027-06-15T15:00');
  await story.record(una, 'meeting-held', { meeting: await story.booked(una, 'cpa'), kind: 'cpa' });
  await papersSent(story, una, meeting, '2027-06-16', '2027-06-21');
  await story.at('2027-06-23T16:30');
  await story.record(una, 'meeting-held', { meeting, kind: 'inpatient-cetr', outcome: 'at-6', quorate: 'true' }, LEE);
  expect(await story.told()).toEqual({ '2027-06-23': ['una: About your meeting'] });
  expect(await story.owed(una)).toEqual([
    ...['cetr-feedback 2027-06-30', 'cetr-report 2027-07-07', 'oversight-visit 2027-07-19', 'consent-renewal 2027-10-05'],
    'inpatient-cetr 2027-12-23',
  ]);
});

test('Monday 28 June: she goes home; amber at once with no new referral, a MAM on Thursday, and with it she leaves the pathway', async () => {
  await story.at('2027-06-24T10:00');
  const planning = { kind: 'discharge-planning', time: '09:30', invited: ['team', 'provider', 'person', 'chosen-contacts'] };
  await story.record(una, 'meeting-scheduled', { ...planning, ...day('on', '2027-06-25') }, BOOK);
  await story.at('2027-06-25T11:00');
  await story.record(una, 'meeting-held', { meeting: await story.booked(una, 'discharge-planning'), kind: 'discharge-planning' });
  await story.record(una, 'feedback-taken', { meeting: inpatient, declined: 'false' });
  await story.record(una, 'report-sent', { meeting: inpatient });
  expect(await story.told()).toEqual({
    '2027-06-24': sorted(team(INVITED), [`ward.office: ${INVITED}`], PRIVATE),
    // What came of that meeting is due on a Sunday, so that its reminder is of the Friday before (contract 5.1).
    '2027-06-25': sorted(team('1 thing to do'), ofReview('the report is there', 'ward.office')),
  });

  await story.at('2027-06-28T11:00');
  const discharged = { person: HER, type: 'discharged', destination: 'supported-living' };
  expect((await story.post(tokens.hospital, '/events', discharged)).status).toBe(202);
  const recorded = ['ana.example', 'lee.example', 'sam.okafor'].map((one) => `${one}: a discharge was recorded`);
  expect(await story.told()).toEqual({ '2027-06-28': sorted(recorded, ofMam(INVITED)) });
  expect(story.text('lee.example', 'a discharge')).toBe(is.discharged);
  expect(await story.owed(una)).toEqual(['meeting-outcome 2027-07-03', 'consent-renewal 2027-10-05', 'mam']);
  const { body: now } = await story.desk.call('GET', `/pathways/${una}`);
  expect(now).toMatchObject({ pathway: 1, rating: 'amber', setting: 'community', onRegister: true });

  await story.at('2027-07-01T11:45');
  const sam = await story.as('sam-okafor');
  await sam.go(at(await story.booked(una, 'mam')));
  await closeMeeting(sam, 'stand-down', { 'end-then': 'leave' }, { 'leave-reason': 'The support holds' });
  // Whoever sat in it is not told that it is off.
  expect(await story.told()).toEqual({ '2027-07-01': team('the pathway has ended') });
  expect(story.text('ana.example', 'the pathway')).toBe(is.ended);
  await story.at('2028-01-05T09:00');
  expect(await story.told()).toEqual({});
});
