import writeWorkbook from 'write-excel-file/node';
import readWorkbook from 'read-excel-file/node';
import { zipSync } from 'fflate';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let registerId: string;
const MEETING = 'c-1';
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());
beforeEach(async () => {
  registerId = await desk.refer({ bornOn: '1996-02-03' });
  await desk.send(registerId, { type: 'admitted', on: '2026-09-28', security: 'low', detained: false, planned: false });
  await desk.send(registerId, {
    type: 'meeting-scheduled',
    meeting: MEETING,
    kind: 'post-admission-cetr',
    on: '2026-10-12',
    time: '10:00',
    place: 'Panel room',
    invited: ['team'],
  });
});

const at = () => ({ registerId, meeting: MEETING });
const write = async (section: string, answers: Readonly<Record<string, string | readonly string[]>>): Promise<void> => {
  await sam.go(paths.meetingNotes({ ...at(), section }));
  await sam.press('Save and go back', answers);
};
/** The file as somebody gets it: its bytes, and its sheets. */
async function taken(): Promise<{
  readonly bytes: Buffer;
  readonly sheets: Readonly<Record<string, readonly (readonly unknown[])[]>>;
  readonly name: string;
}> {
  const { bytes, headers } = await sam.download(paths.meetingFile(at()));
  const sheets = Object.fromEntries((await readWorkbook(bytes)).map(({ sheet, data }) => [sheet, data]));
  return { bytes, sheets, name: headers.get('content-disposition') ?? '' };
}
const answersIn = (rows: readonly (readonly unknown[])[] = []) => Object.fromEntries(rows.map((row) => [String(row[4]), row[2]]));
const cell = (value: unknown) => ({ value: typeof value === 'string' ? value : '', type: String });
/** The same file with other answers in some rows, as whoever fills it in saves it. */
async function filled(
  { sheets }: Awaited<ReturnType<typeof taken>>,
  answers: Readonly<Record<string, string>>,
  about: Readonly<Record<string, string>> = {},
): Promise<File> {
  const rows = (sheets['Review'] ?? []).map((row) =>
    row.map((value, column) => cell(column === 2 ? (answers[String(row[4])] ?? value) : value)),
  );
  const said = (sheets['About this file'] ?? []).map((row) =>
    row.map((value, column) => cell(column === 1 ? (about[String(row[0])] ?? value) : value)),
  );
  const bytes = await writeWorkbook([
    { sheet: 'Review', data: rows },
    { sheet: 'About this file', data: said },
  ]).toBuffer();
  return new File([new Uint8Array(bytes)], 'filled.xlsx');
}
const takeIn = async (file: File): Promise<string> => {
  await sam.go(paths.meetingFileIn(at()));
  await sam.press('Take it in', {}, { file });
  return sam.text();
};

test('the filled review goes out as a file and comes back as it was: nothing is lost, and nothing is a formula', async () => {
  await write('safe', { text: '=1+1\nHe is restrained twice a week.', said: '"No", he says; «nein»' });
  await write('papers', { there: ['risk', 'care-plan'], chased: 'The ward, by Friday' });
  await write('family', { 'contacted-day': '1', 'contacted-month': '10', 'contacted-year': '2026', join: 'video' });
  await sam.go(paths.meetingAction(at()));
  await sam.press('Add the recommendation', { what: 'A home of his own', category: 'home', body: 'Example City Council' });
  const file = await taken();
  expect(file.name).toContain(`post-admission-cetr-${registerId}-2026-10-12.xlsx`);
  expect(file.bytes.toString('latin1')).not.toContain('<f>');
  expect(answersIn(file.sheets['Review'])).toMatchObject({
    'safe.text': '=1+1\nHe is restrained twice a week.',
    'safe.said': '"No", he says; «nein»',
    'papers.there': 'Care plan\nRisk assessment and crisis plan',
    'family.contacted': 'Thursday 1 October 2026',
    'family.join': 'By video',
  });
  expect(file.sheets['Recommendations']?.[1]?.slice(0, 3)).toEqual(['A home of his own', 'A home and support', 'Example City Council']);
  // Taken in as it is it changes nothing.
  const before = await desk.pool.query('select count(*)::int as count from written_form');
  expect(await takeIn(new File([new Uint8Array(file.bytes)], 'as-it-was.xlsx'))).toContain('Nothing was taken in. 3 stood so already.');
  expect((await desk.pool.query('select count(*)::int as count from written_form')).rows).toEqual(before.rows);
});

