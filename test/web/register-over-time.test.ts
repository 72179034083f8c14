import { addDays, dayOfWeek, parseInstant, plainDate, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import { coreContext } from '../../services/rules/policies';
import { readRegisterOverTime, readRegisterThen, type Reading, weeksBetween } from '../../services/today/register/over-time';
import { paths } from '../../web/paths';
import { drawOverTime } from '../../web/register/over-time-picture';
import { type Desk, startDesk } from './support/desk';

const NAME = 'Zaphira Madeup-Secretname';
const core = coreContext();
const KIM = { id: 'kim-manager', roles: ['manager' as const], areas: ['example'] };

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const eligible = { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' };
const consent = (on: string) => ({ type: 'consent-given', on, basis: 'own', assessedOn: on, scope: ['register', 'meeting'] });

/** Puts an adult on the register, rated so, on a day that is today. */
async function joins(day: string, rating: string, person: Record<string, unknown> = {}): Promise<string> {
  desk.setClock(`${day}T10:00`);
  const registerId = await desk.refer({ bornOn: '1990-01-05', ...person });
  await desk.send(registerId, { events: [eligible, consent(day), { type: 'rating-set', rating, reason: 'x' }] });
  return registerId;
}
/** What a row of a table says whose first cell says this. */
const rowOf = (html: string, first: string): string =>
  (html.match(/<tr>[\s\S]*?<\/tr>/g) ?? [])
    .map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((row) => row.startsWith(first)) ?? '';

async function weeks(reading: Reading, since: string, now: string, more: object = {}, looker = KIM) {
  const read = await readRegisterOverTime(
    { pool: desk.pool, core },
    looker,
    { reading, since: plainDate(since), ...more },
    parseInstant(now),
  );
  return read.map(({ from, byRating: { red, blue, amber, green } }) => `${from} red ${red} blue ${blue} amber ${amber} green ${green}`);
}

test('nobody yet: one week, and a page that says so', async () => {
  expect(await weeks('true-then', '2025-10-02', '2026-10-02T08:30')).toEqual(['2026-09-28 red 0 blue 0 amber 0 green 0']);
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.registerOverTime());
  expect(kim.text()).toContain('No one was on the register in this time.');
  await kim.go(paths.registerAsAt());
  expect(kim.text()).toContain('No one was on the register that day.');
});

describe('a few people', () => {
  let ada: string;
  let child: string;
  beforeAll(async () => {
    // Both clock changes lie between: 25 October 2026 and 28 March 2027.
    ada = await joins('2026-10-05', 'red', { name: NAME });
    child = await joins('2026-10-14', 'amber', { bornOn: '2009-03-29' });
    // A Sunday, half an hour before midnight in London, while the clocks are changing.
    desk.setClock('2026-10-25T23:30');
    await desk.send(ada, { type: 'rating-set', rating: 'green', reason: 'x' });
    // Heard late: an admission of three weeks before.
    desk.setClock('2026-11-18T09:00');
    await desk.send(ada, { type: 'admitted', on: '2026-10-28', security: 'low', detained: false, planned: true });
    // Ends on a Monday, at the first minute of its week.
    desk.setClock('2026-11-30T00:01');
    await desk.send(child, { type: 'moved-away' });
    // And comes back.
    desk.setClock('2027-03-25T10:00');
    const back = await desk.call('POST', '/referrals', { registerId: child, event: { type: 'referral-received', source: 'family' } });
    if (back.status >= 300) throw new Error(JSON.stringify(back.body));
    await desk.send(child, { events: [eligible, consent('2027-03-25'), { type: 'rating-set', rating: 'red', reason: 'x' }] });
  });

  test('each week counts what was true at the end of its Sunday, over both changes of the clock', async () => {
    const read = await weeks('true-then', '2026-10-01', '2027-04-01T09:00');
    expect(read.slice(0, 6)).toEqual([
      '2026-10-05 red 1 blue 0 amber 0 green 0',
      '2026-10-12 red 1 blue 0 amber 1 green 0',
      '2026-10-19 red 0 blue 0 amber 1 green 1',
      '2026-10-26 red 0 blue 1 amber 1 green 0',
      '2026-11-02 red 0 blue 1 amber 1 green 0',
      '2026-11-09 red 0 blue 1 amber 1 green 0',
    ]);
    expect(read.filter((week) => /^2026-11-(23|30)/.test(week))).toEqual([
      '2026-11-23 red 0 blue 1 amber 1 green 0',
      '2026-11-30 red 0 blue 1 amber 0 green 0',
    ]);
    expect(read.slice(-2)).toEqual(['2027-03-22 red 1 blue 1 amber 0 green 0', '2027-03-29 red 1 blue 1 amber 0 green 0']);
  });

  test('by what was known, the admission counts from when it was heard of', async () => {
    const read = await weeks('known-then', '2026-10-01', '2027-04-01T09:00');
    expect(read.slice(2, 7)).toEqual([
      '2026-10-19 red 0 blue 0 amber 1 green 1',
      '2026-10-26 red 0 blue 0 amber 1 green 1',
      '2026-11-02 red 0 blue 0 amber 1 green 1',
      '2026-11-09 red 0 blue 0 amber 1 green 1',
      '2026-11-16 red 0 blue 1 amber 1 green 0',
    ]);
  });

  test('children and adults apart, as old as they were: who turned 18 on the Monday is an adult from that week on', async () => {
    expect((await weeks('true-then', '2027-03-20', '2027-04-01T09:00', { age: 'under-18' })).slice(-2)).toEqual([
      '2027-03-22 red 1 blue 0 amber 0 green 0',
      '2027-03-29 red 0 blue 0 amber 0 green 0',
    ]);
    expect((await weeks('true-then', '2027-03-20', '2027-04-01T09:00', { age: 'adult' })).slice(-2)).toEqual([
      '2027-03-22 red 0 blue 1 amber 0 green 0',
      '2027-03-29 red 1 blue 1 amber 0 green 0',
    ]);
  });

  test('what is recorded since is seen at once, a correction too', async () => {
    desk.setClock('2027-04-01T09:00');
    const { body } = await desk.call('GET', `/pathways/${ada}/events`);
    const id = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'admitted')?.id;
    // Read before, so that it has been worked out once.
    expect((await weeks('true-then', '2026-11-09', '2027-04-01T10:00'))[0]).toMatch(/^2026-11-09 .*blue 1/);
    await desk.send(ada, { type: 'corrected', event: id, reason: 'Another person' });
    expect((await weeks('true-then', '2026-11-09', '2027-04-01T10:00'))[0]).toBe('2026-11-09 red 0 blue 0 amber 1 green 1');
    expect((await weeks('known-then', '2026-11-16', '2027-04-01T10:00'))[0]).toBe('2026-11-16 red 0 blue 1 amber 1 green 0');
  });

  test('another area counts none of them, and who sees their own people only counts these', async () => {
    const none = await weeks('true-then', '2027-03-29', '2027-04-01T10:00', {}, { ...KIM, areas: ['other'] });
    expect(none).toEqual(['2027-03-29 red 0 blue 0 amber 0 green 0']);
    const own = { id: 'pat-keyworker', roles: ['keyworker' as const], areas: ['example'] };
    expect(await weeks('true-then', '2027-03-29', '2027-04-01T10:00', {}, own as never)).toEqual([
      '2027-03-29 red 0 blue 0 amber 0 green 0',
    ]);
  });

  test('the register on a day says both readings, and the pages say the same numbers as the read', async () => {
    const then = await readRegisterThen(
      { pool: desk.pool, core },
      KIM,
      { reading: 'known-then', day: plainDate('2026-11-20'), page: 1, size: 50 },
      parseInstant('2027-04-01T10:00'),
    );
    expect({ all: then.all, otherwise: then.otherwise, blue: then.byRating.blue }).toEqual({ all: 2, otherwise: 1, blue: 1 });
    const kim = await desk.signedIn('kim-manager');
    const landed = await kim.go(paths.registerAsAt({ on: '20/11/2026', reading: 'known-then' }));
    expect(landed.status).toBe(200);
    expect(kim.text()).toContain('The register on Friday 20 November 2026');
    expect(kim.text()).toContain('1 person stands otherwise by what was true then');
    expect(rowOf(landed.html, ada)).toBe(`${ada} ${NAME} Rating: Blue Green`);
    expect(/<title>[^<]*<\/title>/.exec(landed.html)?.[0]).not.toContain('Zaphira');
    await kim.go(paths.registerOverTime({ reading: 'known-then' }));
    expect(rowOf(kim.page?.html ?? '', 'Monday 16 November 2026')).toBe('Monday 16 November 2026 0 1 1 0 2');
    expect(kim.page?.html).toContain('role="img"');
    expect(kim.page?.html).not.toMatch(/ style=|<script(?! src)|Zaphira/);
    const { rows } = await desk.pool.query(
      `select audit_event as event, shown from access_log where audit_event like 'register-%' order by id desc limit 2`,
    );
    expect(rows.map(({ event }) => event)).toContain('register-over-time-shown');
  });

  describe('one of them restricted, and not open to the reader', () => {
    const NOW = '2027-04-01T10:00';
    const on = (day: string, more: object = {}) =>
      readRegisterThen(
        { pool: desk.pool, core },
        KIM,
        { reading: 'true-then', day: plainDate(day), page: 1, size: 50, ...more },
        parseInstant(NOW),
      );
    const ofWeek = async (from: string, more: object = {}) =>
      (
        await readRegisterOverTime(
          { pool: desk.pool, core },
          KIM,
          { reading: 'true-then', since: plainDate('2026-10-05'), ...more },
          parseInstant(NOW),
        )
      ).find((week) => week.from === from)?.byRating;
    const NONE = { red: 0, blue: 0, amber: 0, green: 0, none: 0, restricted: 0 };

    beforeAll(async () => {
      desk.setClock(NOW);
      const kim = await desk.signedIn('kim-manager');
      await kim.go(paths.restriction({ registerId: child }));
      await kim.press('Restrict this record', { code: 'safety', why: 'Made-up reason', staff: ['ana-example'] });
      expect(kim.text()).toContain('The record is restricted.');
    });

    test('they are counted as restricted, by no rating, and at every age', async () => {
      expect(await ofWeek('2026-10-19')).toEqual({ ...NONE, green: 1, restricted: 1 });
      for (const [age, green] of [
        ['adult', 1],
        ['under-18', 0],
      ] as const)
        expect(await ofWeek('2026-10-19', { age })).toEqual({ ...NONE, green, restricted: 1 });
    });

    test('on a day they are among those of every rating, at the end, and nothing more is told of them', async () => {
      const told = { registerId: child, name: null, restricted: true };
      for (const [more, people, green] of [
        [{}, [ada, child], 1],
        [{ rating: 'amber' }, [child], 1],
        [{ rating: 'green' }, [ada, child], 1],
        [{ age: 'under-18' }, [child], 0],
      ] as const) {
        const then = await on('2026-10-26', more);
        expect([more, then.people.map(({ registerId }) => registerId), then.fit]).toEqual([more, people, people.length]);
        expect(then.people.at(-1)).toMatchObject(told);
        expect(then).toMatchObject({ all: 2, otherwise: 0, byRating: { ...NONE, green, restricted: 1 } });
      }
      const second = await on('2026-10-26', { size: 1, page: 2 });
      expect(second.people).toMatchObject([told]);
      // Before anybody was on it.
      expect(await on('2026-10-01')).toMatchObject({ all: 0, people: [] });
    });

    test('whether they stood otherwise by the other reading is not told', async () => {
      desk.setClock(NOW);
      const kim = await desk.signedIn('kim-manager');
      await kim.go(paths.restriction({ registerId: ada }));
      await kim.press('Restrict this record', { code: 'safety', why: 'Made-up reason', staff: ['ana-example'] });
      // Worked out anew, and from what was worked out.
      for (let time = 0; time < 2; time += 1)
        expect(await on('2026-11-20')).toMatchObject({ all: 2, otherwise: 0, byRating: { ...NONE, restricted: 2 } });
    });
  });

  test.each([
    ['31/02/2026', 'Day must be a day, like 15 October 2026'],
    ['2027-04-02', 'Day must be today, or before it'],
  ])('the day %s is refused in words', async (on, says) => {
    const kim = await desk.signedIn('kim-manager');
    expect((await kim.go(paths.registerAsAt({ on }))).status).toBe(400);
    expect(kim.text()).toContain(says);
    expect(kim.page?.html).not.toContain('Zaphira');
  });
});

