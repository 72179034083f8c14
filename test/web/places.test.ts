import { coreContext } from '../../services/rules/policies';
import { type Instant, parseInstant } from '../../domain/calendar/dates';
import { arrange } from '../../services/meetings/places/arrange';
import { changeArea } from '../../services/areas/versions';
import { areaOfFile, areaSchema } from '../../services/rules/areas';
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

const now = (): Instant => parseInstant('2026-10-02T08:30');
/** As the person's workflow does it. */
const arranged = (registerId: string): Promise<void> =>
  arrange(
    { pool: desk.pool, core: coreContext(), now, commit: () => Promise.reject(new Error('this area only proposes')) },
    { registerId, pathway: 1 },
  );

async function amber(): Promise<string> {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'amber', reason: 'x' });
  return registerId;
}

test('a place that is kept stands beside the date, and fills the form with which it is booked: when, where, and who is invited', async () => {
  const registerId = await amber();
  for (const [id, chosen] of [
    ['mum', true],
    ['uncle', false],
  ])
    await desk.call('POST', `/people/${registerId}/contacts`, {
      ...{ id, chosen, name: 'Relative Madeup', role: 'parent-carer', email: `${String(id)}@family.example` },
    });
  await arranged(registerId);
  for (const at of [paths.person({ registerId }), paths.deadlines({ registerId })]) {
    await sam.go(at);
    expect(sam.text()).toContain('A place is kept: Tuesday 6 October 2026, 10am, Example Valley team base, room 2');
  }
  await sam.go(paths.person({ registerId }));
  await sam.follow('Book meeting');
  await sam.press('See what this changes');
  expect(sam.text()).toContain('Tuesday 6 October 2026');
  expect(sam.text()).toContain('Example Valley team base, room 2');
  await sam.press('Book meeting');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const booked = (body['events'] as { type: string; event: Record<string, unknown> }[]).find(({ type }) => type === 'meeting-scheduled');
  expect(booked?.event).toMatchObject({
    ...{ kind: 'mam', on: '2026-10-06', time: '10:00', until: '11:30' },
    invited: ['team', 'keyworker', 'person', 'chosen-contacts'],
  });
  const { rows } = await desk.pool.query<{ recipient: string }>(
    `select recipient from notice where register_id = $1 and template = 'meeting-invitation' and recipient like 'contact:%'`,
    [registerId],
  );
  expect(rows).toEqual([{ recipient: 'contact:mum' }]);
  await arranged(registerId);
  await sam.go(paths.person({ registerId }));
  expect(sam.text()).not.toContain('A place is kept');
});

test('whoever sits at a place that is kept stands ticked with those whom the area invites, and is invited', async () => {
  const area = areaOfFile('example');
  const chair = { id: 'chair', name: 'Chair Madeup', email: 'chair@panel.example', audiences: ['panel'] };
  const places = area.places?.map((one) => (one.id === 'panel-wednesday' ? { ...one, sits: ['chair'] } : one));
  const profile = areaSchema.parse({ ...area, places, book: [...area.book, chair] });
  await changeArea(desk.pool, { profile, by: 'tests', why: 'A panel', at: now() });
  const registerId = await amber();
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
  await arranged(registerId);
  await sam.go(paths.person({ registerId }));
  await sam.follow('Book CETR');
  await sam.press('See what this changes');
  await sam.press('Book meeting');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const booked = (body['events'] as { type: string; event: Record<string, unknown> }[]).find(({ type }) => type === 'meeting-scheduled');
  // The first Wednesday that is a week or more ahead.
  expect(booked?.event).toMatchObject({
    ...{ kind: 'community-cetr', on: '2026-10-14', time: '09:30', until: '16:00' },
    invited: ['team', 'commissioner', 'panel', 'person', 'chosen-contacts', 'chair'],
  });
});

test('where there is no place before the date, that is said with the nearest, and a person is told', async () => {
  const registerId = await desk.refer({ bornOn: '2014-01-01' });
  await desk.send(registerId, { type: 'admitted', on: '2026-09-20', security: 'low', detained: false, planned: false });
  await arranged(registerId);
  await sam.go(paths.deadlines({ registerId }));
  expect(sam.text()).toMatch(/No place before its date\. Nearest: \w+day \d+ October 2026 at 9\.30am/);
  await sam.go(paths.today({ whose: 'all' }));
  expect(sam.text()).toContain('A meeting has no place before its day.');
  await sam.follow('Book a meeting');
  expect(sam.page?.url.searchParams.get('deadline')).toMatch(/^post-admission-cetr/);
});
