import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('one reader searches sixty times in a minute and no more; another one is not kept from it', async () => {
  await desk.refer({ name: 'Robin Pretend' });
  const sam = await desk.signedIn('sam-okafor');
  const ana = await desk.signedIn('ana-example');
  for (let turn = 0; turn < 60; turn += 1) {
    await sam.go(paths.status());
    expect((await sam.press('Find', { find: 'Robin' })).status).toBe(200);
  }
  await sam.go(paths.status());
  const refused = await sam.press('Find', { find: 'Robin' });
  expect(refused.status).toBe(429);
  expect(refused.html).not.toContain('Robin Pretend');
  await ana.go(paths.status());
  expect((await ana.press('Find', { find: 'Robin' })).status).toBe(200);
});