test('weeks begin on Monday, and the last ends today', () => {
  const read = weeksBetween(plainDate('2026-10-01'), plainDate('2027-04-01'));
  expect(read[0]).toEqual({ from: '2026-09-28', on: '2026-10-04' });
  expect(read.at(-1)).toEqual({ from: '2027-03-29', on: '2027-04-01' });
  for (const { from } of read) expect(dayOfWeek(from)).toBe(1);
  // 169 hours in the week in which the clocks go back, 167 in the one in which they go on.
  const hours = (from: PlainDate): number => (startOfDay(addDays(from, 7)) - startOfDay(from)) / 3_600_000;
  expect([hours(plainDate('2026-10-19')), hours(plainDate('2027-03-22')), hours(plainDate('2026-11-02'))]).toEqual([169, 167, 168]);
});

test('a picture of one week and one of ten years draw, without a number that is none', () => {
  const one = {
    from: plainDate('2026-10-05'),
    on: plainDate('2026-10-11'),
    byRating: { red: 1, blue: 0, amber: 3, green: 0, none: 1, restricted: 0 },
  };
  for (const count of [1, 53, 522]) {
    const from = (index: number) => addDays(one.from, 7 * index);
    const drawn = drawOverTime({
      weeks: Array.from({ length: count }, (_, index) => ({ ...one, from: from(index), on: addDays(from(index), 6) })),
      ...{ width: 340, height: 260, id: 'x', title: 'T' },
    });
    expect(drawn).not.toMatch(/NaN|undefined|Infinity/);
    expect(drawn).toContain('Amber 3');
  }
});
