import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let registerId: string;
beforeAll(async () => {
  desk = await startDesk();
  registerId = await desk.refer();
});
afterAll(() => desk.close());

test('work that nobody owns is taken from Today, and is theirs; who comes later is told', async () => {
  const [sam, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  await sam.go(paths.today());
  await ana.go(paths.today());
  // Later than the referral, so that what is counted next is counted with its owner.
  desk.setClock('2026-10-02T08:31');
  await sam.press('Take it');
  expect((await ana.press('Take it')).status).toBe(409);
  expect(ana.text()).toContain('Somebody else has just changed this');
  const { body } = await desk.call('GET', `/pathways/${registerId}/owner`);
  expect(body['owner']).toBe('sam-okafor');
  await sam.go(paths.today());
  expect(sam.text()).toContain('Sam Okafor');
  expect(sam.text()).not.toContain('No owner');
  await ana.go(paths.today());
  expect(ana.text()).toContain('1 belongs to others: Sam Okafor 1');
});
