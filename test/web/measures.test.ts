import { keptText } from '../../web/measures/shared';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

const NAME = 'Zaphira Madeup-Secretname';
const ADULT = { bornOn: '1990-05-05', name: NAME };
/** Somebody on the register as of the day of the desk's clock. */
async function member(rating: 'red' | 'amber' | null = 'amber', person: object = ADULT): Promise<string> {
  const registerId = await desk.refer({ ...person });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] });
  if (rating) await desk.send(registerId, { type: 'rating-set', rating, reason: 'x' });
  return registerId;
}
const admission = (on: string, more: object = {}) => ({ type: 'admitted', on, security: 'low', detained: false, planned: false, ...more });
const review = (on: string, kind: string, more: object = {}) => ({ type: 'meeting-held', meeting: `${kind}-${on}`, kind, on, ...more });

/** Signs in on a day; out: who reads the page. */
async function on(day: string, who = 'lee-commissioner'): Promise<TextBrowser> {
  desk.setClock(`${day}T09:00`);
  return desk.signedIn(who);
}
/** The row of a table or list that begins so, in one line. */
function row(browser: TextBrowser, first: string): string {
  const rows = (browser.page?.html ?? '').match(/<tr>[\s\S]*?<\/tr>|<dt>[\s\S]*?<\/dd>/g) ?? [];
  const plain = rows.map((one) =>
    one
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim(),
  );
  return plain.find((one) => one.startsWith(first)) ?? `no row begins with ${first}`;
}
/** What stands in the row of a standard: how often it applied and was kept, excused and not kept. */
function numbers(browser: TextBrowser, title: string): string {
  const row = (browser.page?.html ?? '').match(/<tr>[\s\S]*?<\/tr>/g)?.find((one) => one.includes(`>${title}`)) ?? '';
  const cells = row.match(/<td[\s\S]*?<\/td>/g) ?? [`no row begins with ${title}`];
  return cells.map((cell) => cell.replaceAll(/<span class="nhsuk-u-visually-hidden">[\s\S]*?<\/span>|<[^>]+>/g, '').trim()).join(' ');
}

test('before anybody is on record all is nought, and nothing is claimed', async () => {
  const lee = await on('2026-10-02');
  await lee.go(paths.measures());
  expect(lee.page?.status).toBe(200);
  expect(lee.text()).toContain('Example Valley: people of all ages, from Friday 3 July 2026 to Friday 2 October 2026.');
  expect(row(lee, 'People supported')).toMatch(/^People supported 0 /);
  expect(row(lee, 'Crises avoided')).toMatch(/^Crises avoided 0 Rated red while living in the community/);
  expect(row(lee, 'From a C(E)TR to its report')).toBe('From a C(E)TR to its report 0 – – 0');
  expect(lee.text()).toContain('0 reviews were held.');
});

test.each([
  ['from=1+October&to=2+October+2026', 'First day must be a day, like 15 October 2026'],
  ['from=31+September+2026', 'First day: day must be between 1 and 30'],
  ['to=3+October+2026', 'The period must end today, or before: choose an earlier day'],
  ['from=2+October+2026&to=1+October+2026', 'The last day must not be before the first: change one of the two'],
  ['from=1+October+2021&to=2+October+2026', 'At most 5 years can be counted at once: choose a later first day'],
])('wrong days, %s: it is said what to do, and what was typed stays', async (query, said) => {
  const lee = await on('2026-10-02');
  for (const at of [paths.measures(), paths.measuresShared()]) {
    await lee.go(`${at}?${query}`);
    expect(lee.page?.status).toBe(400);
    expect(lee.text()).toContain(said);
    const [, typed = ''] = /(?:from|to)=([^&]+)/.exec(query) ?? [];
    expect(lee.page?.html).toContain(`value="${typed.replaceAll('+', ' ')}"`);
    expect(lee.text()).not.toContain('People supported');
  }
  await lee.go(`${paths.measuresStandard({ standard: 'visits' })}?${query}`);
  expect(lee.page?.status).toBe(400);
  expect(lee.text()).toContain(said);
});

