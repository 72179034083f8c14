import { askingPaths, paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

/** Stories of what is written and kept about somebody on their way to the register, each of a kind that breaks such systems. All names are made up. */
let desk: Desk;
let sam: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterEach(() => desk.close());

const NOA = { name: 'Noa Nobody', bornOn: '2001-02-02' };

test('a letter that was put into the wrong record is taken away there and put into the right one, and who opened it meanwhile is known', async () => {
  const [wrong, right] = [await desk.refer(NOA), await desk.refer({ name: 'Tom Other', bornOn: '2001-02-02' })];
  const content = Buffer.from('%PDF-1.7 about Tom Other %%EOF').toString('base64');
  const id = '0b7c4c1e-0000-4000-8000-00000000000b';
  await desk.call('PUT', `/people/${wrong}/documents/${id}`, { what: 'diagnosis', content });
  const ana = await desk.signedIn('ana-example');
  await ana.go(paths.documentFile({ registerId: wrong, document: id }));
  await sam.go(paths.documentRemove({ registerId: wrong, document: id }));
  await sam.press('Take it away', { why: 'It is about somebody else' });
  expect(await desk.call('PUT', `/people/${right}/documents/${id}`, { what: 'diagnosis', content })).toMatchObject({ status: 200 });
  const files = await desk.pool.query('select register_id from document_file');
  expect(files.rows).toEqual([{ register_id: right }]);
  await sam.go(paths.looked({ registerId: wrong }));
  expect(sam.text()).toMatch(/Ana Example.*A document, opened|A document, opened.*Ana Example/);
});

test('a 15-year-old turns 16 while the decision waits: the parents’ consent that was given before is asked for anew of themself', async () => {
  const registerId = await desk.refer({ ...NOA, bornOn: '2010-10-05' });
  await desk.send(registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register'] });
  desk.setClock('2026-10-06T09:00');
  const young = await desk.signedIn('sam-okafor');
  await young.go(paths.recordTogether({ registerId, journey: 'decide-referral' }));
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await young.go(paths.deadlines({ registerId }));
  expect(young.text()).toContain('Own consent at 16');
  desk.setClock('2026-10-02T08:30');
});

test('a referral of 30,000 characters, and a section of as many: neither is cut off, and what is too long is told with all that was typed', async () => {
  const long = 'Every night he walks the house. '.repeat(938).trim();
  const outside = desk.browser();
  await outside.go(askingPaths['self-referral'].plain.start());
  await outside.go(askingPaths['self-referral'].plain.send(), {
    method: 'POST',
    body: new URLSearchParams({ for: 'me', name: 'Noa', by: 'phone', at: '0116 496 0000', happening: long }),
  });
  expect(outside.page?.status).toBe(400);
  expect(outside.page?.html).toContain(long);
  const registerId = await desk.refer(NOA);
  await sam.go(paths.sheetSection({ registerId, sheet: 'referral', section: 'history' }));
  await sam.press('Save this section', { history: long });
  expect(sam.page?.status).toBe(400);
  expect(sam.page?.html).toContain(long);
  await sam.press('Save this section', { history: long.slice(0, 9_000) });
  const { body } = await desk.call('GET', `/people/${registerId}/forms`);
  expect(JSON.stringify(body)).toContain(long.slice(0, 9_000).trim());
});
