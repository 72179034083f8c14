import { paths } from '../../web/paths';
import { correct, FRIDAY, SecondPerson, todayOf } from './support/second-person';

let at: SecondPerson;
beforeAll(async () => {
  at = await SecondPerson.start();
});
beforeEach(() => at.desk.setClock(FRIDAY));
afterAll(() => at.desk.close());

test('a discharge taken back waits for a second person: not for its maker, and confirmed in 2 clicks from Today', async () => {
  const { registerId, event } = await at.takenBack();
  expect(await at.tasksOf(registerId)).toEqual([
    {
      key: `confirm/${event}`,
      status: 'open',
      params: { event, by: 'staff:sam-okafor', types: 'discharged', due: '2026-10-06' },
    },
  ]);
  const own = await todayOf(at.sam, registerId);
  expect(own).toContain(
    'Your correction of a discharge from hospital waits for a second person. It works already; a colleague looks at it.',
  );
  expect(own).toContain('See it');
  await at.sam.go(paths.correction({ registerId, event }));
  expect(at.sam.text()).toContain('You made this correction. It works already, and waits for somebody else');
  expect(at.sam.page?.html).not.toMatch(/<button[^>]*>Confirm/);
  expect(at.sam.page?.html).not.toContain('This is not right');

  expect(await todayOf(at.kim, registerId)).toContain(
    'A correction of a discharge from hospital waits for a second person. Look at it, and confirm it or say what is not right.',
  );
  expect(at.kim.text()).toContain('To be done by Tuesday 6 October 2026');
  expect(at.kim.text()).not.toContain('overdue A correction');
  await at.kim.go(paths.correction({ registerId, event }));
  const text = at.kim.text();
  expect(text).toContain('Confirm a correction');
  expect(text).toContain('Taken backDischarged from hospital');
  expect(text).toContain('On Thursday 1 October 2026');
  expect(text).toContain('Nothing: it counts as if it had never been recorded.');
  expect(text).toContain('It was somebody else');
  expect(text).toContain('Sam Okafor, 8.30am today');
  expect(text).toContain('Rating: blue');
  expect(text).toMatch(/Started: .* by Sunday 4 October 2026/);
  expect(text).toContain('Nothing was sent.');
  const landed = await at.kim.press('Confirm');
  expect(landed.url.href).toContain('done=confirmed');
  expect(at.kim.text()).toContain('You have confirmed it. Nobody is asked about it any more.');
  expect(at.kim.text()).toContain('Confirmed by Kim Example, 8.30am today.');
  expect(await at.saidOf(event)).toEqual([{ outcome: 'confirmed', by: 'staff:kim-manager', why: null }]);
  expect(await at.openOf(registerId)).toEqual([]);
  expect(await todayOf(at.kim, registerId)).not.toContain('second person');
  // In the history, and in the access log.
  await at.kim.go(paths.history({ registerId }));
  expect(at.kim.text()).toContain('Confirmed by Kim Example, 8.30am today.');
  const { rows } = await at.desk.pool.query(
    `select audit_event, outcome from access_log where register_id = $1 and actor = 'staff:kim-manager' and audit_event like 'correction%' order by id`,
    [registerId],
  );
  expect(rows).toEqual([
    { audit_event: 'correction-shown', outcome: 'done' },
    { audit_event: 'correction-confirmed', outcome: 'done' },
    { audit_event: 'correction-shown', outcome: 'done' },
  ]);
  // What was typed was read: the access log says so.
  expect(
    (
      await at.desk.pool.query(
        `select 1 from access_log where actor = 'staff:kim-manager' and audit_event = 'words-read' and register_id = $1`,
        [registerId],
      )
    ).rowCount,
  ).toBeGreaterThan(0);
});

test('whoever made it cannot confirm it, whatever they send; nor say that it is not right', async () => {
  const { registerId, event } = await at.takenBack();
  await at.sam.go(paths.correction({ registerId, event }));
  const token = /name="token" value="([^"]+)"/.exec(at.sam.page?.html ?? '')?.[1] ?? '';
  for (const path of [paths.correctionConfirm, paths.correctionNotRight]) {
    const landed = await at.sam.go(path({ registerId, event }), {
      method: 'POST',
      body: new URLSearchParams({ token, reason: 'x' }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(landed.status).toBe(403);
  }
  expect(await at.saidOf(event)).toEqual([]);
  expect(await at.openOf(registerId)).toEqual([`confirm/${event}`]);
});

test('a second officer may confirm too; pressing twice is once', async () => {
  const { registerId, event } = await at.takenBack();
  await at.ana.go(paths.correction({ registerId, event }));
  const page = at.ana.page;
  await at.ana.press('Confirm');
  at.ana.page = page;
  expect((await at.ana.press('Confirm')).status).toBe(200);
  expect(await at.saidOf(event)).toEqual([{ outcome: 'confirmed', by: 'staff:ana-example', why: null }]);
});

test('of two who answer at once one wins, and the other is told', async () => {
  const { registerId, event } = await at.takenBack();
  await at.ana.go(paths.correction({ registerId, event }));
  await at.kim.go(paths.correction({ registerId, event }));
  const landed = await Promise.all([at.ana.press('Confirm'), at.kim.press('This is not right', { reason: 'It was him' })]);
  const said = await at.saidOf(event);
  expect(said).toHaveLength(1);
  const statuses = landed.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 409]);
  const loser = statuses[0] === 409 ? at.ana : at.kim;
  expect(loser.text()).toContain('Somebody was faster');
  expect(loser.text()).toContain(said[0]?.outcome === 'confirmed' ? 'Confirmed by Ana Example' : 'Said not to be right by Kim Example');
  // Nothing half done: the task for the team is there only with the answer that asks for it.
  expect(await at.openOf(registerId)).toEqual(said[0]?.outcome === 'not-right' ? [`not-right/${event}`] : []);
  const { rows } = await at.desk.pool.query(`select 1 from person_record where register_id = $1 and kind = 'confirmation'`, [registerId]);
  expect(rows).toHaveLength(1);
});

