import { askingPaths, paths } from '../../web/paths';
import { easyEnd, letter } from './support/letter';
import { type Story, startStory } from './support/story';
import { sorted, team } from './support/told';
import { UNAS_AREA } from './support/una';

/**
 * An adult who asks for help for himself (policy.md section 7.4; D5 to D11), by the public page in easy words, at night and at a weekend: first he is not
 * eligible; when he asks again, he is. 10 October 2026 is a Saturday.
 */
let story: Story;
let code: string;
beforeAll(async () => {
  story = await startStory('2026-10-10T22:10', UNAS_AREA);
});
afterAll(() => story.end());

/** Rae Nobody, 25, answers the questions of the public page in easy words, and sends them. Out: what it says then. */
async function asks(happening: string): Promise<string> {
  const rae = story.desk.browser();
  await rae.go(askingPaths['self-referral'].easy.start());
  await rae.press('Start');
  const answers = [{ for: 'me' }, { name: 'Rae Nobody' }, {}, { by: 'email', at: 'rae@person.example' }, { happening }, {}, {}, {}, {}];
  for (const answer of answers) await rae.press('Next', answer);
  await rae.press('Send it');
  return rae.text();
}

test('Saturday night: he has a code and the emergency numbers at once, and the same by mail (D5 to D7)', async () => {
  const page = await asks('My support worker left. I do not sleep.');
  [, code = ''] = /Your code is (\S+)/.exec(page) ?? [];
  expect(page).toContain('You sent it on Saturday 10 October, 10.10pm.');
  expect(page).toContain('We read it by Monday 12 October.');
  expect(page).toContain('Call the Example Valley crisis line on 0116 496 0199');
  expect(await story.told()).toEqual({ '2026-10-10': ['rae: We have your message'] });
  expect(story.text('rae', 'We have')).toBe(
    letter(
      'Thank you. We have your message.',
      [
        'You asked for help for yourself.',
        'We will read what you wrote.',
        'Then we will phone you or write to you.',
        'We will ask you before we do anything.',
      ],
      ...easyEnd(code),
    ),
  );
});

test('Monday morning: an officer reads it, checks where he belongs and what diagnosis there is, and he is told who else can help (D8 to D11)', async () => {
  await story.at('2026-10-12T08:45');
  const sam = await story.as('sam-okafor');
  await sam.go(paths.today());
  expect(sam.text()).toContain('Somebody asked for help. Read it, and say whom it is about.');
  await sam.follow('Look at it');
  expect(sam.text()).toContain('As they answered, in easy words: write and speak so');
  await sam.press('Record what was decided', { is: 'new', 'born-day': '2', 'born-month': '2', 'born-year': '2001' });
  expect(sam.page?.url.pathname).toBe(paths.person({ registerId: code }));
  for (const [section, found] of [
    ['belongs', { by: ['gp'], how: 'The surgery says so' }],
    ['diagnosis', { seen: 'nothing' }],
    ['safety', { asked: ['safeguarding', 'domestic-abuse'], done: 'He says that he is safe' }],
    ['views', { asked: 'yes', views: 'Somebody to talk to' }],
  ] as const) {
    await sam.go(paths.sheetSection({ registerId: code, sheet: 'checks', section }));
    await sam.press('Save this section', found);
  }
  expect(sam.text()).toContain('4 of 4 sections filled in');
  await sam.go(paths.recordTogether({ registerId: code, journey: 'decide-referral' }));
  await sam.press('Continue', { 'decision-when': 'today', 'decision-outcome': 'not-eligible', 'decision-diagnosis': 'none' });
  await sam.press('Record the decision');
  // That it arrived is not told twice.
  expect(await story.told()).toEqual({ '2026-10-12': sorted(team('a new referral to read'), ['rae: About your request']) });
  expect(story.text('rae', 'About')).toBe(
    letter(
      'Thank you for telling us what is happening.',
      [
        'We have a list of people who may have to go into hospital.',
        'You are not on our list.',
        'We think other help is better now.',
        'You can ask us again at any time.',
      ],
      'Other help',
      [
        'Someone to talk to about autism: Example Valley autism line, 0116 496 0111, or text 07700 900111',
        "Support for families and carers: Example Valley carers' centre, 0116 496 0122, carers.example",
        'Special educational needs: advice that is independent: Example Valley SENDIAS service, 0116 496 0133, sendias.example',
        'What there is for children with special needs, and personal budgets: Example Valley Local Offer, localoffer.examplevalley.example',
        'Someone to speak up for you: Example Valley advocacy, 0116 496 0144',
        'A yearly health check for people with a learning disability: Your GP surgery, Ask for the annual health check; from the age of 14',
      ],
      ...easyEnd(code),
    ),
  );
  expect(await story.owed(code)).toEqual([]);
});

test('in February he asks again: the same person and register id, now with a diagnosis; he consents, is amber, and is asked to a MAM', async () => {
  await story.at('2027-02-01T18:00');
  await asks('I have my diagnosis now. I do not go out any more.');
  expect(await story.told()).toEqual({ '2027-02-01': ['rae: We have your message'] });
  await story.at('2027-02-02T08:45');
  const sam = await story.as('sam-okafor');
  await sam.go(paths.referrals());
  await sam.follow('Look at it');
  await sam.press('Record what was decided', { is: code, urgency: 'this-week' });
  expect(sam.page?.url.pathname).toBe(paths.person({ registerId: code }));
  expect(await story.told()).toEqual({ '2027-02-02': team('a change was reported') });
  // A change reported about somebody who was not eligible asks for the decision anew (contract 6.11(6)).
  expect(await story.owed(code)).toEqual(['eligibility-decision']);
  await sam.go(paths.recordTogether({ registerId: code, journey: 'decide-referral' }));
  await sam.press('Continue', { 'decision-when': 'today', 'decision-outcome': 'eligible', 'decision-diagnosis': 'autism' });
  await sam.press('Continue', { 'consent-answer': 'given', 'consent-scope': ['meeting'], 'consent-basis': 'own' });
  await sam.press('See what this changes', { 'rating-rating': 'amber', 'rating-reason': 'He does not go out' });
  await sam.press('Record the decision');
  const asked = sorted(team('the rating has changed'), team('invitation to a meeting'), ['keyworkers: invitation to a meeting']);
  expect(await story.told()).toEqual({ '2027-02-02': sorted(asked, ['rae: About your meeting']) });
  // Three days ahead at least: 5 February is a Friday, so that it is the Tuesday after it.
  expect(await story.meetings(code)).toEqual(['mam 2027-02-09 scheduled']);
  expect(story.text('rae', 'About')).toBe(
    letter(
      'There is a meeting for you.',
      [
        'It is a meeting about support.',
        'It is on Tuesday 9 February 2027.',
        'It is from 10am to 11.30am.',
        'It is at Example Valley team base, room 2.',
        'We will talk about your care and support.',
      ],
      ['You can bring someone you trust.', 'You can join by phone or video if that is easier.', 'You can say no.'],
      ...easyEnd(code),
    ),
  );
});
