import type { Instant } from '../../domain/calendar/dates';
import { parseInstant } from '../../domain/calendar/dates';
import { keepReviews } from '../../services/register-review/clock';
import { coreContext } from '../../services/rules/policies';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let lee: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

let now: Instant;
/** The morning's look of a day, as the schedule makes it. */
async function morning(day: string): Promise<void> {
  desk.setClock(`${day}T08:30`);
  now = parseInstant(`${day}T08:30`);
  await keepReviews({ pool: desk.pool, core: coreContext(), now: () => now }, 'example');
  // Whoever was away for days signs in again.
  [sam, lee] = [await desk.signedIn('sam-okafor'), await desk.signedIn('lee-commissioner')];
}

const ADULT = { bornOn: '1990-05-05' };
/** An adult on the register. */
async function member(rating: 'red' | 'amber' | 'green' = 'amber'): Promise<string> {
  const registerId = await desk.refer(ADULT);
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating, reason: 'x' });
  return registerId;
}
const reviewOf = async (): Promise<string> => {
  const { rows } = await desk.pool.query<{ id: string }>('select id from register_review where closed_at is null and "group" = $1', [
    'adult',
  ]);
  return rows[0]?.id ?? '';
};
const at = (review: string, registerId: string): string => paths.registerReviewPerson({ review, registerId });

test('from the pack to the end: everybody once, red first, with what has changed; the next one is planned, and it can be shown who was looked at', async () => {
  const amber = await member();
  const red = await member('red');
  await morning('2026-10-02');
  await morning('2026-10-26');
  await sam.go(paths.today({ whose: 'all' }));
  expect(sam.text()).toContain('The register is to be reviewed.');
  await sam.follow('Open the pack');
  expect(sam.text()).toContain('0 of 2 looked at.');
  expect(sam.text()).toContain('To be held by Monday 2 November 2026');
  // A page on a wall names nobody until somebody asks for it.
  expect(sam.text()).not.toContain('Test Person');
  expect(sam.text().indexOf(red)).toBeLessThan(sam.text().indexOf(amber));
  expect(sam.text()).toContain('never before');
  await sam.follow('Show names');
  expect(sam.text()).toContain('Test Person');

  await sam.follow('Go through everybody');
  expect(sam.page?.url.pathname).toBe(new URL(at(await reviewOf(), red), desk.url).pathname);
  expect(sam.text()).toContain('Person 1 of 2.');
  expect(sam.text()).not.toContain('Test Person');
  await sam.press('Save, and the next', { decision: 'rating' });
  expect(sam.text()).toContain('Choose which rating is proposed');
  await sam.press('Save, and the next', { decision: 'rating', rating: 'amber', risk: 'Less than it was', progress: 'Sleeps at night' });
  expect(sam.text()).toContain('1 of 2 looked at.');
  expect(sam.page?.url.pathname).toBe(new URL(at(await reviewOf(), amber), desk.url).pathname);
  await sam.press('Park, and the next');
  expect(sam.text()).toContain('1 of 2 looked at, 1 parked.');

  // A review cannot be ended over somebody's head.
  await sam.follow('End this review');
  expect(sam.text()).toContain(`Not looked at yet: ${amber} (parked)`);
  expect(sam.text()).toContain(`${red}: the rating that was proposed, amber, is not recorded yet`);
  await sam.press('End the review', { outcome: 'Went well' });
  expect(sam.text()).toContain('Say why 1 were not looked at, or go on with them');
  await sam.press('End the review', {
    outcome: 'Went well',
    why: 'The keyworker was ill',
    who: 'Lee, commissioner\nA parent carer',
    'next-day': '26',
    'next-month': '12',
  });
  expect(sam.text()).toContain('choose a day up to Thursday 3 December 2026');
  await sam.press('End the review', {
    outcome: 'Went well',
    why: 'The keyworker was ill',
    'next-day': '1',
    'next-month': '12',
    'next-year': '2026',
  });
  expect(sam.text()).toContain('1 of 2 looked at, 1 not looked at, with a reason.');
  expect(sam.text()).toContain('The next one is planned for Tuesday 1 December 2026.');
  expect(sam.text()).toContain('A parent carer');
  expect(sam.text()).toContain('Went well');

  // What was proposed is recorded by a person, with its reason; then it stands there no more.
  expect(sam.text()).toContain('Still to be recorded');
  await desk.send(red, { type: 'rating-set', rating: 'amber', reason: 'As the review proposed' });
  const held = sam.page?.url.pathname ?? '';
  await sam.go(held);
  expect(sam.text()).not.toContain('Still to be recorded');

  await morning('2026-10-27');
  await morning('2026-11-24');
  await sam.go(at(await reviewOf(), red));
  expect(sam.text()).toContain('What was said last time, Monday 26 October 2026');
  expect(sam.text()).toContain('Less than it was');
  expect(sam.text()).toContain('Sleeps at night');
  await sam.go(paths.registerReview({ review: await reviewOf() }));
  expect(sam.text()).toContain('Monday 26 October 2026, 29 days ago');
  await sam.go(paths.registerReviews());
  expect(sam.text()).toContain('By Tuesday 1 December 2026');
  expect(sam.text()).toContain('Monday 26 October 2026');
});

