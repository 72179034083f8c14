import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import { atMeeting, notes } from './support/meetings';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('the meetings of an earlier time on the pathway stay readable, with notes and plan, and nobody writes in them', async () => {
  const registerId = await atMeeting(desk);
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(notes(registerId, 'health'));
  await sam.press('Save and go back', { text: 'Sleeps at last.', went: 'discussed' });
  await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'Ask the GP', owner: 'mum', meeting: 'mam-2' });
  await desk.send(registerId, { type: 'meeting-held', meeting: 'mam-2', kind: 'mam', on: '2026-10-02', outcome: 'stand-down' });
  await desk.send(registerId, { type: 'moved-away' });
  desk.setClock('2026-10-02T08:31');
  await desk.send(registerId, { type: 'referral-received', source: 'family' });
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-2', kind: 'mam', on: '2026-10-20' });

  await sam.go(paths.meetings({ registerId }));
  expect(sam.text()).toContain('Multi-agency meeting (MAM), Tuesday 20 October 2026');
  expect(sam.text()).not.toContain('Friday 2 October 2026Held');
  await sam.follow('Its meetings');
  expect(sam.text()).toContain('This is an earlier time on the pathway: it is read, and not written to.');
  expect(sam.text()).not.toMatch(/Book a meeting|20 October/);
  await sam.follow('Multi-agency meeting (MAM), Friday 2 October 2026');
  expect(sam.text()).toContain('Sleeps at last.');
  expect(sam.text()).toContain('Ask the GP');
  expect(sam.page?.html).not.toMatch(/>(Write|Change|Add an action|Add somebody|Close this meeting|Send the notes|Take in a filled file)</);
  await sam.follow('To print');
  expect(sam.text()).toContain('Sleeps at last.');
  await sam.follow('With names');
  expect(sam.text()).toContain('Sleeps at last.');
  // The meeting of the same id now is another one, and has none of it.
  await sam.go(paths.meeting({ registerId, meeting: 'mam-2' }));
  expect(sam.text()).not.toMatch(/Sleeps at last|Ask the GP/);
  for (const time of ['3', '0', 'x'])
    expect([400, 404]).toContain((await sam.go(`${paths.meeting({ registerId, meeting: 'mam-2' })}?time=${time}`)).status);
});
