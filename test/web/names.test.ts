import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('names are hidden on every page of this session until they are shown again', async () => {
  const registerId = await desk.refer({ name: 'Gale Specimen' });
  const browser = await desk.signedIn('sam-okafor');
  await browser.press('Hide names');
  expect(browser.page?.html).toContain('<body class="app-names-hidden">');
  expect((await browser.go(paths.person({ registerId }))).html).toContain('<body class="app-names-hidden">');
  // Every name stands in what the style sheet hides.
  expect(browser.page?.html.match(/Gale Specimen/g)).toHaveLength(
    browser.page?.html.match(/class="app-name"><bdi>Gale Specimen</g)?.length ?? 0,
  );
  await browser.press('Show names');
  expect(browser.page?.html).not.toContain('app-names-hidden');
});
