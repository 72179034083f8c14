import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

/** As somebody would who has the database: the triggers that forbid it are out of the way. */
async function altered(sql: string, registerId: string): Promise<void> {
  const client = await desk.pool.connect();
  try {
    await client.query(`begin; set local session_replication_role = replica`);
    await client.query(sql, [registerId]);
    await client.query('commit');
  } finally {
    client.release();
  }
}

async function admitted(): Promise<string> {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'admitted', security: 'low', detained: true, planned: false });
  return registerId;
}

test('the history says whether the chain of its entries agrees, and what that does not show', async () => {
  const registerId = await admitted();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('Chain checked now: 2 of 2 entries agree.');
  expect(browser.text()).toContain('not whether what they say is true');
});

test.each([
  ['altered', `update event set fact = replace(fact::text, '"low"', '"medium"')::json where register_id = $1 and type = 'admitted'`],
  ['taken away', `delete from event where register_id = $1 and type = 'admitted'`],
])('an entry that was %s in the database is told at once', async (_, sql) => {
  const registerId = await admitted();
  await altered(sql, registerId);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.history({ registerId }));
  expect(browser.text()).toContain('The chain of this record was checked now, and does not agree');
  expect(browser.text()).not.toContain('entries agree');
});

test('what the last check found of a person stands on their page and in their history, and on nobody else’s', async () => {
  const [registerId, other] = [await admitted(), await admitted()];
  const found = [
    { code: 'chain-rewritten', registerId, pathway: 1, params: {}, mended: false },
    { code: 'timer-missing', registerId: other, pathway: 1, params: {}, mended: false },
  ];
  await desk.pool.query(
    `insert into timer_check (started_at, proved_at, pathways, timers_expected, timers_found, unmended, left_out, differences)
     values ($1, $1, 2, 2, 1, 2, 0, $2)`,
    ['2026-10-02T05:02:00Z', JSON.stringify(found)],
  );
  const said = 'The last check, at 6.02am today, found that this record is not as it was written';
  const browser = await desk.signedIn('sam-okafor');
  for (const page of [paths.person, paths.history]) {
    await browser.go(page({ registerId }));
    expect(browser.text()).toContain(said);
    await browser.go(page({ registerId: other }));
    expect(browser.text()).not.toContain(said);
  }
});
