import { parseInstant, plainDate } from '../../domain/calendar/dates';
import { readAsWas } from '../../services/pathway/as-was';
import { coreContext } from '../../services/rules/policies';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

const NAME = 'Zaphira Madeup-Secretname';
const NOW = '2026-12-01T09:00';

let desk: Desk;
let ada: string;
beforeAll(async () => {
  desk = await startDesk();
  desk.setClock('2026-10-05T10:00');
  ada = await desk.refer({ name: NAME, bornOn: '2011-03-02' });
  await desk.send(ada, {
    events: [
      { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] },
      { type: 'rating-set', rating: 'amber', reason: 'Words-of-a-rating' },
    ],
  });
  // Half an hour before midnight in London, while the clocks are changing.
  desk.setClock('2026-10-25T23:30');
  await desk.send(ada, { type: 'rating-set', rating: 'red', reason: 'x' });
  // Heard late: an admission of three weeks before.
  desk.setClock('2026-11-18T09:00');
  await desk.send(ada, { type: 'admitted', on: '2026-10-28', security: 'low', detained: true, planned: false });
  // The rating of October is taken back, a minute after midnight.
  desk.setClock('2026-11-25T00:01');
  const { body } = await desk.call('GET', `/pathways/${ada}/events`);
  const red = (body['events'] as { id: string; event: { rating?: string } }[]).find(({ event }) => event?.rating === 'red')?.id;
  await desk.send(ada, { type: 'corrected', event: red, reason: 'Another person' });
  desk.setClock(NOW);
});
afterAll(() => desk.close());

const read = async (on: string, known: string) => {
  const { trueThen, knownThen } = await readAsWas(
    { pool: desk.pool, core: coreContext() },
    ada,
    { on: plainDate(on), known: plainDate(known) },
    parseInstant(NOW),
  );
  return [trueThen, knownThen].map((one) => one?.snapshot.rating ?? null);
};

/** What the row of a table says whose first cell says this. */
const rowOf = (html: string, first: string): string =>
  (html.match(/<tr>[\s\S]*?<\/tr>/g) ?? [])
    .map((row) =>
      row
        .replace(/<[^>]+>/g, ' ')
        .replace(/\s+/g, ' ')
        .trim(),
    )
    .find((row) => row.startsWith(first)) ?? '';

test.each([
  ['2026-10-04', '2026-10-04', [null, null]],
  ['2026-10-24', '2026-10-24', ['amber', 'amber']],
  ['2026-10-25', '2026-10-25', ['amber', 'red']],
  ['2026-10-28', '2026-10-28', ['blue', 'red']],
  ['2026-10-28', '2026-11-17', ['blue', 'red']],
  ['2026-10-28', '2026-11-18', ['blue', 'blue']],
  // By the end of the 24th the correction had not come: it came a minute later.
  ['2026-10-26', '2026-11-24', ['amber', 'red']],
  ['2026-10-26', '2026-11-25', ['amber', 'amber']],
  ['2026-12-01', '2026-12-01', ['blue', 'blue']],
])('on %s, as it was and as we knew it on %s', async (on, known, expected) => {
  expect(await read(on, known)).toEqual(expected);
});

