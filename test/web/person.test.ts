import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T08:30'));

const admission = { type: 'admitted', security: 'low', detained: true, planned: false };

/** The text of somebody's first page, as an officer reads it. */
async function pageOf(registerId: string): Promise<string> {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  return browser.text();
}

test('the head says age and diagnosis, the stay its ward and legal status, and the page what happened last', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'both' });
  expect(await pageOf(registerId)).toContain('36 years. Autistic, and has a learning disability. Not on the register.');
  await desk.send(registerId, admission);
  const said = await pageOf(registerId);
  expect(said).toMatch(/Ward ?A low secure ward ?Legal status ?Detained under the Mental Health Act/);
  expect(said).toContain('Latest: An admission to hospital, Friday 2 October 2026');
});

test('what was moved or put right counts as it stands', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'considered', on: '2026-10-01' });
  await desk.send(registerId, { ...admission, on: '2026-10-01' });
  await desk.send(registerId, { type: 'transferred', security: 'medium', detained: false, newHospital: true });
  await desk.send(registerId, { type: 'diagnosis-confirmed', diagnosis: 'autism' });
  const said = await pageOf(registerId);
  expect(said).toMatch(/Ward ?A medium secure ward ?Legal status ?Not detained/);
  expect(said).toContain('36 years. Autistic. In hospital since');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const confirmed = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'diagnosis-confirmed');
  await desk.send(registerId, { type: 'corrected', event: confirmed?.id, reason: 'Of somebody else' });
  expect(await pageOf(registerId)).toContain('36 years. A diagnosis is being considered. In hospital since');
});

test('messages that are held or did not arrive stand on the page of whom they are about', async () => {
  const [registerId, other] = [await desk.refer(), await desk.refer()];
  await desk.send(registerId, admission);
  expect(await pageOf(registerId)).not.toContain('did not arrive');
  await desk.pool.query(`update notice set status = 'failed' where register_id = $1 and template = 'admitted'`, [registerId]);
  expect(await pageOf(registerId)).toMatch(/\d+ messages? did not arrive/);
  expect(await pageOf(other)).not.toContain('did not arrive');
});

test('a keyworker is told neither the diagnosis nor the ward, nor what happened last', async () => {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'both' });
  await desk.send(registerId, admission);
  await desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
     values ($1, 1, 1, '2026-10-01', 'pat-keyworker', '2026-10-01', 'tests', 'test')`,
    [registerId],
  );
  const pat = await desk.signedIn('pat-keyworker');
  await pat.go(paths.person({ registerId }));
  expect(pat.text()).toContain('36 years. In hospital since Friday 2 October 2026.');
  expect(pat.text()).not.toMatch(/Autistic|Ward|Legal status|Latest/);
});
