import { randomBytes } from 'node:crypto';
import { MOST_OF_FILE } from '../../domain/forms/documents';
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

const PDF = Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(60_000), Buffer.from('\nstartxref\n0\n%%EOF\n')]);
const JPEG = Buffer.concat([
  Buffer.from([0xff, 0xd8, 0xff, 0xe0, 0, 16]),
  Buffer.from('JFIF\0'),
  randomBytes(500),
  Buffer.from([0xff, 0xd9]),
]);
const PROGRAM = Buffer.concat([Buffer.from('MZ'), randomBytes(9 * 1024 * 1024)]);

const named = (bytes: Buffer, name: string): File => new File([new Uint8Array(bytes)], name);

async function add(browser: TextBrowser, registerId: string, bytes: Buffer, name: string, more: Readonly<Record<string, string>> = {}) {
  await browser.go(paths.documentAdd({ registerId }));
  await browser.press('Add the document', { what: 'diagnosis', ...more }, { file: named(bytes, name) });
}

const listed = async (registerId: string) =>
  (await desk.call('GET', `/people/${registerId}/documents`)).body['documents'] as Record<string, unknown>[];
const filesOf = async (registerId: string) =>
  (await desk.pool.query<{ id: string }>('select id from document_file where register_id = $1', [registerId])).rows;

test('a letter is put into the record, opened as it was given by whoever may read the record, and who opened it is logged', async () => {
  const registerId = await desk.refer();
  await sam.go(paths.documents({ registerId }));
  expect(sam.text()).toContain('No document is held here');
  await add(sam, registerId, PDF, 'letter about Test Person.pdf', {
    ...{ title: 'Letter of the clinic', 'dated-day': '1', 'dated-month': '3', 'dated-year': '2024' },
  });
  expect(sam.page?.url.pathname).toBe(paths.documents({ registerId }));
  expect(sam.text()).toMatch(/Evidence of a diagnosis: Letter of the clinic/);
  expect(sam.text()).toMatch(/Of Friday 1 March 2024\. PDF, 59 kB\. Added 8.30am today, by Sam Okafor/);
  const [{ id } = { id: '' }] = await filesOf(registerId);
  const at = `${desk.url}${paths.documentFile({ registerId, document: id })}`;
  await ana.go(at);
  // No name stands in what a file is called.
  expect(ana.page?.headers.get('content-disposition')).toBe(`attachment; filename=${registerId}-diagnosis-2026-10-02.pdf`);
  expect(ana.page?.headers.get('content-type')).toBe('application/pdf');
  expect(ana.page?.headers.get('x-content-type-options')).toBe('nosniff');
  const { rows } = await desk.pool.query('select bytes from document_file where id = $1', [id]);
  expect(Buffer.compare((rows[0] as { bytes: Buffer }).bytes, PDF)).toBe(0);
  const { rows: looks } = await desk.pool.query(
    `select actor, outcome from access_log where audit_event = 'document-opened' and register_id = $1`,
    [registerId],
  );
  expect(looks).toEqual([{ actor: 'staff:ana-example', outcome: 'done' }]);
  const pat = await desk.signedIn('pat-keyworker');
  expect((await pat.go(at)).status).toBe(403);
});

