import { parse } from 'node-html-parser';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let registerId: string;
beforeAll(async () => {
  desk = await startDesk();
  registerId = await desk.refer({ name: 'Gale Specimen' });
});
afterAll(() => desk.close());

const partsOf = (browser: TextBrowser, selector: string): string[] =>
  parse(browser.page?.html ?? '')
    .querySelectorAll(selector)
    .map((one) => one.text.replace(/\s+/g, ' ').trim());

describe('something urgent, begun on Today', () => {
  test('a register id leads to what can be recorded, with what cannot wait first', async () => {
    const sam = await desk.signedIn('sam-okafor');
    await sam.go(paths.today());
    expect((await sam.press('Find the person', { find: registerId })).url.pathname).toBe(paths.record({ registerId }));
    expect(partsOf(sam, 'main h2')).toEqual(['What cannot wait', 'Several things that belong together', 'Everything else']);
    expect(partsOf(sam, 'main ul')[0]).toContain('Record a death');
    expect(partsOf(sam, 'main ul')[0]).not.toContain('Record a consent');
  });

  test('a name leads there by the one who is chosen; the search of every page leads to the person', async () => {
    const sam = await desk.signedIn('sam-okafor');
    await sam.go(paths.today());
    await sam.press('Find the person', { find: 'Gale Specimen' });
    expect(sam.text()).toContain('Choose whom it is about.');
    // Searched again from there, it still leads to what is recorded.
    await sam.press('Search again', { find: 'Specimen' });
    expect((await sam.follow(registerId)).url.pathname).toBe(paths.record({ registerId }));
    await sam.go(paths.today());
    await sam.press('Find', { find: 'Gale Specimen' });
    expect((await sam.follow(registerId)).url.pathname).toBe(paths.person({ registerId }));
  });

  test('who may record nothing is not asked, and is led to the person by the same form', async () => {
    const robin = await desk.signedIn('robin-auditor');
    await robin.go(paths.register());
    expect(robin.page?.html).not.toContain('Record something urgent');
    expect((await robin.press('Find', { find: registerId, then: 'record' })).url.pathname).toBe(paths.person({ registerId }));
  });
});

test('Today has a list by person for paper: each once, with a box for each line, and no name', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await desk.refer({ name: 'Lou Specimen' });
  await sam.go(paths.today());
  const papers = parse(sam.page?.html ?? '').querySelectorAll('.app-paper');
  const lines = parse(sam.page?.html ?? '').querySelectorAll('.app-line');
  expect(papers).toHaveLength(2);
  expect(papers.map((one) => one.querySelector('h3')?.text.split(' ')[0])).toContain(registerId);
  expect(papers.flatMap((one) => one.querySelectorAll('.app-tick'))).toHaveLength(lines.length);
  expect(papers.map((one) => one.text).join(' ')).not.toContain('Specimen');
});
