import { paths } from '../../web/paths';
import { addressIn, type Writing, writing } from './support/messages';
import { notes } from './support/meetings';

let at: Writing;
let desk: Writing['desk'];
let sam: Writing['sam'];
let registerId: string;
let mailed: Writing['mailed'];
let agreed: Writing['agreed'];
beforeEach(async () => {
  at = await writing();
  ({ desk, sam, registerId, mailed, agreed } = at);
});
afterEach(() => at.close());

test('whoever took on an action is asked how it stands: the message is shown first, goes once, and says where they answer', async () => {
  await agreed('school');
  await sam.go(paths.actions({ registerId }));
  await sam.follow('Ask how it stands');
  expect(sam.text()).toContain('To Ms Specimen, Example Academy');
  expect(sam.text()).toContain(`you were asked to do the action “Find a quiet room at school”. The day for it is Tuesday 20 October 2026.`);
  // Nobody but its reader is told the address.
  expect(sam.text()).toContain('It is told to them alone');
  expect(sam.page?.html).not.toContain('/answer/');
  await sam.press('See it with these changes', { words: 'Test Person 1 asks for Tuesdays' });
  expect(sam.text()).toContain('[name] 1 asks for Tuesdays');
  await sam.press('Send it');
  const mails = await mailed();
  expect(Object.keys(mails)).toEqual(['specimen@academy.example']);
  const text = mails['specimen@academy.example'] ?? '';
  expect(text).toContain('[name] 1 asks for Tuesdays');
  expect(text).not.toContain('Test Person');
  expect(addressIn(text)).toMatch(/\/answer\/[0-9a-f-]{36}\.[0-9a-f]{64}\./);
  await sam.go(paths.actions({ registerId }));
  expect(sam.text()).toContain('Asked how it stands on Friday 2 October 2026');
  // The page of the message does not tell the address either.
  const { rows } = await desk.pool.query<{ ref: string }>(`select ref from notice where template = 'action-asked'`);
  await sam.go(paths.notice({ notice: rows[0]?.ref ?? '' }));
  expect(sam.page?.html).not.toContain('/answer/');
  const kept = await desk.pool.query(`select kind, source from written_form where kind = 'message'`);
  expect(kept.rows).toEqual([{ kind: 'message', source: 'staff:sam-okafor' }]);
});

test('who has no address is not written to, and that is said; who is staff gets no link', async () => {
  await sam.go(paths.actionAsk({ registerId, action: await agreed('dad') }));
  expect(sam.text()).toContain('No address is recorded for whoever is to do it.');
  expect(sam.page?.html).not.toContain('value="send"');
  await sam.go(paths.actionAsk({ registerId, action: await agreed('ana-example') }));
  expect(sam.text()).toContain('To Ana Example');
  expect(sam.text()).toContain('Please tell us how it stands, on 0116 496 0100.');
  await sam.press('Send it');
  expect(Object.values(await mailed()).join()).not.toContain('/answer/');
  expect((await desk.pool.query('select 1 from action_link')).rowCount).toBe(0);
});

test('everybody is told how things go on, in one message each, in words of their own; nothing goes to whom nobody chose', async () => {
  await agreed('school');
  await desk.send(registerId, { type: 'action-agreed', action: 'b2', what: 'Ask the GP', due: '2026-10-10' });
  await desk.send(registerId, { type: 'action-done', action: 'b2', evidence: 'Seen on Thursday' });
  await desk.pool.query('delete from notice');
  await sam.go(paths.progress({ registerId }));
  expect(sam.page?.html).toMatch(/value="contact:advo" checked/);
  await sam.press('See what goes', { to: [] });
  expect(sam.text()).toContain('Choose to whom it goes');
  await sam.press('See what goes', { to: ['contact:advo', 'contact:school', 'contact:dad'], words: 'The next meeting is in November' });
  expect(sam.text()).toContain('No address or number is recorded');
  expect(sam.text()).toContain('This is how what was agreed for the person you support goes on.');
  await sam.press('Send it');
  const mails = await mailed();
  expect(Object.keys(mails).toSorted()).toEqual(['ali@advocacy.example', 'specimen@academy.example']);
  for (const text of Object.values(mails)) {
    expect(text).toContain('The next meeting is in November');
    expect(text).toContain('Ask the GP');
    expect(text).toContain('What shows it: Seen on Thursday');
    expect(text).not.toContain('Test Person');
  }
  expect(mails['ali@advocacy.example']).toContain('Call 999');
});

