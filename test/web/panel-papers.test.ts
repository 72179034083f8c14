import { randomBytes } from 'node:crypto';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Writing, writing } from './support/messages';

let at: Writing;
let desk: Writing['desk'];
let sam: TextBrowser;
let jo: TextBrowser;
let registerId: string;

const REVIEW = { meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-20', time: '10:00', until: '16:00' };
const JO = { name: 'Jo Testley', role: 'panel', email: 'Jo.Testley@examplevalley.example' };
const papers = () => paths.meetingPapers({ registerId, meeting: 'ctr-1' });
const panel = () => paths.panel({ registerId, meeting: 'ctr-1' });
const pdf = (): File =>
  new File(
    [new Uint8Array(Buffer.concat([Buffer.from('%PDF-1.7\n'), randomBytes(2_000), Buffer.from('\nstartxref\n0\n%%EOF\n')]))],
    'whatever.pdf',
  );
const until = (day: string, month: string) => ({ 'until-day': day, 'until-month': month, 'until-year': '2026' });

/** A document of the person; out: its id. */
async function document(title: string): Promise<string> {
  await sam.go(paths.documentAdd({ registerId }));
  await sam.press('Add the document', { what: 'assessment', title }, { file: pdf() });
  return /document-([0-9a-f-]{36})/.exec(sam.page?.url.hash ?? '')?.[1] ?? '';
}
const share = async (documents: readonly string[], day = until('3', '11')) => {
  await sam.go(papers());
  await sam.press(/Change what is shared/.test(sam.text()) ? 'Change what is shared' : 'Share with the panel', { documents, ...day });
};
const consent = (scope: string) => desk.send(registerId, { type: 'consent-given', on: '2026-10-02', basis: 'gillick', scope: [scope] });
/** Signed in anew: a session ends where nothing is asked for thirty minutes. */
async function on(day: string): Promise<void> {
  desk.setClock(`${day}T10:00`);
  [sam, jo] = [await desk.signedIn('sam-okafor'), await desk.signedIn('jo-panel')];
}

beforeEach(async () => {
  at = await writing();
  ({ desk, sam, registerId } = at);
  jo = await desk.signedIn('jo-panel');
  await desk.call('POST', `/people/${registerId}/contacts`, { id: 'jo', ...JO });
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, invited: ['team', 'jo'] });
  await at.mailed();
});
afterEach(() => at.close());

test('papers are shared with the panel for a time, open to those who were invited, and it is seen who opened what and who keeps no copy', async () => {
  const [plan, letter] = [await document('Support plan'), await document('Letter of the school')];
  await consent('disclosure');
  await share([plan]);
  expect(sam.text()).toContain('Open until the end of Tuesday 3 November 2026. Shared by Sam Okafor, 8.30am today');
  expect(sam.text()).toMatch(/Jo Testley ?Nothing yet/);
  // The panel is told; no paper, and no name of one, goes by mail.
  await sam.follow('Tell the panel');
  await sam.press('Tell the panel');
  const mail = (await at.mailed())['jo.testley@examplevalley.example'] ?? '';
  expect(mail).toContain(`${registerId}: papers are open to you`);
  expect(mail).toContain('Open until the end of Tuesday 3 November 2026.');
  expect(mail).not.toContain('Support plan');
  // That they were sent is recorded in one press, and the date is kept.
  await sam.go(papers());
  await sam.press('Record that they were sent');
  const events = await at.events();
  expect(events.at(-1)).toMatchObject({ type: 'papers-sent', event: { meeting: 'ctr-1', on: '2026-10-02' } });

  await jo.go(paths.reviews());
  expect(jo.text()).toContain('1 paper, until Tuesday 3 November 2026');
  await jo.follow('1 paper');
  expect(jo.text()).toContain('An assessment or a report, “Support plan”');
  expect(jo.text()).not.toMatch(/Letter of the school|Test Person|keep no copy/);
  const read = await jo.download(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }));
  expect(read.bytes.subarray(0, 8).toString()).toBe('%PDF-1.7');
  expect(read.headers.get('content-disposition')).toBe(`attachment; filename=${registerId}-assessment-2026-10-02.pdf`);
  // What is not shared is not there, nor is anything else of the person.
  for (const not of [
    paths.panelPaper({ registerId, meeting: 'ctr-1', document: letter }),
    paths.panel({ registerId, meeting: 'mam-1' }),
    paths.panel({ registerId, meeting: 'nothing' }),
  ])
    expect((await jo.go(not)).status).toBe(404);
  expect((await jo.go(papers())).status).toBe(403);
  expect((await jo.go(paths.documentFile({ registerId, document: plan }))).status).toBe(403);
  // Twice opened is said once; each opening stands in the access log.
  await jo.download(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }));
  const { rows } = await desk.pool.query(
    `select actor, outcome from access_log where audit_event = 'panel-paper-opened' and outcome = 'done' and register_id = $1`,
    [registerId],
  );
  expect(rows).toEqual([
    { actor: 'staff:jo-panel', outcome: 'done' },
    { actor: 'staff:jo-panel', outcome: 'done' },
  ]);
  await sam.go(papers());
  expect(sam.text()).toMatch(/Jo Testley ?An assessment or a report, “Support plan” ?Has not said yet that they keep no copy/);
  await jo.go(panel());
  await jo.press('I keep no copy');
  await sam.go(papers());
  expect(sam.text()).toMatch(/Keeps no copy, they said 8\.30am today/);
  // Who opens it once more has a copy again.
  await jo.download(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }));
  await sam.go(papers());
  expect(sam.text()).toContain('Has not said yet that they keep no copy');
  const kept = await desk.pool.query(`select source, answers from written_form where kind = 'panel-reading' order by version`);
  expect(kept.rows.map(({ answers }: { answers: object }) => answers)).toEqual([
    { meeting: 'ctr-1', opened: [plan], deleted: false },
    { meeting: 'ctr-1', opened: [plan], deleted: true },
    { meeting: 'ctr-1', opened: [plan], deleted: false },
  ]);
});