test('both stand side by side: rating, stay, consent, and what was to be done with its date, under the name that a review had', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.history({ registerId: ada }));
  await sam.follow('As it was on a day');
  const { html } = await sam.press('Show', { on: '30 October 2026', known: '30/10/2026' });
  expect(sam.page?.status).toBe(200);
  expect(sam.text()).toContain('As it was on Friday 30 October 2026');
  expect(rowOf(html, 'Rating')).toBe('Rating Blue Differs: Red');
  expect(rowOf(html, 'Hospital')).toBe(
    'Hospital In hospital since Wednesday 28 October 2026, day 3. A low secure ward. Detained under the Mental Health Act. Differs: Not in hospital',
  );
  expect(rowOf(html, 'Consent: meetings')).toMatch(
    /^Consent: meetings Their own consent \(Gillick competent\), Monday 5 October 2026 Their/,
  );
  expect(rowOf(html, 'Post-admission CETR')).toBe('Post-admission CETR Wednesday 11 November 2026. Due in 12 days Differs: Not there');
  expect(html).not.toContain('C(E)TR');
  expect(sam.text()).toMatch(/\d+ things stand otherwise: something was heard later, or corrected since\./);
  // Nothing that somebody typed stands here, and no name where it leaks.
  expect(html).not.toContain('Words-of-a-rating');
  expect(/<title>[^<]*<\/title>/.exec(html)?.[0]).not.toContain('Zaphira');
  const { rows } = await desk.pool.query(`select audit_event, register_id, outcome from access_log order by id desc limit 1`);
  expect(rows).toEqual([{ audit_event: 'record-as-was-shown', register_id: ada, outcome: 'done' }]);
});

test('with nothing chosen it is today, and both say the same; before the first entry nothing is on record', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.asWas({ registerId: ada }));
  expect(sam.text()).toContain('As it was on Tuesday 1 December 2026, now');
  expect(sam.text()).toContain('Both say the same.');
  await sam.go(paths.asWas({ registerId: ada }, { on: '2026-10-04' }));
  expect(sam.text()).toContain('Nothing was on record of Sunday 4 October 2026, then or since.');
});

test('where nothing had been recorded by then, that is said once', async () => {
  desk.setClock(NOW);
  const later = await desk.refer({ bornOn: '2011-03-02' });
  await desk.send(later, { type: 'admitted', on: '2026-11-20', security: 'low', detained: false, planned: true });
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.asWas({ registerId: later }, { on: '2026-11-21' }));
  expect(sam.text()).toContain('By the end of Saturday 21 November 2026 nothing of this had been recorded: all of it was heard later.');
  expect(sam.text()).not.toContain('things stand otherwise');
});

test.each([
  ['31 November 2026', '', 'As it was on: day must be between 1 and 30', 'on'],
  ['1/13/2026', '', 'As it was on: month must be between 1 and 12, or its name', 'on'],
  ['1 October 26', '', 'As it was on: year must have 4 numbers, like 2026', 'on'],
  ['soon', '', 'As it was on must be a day, like 15 October 2026', 'on'],
  ['2 December 2026', '', 'As it was on must be today, or before it', 'on'],
  ['1 October 2026', '29 February 2026', 'As we knew it on: day must be between 1 and 28', 'known'],
  ['30 October 2026', '29 October 2026', 'As we knew it on must be the same day as the other one, or after it', 'known'],
])('the days %s and %s: the wrong part is named, and what was typed stays', async (on, known, says, field) => {
  const sam = await desk.signedIn('sam-okafor');
  const landed = await sam.go(paths.asWas({ registerId: ada }, { on, known }));
  expect(landed.status).toBe(400);
  expect(sam.text()).toContain(says);
  expect(landed.html).toContain(`aria-describedby="${field}-error"`);
  expect(landed.html).toContain(`value="${field === 'on' ? on : known}"`);
  expect(landed.html).toContain('<title>Error: As it was on a day');
  expect(sam.text()).not.toContain('Differs');
});

test('of another area it is as if nobody were there, and a restricted record asks for a reason first', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await desk.pool.query(`insert into restriction (register_id, number, act, since, code, why, staff, at, by)
    values ('${ada}', 1, 'restricted', 1, 'safety', 'x', '{}', now() - interval '10 years', 'staff:kim-manager')`);
  const shut = await sam.go(paths.asWas({ registerId: ada }, { on: '2026-10-30' }));
  expect(shut.html).toContain('restricted');
  expect(shut.html).not.toMatch(/Zaphira|Blue|Gillick/);
  await desk.pool.query(`update person set area = 'elsewhere' where register_id = $1`, [ada]);
  expect((await sam.go(paths.asWas({ registerId: ada }))).status).toBe(404);
});
