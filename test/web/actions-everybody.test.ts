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
beforeEach(() => desk.pool.query('delete from action'));

const agreed = (registerId: string, action: string, more: object = {}) =>
  desk.send(registerId, { type: 'action-agreed', on: '2026-09-01', action, what: `Do ${action}`, ...more });

test('what was agreed with whomever and is still to be done stands on one page, the first due first, with its words, its owner and what is late', async () => {
  const [one, two] = [await desk.refer(), await desk.refer()];
  await desk.call('POST', `/people/${one}/contacts`, { id: 'mum', name: 'Mum Madeup', role: 'parent-carer' });
  await agreed(one, 'later', { due: '2026-12-01', owner: 'mum' });
  await agreed(one, 'never');
  await agreed(two, 'late', { due: '2026-09-20', owner: 'ana-example' });
  await agreed(two, 'done', { due: '2026-09-21' });
  await desk.send(two, { type: 'action-done', action: 'done' });
  await agreed(two, 'stuck', { due: '2026-10-20' });
  await desk.send(two, { type: 'action-blocked', action: 'stuck', planB: 'Another way' });
  await sam.go(paths.calendar());
  await sam.follow('Actions of everybody');
  expect(sam.text()).toContain('4 actions, the first due first.');
  expect(sam.text()).toMatch(/Do late.*Ana Example.*Sunday 20 September 2026, late.*Do stuck.*Do later.*Mum Madeup.*Do never.*No date/);
  expect(sam.text()).not.toContain('Do done');
  await sam.follow('Late');
  expect(sam.text()).toContain('1 action, the first due first.');
  await sam.go(paths.everybodysActions({ show: 'blocked' }));
  expect(sam.text()).toMatch(/1 action.*Do stuck.*Cannot be done.*Agree what is done instead/);
  // Words that were put right are shown as they stand.
  const { body } = await desk.call('GET', `/pathways/${two}/events`);
  const event = (body['events'] as { id: string; event: { action?: string } }[]).find((found) => found.event.action === 'late')?.id;
  await desk.send(two, {
    ...{ type: 'corrected', event, reason: 'Misheard' },
    with: { type: 'action-agreed', on: '2026-09-01', action: 'late', what: 'Do it otherwise', due: '2026-09-20' },
  });
  await sam.go(paths.everybodysActions());
  expect(sam.text()).toContain('Do it otherwise');
  expect(sam.text()).not.toMatch(/Do late(?!r)/);
  // Who has left the pathway is nobody’s work any more.
  await desk.send(two, { type: 'moved-away' });
  await sam.go(paths.everybodysActions());
  expect(sam.text()).toContain('2 actions');
});

test('recommendations of reviews are found across the area, with the body that answers for each and its answer', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-20' });
  await sam.go(paths.meetingAction({ registerId, meeting: 'ctr-1' }));
  await sam.press('Add the recommendation', { what: 'A home of their own', category: 'home', body: 'Example City Council' });
  const action = sam.page?.url.searchParams.get('added') ?? '';
  await agreed(registerId, 'other');
  await sam.go(paths.actionResponse({ registerId, action }));
  await sam.press('Save the answer', { response: 'From March.' });
  await sam.go(paths.everybodysActions({ show: 'recommended' }));
  expect(sam.text()).toMatch(/1 action.*A home of their own.*for Example City Council.*They answered: From March\./);
  expect(sam.text()).not.toContain('Do other');
});

test('of each it says what the page of its person says: words, owner, meeting, Plan B and answer, as they stand after corrections and new dates', async () => {
  const registerId = await desk.refer();
  const mum = { id: 'mum', name: 'Mum Madeup', role: 'parent-carer' };
  await desk.call('POST', `/people/${registerId}/contacts`, mum);
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: '2026-10-20' });
  await agreed(registerId, 'first', { due: '2026-11-01', owner: 'ana-example', meeting: 'mam-1' });
  await agreed(registerId, 'second', { due: '2026-11-02', owner: 'sam-okafor', meeting: 'mam-1' });
  await agreed(registerId, 'third', { due: '2026-11-03' });
  await desk.send(registerId, { type: 'action-redated', action: 'second', due: '2026-12-24' });
  await desk.send(registerId, { type: 'action-blocked', action: 'third', planB: 'Ask the other team' });
  const eventOf = async (type: string, action: string): Promise<string | undefined> => {
    const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
    return (body['events'] as { id: string; event: { type: string; action?: string } }[]).find(
      ({ event }) => event.type === type && event.action === action,
    )?.id;
  };
  await desk.send(registerId, {
    ...{ type: 'corrected', event: await eventOf('action-agreed', 'first'), reason: 'It is another who does it' },
    with: {
      type: 'action-agreed',
      on: '2026-09-01',
      action: 'first',
      what: 'Do the first',
      due: '2026-11-01',
      owner: 'mum',
      meeting: 'mam-1',
    },
  });
  await desk.send(registerId, {
    ...{ type: 'corrected', event: await eventOf('action-blocked', 'third'), reason: 'Misheard' },
    with: { type: 'action-blocked', on: '2026-09-02', action: 'third', planB: 'Ask the third team' },
  });
  const rowsOf = (): readonly string[] =>
    [...(sam.page?.html ?? '').matchAll(/<tr><th scope="row">.*?<\/tr>/gs)].map(([row]) =>
      row
        .replaceAll(/<[^>]+>/g, ' ')
        .replaceAll(/\s+/g, ' ')
        .trim(),
    );
  await sam.go(paths.everybodysActions());
  const everybodys = rowsOf();
  expect(everybodys).toHaveLength(3);
  expect(everybodys[0]).toMatch(/Do the first.*Mum Madeup.*Sunday 1 November 2026/);
  expect(everybodys[1]).toMatch(/Do third.*Cannot be done, since Wednesday 2 September 2026.*If it cannot be done: Ask the third team/);
  expect(everybodys[2]).toMatch(/Do second.*From:.*Sam Okafor.*Thursday 24 December 2026/);
  await sam.go(paths.actions({ registerId }));
  for (const words of ['Do the first', 'Mum Madeup', 'Do second', 'Thursday 24 December 2026', 'Ask the third team'])
    expect(sam.text()).toContain(words);
});

test('they stand page by page; of a restricted record nothing but that it is there; somebody of another area and a keyworker see none', async () => {
  const registerId = await desk.refer({ name: 'Zaphira Madeup-Secretname' });
  for (let number = 10; number < 36; number += 1)
    await agreed(registerId, `a-${number}`, { due: `2026-11-${String(number - 5).padStart(2, '0')}` });
  await sam.go(paths.everybodysActions());
  expect(sam.text()).toContain('26 actions');
  expect(sam.text()).toContain('Do a-10');
  expect(sam.text()).not.toContain('Do a-35');
  await sam.follow('Next page');
  expect(sam.text()).toContain('Page 2 of 2');
  expect(sam.text()).toContain('Do a-35');
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.restriction({ registerId }));
  await kim.press('Restrict this record', { code: 'safety', why: 'A reason', staff: ['ana-example'] });
  await sam.go(paths.everybodysActions());
  expect(sam.text()).toContain(registerId);
  expect(sam.page?.html).not.toMatch(/Do a-10|Zaphira/);
  expect((await (await desk.signedIn('pat-keyworker')).go(paths.everybodysActions())).status).toBe(403);
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'ana-example'`);
  const ana = await desk.signedIn('ana-example');
  await ana.go(paths.everybodysActions());
  expect(ana.page?.html).not.toContain(registerId);
});
