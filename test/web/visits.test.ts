import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

/** An adult who has been in a hospital since a day: the visit is due 8 weeks after it. */
async function inHospital(on: string, site?: string): Promise<string> {
  const registerId = await desk.refer({ bornOn: '1990-01-01' });
  await desk.send(registerId, {
    type: 'admitted',
    on,
    security: 'low',
    detained: false,
    planned: false,
    ...(site === undefined ? {} : { site }),
  });
  return registerId;
}

test('visits at one hospital within three weeks are one trip; those elsewhere, later, or nobody knows where are others', async () => {
  // Due on 9 October, 16 October and 6 November at one, on 12 October at another.
  const [first, second, later] = [
    await inHospital('2026-08-14', 'RX1AA'),
    await inHospital('2026-08-21', 'RX1AA'),
    await inHospital('2026-09-11', 'RX1AA'),
  ];
  const elsewhere = await inHospital('2026-08-17', 'RX2BB');
  const unknown = await inHospital('2026-08-10');
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.visits());
  const text = sam.text();
  expect(text).toContain('5 visits are owed: 4 trips, 1 fewer than one by one.');
  expect(text).toContain('2 visits fall due from Friday 9 October 2026 to Friday 16 October 2026: 1 trip, by Friday 9 October 2026');
  expect(text).toContain('1 visit falls due on Friday 6 November 2026: 1 trip');
  for (const registerId of [first, second, later, elsewhere, unknown]) expect(text).toContain(registerId);
  expect(text.indexOf('It is not known, or not told, where')).toBeGreaterThan(text.indexOf('RX2BB'));
  await sam.follow('Record visit');
  expect(sam.text()).toContain('Record a visit');
});

test('nobody in hospital: no visit is owed; and a keyworker, who is not told where somebody is, cannot open it', async () => {
  await desk.pool.query('delete from deadline');
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.visits());
  expect(sam.text()).toContain('No visit is owed.');
  const pat = await desk.signedIn('pat-keyworker');
  expect((await pat.go(paths.visits())).status).toBe(403);
});