test('what somebody filled in elsewhere is taken in section by section; where another saved meanwhile, theirs stands and the file’s is shown', async () => {
  const file = await taken();
  await write('care', { text: 'Written here meanwhile' });
  const filledIn = await filled(file, {
    'safe.text': 'Nobody is restrained any more.',
    'care.text': 'Written in the file',
    'hospital.said': 'I want to go home',
    'family.contacted': '2 October 2026',
    'person.given': 'Information about the review\nThe planner, “My Care and Treatment Review”',
  });
  const text = await takeIn(filledIn);
  expect(text).toContain('4 sections were taken in.');
  expect(text).toContain('somebody saved this section since the file was given out. Theirs stands.');
  expect(text).toContain('Written in the file');
  await sam.go(paths.meetingReport(at()));
  expect(sam.text()).toContain('Nobody is restrained any more.');
  expect(sam.text()).toContain('I want to go home');
  expect(sam.text()).toContain('Written here meanwhile');
  expect(sam.text()).not.toContain('Written in the file');
});

test('a question whose row is not in the file stays as it was; one that is there and empty is taken away; a code that there is not is told', async () => {
  await write('safe', { text: 'Restrained twice a week', said: 'No' });
  const file = await taken();
  const without = { ...file, sheets: { ...file.sheets, Review: (file.sheets['Review'] ?? []).filter((row) => row[4] !== 'safe.said') } };
  expect(await takeIn(await filled(without, { 'safe.text': 'Nobody is restrained' }))).toContain('1 section was taken in.');
  const now = answersIn((await taken()).sheets['Review']);
  expect([now['safe.text'], now['safe.said']]).toEqual(['Nobody is restrained', 'No']);
  expect(await takeIn(await filled(await taken(), { 'safe.said': '' }))).toContain('1 section was taken in.');
  expect(answersIn((await taken()).sheets['Review'])['safe.said'] ?? '').toBe('');
  const damaged = await taken();
  const rows = (damaged.sheets['Review'] ?? []).map((row) => (row[4] === 'safe.text' ? [...row.slice(0, 4), 'Safe.text'] : row));
  expect(await takeIn(await filled({ ...damaged, sheets: { ...damaged.sheets, Review: rows } }, {}))).toContain(
    '“Safe.text” is the code of no question here.',
  );
});

test('a file with something wrong in it is taken in not at all: each row says what, and what to do', async () => {
  const file = await taken();
  const text = await takeIn(
    await filled(file, {
      'safe.text': 'Well',
      'family.join': 'By pigeon',
      'family.contacted': '31 February 2026',
      'papers.there': 'Care plan\nA poem',
    }),
  );
  expect(text).toContain('Nothing was taken in.');
  expect(text).toMatch(
    /Row \d+, The family, “How do they take part\?”: “By pigeon” is none of the answers\. Copy one of those that stand beside it\./,
  );
  expect(text).toContain('“31 February 2026” is not a day. Write it like 15 October 2026.');
  expect(text).toContain('“A poem” is none of the answers.');
  await sam.go(paths.meeting(at()));
  expect(sam.text()).toContain('0 of');
});

test.each([
  ['no workbook at all', () => Buffer.from('%PDF-1.4')],
  ['nothing', () => Buffer.from(' ')],
  ['a zip of something else', () => Buffer.from(zipSync({ 'hello.txt': Buffer.from('hello') }))],
  ['far more than it says', () => Buffer.from(zipSync({ 'xl/workbook.xml': new Uint8Array(40_000_000) }))],
  [
    'an entity that would be read from elsewhere',
    () => Buffer.from(zipSync({ '[Content_Types].xml': Buffer.from('<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>') })),
  ],
])('%s is refused in words, and nothing breaks', async (_, bytes) => {
  const text = await takeIn(new File([new Uint8Array(bytes())], 'x.xlsx'));
  expect(sam.page?.status).toBe(400);
  expect(text).toMatch(/Take the file that this service gave|that can be read\. Save it from Excel/);
});

test('the file of another meeting, or of another person, is not taken in', async () => {
  const file = await taken();
  expect(await takeIn(await filled(file, {}, { meeting: 'c-2' }))).toContain('It is the file of another meeting.');
  expect(await takeIn(await filled(file, {}, { registerId: 'K7QM-42XD' }))).toContain('It is the file of another meeting.');
  expect(await takeIn(await filled(file, {}, { edition: '9' }))).toContain('It is of another edition of these notes.');
});

test('agenda and report: the register id stands for the person, and names only where somebody asks for them', async () => {
  await sam.go(paths.meetingWho(at()));
  await sam.press('Add them', {
    name: 'Dr Invented',
    role: 'Consultant',
    came: 'in-person',
    panel: 'chair',
    trained: 'yes',
    independent: 'yes',
  });
  await sam.go(paths.meetingAgenda(at()));
  expect(sam.text()).toContain('Do I need to be in hospital for my care?');
  expect(sam.text()).toContain('It is not settled yet.');
  expect(sam.page?.html).toMatch(/class="app-name"><bdi>Dr Invented/);
  await sam.follow('With names');
  expect(sam.page?.html).toMatch(/<strong>Chair<\/strong>: <bdi>Dr Invented/);
  await sam.go(paths.meetingReport(at()));
  expect(sam.text()).toContain('Report of the review');
  expect(sam.text()).not.toContain('Test Person');
});