test('the notes of a meeting go to those who were invited unless others are chosen; the family wishes no letters, so none goes to them', async () => {
  await sam.go(notes(registerId, 'safe'));
  await sam.press('Save and go back', { text: 'Test Person 1 feels safe at home.\nThe door is mended.', went: 'discussed' });
  await sam.follow('Send the notes');
  expect(sam.page?.html).toMatch(/value="contact:mum" checked/);
  expect(sam.page?.html).toMatch(/value="staff:sam-okafor" checked/);
  await sam.press('See what goes', { to: ['staff:sam-okafor', 'contact:advo'] });
  expect(sam.text()).toContain('[name] 1 feels safe at home.');
  // What was looked at is what goes: somebody else chosen after the look is shown first.
  await sam.press('Send the notes', { to: ['staff:sam-okafor', 'contact:school'] });
  expect(sam.page?.status).toBe(409);
  expect(sam.text()).toContain('What would go is not what you looked at: nothing was sent.');
  expect(await mailed()).toEqual({});
  await sam.press('Send the notes', { to: ['staff:sam-okafor', 'contact:school'] });
  const mails = await mailed();
  expect(Object.keys(mails).toSorted()).toEqual(['sam.okafor@examplevalley.example', 'specimen@academy.example']);
  expect(mails['specimen@academy.example']).toContain('- What was said: [name] 1 feels safe at home.\n- The door is mended.');
  await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
  await sam.go(paths.meetingSend({ registerId, meeting: 'mam-2' }));
  await sam.press('See what goes', { to: ['contact:advo'] });
  expect(sam.text()).toContain('The person does not wish the family to be written to.');
  expect(sam.page?.html).not.toContain('value="send"');
});

test('what was written by hand ends with the consent that it rested on, and an action that is done is asked after no more', async () => {
  const action = await agreed('school');
  await sam.go(paths.actionAsk({ registerId, action }));
  await sam.press('Send it');
  await desk.send(registerId, { type: 'action-done', action });
  expect(await mailed()).toEqual({});
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { to: ['contact:school'] });
  await sam.press('Send it');
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['register'] });
  await desk.pool.query(`delete from notice where template not in ('action-asked', 'progress-told')`);
  expect(await mailed()).toEqual({});
  const { rows } = await desk.pool.query('select template, status, reason from notice order by template');
  expect(rows).toEqual([
    { template: 'action-asked', status: 'dropped', reason: 'action-settled' },
    { template: 'progress-told', status: 'dropped', reason: 'consent-withdrawn' },
  ]);
});

test('who goes back, chooses somebody else and sends once more is shown it first, and they get it; pressing twice sends it once', async () => {
  await agreed('school');
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { to: ['contact:school'], words: 'One' });
  const message = /name="message" value="([^"]+)"/.exec(sam.page?.html ?? '')?.[1] ?? '';
  await sam.press('Send it');
  expect(Object.keys(await mailed())).toEqual(['specimen@academy.example']);
  // The page before, from the history of the browser: the same form, and the same id in it.
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { message, to: ['contact:advo'], words: 'Two' });
  await sam.press('Send it');
  expect(sam.page?.status).toBe(409);
  expect(await mailed()).toEqual({});
  await sam.press('Send it');
  expect(Object.keys(await mailed())).toEqual(['ali@advocacy.example']);
});

test('of a restricted record what somebody wrote goes by mail to those of our own alone who open it', async () => {
  const kim = await desk.signedIn('kim-manager');
  await kim.go(paths.restriction({ registerId }));
  await kim.press('Restrict this record', { code: 'safety', why: 'Threats against the family', staff: ['sam-okafor'] });
  await desk.pool.query('delete from notice');
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { to: ['staff:sam-okafor', 'staff:ana-example', 'contact:school'], words: 'They moved to the coast' });
  expect(sam.text()).toContain('The record is restricted, and not open to them.');
  await sam.press('Send it');
  expect(Object.keys(await mailed()).toSorted()).toEqual(['sam.okafor@examplevalley.example', 'specimen@academy.example']);
});

test('what was kept in the first edition is read and sent as it was written', async () => {
  await sam.go(paths.progress({ registerId }));
  await sam.press('See what goes', { to: ['contact:school'], words: 'Written before the second edition' });
  await sam.press('Send it');
  await desk.pool.query(`update written_form set edition = 1 where kind = 'message'`);
  expect((await mailed())['specimen@academy.example']).toContain('Written before the second edition');
});