test('a program is a program whatever it is called: a photograph of 9 MB that is one is refused, and what was typed is still there', async () => {
  const registerId = await desk.refer();
  await add(sam, registerId, PROGRAM, 'diagnosis.jpg', { title: 'Photograph of the letter' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain('What is in this file is no whole PDF, JPEG or PNG, whatever its name says');
  expect(sam.page?.html).toContain('value="Photograph of the letter"');
  expect(sam.page?.html).toContain('<option value="diagnosis" selected>');
  expect(await filesOf(registerId)).toEqual([]);
});

test.each([
  ['cut off on its way', PDF.subarray(0, 30_000), 'no whole PDF, JPEG or PNG'],
  ['a page of the web', Buffer.from('<html><script>alert(1)</script></html>'), 'no whole PDF, JPEG or PNG'],
  ['empty', Buffer.alloc(0), 'Choose a file'],
  ['larger than it may be', Buffer.concat([PDF, Buffer.alloc(MOST_OF_FILE), PDF]), 'The file is larger than 10 MB'],
])('a file that is %s is refused at its field', async (_what, bytes, said) => {
  const registerId = await desk.refer();
  await add(sam, registerId, bytes, 'letter.pdf', { title: 'Typed by Sam' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain(said);
  expect(sam.page?.html).toContain('Typed by Sam');
  expect(await filesOf(registerId)).toEqual([]);
});

test('the same form from two tabs, and the same file twice, are one document', async () => {
  const registerId = await desk.refer();
  const [first, second] = [await desk.signedIn('sam-okafor'), await desk.signedIn('sam-okafor')];
  for (const tab of [first, second]) await tab.go(paths.documentAdd({ registerId }));
  const press = (tab: TextBrowser) => tab.press('Add the document', { what: 'letter' }, { file: named(JPEG, 'a.jpg') });
  await Promise.all([press(first), press(second)]);
  expect([first.page?.status, second.page?.status].sort()).toEqual([200, 400]);
  const refused = first.page?.status === 400 ? first : second;
  expect(refused.text()).toContain('This file is among the documents already: A letter. It was not added again');
  expect(await filesOf(registerId)).toHaveLength(1);
  // The same page sent once more, as by a browser that goes back.
  await press(refused === first ? second : first).catch(() => undefined);
  expect(await filesOf(registerId)).toHaveLength(1);
});

test('a document that is about somebody else is taken away: its file is gone, that it was there stays, with who, when and why', async () => {
  const registerId = await desk.refer();
  await add(sam, registerId, JPEG, 'photo.jpeg');
  const [{ id } = { id: '' }] = await filesOf(registerId);
  await ana.go(paths.documents({ registerId }));
  await ana.follow('Take away: Evidence of a diagnosis');
  await ana.press('Take it away', { why: ' ' });
  expect(ana.text()).toContain('Say why it is taken away');
  await ana.press('Take it away', { why: 'It is about somebody else' });
  expect(ana.text()).toMatch(/Taken away.*Evidence of a diagnosis: added on Friday 2 October 2026, taken away 8.30am today, by Ana/);
  expect(ana.text()).toContain('It is about somebody else');
  expect(await filesOf(registerId)).toEqual([]);
  expect((await ana.go(paths.documentFile({ registerId, document: id }))).status).toBe(404);
  expect((await ana.go(paths.documentRemove({ registerId, document: id }))).status).toBe(404);
  expect((await listed(registerId)).map(({ takenAway }) => takenAway)).toEqual([
    { at: '2026-10-02T08:30:00+01:00', by: 'staff:ana-example', reason: 'It is about somebody else' },
  ]);
  // It may be given anew.
  await add(sam, registerId, JPEG, 'photo.jpeg');
  expect(await filesOf(registerId)).toHaveLength(1);
});

test('nothing is read of somebody who has not signed in; after the lock has fallen what was typed is kept, and the file is chosen again', async () => {
  const registerId = await desk.refer();
  const stranger = desk.browser();
  const body = new FormData();
  body.append('file', named(PDF, 'a.pdf'));
  await stranger.go(paths.documentAdd({ registerId }), { method: 'POST', body });
  expect(stranger.page?.url.pathname).toBe(paths.signIn());
  const own = await desk.signedIn('sam-okafor');
  await own.go(paths.documentAdd({ registerId }));
  desk.setClock('2026-10-02T09:31');
  await own.press('Add the document', { what: 'diagnosis', title: 'Typed before lunch' }, { file: named(PDF, 'a.pdf') });
  expect(own.page?.url.pathname).toBe(paths.signIn());
  desk.setClock('2026-10-02T08:30');
  expect(await filesOf(registerId)).toEqual([]);
});

test('over the API: a document is added once under an id of its own, listed, opened and taken away', async () => {
  const registerId = await desk.refer();
  const id = '0b7c4c1e-0000-4000-8000-00000000000a';
  const at = `/people/${registerId}/documents/${id}`;
  const document = { what: 'diagnosis', title: 'Letter', dated: '2024-03-01', content: PDF.toString('base64') };
  for (const _ of [1, 2]) expect(await desk.call('PUT', at, document)).toMatchObject({ status: 200, body: { registerId, id } });
  expect(await desk.call('PUT', at, { ...document, what: 'letter' })).toMatchObject({ status: 409, body: { code: 'document-id-used' } });
  const other = `/people/${registerId}/documents/0b7c4c1e-0000-4000-8000-00000000000c`;
  expect(await desk.call('PUT', other, document)).toMatchObject({ status: 409, body: { code: 'document-known', document: id } });
  expect(await desk.call('PUT', other, { ...document, content: PROGRAM.toString('base64') })).toMatchObject({
    status: 400,
    body: { code: 'invalid-request', errors: [{ path: 'content' }] },
  });
  expect(await desk.call('PUT', other, { ...document, content: 'not base64!' })).toMatchObject({
    ...{ status: 400, body: { errors: [{ path: 'content' }] } },
  });
  expect(await listed(registerId)).toMatchObject([{ id, what: 'diagnosis', type: 'pdf', bytes: PDF.length, takenAway: null }]);
  for (const _ of [1, 2]) expect(await desk.call('POST', `${at}/take-away`, { reason: 'Sent by mistake' })).toMatchObject({ status: 200 });
  expect(await desk.call('GET', at)).toMatchObject({ status: 404, body: { code: 'unknown-document' } });
  expect(await desk.call('POST', `${other}/take-away`, { reason: 'x' })).toMatchObject({ status: 404 });
});