test('how it goes: who is supported, what became of red, admissions again, and how quickly', async () => {
  desk.setClock('2026-10-02T09:00');
  const [better, ill] = [await member('red'), await member('red')];
  await member('red');
  await member('amber');
  desk.setClock('2026-10-09T09:00');
  await desk.send(better, review('2026-10-09', 'community-cetr', { outcome: 'stay-in-community', quorate: true }));
  await desk.send(better, { type: 'rating-set', rating: 'amber', reason: 'x' });
  await desk.send(ill, admission('2026-10-09'));
  desk.setClock('2026-10-12T09:00');
  await desk.send(ill, { type: 'discharged', on: '2026-10-12' });
  desk.setClock('2026-10-16T09:00');
  await desk.send(ill, admission('2026-10-16'));
  desk.setClock('2026-10-19T09:00');
  await desk.send(better, { type: 'report-sent', meeting: 'community-cetr-2026-10-09' });
  const lee = await on('2026-11-20');
  await lee.go(paths.measures());
  expect(row(lee, 'People supported')).toMatch(/^People supported 4 /);
  expect(row(lee, 'Came on the register')).toMatch(/^Came on the register 4: red 3, amber 1 /);
  expect(row(lee, 'Crises avoided')).toMatch(/^Crises avoided 1, 1 ended with an admission, 1 still red at the end /);
  expect(row(lee, 'Reviews at home')).toMatch(/^Reviews at home with no admission after 1 /);
  expect(row(lee, 'Admissions')).toMatch(/^Admissions 2, 1 within a year after a discharge /);
  // Four were decided the day they were referred: too few for a median. One is still waited for, since red.
  expect(row(lee, 'From the referral to the decision')).toBe('From the referral to the decision on eligibility 4 too few 0 days 0');
  expect(row(lee, 'From red to a community')).toBe('From red to a community C(E)TR 1 too few 7 days 1, the longest 49 days');
  expect(row(lee, 'From a C(E)TR to its report')).toBe('From a C(E)TR to its report 1 too few 10 days 0');

  // A day that is put right counts as it is now, and an admission that was somebody else's, taken back, no more.
  const { body } = await desk.call('GET', `/pathways/${ill}/events`);
  const events = body['events'] as { id: string; type: string }[];
  const second = events.findLast(({ type }) => type === 'admitted')?.id;
  await desk.send(ill, { type: 'corrected', event: second, reason: 'x', with: admission('2026-11-18') });
  await lee.go(paths.measures({ from: '2026-11-15' }));
  expect(row(lee, 'Admissions')).toMatch(/^Admissions 1, 1 within a year after a discharge /);
  await desk.send(ill, { type: 'corrected', event: second, reason: 'x' });
  await lee.go(paths.measures());
  expect(row(lee, 'Admissions')).toMatch(/^Admissions 1 /);
  await lee.go(paths.measures({ to: '2026-10-08' }));
  expect(row(lee, 'Admissions')).toMatch(/^Admissions 0 /);
  expect(row(lee, 'Crises avoided')).toMatch(/^Crises avoided 0, 3 still red at the end /);
  await lee.go(paths.measures({ group: 'under-18' }));
  expect(row(lee, 'People supported')).toMatch(/^People supported 0 /);
});

