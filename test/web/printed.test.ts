import { parse } from 'node-html-parser';
import { ASKED_KINDS } from '../../domain/forms/asked';
import { PRINTED } from '../../domain/forms/printed/all';
import { askingPaths, paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let noa: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  noa = desk.browser();
});
afterAll(() => desk.close());

const links = (): string[] =>
  parse(noa.page?.html ?? '')
    .querySelectorAll('main a')
    .map((one) => one.getAttribute('href') ?? '');

test('forms and information leads to all that can be asked, read and printed, in plain words and in easy ones, and each is there for whoever has no account', async () => {
  await noa.go(paths.printedForms());
  const found = links();
  for (const kind of ASKED_KINDS)
    for (const href of [
      askingPaths[kind].plain.start(),
      askingPaths[kind].easy.start(),
      paths.printedForm({ form: kind }),
      paths.printedForm({ form: `${kind}-easy-read` }),
    ])
      expect(found).toContain(href);
  for (const { kind } of PRINTED) expect(found).toContain(paths.printedForm({ form: kind }));
  // Those that lead out of the service are the area’s own.
  for (const href of found.filter((one) => !one.startsWith('https:'))) {
    const landed = await noa.go(href);
    expect([href, landed.status]).toEqual([href, 200]);
    expect(noa.text()).not.toMatch(/[{}]/);
  }
});

test('the consent form asks for each of the four by itself, names the team, and says which edition it is', async () => {
  await noa.go(paths.printedForm({ form: 'consent' }));
  const asks = parse(noa.page?.html ?? '').querySelectorAll('.app-printed-form__ask .app-printed-form__label');
  expect(asks.map((one) => one.text)).toEqual([
    'Being on the register',
    'Meetings and reviews about your care',
    'Sharing papers about you with those who review your care',
    'Use of what is shared',
  ]);
  expect(noa.text()).toContain('Example Valley learning disability and autism team on 0116 496 0100');
  expect(noa.text()).toContain('Consent form: dynamic support register, edition 1.');
  await noa.follow('Easy read, with pictures');
  expect(parse(noa.page?.html ?? '').querySelectorAll('.app-printed-form__ask')).toHaveLength(4);
  await noa.follow('Without pictures');
  expect(noa.page?.url.pathname).toBe(paths.printedForm({ form: 'consent' }));
});

test('the keyworker leaflet stands beside the other forms, with the telephone of the area', async () => {
  await noa.go(paths.printedForms());
  await noa.follow('Keyworkers for children and young people');
  expect(noa.text()).toContain(
    'Phone Example Valley learning disability and autism team on 0116 496 0100, and ask for the keyworker service.',
  );
  await noa.follow('Easy read, with pictures');
  expect(noa.text()).toContain('Phone 0116 496 0100.');
});

test('what a review is and the planner are there to read and print, and the planner ends with the feedback form', async () => {
  const asked = (): string[] =>
    parse(noa.page?.html ?? '')
      .querySelectorAll('.app-printed-form__label')
      .map(({ text }) => text);
  await noa.go(paths.printedForms());
  await noa.follow('About your Care (Education) and Treatment Review');
  for (const said of [
    'An independent expert by experience',
    'Before the day',
    'On the day',
    'within two weeks',
    'An advocate',
    '0116 496 0100',
  ])
    expect(noa.text()).toContain(said);
  for (const easy of ['', '-easy-read']) {
    await noa.go(paths.printedForm({ form: `feedback${easy}` }));
    const feedback = asked().slice(-7);
    expect(feedback[0]).toMatch(/listen/);
    await noa.go(paths.printedForm({ form: `planner${easy}` }));
    expect(asked().slice(-7)).toEqual(feedback);
    // On paper it is a page of its own, which is given back.
    const last = parse(noa.page?.html ?? '')
      .querySelectorAll('.app-printed-form')
      .at(-1);
    expect(last?.classNames).toContain('app-printed-form--page');
    expect(last?.querySelector('h2')?.text).toBe('How it was for me');
  }
});

test('an edition has an address of its own; one that is not there, and a form that is not, are told so', async () => {
  expect((await noa.go(paths.printedEdition({ form: 'consent', edition: '1' }))).status).toBe(200);
  for (const path of [paths.printedEdition({ form: 'consent', edition: '2' }), paths.printedForm({ form: 'nothing' }), '/forms/consent/1x'])
    expect([path, (await noa.go(path)).status]).toEqual([path, 404]);
});

test('a blank form asks what the page asks, in the same words', async () => {
  await noa.go(paths.printedForm({ form: 'review-request' }));
  for (const said of [
    'Whose care do you want to be reviewed?',
    'Why do you want a review?',
    'Phone call',
    'Waiting to find out',
    'Your name',
  ])
    expect(noa.text()).toContain(said);
  await noa.go(paths.printedForm({ form: 'flag' }));
  expect(noa.text()).toContain('Who are you worried about?');
  expect(noa.text()).not.toContain('What is your name?');
});

test('who holds the register is said with the forms', async () => {
  await noa.go(paths.printedForms());
  expect(noa.text()).toContain('Who holds what you tell us');
  expect(noa.text()).toContain('Example Valley Integrated Care Board');
});
