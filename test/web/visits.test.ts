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

test('nobody in hospital: no visit is owed; and a keyworker, who is not told where somebody is, cannot open it', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.visits());
  expect(sam.text()).toContain('No visit is owed.');
  const pat = await desk.signedIn('pat-keyworker');
  expect((await pat.go(paths.visits())).status).toBe(403);
});

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

test('more visits than a page holds go on on the next one, each once, a trip that is parted saying so; the hospital whose visit is due first stands first', async () => {
  await desk.pool.query('delete from deadline');
  const last = await inHospital('2026-09-25', 'RA1AA');
  const ids: string[] = [];
  for (let number = 0; number < 51; number += 1) ids.push(await inHospital('2026-08-14', 'RX9ZZ'));
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.visits());
  const first = sam.text();
  expect(first).toContain('52 visits are owed: 2 trips, 50 fewer than one by one.');
  expect(first).toContain('51 visits fall due on Friday 9 October 2026: 1 trip');
  expect(first).toContain('Page 1 of 2');
  expect(first).not.toContain(last);
  await sam.follow('Next page');
  const second = sam.text();
  expect(second).toMatch(/51 visits fall due on Friday 9 October 2026: 1 trip, by Friday 9 October 2026, from the page before.*RA1AA/s);
  expect(second).toContain(last);
  expect(second).toContain('Page 2 of 2');
  expect(ids.filter((id) => first.includes(id) === second.includes(id))).toEqual([]);
  // An address from before somebody was visited leads to what is the last page now.
  await sam.go(paths.visits({ page: 9 }));
  expect(sam.text()).toContain('Page 2 of 2');
  // Only those on it were looked at.
  const { rows } = await desk.pool.query(
    `select cardinality(shown) as count from access_log where audit_event = 'visits-shown' order by id desc limit 1`,
  );
  expect(rows).toEqual([{ count: 2 }]);
});