test('the standards: how often each applied and was kept, and where it was not, with why and the way to the record', async () => {
  desk.setClock('2026-10-02T09:00');
  const [kept, missed, unrated] = [await member(), await member(), await member(null)];
  await desk.send(kept, review('2026-10-02', 'community-cetr', { outcome: 'admission-supported', quorate: true }));
  desk.setClock('2026-10-05T09:00');
  await desk.send(kept, admission('2026-10-05'));
  await desk.send(missed, admission('2026-10-05', { withoutReview: 'emergency' }));
  await desk.send(missed, { type: 'action-agreed', action: 'a', what: 'Ask', due: '2026-12-01' });
  await desk.send(kept, { type: 'report-sent', meeting: 'community-cetr-2026-10-02' });
  // Due by 2 November, held two days late.
  desk.setClock('2026-11-04T09:00');
  await desk.send(missed, review('2026-11-04', 'post-admission-cetr', { outcome: 'at-1', quorate: false }));
  const lee = await on('2026-12-02');
  await lee.go(paths.measures());
  expect(numbers(lee, 'Everybody on the register has a rating')).toBe('3 2 (67%) 0 1');
  expect(numbers(lee, 'A C(E)TR or an urgent meeting')).toBe('2 1 (50%) 0 1');
  expect(numbers(lee, 'Who is admitted stays on the register')).toBe('2 2 (100%) 0 0');
  expect(numbers(lee, 'A C(E)TR soon after an admission')).toBe('1 0 (0%) 0 1');
  expect(numbers(lee, 'C(E)TRs are held with a full panel')).toBe('2 1 (50%) 0 1');
  expect(numbers(lee, 'The report is given within two weeks')).toBe('2 1 (50%) 0 1');
  expect(numbers(lee, 'What is agreed has an owner and a date')).toBe('1 0 (0%) 0 1');
  expect(numbers(lee, 'Meetings look at what supports the family now')).toBe('0 – 0 0');

  const why = async (standard: string): Promise<string> => {
    await lee.go(paths.measuresStandard({ standard }));
    return (lee.page?.html.match(/<tbody>[\s\S]*<\/tbody>/)?.[0] ?? '')
      .replaceAll(/<[^>]+>/g, ' ')
      .replaceAll(/\s+/g, ' ')
      .trim();
  };
  expect(await why('rated')).toBe(`${unrated} Wednesday 2 December 2026 No rating is recorded`);
  expect(await why('review-before-admission')).toBe(`${missed} Monday 5 October 2026 Without: it was an emergency`);
  expect(await why('post-admission-review')).toContain(`${missed} Monday 2 November 2026 Done 2 days late, on Wednesday 4 November 2026`);
  expect(await why('full-panel')).toBe(`${missed} Wednesday 4 November 2026 Held without a full panel`);
  expect(await why('report')).toContain('Not done in time: it was due Wednesday 18 November 2026');
  expect(await why('actions-owned')).toContain('Has no owner');
  await lee.follow(missed);
  expect(lee.page?.url.pathname).toBe(paths.person({ registerId: missed }));
  await lee.go(paths.measuresStandard({ standard: 'report' }));
  await lee.follow(`Why? this date, ${missed}`);
  expect(lee.page?.status).toBe(200);
  await lee.go(paths.measuresStandard({ standard: 'no-such' }));
  expect(lee.page?.status).toBe(404);
});

test('the notes of meetings are a standard by their sections; a recommendation for which a body answers needs no owner', async () => {
  desk.setClock('2026-10-02T09:00');
  const registerId = await member();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm', kind: 'mam', on: '2026-10-05' });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'c', kind: 'community-cetr', on: '2026-10-05' });
  const sam = await on('2026-10-05', 'sam-okafor');
  await desk.send(registerId, { ...review('2026-10-05', 'mam', { outcome: 'continue' }), meeting: 'm' });
  await desk.send(registerId, { ...review('2026-10-05', 'community-cetr', { outcome: 'stay-in-community' }), meeting: 'c' });
  await sam.go(paths.measures());
  expect(numbers(sam, 'Meetings look at what supports the family now')).toBe('1 0 (0%) 0 1');
  await sam.go(paths.meetingNotes({ registerId, meeting: 'm', section: 'family-support' }));
  await sam.press('Save', { went: 'discussed' });
  await sam.go(paths.meetingAction({ registerId, meeting: 'c' }));
  await sam.press('Add the recommendation', {
    ...{ what: 'A quiet room', category: 'home', body: 'A made-up council' },
    ...{ 'due-day': '1', 'due-month': '12', 'due-year': '2026' },
  });
  await sam.go(paths.measures());
  expect(numbers(sam, 'Meetings look at what supports the family now')).toBe('1 1 (100%) 0 0');
  expect(numbers(sam, 'What is agreed has an owner and a date')).toBe('1 1 (100%) 0 0');
});

