import { CHECKS_1 } from '../../domain/forms/sheets/checks';
import { REFERRAL_1 } from '../../domain/forms/sheets/referral';
import { presentSheet, PRESENT_SHEETS, SHEETS } from '../../domain/forms/sheets/sheets';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let ana: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
  ana = await desk.signedIn('ana-example');
});
afterAll(() => desk.close());

const at = (registerId: string, section: string, sheet = 'referral') => paths.sheetSection({ registerId, sheet, section });
const formsOf = async (registerId: string) =>
  (await desk.call('GET', `/people/${registerId}/forms`)).body['forms'] as {
    kind: string;
    version: number;
    by: string;
    answers: Record<string, Record<string, unknown>>;
  }[];

test('the twelve sections of the referral form are there, each to be filled in by itself and gone on with another day', async () => {
  const registerId = await desk.refer();
  await sam.go(paths.forms({ registerId }));
  expect(sam.text()).toContain('0 of 12 sections filled in');
  await sam.follow('Referral in full');
  expect(REFERRAL_1.sections).toHaveLength(12);
  for (const { title } of REFERRAL_1.sections) expect(sam.text()).toContain(title);
  await sam.follow('Fill in: How to talk and write with them');
  await sam.press('Save this section', { how: 'Short sentences.\r\nOne at a time', 'easy-read': 'yes' });
  expect(sam.page?.url.hash).toBe('#communication');
  expect(sam.text()).toMatch(/1 of 12 sections filled in/);
  expect(sam.text()).toMatch(/Filled in, 8.30am today, by Sam Okafor/);
  // Somebody else goes on.
  await ana.go(at(registerId, 'current'));
  await ana.press('Save this section', { 'to-prevent': ['admission', 'care-order'], concerns: 'Made up' });
  expect(ana.text()).toContain('2 of 12 sections filled in');
  expect(ana.text()).toMatch(/A care order ?Admission to hospital/);
  expect((await formsOf(registerId)).map(({ kind, version, by, answers }) => ({ kind, version, by, answers }))).toEqual([
    {
      kind: 'referral',
      version: 1,
      by: 'staff:sam-okafor',
      answers: { communication: { how: 'Short sentences.\nOne at a time', 'easy-read': 'yes' } },
    },
    {
      ...{ kind: 'referral', version: 2, by: 'staff:ana-example' },
      answers: {
        communication: { how: 'Short sentences.\nOne at a time', 'easy-read': 'yes' },
        current: { concerns: 'Made up', 'to-prevent': ['care-order', 'admission'] },
      },
    },
  ]);
  // What stood before stays readable.
  await sam.go(paths.sheet({ registerId, sheet: 'referral' }));
  await sam.follow('How to talk and write with them: ');
  expect(sam.text()).toContain('As it stood');
  expect(sam.text()).toContain('1 of 12 sections filled in');
  expect(sam.text()).not.toContain('Made up');
});

test('two who fill in one section at one time do not overwrite each other unseen: who is second is shown what stands, with all that they typed', async () => {
  const registerId = await desk.refer();
  await sam.go(at(registerId, 'history'));
  await ana.go(at(registerId, 'history'));
  await sam.press('Save this section', { strengths: 'Plays the drums' });
  await ana.press('Save this section', { strengths: 'Knows all buses' });
  expect(ana.page?.status).toBe(409);
  expect(ana.text()).toContain('Somebody else changed this meanwhile');
  expect(ana.text()).toMatch(/It was saved 8.30am today by Sam Okafor/);
  expect(ana.text()).toContain('Plays the drums');
  expect(ana.page?.html).toContain('Knows all buses</textarea>');
  expect(await formsOf(registerId)).toHaveLength(1);
  await ana.press('Save this section', { strengths: 'Plays the drums, and knows all buses' });
  expect(ana.text()).toContain('Plays the drums, and knows all buses');
  expect((await formsOf(registerId)).at(-1)).toMatchObject({
    version: 2,
    answers: { history: { strengths: 'Plays the drums, and knows all buses' } },
  });
});

test('two who fill in different sections at one time do not meet; the same pressed twice is saved once', async () => {
  const registerId = await desk.refer();
  await sam.go(at(registerId, 'risk'));
  await ana.go(at(registerId, 'support'));
  await sam.press('Save this section', { risks: ['self-neglect'] });
  await ana.press('Save this section', { 'in-place': 'A day service' });
  expect(ana.page?.status).toBe(200);
  await sam.go(at(registerId, 'risk'));
  await sam.press('Save this section');
  expect(await formsOf(registerId)).toHaveLength(2);
});

