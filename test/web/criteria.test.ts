import { CRITERIA, CRITERION_CODES, criteriaFor } from '../../domain/rules/criteria';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

const CHILD = { name: 'Tom Madeup', bornOn: '2011-03-02' };
const ADULT = { name: 'Ada Madeup', bornOn: '1990-03-02' };

test('a rating is decided beside the criteria of the age group, in the words of their documents: none is chosen, and those that were seen stand in the history', async () => {
  const registerId = await desk.refer(CHILD);
  await sam.go(paths.recordEvent({ registerId, type: 'rating-set' }));
  for (const code of criteriaFor(['red', 'amber', 'green'], 'under-18')) expect(sam.text()).toContain(CRITERIA[code].words);
  expect(sam.text()).not.toContain(CRITERIA['adult-red-crisis'].words);
  expect(sam.page?.html).not.toMatch(/name="criteria"[^>]*checked/);
  await sam.press('See what this changes', {
    when: 'today',
    rating: 'red',
    reason: 'Made up',
    criteria: ['child-red-harm', 'child-red-crisis-team'],
  });
  await sam.press('Record rating');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as object[]).at(-1)).toMatchObject({
    event: { type: 'rating-set', criteria: ['child-red-harm', 'child-red-crisis-team'] },
  });
  await sam.go(paths.history({ registerId }));
  expect(sam.text()).toContain(`Seen: “${CRITERIA['child-red-harm'].words}”`);
});

test('a decision on eligibility is made beside those that speak for the register; an adult is held against none of a child', async () => {
  const registerId = await desk.refer(ADULT);
  await sam.go(paths.recordEvent({ registerId, type: 'eligibility-decided' }));
  expect(sam.text()).toContain(CRITERIA['entry-deteriorating'].words);
  expect(sam.text()).not.toContain(CRITERIA['child-entry-justice'].words);
  await sam.press('See what this changes', { when: 'today', outcome: 'eligible', diagnosis: 'autism' });
  await sam.press('Record decision');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  expect((body['events'] as { event: object }[]).at(-1)?.event).toEqual({
    type: 'eligibility-decided',
    outcome: 'eligible',
    diagnosis: 'autism',
    on: '2026-10-02',
  });
});

test('one that there is not is refused', async () => {
  const registerId = await desk.refer(ADULT);
  const { status } = await desk.call('POST', `/pathways/${registerId}/events`, {
    ...{ type: 'rating-set', rating: 'amber', reason: 'Made up', criteria: ['score-12'] },
  });
  expect(status).toBe(400);
});

test('of somebody whose age is not known all of them are shown; each speaks for one thing, to one age group', () => {
  expect(criteriaFor(['entry', 'red', 'amber', 'green'], null)).toEqual(CRITERION_CODES);
  const [child, adult] = [criteriaFor(['red'], 'under-18'), criteriaFor(['red'], 'adult')];
  expect(child.filter((code) => adult.includes(code))).toEqual(['red-straight-away']);
});

test('at home again without the support that was agreed: the record says what is missing and that red is near, until it is there or they are red', async () => {
  const registerId = await desk.refer({ name: 'Bo Madeup', bornOn: '1990-03-02' });
  const says = async (): Promise<string> => {
    await sam.go(paths.person({ registerId }));
    return /At home since[^.]*\./.exec(sam.text())?.[0] ?? '';
  };
  const agreed = (action: string, due: string) =>
    desk.send(registerId, { type: 'action-agreed', on: '2026-09-10', action, what: `Find ${action}`, due });
  await desk.send(registerId, { type: 'eligibility-decided', on: '2026-08-01', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', on: '2026-08-01', basis: 'own', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'admitted', on: '2026-08-05', security: 'non-secure', detained: false, planned: true });
  await agreed('evenings', '2026-09-30');
  await agreed('lessons', '2026-10-20');
  expect(await says()).toBe('');
  await desk.send(registerId, { type: 'discharged', on: '2026-09-20' });
  expect(await says()).toBe('At home since Sunday 20 September 2026, and support that was agreed is not in place: 1 action is late.');
  await desk.send(registerId, { type: 'action-blocked', on: '2026-10-01', action: 'lessons', planB: 'The college is asked.' });
  expect(await says()).toBe(
    'At home since Sunday 20 September 2026, and support that was agreed is not in place: 1 action is late and 1 action is blocked.',
  );
  expect(sam.text()).toContain('If they are at risk of admission again, they go to red.');
  await sam.follow('Decide the rating');
  expect(sam.text()).toContain(CRITERIA['adult-red-support-missing'].words);
  await desk.send(registerId, { type: 'action-done', on: '2026-10-01', action: 'evenings' });
  expect(await says()).toBe('At home since Sunday 20 September 2026, and support that was agreed is not in place: 1 action is blocked.');
  await desk.send(registerId, { type: 'rating-set', on: '2026-10-02', rating: 'red', reason: 'At risk again' });
  expect(await says()).toBe('');
});