test('not right: with a reason, the record stays, the maker and the team see it on Today, and it ends when somebody else says that it was put right', async () => {
  const { registerId, event } = await at.takenBack();
  await at.kim.go(paths.correction({ registerId, event }));
  const empty = await at.kim.press('This is not right', { reason: '  ' });
  expect(empty.status).toBe(400);
  expect(at.kim.text()).toContain('Say what is not right');
  expect(empty.html).toContain('<title>Error: ');
  await at.kim.press('This is not right', { reason: 'He did go home on Thursday' });
  expect(at.kim.text()).toContain('The record stays as it is until somebody puts it right');
  expect(at.kim.text()).toContain('Said not to be right by Kim Example, 8.30am today: He did go home on Thursday');
  expect((await at.eventsOf(registerId)).map(({ type }) => type)).toEqual(['referral-received', 'admitted', 'discharged', 'corrected']);
  // The words are in the database, not in the log of events.
  expect(await at.saidOf(event)).toEqual([{ outcome: 'not-right', by: 'staff:kim-manager', why: 'He did go home on Thursday' }]);
  for (const browser of [at.sam, at.ana, at.kim])
    expect(await todayOf(browser, registerId)).toContain('A correction of a discharge from hospital is not right. Put it right:');
  await at.sam.go(paths.today());
  await at.sam.go(paths.correction({ registerId, event }));
  expect(at.sam.text()).toContain('When the record says what is true, somebody else says so here.');
  expect(at.sam.page?.html).not.toMatch(/<button[^>]*>It has been put right/);
  await at.sam.follow('Record a discharge from hospital anew');
  expect(at.sam.page?.status).toBe(200);
  await at.desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  await at.ana.go(paths.correction({ registerId, event }));
  await at.ana.press('It has been put right');
  expect(at.ana.text()).toContain('Said to have been put right since by Ana Example');
  expect(await at.openOf(registerId)).toEqual([]);
  await at.kim.go(paths.history({ registerId }));
  expect(at.kim.text()).toContain('Said not to be right by Kim Example');
  expect(at.kim.text()).toContain('Said to have been put right since by Ana Example');
});

test('corrected once more: the correction before it is asked about no longer, whatever had been said', async () => {
  const registerId = await at.desk.refer();
  await at.desk.send(registerId, { type: 'rating-set', on: '2026-09-30', rating: 'amber', reason: 'Words' });
  const putRight = (rating: string) => ({ how: 'put-right', 'correction-reason': 'A slip', rating, reason: 'Other words' });
  await correct(at.sam, registerId, 'Rating', putRight('red'));
  const first = await at.lastOf(registerId);
  await at.kim.go(paths.correction({ registerId, event: first }));
  expect(at.kim.text()).toMatch(/Taken backRated amber.*In its placeRated red.*Other words/);
  const open = at.kim.page;
  await correct(at.ana, registerId, 'Rating', putRight('green'));
  const second = await at.lastOf(registerId);
  expect(await at.openOf(registerId)).toEqual([`confirm/${second}`]);
  at.kim.page = open;
  expect((await at.kim.press('Confirm')).status).toBe(409);
  expect(at.kim.text()).toContain('It was corrected once more, and that correction is looked at instead.');
  expect(await at.saidOf(first)).toEqual([]);
  // What the second takes back is what stood until then.
  await at.kim.go(paths.correction({ registerId, event: second }));
  expect(at.kim.text()).toMatch(/Taken backRated red.*In its placeRated green/);
  await at.kim.press('This is not right', { reason: 'It was amber' });
  expect(await at.openOf(registerId)).toEqual([`not-right/${second}`]);
  // Putting it right is a correction of its own, and ends that too.
  await at.kim.go(paths.correction({ registerId, event: second }));
  await at.kim.follow('Correct it once more');
  await at.kim.press('See what this changes', putRight('amber'));
  await at.kim.press('Put it right');
  expect(await at.openOf(registerId)).toEqual([`confirm/${await at.lastOf(registerId)}`]);
  await at.kim.go(paths.correction({ registerId, event: second }));
  expect(at.kim.text()).toContain('A correction that was corrected once more');
});
