import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

/** The text of somebody's first page, as an officer reads it. */
async function pageOf(registerId: string, who = 'sam-okafor'): Promise<string> {
  await desk.pool.query('delete from rate_limit');
  const browser = await desk.signedIn(who);
  await browser.go(paths.person({ registerId }));
  return browser.text();
}
const consent = { type: 'consent-given', basis: 'own', scope: ['register'] };
const eligible = { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' };

test('since when somebody is on the register, also after they left it and came back, and as it was corrected', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { ...eligible, on: '2026-09-01' });
  await desk.send(registerId, { ...consent, on: '2026-09-03' });
  await desk.send(registerId, { type: 'rating-set', rating: 'green', reason: 'x', on: '2026-09-10' });
  expect(await pageOf(registerId)).toContain('On the register since Thursday 3 September 2026.');
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['register'], on: '2026-09-20' });
  expect(await pageOf(registerId)).toContain('Not on the register.');
  await desk.send(registerId, { ...consent, on: '2026-09-25' });
  expect(await pageOf(registerId)).toContain('On the register since Friday 25 September 2026.');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const withdrawn = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'consent-withdrawn');
  await desk.send(registerId, { type: 'corrected', event: withdrawn?.id, reason: 'Of somebody else' });
  expect(await pageOf(registerId)).toContain('On the register since Thursday 3 September 2026.');
});

test('an earlier time on the pathway stands below, under the same id, and one that was taken back does not', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { ...eligible, on: '2026-09-01' });
  expect(await pageOf(registerId)).not.toContain('Earlier on the pathway');
  await desk.send(registerId, { type: 'moved-away', on: '2026-09-10' });
  const ended = await pageOf(registerId);
  expect(ended).toContain('This time on the pathway ended on Thursday 10 September 2026.');
  expect(ended).toContain('No deadline is open. This time on the pathway ended on Thursday 10 September 2026.');
  expect(ended).not.toContain('Earlier on the pathway');
  desk.setClock('2026-10-02T08:31');
  await desk.send(registerId, { type: 'referral-received', source: 'family' });
  const again = await pageOf(registerId);
  expect(again).toMatch(/Earlier on the pathway ?From \w+day \d+ \w+ 2026 to Thursday 10 September 2026 ?A move to another area/);
  expect(again).not.toContain('No deadline is open.');
  await desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
     values ($1, 2, 1, '2026-10-01', 'pat-keyworker', '2026-10-01', 'tests', 'test')`,
    [registerId],
  );
  const limited = await pageOf(registerId, 'pat-keyworker');
  expect(limited).toContain(registerId);
  expect(limited).not.toMatch(/Earlier on the pathway|since/);
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const came = (body['events'] as { id: string; type: string }[]).findLast(({ type }) => type === 'referral-received');
  await desk.send(registerId, { type: 'corrected', event: came?.id, reason: 'Of somebody else' });
  expect(await pageOf(registerId)).not.toContain('Earlier on the pathway');
});

test('no deadline is open, and why', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
  expect(await pageOf(registerId)).toContain('No deadline is open. The decision was: not eligible.');
});
