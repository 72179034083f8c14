import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { at, atMeeting, notes, since } from './support/meetings';

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

describe('a review', () => {
  const REVIEW = { type: 'meeting-scheduled', meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-20', invited: ['team', 'panel'] };
  async function review(): Promise<string> {
    const registerId = await atMeeting(desk);
    await desk.send(registerId, REVIEW);
    return registerId;
  }

  test('is prepared from its page: the planner, the family, papers, the four questions, and what is asked before an admission', async () => {
    const registerId = await review();
    await sam.go(at(registerId, 'ctr-1'));
    for (const title of [
      'The family',
      'Papers',
      'Am I safe?',
      'Do I need to be in hospital for my care?',
      'If an admission is proposed',
      'The report',
    ])
      expect(sam.text()).toContain(title);
    await sam.go(notes(registerId, 'family', 'ctr-1'));
    await sam.press('Save and go back', { 'contacted-day': '1', 'contacted-month': '10', 'contacted-year': '2026', join: 'video' });
    expect(sam.text()).toMatch(/The family ?Written, saved 8\.30am today by Sam Okafor.*Thursday 1 October 2026.*By video/);
    const fill = async (section: string, answers: Record<string, string | readonly string[]>): Promise<void> => {
      await sam.go(notes(registerId, section, 'ctr-1'));
      await sam.press('Save and go back', answers);
    };
    await fill('asked', { by: 'family', tried: 'The crisis team came for two weeks.' });
    await fill('person', { given: ['planner', 'panel'], helper: 'Her sister', met: ['clinical-person', 'family'] });
    await fill('agenda', { text: 'The person first.', called: 'in-turn', personal: ['rights', 'open'] });
    await fill('end', { told: ['person', 'family', 'staff'], text: 'She was glad.' });
    for (const said of [
      'The crisis team came for two weeks.',
      'The planner, “My Care and Treatment Review”',
      'Her sister',
      'One of them met the parent or carer',
      'One after the other',
      'Rights led',
      'Senior staff of the hospital or the provider',
    ])
      expect(sam.text()).toContain(said);
    // Who helps is a name: hidden with the others, and left off paper.
    expect(sam.page?.html).toMatch(/app-name"><bdi>Her sister<\/bdi>/);
    await sam.go(notes(registerId, 'admission', 'ctr-1'));
    await sam.press('Save and go back', { alternatives: 'Intensive support at home was tried.', length: '6 weeks', agrees: 'no' });
    expect(sam.text()).toMatch(/6 weeks.*Does the person agree\? ?No/);
    // A day that cannot be is told at its field, and nothing is lost.
    await sam.go(notes(registerId, 'report', 'ctr-1'));
    await sam.press('Save and go back', { chair: 'Dr Sample', 'filed-day': '31', 'filed-month': '2', 'filed-year': '2026' });
    expect(sam.page?.status).toBe(400);
    expect(sam.page?.html).toContain('value="Dr Sample"');
  });

  test('its panel is complete when chair, clinical expert and expert by experience are confirmed; who falls away is missed', async () => {
    const registerId = await review();
    await sam.go(at(registerId, 'ctr-1'));
    expect(sam.text()).toContain(
      '0 of 3 of the panel confirmed. Missing: chair, independent clinical expert, independent person with lived experience.',
    );
    const sits = async (name: string, panel: string, confirmed = ['trained', 'independent']) => {
      await sam.go(paths.meetingWho({ registerId, meeting: 'ctr-1' }));
      await sam.press('Add them', { name, role: 'Panel', came: 'expected', panel, confirmed });
    };
    await sits('Cora Chair', 'chair');
    await sits('Dr Clinical', 'clinical-expert', ['trained']);
    await sits('Ed Experience', 'expert-by-experience');
    expect(sam.text()).toContain('2 of 3 of the panel confirmed. Missing: independent clinical expert.');
    expect(sam.text()).toContain('Independent clinical expert; to be confirmed: no conflict of interest');
    await sam.follow('Change: Panel, Is expected');
    expect(sam.page?.html).toContain('value="Cora Chair"');
    await sam.go(`${at(registerId, 'ctr-1')}`);
    const change = /href="([^"]*who\?attendee=[^"]*)"[^>]*>Change<span[^>]*>: Panel, Is expected<\/span><\/a>[^]*?Dr Clinical/.exec(
      sam.page?.html ?? '',
    );
    expect(change).toBeTruthy();
    const rows = (await desk.call('GET', `/people/${registerId}/forms`)).body['forms'] as {
      kind: string;
      answers: { people: { id: string; name: string }[] };
    }[];
    const clinical =
      rows.findLast(({ kind }) => kind === 'attendance')?.answers.people.find(({ name }) => name === 'Dr Clinical')?.id ?? '';
    await sam.go(paths.meetingWho({ registerId, meeting: 'ctr-1' }, { attendee: clinical }));
    await sam.press('Save the change', { confirmed: ['trained', 'independent'] });
    expect(sam.text()).toContain('The panel is complete.');
    await sam.go(paths.meetingWho({ registerId, meeting: 'ctr-1' }, { attendee: clinical }));
    await sam.press('Save the change', { came: 'did-not-come' });
    expect(sam.text()).toContain('2 of 3 of the panel confirmed. Missing: independent clinical expert.');
  });

  test('a recommendation has a category and a body that answers for it, a date that is chased, and that body’s answer', async () => {
    const registerId = await review();
    await sam.go(at(registerId, 'ctr-1'));
    await sam.follow('Add a recommendation');
    await sam.press('Add the recommendation', { what: 'A home of their own' });
    expect(sam.text()).toMatch(/Choose what it is about.*Name the body that answers for it/);
    const due = { 'due-day': '1', 'due-month': '12', 'due-year': '2026' };
    await sam.press('Add the recommendation', { what: 'A home of their own', category: 'home', body: 'Example City Council', ...due });
    await sam.go(paths.actions({ registerId }));
    expect(sam.text()).toMatch(/A home of their own ?A home and support, for Example City Council/);
    await sam.follow('Their answer: A home of their own');
    expect((await sam.press('Save the answer', { response: ' ' })).status).toBe(400);
    await sam.press('Save the answer', { response: 'From March, in Example Road.' });
    expect(sam.text()).toContain('They answered: From March, in Example Road.');
    // Two who keep an answer at one time: the second is shown the first.
    const ana = await desk.signedIn('ana-example');
    for (const officer of [sam, ana])
      await officer
        .follow('Their answer')
        .catch(() => officer.go(paths.actions({ registerId })).then(() => officer.follow('Their answer')));
    await sam.press('Save the answer', { response: 'From April.' });
    await ana.press('Save the answer', { response: 'Never.' });
    expect(ana.page?.status).toBe(409);
    expect(ana.text()).toContain('Their answer: From April.');
    expect((await since(desk, registerId)).map(({ type }) => type)).toEqual(['meeting-scheduled', 'action-agreed']);
    // Of what is no recommendation nobody is asked to answer.
    expect((await sam.go(paths.actionResponse({ registerId, action: 'never' }))).status).toBe(404);
  });
});

test('an urgent meeting is written in minutes with what is known, and says that it takes no review’s place', async () => {
  const registerId = await atMeeting(desk);
  await desk.send(registerId, { type: 'meeting-held', meeting: 'laep-1', kind: 'laep', on: '2026-10-01', outcome: 'no-admission' });
  await sam.go(notes(registerId, 'views', 'laep-1'));
  await sam.press('Save and go back', { person: 'I want to stay at home.', beside: ['sendias', 'advocate'] });
  expect(sam.text()).toContain('SENDIAS, as the family wished');
  await sam.go(notes(registerId, 'call', 'laep-1'));
  expect(sam.text()).toContain('An LAEP is not a C(E)TR');
});
