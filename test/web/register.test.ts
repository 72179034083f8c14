import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('the next date of each person says what is due, and asks its why', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  const undated = await desk.refer();
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register'] });
  await desk.send(registerId, { type: 'admitted', security: 'non-secure', detained: false, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.register({ status: 'open' }));
  expect(browser.text()).toMatch(
    new RegExp(`${registerId}.*Friday 30 October 2026 Why\\? is this date set: Post-admission CTR, ${registerId}`),
  );
  expect(browser.text()).not.toContain(`, ${undated}`);
  await browser.follow('Why?');
  expect(browser.text()).toContain('28 days after the admission to hospital on Friday 2 October 2026');
});
