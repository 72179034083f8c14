import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
const ids = { child: '', tom: '', low: '', waits: '' };

/** Puts somebody on the register. */
async function member(bornOn: string, diagnosis: string, rating: string, consent: object = { basis: 'own' }): Promise<string> {
  const registerId = await desk.refer({ bornOn });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis, on: '2026-10-02' });
  await desk.send(registerId, { type: 'consent-given', ...consent, scope: ['register'], on: '2026-10-02' });
  await desk.send(registerId, { type: 'rating-set', rating, reason: 'x', on: '2026-10-02' });
  return registerId;
}

beforeAll(async () => {
  desk = await startDesk();
  ids.tom = await member('1990-03-02', 'autism', 'red');
  ids.low = await member('1980-03-02', 'learning-disability', 'green');
  ids.child = await member('2009-03-02', 'none', 'amber', { basis: 'parental-responsibility', assessedOn: '2026-10-01' });
  ids.waits = await desk.refer();
  desk.setClock('2026-10-20T09:00');
  await desk.send(ids.tom, { type: 'admitted', security: 'low', detained: false, planned: true, on: '2026-10-05', site: 'rx1aa' });
  await desk.send(ids.tom, { type: 'transferred', security: 'low', detained: false, newHospital: true, on: '2026-10-12', site: 'RX2BB' });
  await desk.send(ids.low, { type: 'admitted', security: 'low', detained: false, planned: true, on: '2026-10-19' });
  await desk.send(ids.child, { type: 'rating-set', rating: 'red', reason: 'x', on: '2026-10-06' });
  await desk.send(ids.child, { type: 'rating-set', rating: 'red', reason: 'Still', on: '2026-10-09' });
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

const rowOf = (html: string, registerId: string): string =>
  html.split('<tr>').find((row) => row.includes(`>${registerId}</a></th>`)) ?? `no row of ${registerId}`;
/** Who is shown of all. */
const shown = async (browser: TextBrowser, asked: Record<string, string>): Promise<string[]> => {
  const { html } = await browser.go(paths.register(asked));
  return Object.entries(ids).flatMap(([name, id]) => (html.includes(`>${id}</a></th>`) ? [name] : []));
};
const choicesOf = (html: string, name: string): string[] =>
  [...(new RegExp(`name="${name}">(.*?)</select>`, 's').exec(html)?.[1] ?? '').matchAll(/value="([^"]*)"/g)].map(
    ([, value]) => value ?? '',
  );

test('each person says since when they are rated so, where they are in hospital, and until when their consent stands', async () => {
  const { html } = await sam.go(paths.register());
  expect(rowOf(html, ids.tom)).toMatch(/Blue<\/strong><span class="app-sub">since Monday 5 October 2026<\/span>/);
  expect(rowOf(html, ids.tom)).toContain('Hospital: RX2BB');
  expect(rowOf(html, ids.low)).toContain('Hospital: not known');
  expect(rowOf(html, ids.tom)).toContain('data-label="Consent until">Saturday 2 October 2027</td>');
  // Said once more, a rating has stood since it was said first.
  expect(rowOf(html, ids.child)).toMatch(/Red<\/strong><span class="app-sub">since Tuesday 6 October 2026<\/span>/);
  expect(rowOf(html, ids.child)).not.toContain('Hospital');
  // At 18 they decide for themself, which comes before the year is over.
  expect(rowOf(html, ids.child)).toContain('data-label="Consent until">Tuesday 2 March 2027</td>');
  const { html: open } = await sam.go(paths.register({ status: 'open' }));
  expect(rowOf(open, ids.waits)).toContain('data-label="Consent until">no date</td>');
  expect(rowOf(open, ids.waits)).not.toContain('since');
});

test('by diagnosis, hospital and owner, and it is said how many of how many', async () => {
  expect(await shown(sam, { diagnosis: 'autism' })).toEqual(['tom']);
  expect(sam.text()).toContain('1 of 3 shown.');
  expect(await shown(sam, { diagnosis: 'not-said', status: 'open' })).toEqual(['waits']);
  expect(await shown(sam, { diagnosis: 'none' })).toEqual(['child']);
  expect(await shown(sam, { site: 'RX2BB' })).toEqual(['tom']);
  expect(await shown(sam, { site: 'RX1AA' })).toEqual([]);
  expect(await shown(sam, { site: 'not-known' })).toEqual(['low']);
  expect(await shown(sam, { site: 'RX2BB', diagnosis: 'autism' })).toEqual(['tom']);
  expect(await shown(sam, { site: 'RX2BB', diagnosis: 'none' })).toEqual([]);
  expect((await desk.call('PUT', `/pathways/${ids.child}/owner`, { staff: 'ana-example', reason: 'x' })).status).toBe(200);
  // It counts from after what has happened.
  desk.setClock('2026-10-20T09:01');
  expect(await shown(sam, { owner: 'ana-example' })).toEqual(['child']);
  expect(await shown(sam, { owner: 'ana-example', rating: 'red' })).toEqual(['child']);
  expect(await shown(sam, { owner: 'ana-example', rating: 'green' })).toEqual([]);
  const { html } = await sam.go(paths.register());
  expect(choicesOf(html, 'site')).toEqual(['', 'RX2BB', 'not-known']);
  expect(choicesOf(html, 'owner')).toContain('ana-example');
});

test('who matches nobody is told how many there are, and clears the filters with one press', async () => {
  await sam.go(paths.register({ diagnosis: 'both', status: 'open' }));
  expect(sam.text()).toContain('0 of 4 shown.');
  expect(sam.text()).toContain('No one matches. 4 people are on an open pathway.');
  await sam.go(paths.register({ diagnosis: 'both' }));
  expect(sam.text()).toContain('No one matches. 3 people are on the register.');
  await sam.follow('Clear filters');
  expect(sam.text()).toContain('3 of 3 shown.');
});

test('what is corrected is found as it was corrected', async () => {
  const { body } = await desk.call('GET', `/pathways/${ids.tom}/events`);
  const events = body['events'] as { id: string; type: string }[];
  const idOf = (type: string) => events.find((one) => one.type === type)?.id;
  await desk.send(ids.tom, {
    type: 'corrected',
    event: idOf('transferred'),
    reason: 'x',
    with: { type: 'transferred', security: 'low', detained: false, newHospital: true, on: '2026-10-12', site: 'RX3CC' },
  });
  await desk.send(ids.tom, {
    type: 'corrected',
    event: idOf('admitted'),
    reason: 'x',
    with: { type: 'admitted', security: 'low', detained: false, planned: true, on: '2026-10-07' },
  });
  expect(await shown(sam, { site: 'RX2BB' })).toEqual([]);
  expect(await shown(sam, { site: 'RX3CC' })).toEqual(['tom']);
  expect(rowOf(sam.page?.html ?? '', ids.tom)).toContain('since Wednesday 7 October 2026');
});

test('who sees their own people only is told no diagnosis, hospital or consent, and asks by none of them', async () => {
  expect((await desk.call('PUT', `/pathways/${ids.tom}/owner`, { staff: 'pat-keyworker', reason: 'x' })).status).toBe(200);
  desk.setClock('2026-10-20T09:02');
  const pat = await desk.signedIn('pat-keyworker');
  const { html } = await pat.go(paths.register());
  expect(rowOf(html, ids.tom)).toContain('since Wednesday 7 October 2026');
  expect(html).not.toMatch(/RX3CC|Consent until|name="(?:diagnosis|site|owner)"/);
  expect(await shown(pat, { diagnosis: 'none' })).toEqual(['tom']);
  expect(await shown(pat, { site: 'RX1AA' })).toEqual(['tom']);
});