test('they stay shut until consent to sharing stands, and are shut at once when it is withdrawn: no name of a file is told', async () => {
  const plan = await document('Support plan');
  await share([plan]);
  expect(sam.text()).toContain('They stay shut: no consent to sharing papers stands that covers this review.');
  expect(sam.page?.html).not.toContain('Record that they were sent');
  expect((await sam.go(paths.meetingPapersTell({ registerId, meeting: 'ctr-1' }))).status).toBe(404);
  const isShut = async () => {
    await jo.go(paths.reviews());
    expect(jo.text()).toContain('Not open');
    expect(jo.text()).not.toContain('1 paper');
    await jo.go(panel());
    expect(jo.text()).toContain('Papers are not open to you');
    expect(jo.page?.html).not.toMatch(/Support plan|assessment/);
    expect((await jo.go(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }))).status).toBe(404);
  };
  await isShut();
  await consent('disclosure');
  await jo.go(panel());
  expect(jo.text()).toContain('Support plan');
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['disclosure'] });
  await isShut();
});

test('they are shut from the day after the last one, and when they are taken back; whoever opened them is asked for their copies still', async () => {
  const plan = await document('Support plan');
  await consent('disclosure');
  const isThere = async () => (await jo.go(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }))).status;
  await share([plan], until('21', '10'));
  expect(await isThere()).toBe(200);
  await share([]);
  expect(sam.text()).toContain('Nothing is shared with the panel.');
  expect(await isThere()).toBe(404);
  await share([plan], until('21', '10'));
  expect(await isThere()).toBe(200);
  await on('2026-10-21');
  expect(await isThere()).toBe(200);
  await on('2026-10-22');
  expect(await isThere()).toBe(404);
  // The review is over, its papers are shut: it stands in their list until they have said that they keep no copy.
  await jo.go(paths.reviews());
  await jo.follow('Were open until Wednesday 21 October 2026. Say that you keep no copy');
  await jo.press('I keep no copy');
  expect(jo.text()).toContain('No review is ahead to which you were invited.');
  // Pressed once more, from a page that was left open: it is said already.
  await jo.go(panel());
  expect(jo.text()).toMatch(/You said 10am today that you keep no copy/);
});