test('what people say: who was asked, and their answers by question', async () => {
  desk.setClock('2026-10-02T09:00');
  const answers = { listened: 'yes', understood: 'partly', 'able-to-say': 'no', better: 'not-said', 'said-by': 'both' };
  const sam = await desk.signedIn('sam-okafor');
  for (const declined of [false, false, true, null]) {
    const registerId = await member();
    await desk.send(registerId, { ...review('2026-10-02', 'community-cetr', { outcome: 'stay-in-community' }), meeting: 'c' });
    if (declined !== null) await desk.send(registerId, { type: 'feedback-taken', meeting: 'c', declined });
    if (declined !== false) continue;
    await sam.go(paths.meetingNotes({ registerId, meeting: 'c', section: 'feedback' }));
    await sam.press('Save', answers);
  }
  const lee = await on('2026-10-03');
  await lee.go(paths.measures());
  expect(lee.text()).toContain(
    '4 reviews were held. After 3 somebody was asked how it was: 2 said, 1 did not wish to. Who answered: both 2.',
  );
  expect(row(lee, 'Were you listened to?')).toBe('Were you listened to? 2 0 0 0');
  expect(row(lee, 'Did you understand')).toBe('Did you understand what was said? 0 2 0 0');
  expect(row(lee, 'Could you say')).toBe('Could you say what you wanted to? 0 0 2 0');
});

test('the sheet for people with lived experience: no record, no name and no small number; what each number means, and who watches with us', async () => {
  desk.setClock('2026-10-02T09:00');
  const ids: string[] = [];
  for (let count = 0; count < 6; count += 1) ids.push(await member(count === 0 ? 'red' : 'amber'));
  const lee = await on('2026-10-03');
  await lee.go(paths.measures());
  await lee.follow('The sheet for people with lived experience');
  expect(row(lee, 'People we supported')).toBe(
    'People we supported 6 They were on the register for all of this time, or for a part of it.',
  );
  expect(row(lee, 'People who left the register')).toMatch(/^People who left the register fewer than 5 /);
  expect(row(lee, 'From asking for help to hearing')).toBe(
    'From asking for help to hearing whether we can help 0 days. This is the middle of 6: half were quicker, half slower',
  );
  expect(row(lee, 'From a review to its report')).toBe('From a review to its report Too few to say');
  expect(row(lee, 'Everybody on the register has a colour')).toMatch(/Always: 6 of 6$/);
  expect(row(lee, 'When something was agreed')).toMatch(/Too few to say: fewer than 5$/);
  expect(lee.text()).toContain('What they answered cannot be shown: of each answer there are fewer than 5.');
  expect(lee.text()).toContain('Parent carer forum, or somebody with lived experience');
  for (const registerId of ids) expect(lee.page?.html).not.toContain(registerId);
  expect(lee.page?.html).not.toContain(NAME);
});

test.each([
  ['visits', 0, 0, 'Too few to say: fewer than 5'],
  ['visits', 4, 4, 'Too few to say: fewer than 5'],
  ['visits', 5, 5, 'Always: 5 of 5'],
  ['visits', 7, 4, 'Done in time fewer than 5 times, of 7'],
  ['visits', 8, 5, 'Late, or not done, fewer than 5 times, of 8'],
  ['visits', 10, 5, '5 of 10'],
  // Of the team's own meetings, and of nobody.
  ['register-reviewed', 3, 2, '2 of 3'],
  ['register-reviewed', 0, 0, 'It was not to be done'],
] as const)('on the sheet %s that applied %d times and was kept %d times: %s', (standard, applied, kept, said) => {
  expect(keptText({ standard, applied, kept })).toBe(said);
});

test('a restricted record is counted, and stands in no list of whoever may not open it', async () => {
  desk.setClock('2026-10-02T09:00');
  const registerId = await member(null);
  const kim = await on('2026-10-03', 'kim-manager');
  await kim.go(paths.restriction({ registerId }));
  await kim.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff: ['ana-example'] });
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  await sam.go(paths.measures());
  expect(numbers(sam, 'Everybody on the register has a rating')).toBe('1 0 (0%) 0 1');
  await sam.go(paths.measuresStandard({ standard: 'rated' }));
  expect(sam.page?.html).not.toContain(registerId);
  expect(sam.text()).toContain('1 more in restricted records, which are not listed.');
  await ana.go(paths.measuresStandard({ standard: 'rated' }));
  expect(ana.text()).toContain(registerId);
});
