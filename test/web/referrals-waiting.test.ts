import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { restrictedRecord, TELLS } from './support/restricted';

let desk: Desk;
let sam: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterEach(() => desk.close());

describe('who is on the way in', () => {
  const rows = (): string[] =>
    (sam.page?.html.match(/<tr><th scope="row">.*?<\/tr>/gs) ?? []).map((row) => row.replaceAll(/<[^>]+>/g, ' '));

  test('stands there with what they wait for and since when, those for whom red was suggested first; and goes when it is done', async () => {
    desk.setClock('2026-09-21T10:00');
    const waiting = await desk.refer({ name: 'Waits Longest' });
    desk.setClock('2026-09-28T10:00');
    const urgent = await desk.call('POST', '/referrals', {
      person: { name: 'Red Suggested', bornOn: '1990-01-01' },
      event: { type: 'referral-received', source: 'self', suggestedRating: 'red' },
    });
    desk.setClock('2026-10-02T08:30');
    sam = await desk.signedIn('sam-okafor');
    await sam.go(paths.referrals());
    const [first = '', second = ''] = rows();
    expect(first).toMatch(/Red Suggested.*4 days.*To be decided.*Red.*The person.*Decide/s);
    expect(second).toMatch(/Waits Longest.*11 days.*To be decided.*Not said.*The family/s);
    await sam.go(paths.referrals({ source: 'family' }));
    expect(rows()).toHaveLength(1);
    expect(sam.text()).toContain('1 of 2 shown.');
    await sam.go(paths.referrals({ age: 'adult' }));
    expect(rows().join()).toContain(String(urgent.body['registerId']));
    await desk.send(waiting, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
    await sam.go(paths.referrals({ stage: 'consent-decision' }));
    expect(rows()).toEqual([expect.stringMatching(/Waits Longest.*Consent to be asked for.*Record consent/s)]);
    await desk.send(waiting, { type: 'consent-given', basis: 'gillick', scope: ['register'] });
    await sam.go(paths.referrals({ stage: 'rating-decision' }));
    expect(rows()).toEqual([expect.stringMatching(/Waits Longest.*To be rated.*Rate/s)]);
    await desk.send(waiting, { type: 'rating-set', rating: 'amber', reason: 'made up' });
    await sam.go(paths.referrals());
    expect(rows()).toHaveLength(1);
  });

  test('a referral that was put right is shown as it stands', async () => {
    const answer = await desk.call('POST', '/referrals', {
      id: '0c1d2e3f-0000-4000-8000-000000000001',
      person: { name: 'Put Right', bornOn: '1990-01-01' },
      event: { type: 'referral-received', source: 'self', suggestedRating: 'red' },
    });
    await desk.send(String(answer.body['registerId']), {
      ...{ type: 'corrected', event: '0c1d2e3f-0000-4000-8000-000000000001', reason: 'A slip' },
      with: { type: 'referral-received', source: 'family', suggestedRating: 'amber' },
    });
    await sam.go(paths.referrals());
    expect(rows()).toEqual([expect.stringMatching(/Put Right.*Amber.*The family/s)]);
  });

  test('where nobody waits, the last decision is said', async () => {
    await sam.go(paths.referrals());
    expect(sam.text()).toContain('Nobody waits for a decision, for consent or for a rating.');
    const registerId = await desk.refer();
    await desk.send(registerId, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
    await sam.go(paths.referrals());
    expect(sam.text()).toContain('The last decision was made on Friday 2 October 2026.');
  });

  test('of a restricted record it says that something waits, and not who it is or what was said', async () => {
    const record = await restrictedRecord();
    await record.desk.send(record.registerId, { type: 'discharged', destination: 'home' });
    await record.desk.send(record.registerId, { type: 'consent-withdrawn' });
    const officer = record.at('lda-officer');
    for (const query of [{}, { age: 'adult' }, { source: 'self' }] as const) {
      await officer.go(paths.referrals(query));
      expect(officer.page?.html).not.toMatch(TELLS);
    }
    await record.desk.close();
  });
});