describe('a director requires professionals at a review', () => {
  const review = {
    type: 'meeting-scheduled',
    meeting: 'ctr-2',
    kind: 'community-cetr',
    on: '2026-10-13',
    time: '10:00',
    place: 'County Hall',
  };
  const directive = (): string => paths.meetingDirective({ registerId, meeting: 'ctr-2' });

  /** Rated red, with a review booked to which the school and the advocate are invited. */
  async function booked(): Promise<void> {
    await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
    await desk.send(registerId, { ...review, invited: ['school', 'advo', 'person', 'chosen-contacts'] });
    await desk.pool.query('delete from notice');
  }

  test('only of somebody rated red, and of a review that is booked and lies ahead', async () => {
    await desk.send(registerId, { ...review, invited: ['team'] });
    expect((await sam.go(directive())).status).toBe(404);
    await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
    expect((await sam.go(directive())).status).toBe(200);
    expect((await sam.go(paths.meetingDirective({ registerId, meeting: 'mam-2' }))).status).toBe(404);
    await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'ctr-2' });
    expect((await sam.go(directive())).status).toBe(404);
  });

  test('it is signed with name and role, goes to professionals alone, says when and where by register id, and is kept as it was sent', async () => {
    await booked();
    await sam.go(paths.person({ registerId }));
    await sam.follow('Direct professionals to attend');
    // Who is invited is ticked; neither the person, their family nor their advocate can be.
    expect(sam.page?.html).toMatch(/value="contact:school" checked/);
    expect(sam.page?.html).toContain('value="book:director"');
    expect(sam.page?.html).not.toMatch(/value="contact:(advo|mum|dad)"/);
    await sam.press('See what goes');
    expect(sam.text()).toContain('Write the name of the director, in one line of at most 120 characters');
    expect(sam.text()).toContain('Write the role of the director, in one line of at most 120 characters');
    await sam.press('See what goes', { director: 'mum  Madeup', role: 'Director of nursing' });
    expect(sam.text()).toContain('whom no letter names: write the name of the director');
    // A name that the person or the family has in part is signed in full.
    const signed = { director: 'Dr Person Madeup', role: 'Director of nursing', words: 'Test Person 1 needs you there' };
    await sam.press('See what goes', { ...signed, to: ['contact:school', 'contact:advo', 'contact:mum'] });
    await sam.press('Send the directive', { ...signed, to: ['contact:school'] });
    const mails = await mailed();
    expect(Object.keys(mails)).toEqual(['specimen@academy.example']);
    const text = mails['specimen@academy.example'] ?? '';
    expect(text).toContain(
      `I require you to attend the community CETR about ${registerId} on Tuesday 13 October 2026, at 10am, at County Hall.`,
    );
    expect(text).toContain('If you cannot come yourself, send a deputy who can decide for your service.');
    expect(text).toContain('Dr Person Madeup');
    expect(text).toContain('Director of nursing');
    expect(text).toContain('[name] 1 needs you there');
    expect(text).not.toContain('Test Person');
    const { rows } = await desk.pool.query<{ edition: number; answers: object }>(
      `select edition, answers from written_form where kind = 'message'`,
    );
    expect(rows).toEqual([
      {
        edition: 2,
        answers: {
          ...{ about: 'directive', meeting: 'ctr-2', to: ['contact:school'], parts: [], words: 'Test Person 1 needs you there' },
          signed: { name: 'Dr Person Madeup', role: 'Director of nursing' },
        },
      },
    ]);
    const notices = await desk.pool.query('select template, audience, meeting, status from notice');
    expect(notices.rows).toEqual([{ template: 'attendance-directed', audience: 'provider', meeting: 'ctr-2', status: 'sent' }]);
  });

  test('nobody is required at a review that was called off before it went, and without consent to meetings it waits as invitations do', async () => {
    await booked();
    const signed = { director: 'Dr Ines Pretend', role: 'Director of nursing', to: ['contact:school'] };
    await sam.go(directive());
    await sam.press('See what goes', signed);
    await sam.press('Send the directive', signed);
    await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'ctr-2' });
    await desk.pool.query(`delete from notice where template <> 'attendance-directed'`);
    expect(await mailed()).toEqual({});
    expect((await desk.pool.query('select status, reason from notice')).rows).toEqual([
      { status: 'dropped', reason: 'meeting-not-planned' },
    ]);
    await desk.send(registerId, { ...review, meeting: 'ctr-3', invited: ['school'] });
    await desk.send(registerId, { type: 'consent-withdrawn', scope: ['meeting'] });
    await sam.go(paths.meetingDirective({ registerId, meeting: 'ctr-3' }));
    await sam.press('See what goes', signed);
    expect(sam.page?.html).not.toContain('value="send"');
    expect(sam.text()).toMatch(/consent/i);
  });
});