test('who comes on the register meanwhile is among them, and who leaves it need not be looked at without a word', async () => {
  const stays = await member();
  const leaves = await member();
  await morning('2026-10-02');
  await morning('2026-10-26');
  const comes = await member('red');
  await desk.send(leaves, { type: 'pathway-closed', reason: 'Well again' });
  const review = await reviewOf();
  await sam.go(paths.registerReview({ review }));
  expect(sam.text()).toContain('0 of 3 looked at.');
  expect(sam.text()).toContain('came since the pack was made');
  expect(sam.text()).toContain('has left the register');
  for (const registerId of [stays, leaves, comes]) {
    await sam.go(at(review, registerId));
    await sam.press('Save, and the next', { decision: 'no-change' });
  }
  await sam.go(paths.registerReviewEnd({ review }));
  await sam.press('End the review', { outcome: 'x', who: 'y' });
  expect(sam.text()).toContain('3 of 3 looked at.');
  // Amber when they left, and red when they came: worked out by the core of what the record says.
  expect(sam.text()).toContain('Came on the registerred 1');
  expect(sam.text()).toContain('Left the registeramber 1');
});

test('two who say something of one person at one time: nothing is lost, and the second sees what the first said', async () => {
  const registerId = await member();
  await morning('2026-10-02');
  await morning('2026-10-26');
  const page = at(await reviewOf(), registerId);
  await sam.go(page);
  await lee.go(page);
  await sam.press('Save, and the next', { decision: 'note', words: 'Has moved' });
  await lee.press('Save, and the next', { decision: 'action', words: 'Ask the school' });
  expect(lee.page?.status).toBe(409);
  expect(lee.text()).toContain('Somebody else said something meanwhile.');
  expect(lee.text()).toContain('What else was said: Has moved');
  expect(lee.page?.html).toContain('Ask the school');
  await lee.press('Save, and the next', { decision: 'action', words: 'Has moved. Ask the school' });
  const { rows } = await desk.pool.query(
    `select answers ->> 'words' as words from written_form where kind = 'register-review' order by version`,
  );
  expect(rows).toEqual([{ words: 'Has moved' }, { words: 'Has moved. Ask the school' }]);
});

test('what happened since the last one is counted: admissions without a review and again within a year, discharges, what came of meetings, gaps', async () => {
  const registerId = await member();
  await morning('2026-10-02');
  desk.setClock('2026-10-05T09:00');
  await desk.send(registerId, { type: 'admitted', on: '2026-10-05', security: 'low', detained: false, planned: false });
  desk.setClock('2026-10-09T09:00');
  await desk.send(registerId, { type: 'discharged', on: '2026-10-09', destination: 'home' });
  desk.setClock('2026-10-12T09:00');
  await desk.send(registerId, { type: 'admitted', on: '2026-10-12', security: 'low', detained: false, planned: false });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'c1', kind: 'post-admission-cetr', on: '2026-10-13' });
  desk.setClock('2026-10-13T17:00');
  await desk.send(registerId, {
    type: 'meeting-held',
    meeting: 'c1',
    kind: 'post-admission-cetr',
    on: '2026-10-13',
    outcome: 'at-1',
    quorate: false,
  });
  await desk.send(registerId, { type: 'feedback-taken', meeting: 'c1', declined: true });
  await morning('2026-10-26');
  await sam.go(paths.registerReviewEnd({ review: await reviewOf() }));
  expect(sam.text()).toContain('Admissions2, 2 without a review in the 28 days before, 1 within a year after a discharge');
  expect(sam.text()).toContain('Discharges1');
  expect(sam.text()).toContain('C(E)TRs held1, 1 without a full panel');
  expect(sam.text()).toContain('post-admission C(E)TR, not ready to leave hospital now 1');
  expect(sam.text()).toContain('Asked how the review was0 said, 1 did not wish to');
  // What else is measured of the same days, and of the same age.
  await sam.follow('Measures of the same days');
  expect(sam.page?.status).toBe(200);
  expect(sam.text()).toContain('Example Valley: adults, from Saturday 3 October 2026 to Monday 26 October 2026.');
  expect(sam.text()).toContain('Admissions2, 1 within a year after a dischargeEach admission counts');
  // An admission of the wrong person, put right, is not counted.
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const first = (body['events'] as { id: string; type: string }[]).find(({ type }) => type === 'discharged')?.id;
  const answer = await desk.call('POST', `/pathways/${registerId}/events`, { type: 'corrected', event: first, reason: 'x' });
  expect(answer.status).toBe(409);
});

test('a restricted record is gone through by those alone who open it; on the list it tells neither name nor rating', async () => {
  const registerId = await member('red');
  await morning('2026-10-02');
  await morning('2026-10-26');
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.restriction({ registerId }));
  await kim.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff: ['ana-example'] });
  const review = await reviewOf();
  await sam.go(paths.registerReview({ review }, { names: 'shown' }));
  expect(sam.text()).toContain(registerId);
  expect(sam.text()).not.toContain('Test Person');
  await sam.go(at(review, registerId));
  expect(sam.text()).not.toContain('Person 1 of 1.');
  // What those propose who open it is told to nobody else.
  const ana = await desk.signedIn('ana-example');
  await ana.go(at(review, registerId));
  await ana.press('Save, and the next', { decision: 'rating', rating: 'green' });
  for (const [who, told] of [
    [sam, false],
    [ana, true],
  ] as const) {
    await who.go(paths.registerReviewEnd({ review }));
    expect(who.text().includes('the rating that was proposed, green')).toBe(told);
    expect(who.text()).toContain(`${registerId}: the rating that was proposed`);
  }
});