test('they are shut to whoever is not invited any more, and to everybody when the review is called off', async () => {
  const plan = await document('Support plan');
  await consent('disclosure');
  await share([plan]);
  const isThere = async () => (await jo.go(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }))).status;
  expect(await isThere()).toBe(200);
  for (const invited of [['team'], ['team', 'chosen-contacts'], ['team', 'chosen-contacts', 'advo']]) {
    await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, invited });
    expect(await isThere()).toBe(404);
  }
  // The team sees that somebody who is not of the panel any more has opened it, and does not tell them that it is open.
  await sam.go(papers());
  expect(sam.text()).toMatch(/Jo Testley, who is not of the panel any more ?.*“Support plan” ?Has not said yet/);
  expect((await sam.go(paths.meetingPapersTell({ registerId, meeting: 'ctr-1' }))).status).toBe(404);
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, invited: ['team', 'jo'] });
  expect(await isThere()).toBe(200);
  // Who works in another area now sees nothing of this one.
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'jo-panel'`);
  expect(await isThere()).toBe(404);
  await desk.pool.query(`update staff set area = 'example' where id = 'jo-panel'`);
  expect(await isThere()).toBe(200);
  await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'ctr-1' });
  expect(await isThere()).toBe(404);
  // They have opened it: it stands in their list until they have said that they keep no copy.
  await jo.go(paths.reviews());
  expect(jo.text()).toContain('Not open. Say that you keep no copy');
});

test('who is invited as something else than the panel reads none of its papers, whatever they do for others', async () => {
  const plan = await document('Support plan');
  await consent('disclosure');
  await share([plan]);
  const changed = await desk.call('PUT', `/people/${registerId}/contacts/jo`, { ...JO, role: 'provider' }, { 'if-match': '"1"' });
  expect(changed.status).toBe(200);
  expect((await jo.go(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }))).status).toBe(404);
  await jo.go(paths.reviews());
  expect(jo.text()).not.toContain(registerId);
});

test('a review that is moved takes the last day along, and a last day before the review is said to be too early', async () => {
  const plan = await document('Support plan');
  await consent('disclosure');
  await share([plan], until('1', '12'));
  expect(sam.text()).toContain('Open until the end of Tuesday 1 December 2026');
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, on: '2026-10-06', invited: ['team', 'jo'] });
  await sam.go(papers());
  expect(sam.text()).toContain('Open until the end of Tuesday 17 November 2026');
  await share([plan], until('10', '10'));
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, invited: ['team', 'jo'] });
  await sam.go(papers());
  expect(sam.text()).toContain('Their last day lies before the review: choose a later one.');
});

test('of a restricted record nothing is open to a panel member who is not named, and they are not asked for a reason either', async () => {
  const plan = await document('Support plan');
  await consent('disclosure');
  await share([plan]);
  const restrict = async (staff: readonly string[]) => {
    const manager = await desk.signedIn('kim-manager');
    await manager.go(paths.restriction({ registerId }));
    await manager.press('Restrict this record', { code: 'safety', why: 'A reason', staff });
  };
  await restrict(['ana-example']);
  await jo.go(panel());
  expect(jo.page?.status).toBe(200);
  expect(jo.text()).toContain('Papers are not open to you');
  expect((await jo.go(paths.panelPaper({ registerId, meeting: 'ctr-1', document: plan }))).status).toBe(404);
});

test('what is wrong is told at its field; two who share at one time: the second is shown what the first did; nothing of another meeting is asked', async () => {
  const [plan, letter] = [await document('Support plan'), await document('Letter of the school')];
  await consent('disclosure');
  await share([plan], until('2', '12'));
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain('The last day is Tuesday 1 December 2026 at the latest');
  await share([plan], until('1', '10'));
  expect(sam.text()).toContain('The last day is today or later');
  await share([plan], until('31', '11'));
  expect(sam.page?.status).toBe(400);
  const ana = await desk.signedIn('ana-example');
  await sam.go(papers());
  await ana.go(papers());
  await ana.press('Share with the panel', { documents: [letter], ...until('3', '11') });
  await sam.press('Share with the panel', { documents: [plan], ...until('3', '11') });
  expect(sam.page?.status).toBe(409);
  expect(sam.text()).toContain('Somebody else changed what is shared meanwhile');
  expect(sam.text()).toContain('“Letter of the school”');
  await sam.press('Change what is shared');
  expect(sam.text()).toContain('“Support plan”');
  // A multi-agency meeting has no panel.
  expect((await sam.go(paths.meetingPapers({ registerId, meeting: 'mam-1' }))).status).toBe(404);
});
