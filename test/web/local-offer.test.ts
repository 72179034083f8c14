import { parse } from 'node-html-parser';
import { parseInstant } from '../../domain/calendar/dates';
import { changeArea } from '../../services/areas/versions';
import { areaOfFile, areaSchema } from '../../services/rules/areas';
import { askingPaths, paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

const OFFER = 'https://localoffer.examplevalley.example';
const ADDRESSES = [
  `${OFFER}/dynamic-support-register`,
  `${OFFER}/care-education-and-treatment-reviews`,
  `${OFFER}/before-a-hospital-admission`,
  `${OFFER}/personal-budgets`,
  `${OFFER}/tell-us-what-is-missing`,
];
const profile = areaOfFile('example');
const at = parseInstant('2026-10-02T08:30');

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterEach(() => changeArea(desk.pool, { profile, by: 'tests', why: 'As it was', at }));
afterAll(() => desk.close());

const noted = (localOffer: unknown) =>
  changeArea(desk.pool, { profile: areaSchema.parse({ ...profile, localOffer }), by: 'tests', why: 'Looked', at });
/** Where the links of a page lead out of the service. */
async function outOf(path: string): Promise<{ readonly links: readonly string[]; readonly text: string; readonly html: string }> {
  const noa = desk.browser();
  const { html } = await noa.go(path);
  const links = parse(html)
    .querySelectorAll('main a')
    .map((one) => one.getAttribute('href') ?? '')
    .filter((href) => !href.startsWith('/') && !href.startsWith('#'));
  return { links, text: noa.text(), html };
}

test('whoever looks for other help, a form or what to read finds where the Local Offer tells of the register, reviews, admissions, budgets and gaps', async () => {
  const directory = await outOf(paths.directory());
  expect(directory.links).toEqual(ADDRESSES);
  expect(directory.text).toContain('Your area’s Local Offer');
  expect(directory.text).toContain('How it is decided whether somebody goes into a mental health hospital');
  expect(directory.text).toMatch(/How to say that some support is missing here.*Checked on 2 November 2026/);
  expect((await outOf(paths.printedForms())).links).toEqual(ADDRESSES);
  // Below the guidance and the leaflet of keyworkers, as addresses that can be read on paper; a form that is signed is its edition and nothing else.
  for (const form of ['guidance', 'keyworker']) expect((await outOf(paths.printedForm({ form }))).links).toEqual(ADDRESSES);
  expect((await outOf(paths.printedForm({ form: 'consent' }))).links).toEqual([]);
  for (const words of ['plain', 'easy'] as const) {
    expect((await outOf(askingPaths['review-request'][words].start())).links).toEqual([ADDRESSES[1]]);
    expect((await outOf(askingPaths['self-referral'][words].start())).links).toEqual([ADDRESSES[0]]);
  }
});

test('a sentence stands as it is and is no link, whatever is in it; where nothing was noted nothing is said', async () => {
  await noted({ reviews: 'Search for <b>reviews</b> at https://elsewhere.example "now"', checkedOn: '2026-09-01' });
  const { links, text, html } = await outOf(paths.directory());
  expect(links).toEqual([]);
  expect(text).toContain('Search for <b>reviews</b> at https://elsewhere.example "now"');
  expect(html).not.toContain('<b>reviews');
  expect((await outOf(askingPaths['self-referral'].plain.start())).text).not.toContain('Local Offer');
  await noted(undefined);
  for (const path of [paths.directory(), paths.printedForms(), askingPaths['review-request'].plain.start()])
    expect((await outOf(path)).text).not.toContain('our area’s Local Offer');
});

test('Settings shows what was noted and when it was looked at, what is missing, and what was not looked at for a year', async () => {
  const kim = await desk.signedIn('kim-manager');
  const said = async (): Promise<string> => {
    await kim.go(paths.areaProfile());
    return kim.text();
  };
  expect(await said()).toContain(`Personal budgets ${OFFER}/personal-budgets`);
  expect(await said()).toContain('Last looked at on Monday 2 November 2026.');
  expect(await said()).not.toMatch(/Not noted yet|more than a year ago/);
  await noted({ reviews: `${OFFER}/reviews`, checkedOn: '2025-10-02' });
  expect(await said()).toContain(
    'Not noted yet: the dynamic support register, how it is decided whether somebody goes into a mental health hospital, personal budgets and how to say that some support is missing here.',
  );
  expect(await said()).not.toContain('more than a year ago');
  await noted({ reviews: `${OFFER}/reviews`, checkedOn: '2025-10-01' });
  expect(await said()).toContain('It was last looked at on Wednesday 1 October 2025, more than a year ago.');
  await noted(undefined);
  expect(await said()).toContain('Nobody has noted yet where the Local Offer tells families');
});