test('what is too long, not a day, or nothing at all is told field by field, and nothing that was typed is lost', async () => {
  const registerId = await desk.refer();
  await sam.go(at(registerId, 'history'));
  const long = 'Made up. '.repeat(3_400);
  await sam.press('Save this section', { history: long, strengths: 'Drums' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toMatch(/has 30,\d\d\d characters: at most 20,000 are kept/);
  expect(sam.page?.html).toContain(long.trim());
  await sam.press('Save this section', { history: long.slice(0, 19_999), strengths: 'Drums' });
  expect(sam.page?.status).toBe(200);
  await sam.go(at(registerId, 'diagnosis', 'checks'));
  await sam.press('Save this section', { 'dated-day': '31', 'dated-month': '2', 'dated-year': '2026' });
  expect(sam.text()).toContain('Day must be between 1 and 28');
  await sam.press('Save this section', { 'dated-day': '', 'dated-month': '', 'dated-year': '' });
  expect(sam.text()).toContain('Answer one of the questions, or tick that nothing is known of this yet');
  await sam.press('Save this section', { by: 'A made-up clinic', 'nothing-known': 'yes' });
  expect(sam.text()).toContain('Something is answered above');
  await sam.press('Save this section', { by: '', 'nothing-known': 'yes' });
  expect(sam.text()).toContain('Nothing known yet');
  expect((await formsOf(registerId)).find(({ kind }) => kind === 'checks')?.answers).toEqual({ diagnosis: { 'nothing-known': 'yes' } });
});

test('evidence of a diagnosis, whether they belong, and what was thought of for safety are recorded before the decision', async () => {
  const registerId = await desk.refer();
  await sam.go(at(registerId, 'belongs', 'checks'));
  await sam.press('Save this section', { by: ['gp'], how: 'Rang the surgery' });
  await sam.go(at(registerId, 'diagnosis', 'checks'));
  await sam.press('Save this section', {
    seen: 'report',
    by: 'A made-up clinic',
    'dated-day': '3',
    'dated-month': 'march',
    'dated-year': '2019',
  });
  expect(sam.text()).toContain('A report or letter of whoever made it');
  expect(sam.text()).toContain('Sunday 3 March 2019');
  expect((await formsOf(registerId)).at(-1)?.answers).toEqual({
    belongs: { by: ['gp'], how: 'Rang the surgery' },
    diagnosis: { seen: 'report', by: 'A made-up clinic', dated: '2019-03-03' },
  });
  expect(CHECKS_1.sections.map(({ code }) => code)).toContain('safety');
});

test('over the API: what can be asked is listed, a section is saved from the version that was seen, and what does not fit is named', async () => {
  const registerId = await desk.refer();
  const { body } = await desk.call('GET', '/sheets');
  expect((body['sheets'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(['referral', 'checks', 'consent', 'red']);
  const put = (section: string, version: number, answers: object) =>
    desk.call('PUT', `/people/${registerId}/sheets/red/${section}`, answers, { 'if-match': `"${version}"` });
  const saved = await put('support-plan', 0, { plan: 'Made up', on: '2026-10-01' });
  expect(saved).toMatchObject({ status: 200, body: { registerId, sheet: 'red', section: 'support-plan', version: 1 } });
  expect(await put('support-plan', 0, { plan: 'Made up', on: '2026-10-01' })).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await put('support-plan', 0, { plan: 'Another' })).toMatchObject({
    status: 412,
    body: { code: 'sheet-changed', version: 1, answers: { plan: 'Made up' } },
  });
  expect(await put('support-plan', 1, { plan: 'Another' })).toMatchObject({ status: 200, body: { version: 2 } });
  for (const answers of [
    {},
    { plan: '' },
    { plan: 'x', tomorrow: 'y' },
    { on: '2026-02-30' },
    { plan: ['x'] },
    { 'nothing-known': 'yes', plan: 'x' },
  ])
    expect(await put('support-plan', 2, answers)).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
  expect(await put('no-such-section', 2, { plan: 'x' })).toMatchObject({ status: 404, body: { code: 'unknown-sheet' } });
});

test('whoever may read a history and not write reads the form, and has nothing to press', async () => {
  const registerId = await desk.refer();
  await sam.go(at(registerId, 'views', 'checks'));
  await sam.press('Save this section', { asked: 'yes', views: 'I want to stay at home' });
  const reader = await desk.signedIn('robin-auditor');
  await reader.go(paths.sheet({ registerId, sheet: 'checks' }));
  if (reader.page?.status !== 200) throw new Error(`nobody reads it: ${String(reader.page?.status)}`);
  expect(reader.text()).toContain('I want to stay at home');
  expect(reader.page.html).not.toMatch(/>(?:Fill in|Change)</);
  await reader.go(at(registerId, 'views', 'checks'));
  expect(reader.page.status).toBe(403);
});

test('on a record that was closed as a duplicate nothing is written: it is said where to', async () => {
  const [registerId, living] = [await desk.refer(), await desk.refer()];
  await sam.go(at(registerId, 'home'));
  await desk.send(registerId, { type: 'pathway-closed', reason: 'Twice on file', duplicateOf: living });
  await sam.press('Save this section', { where: 'family', provider: 'Typed' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain(`Copy what you typed to ${living}`);
  expect(sam.page?.html).toContain('value="Typed"');
  const put = await desk.call('PUT', `/people/${registerId}/sheets/referral/home`, { where: 'family' }, { 'if-match': '"0"' });
  expect(put).toMatchObject({ status: 409, body: { code: 'duplicate-record', duplicateOf: living } });
  expect(await formsOf(registerId)).toEqual([]);
});

test('a form that there is not is not found', async () => {
  const registerId = await desk.refer();
  for (const path of [
    paths.sheet({ registerId, sheet: 'else' }),
    at(registerId, 'else'),
    paths.sheetVersion({ registerId, sheet: 'red', version: '1' }),
  ])
    expect((await sam.go(path)).status).toBe(404);
});

test('every code is there once: of editions, of sections in a sheet, of fields in a section, of options in a field', () => {
  const doubles = (codes: readonly string[]): readonly string[] => codes.filter((code, index) => codes.indexOf(code) !== index);
  expect(doubles(SHEETS.map(({ kind, edition }) => `${kind} ${edition}`))).toEqual([]);
  expect(PRESENT_SHEETS.map(({ kind }) => presentSheet(kind)?.title)).not.toContain(undefined);
  for (const { sections } of SHEETS) {
    expect(doubles(sections.map(({ code }) => code))).toEqual([]);
    for (const { fields } of sections) {
      expect(doubles(fields.map(({ name }) => name))).toEqual([]);
      for (const field of fields) expect(doubles('options' in field ? field.options.map(({ code }) => code) : [])).toEqual([]);
    }
  }
});
