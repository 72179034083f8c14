import { createToken } from '../../services/access/tokens';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { restrictedRecord, TELLS } from './support/restricted';

let desk: Desk;
let sam: TextBrowser;
let school: string;
beforeEach(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
  school = await createToken(desk.pool, 'A school', ['referrals:write']);
});
afterEach(() => desk.close());

const REFERRAL = {
  ...{
    name: 'Billie Madeup',
    'born-day': '2',
    'born-month': '3',
    'born-year': '2011',
    nhs: '999 000 0018',
    source: 'professional',
    suggested: 'red',
  },
  ...{ from: 'Dr Test', role: 'professional', email: 'dr@gp.example', phone: '0116 496 0200' },
};
const typed = (more: Record<string, string> = {}) => ({ ...REFERRAL, ...more });

/** What somebody without the right to find people sends. Out: the reference, when the service has looked at it. */
async function fromOutside(body: object, at = desk): Promise<string> {
  const answer = await fetch(`${at.url}/api/v1/referrals`, {
    method: 'POST',
    headers: { authorization: `Bearer ${school}`, 'content-type': 'application/json' },
    body: JSON.stringify({ event: { type: 'referral-received', source: 'professional', suggestedRating: 'amber' }, ...body }),
  });
  const { reference } = (await answer.json()) as { reference: string };
  for (;;) {
    const { rows } = await at.pool.query('select 1 from held_referral where reference = $1 and looked_at is not null', [reference]);
    if (rows.length > 0) return reference;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
const told = async (reference: string) =>
  (await (await fetch(`${desk.url}/api/v1/referrals/${reference}`, { headers: { authorization: `Bearer ${school}` } })).json()) as object;
const eventsOf = async (registerId: string) =>
  (
    await desk.pool.query<{ type: string; source: string; fact: string; on: string }>(
      `select type, source, fact, "on"::text as on from event where register_id = $1 order by position`,
      [registerId],
    )
  ).rows;

describe('referring somebody on the desk', () => {
  async function checked(more: Record<string, string> = {}): Promise<void> {
    await sam.go(paths.referrals());
    await sam.follow('Refer somebody');
    await sam.press('See what this begins', typed(more));
  }

  test('nothing is recorded before it was looked at; then the person is there, and whoever made it is told', async () => {
    await checked();
    expect(sam.page?.status).toBe(200);
    expect(sam.text()).toContain('Nothing is recorded yet.');
    expect(sam.text()).toContain('Whoever made it is told that it arrived, and whom to phone if it is urgent.');
    expect(sam.text()).toContain('Dr Test, Another professional, dr@gp.example, 0116 496 0200');
    expect((await desk.pool.query('select 1 from person')).rowCount).toBe(0);
    await sam.press('Record the referral');
    expect(sam.text()).toContain('recorded at 8.30am today');
    expect(sam.text()).toContain('Billie Madeup');
    const registerId = sam.page?.url.pathname.split('/').at(-1) ?? '';
    const [referral] = await eventsOf(registerId);
    expect(referral).toMatchObject({ type: 'referral-received', source: 'staff:sam-okafor', on: '2026-10-02' });
    expect(JSON.parse(referral?.fact ?? '')).toMatchObject({ source: 'professional', suggestedRating: 'red' });
    const { rows } = await desk.pool.query(`select recipient_name, template from notice where register_id = $1 and audience = 'referrer'`, [
      registerId,
    ]);
    expect(rows).toEqual([{ recipient_name: 'Dr Test', template: 'referral-acknowledged' }]);
  });

  test('pressed twice it is recorded once', async () => {
    await checked();
    const page = sam.page;
    await sam.press('Record the referral');
    sam.page = page;
    await sam.press('Record the referral');
    expect(sam.text()).toContain('already recorded at 8.30am today. Nothing was recorded twice');
    expect((await desk.pool.query('select 1 from person')).rowCount).toBe(1);
  });

  test('looked at before midnight, it is of that day after it', async () => {
    desk.setClock('2026-10-02T23:50');
    sam = await desk.signedIn('sam-okafor');
    await checked();
    desk.setClock('2026-10-03T00:05');
    await sam.press('Record the referral');
    const registerId = sam.page?.url.pathname.split('/').at(-1) ?? '';
    expect(await eventsOf(registerId)).toMatchObject([{ on: '2026-10-02' }]);
  });

  test.each([
    [{ name: '' }, 'Enter the name of the person'],
    [{ 'born-day': '', 'born-month': '', 'born-year': '' }, 'Enter the date of birth'],
    [{ 'born-day': '31', 'born-month': '2' }, 'Day must be between 1 and 28'],
    [{ 'born-year': '2027' }, 'Date of birth must be today or in the past'],
    [{ 'born-year': '1901' }, 'Date of birth must be in the last 120 years'],
    [{ nhs: '999 000 0019' }, 'This is not an NHS number'],
    [{ source: '' }, 'Choose who made the referral'],
    [{ suggested: 'blue' }, 'Choose how urgent they think it is'],
    [{ 'made-day': '3', 'made-month': '10', 'made-year': '2026' }, 'The day on which it was made must be today or in the past'],
    [{ from: '' }, 'Enter the name of whoever made the referral'],
    [{ role: '' }, 'Choose who they are to the person'],
    [{ source: 'self' }, 'Where the person made the referral, choose “The person themself”'],
    [{ email: 'dr at gp' }, 'Enter an email address, like name@example.org'],
    [{ phone: 'call me' }, 'Enter a phone number, like 0116 496 0100'],
  ])('what is wrong is said beside it, and what was typed stays: %o', async (wrong, message) => {
    await checked(wrong);
    expect(sam.page?.status).toBe(400);
    expect(sam.text()).toContain(message);
    if (!('name' in wrong)) expect(sam.page?.html).toContain('value="Billie Madeup"');
    expect((await desk.pool.query('select 1 from person')).rowCount).toBe(0);
  });

  test('nobody has to be named as its sender', async () => {
    await checked({ from: '', role: '', email: '', phone: '', nhs: '', suggested: '' });
    expect(sam.text()).toContain('Nobody is named who could be told that it arrived: the acknowledgement is held, until somebody is.');
    await sam.press('Record the referral');
    expect((await desk.pool.query(`select status, reason, channel from notice where audience = 'referrer'`)).rows).toEqual([
      { status: 'held', reason: 'no-address', channel: 'mail' },
    ]);
  });

  test('whoever may be on file already is shown first, also under another name, and the referral can be recorded of them', async () => {
    const other = await desk.refer({ name: 'Wilhelmina Otherwise', bornOn: '2011-03-02' });
    await desk.refer({ name: 'Somebody Else', bornOn: '1990-01-01' });
    await checked();
    expect(sam.text()).toMatch(new RegExp(`May be on file already 1 .*${other}.*The same date of birth, under another name`));
    expect(sam.page?.html).toContain(paths.recordEvent({ registerId: other, type: 'referral-received' }));
    await sam.press('They are somebody else: record the referral');
    expect((await desk.pool.query('select 1 from person')).rowCount).toBe(3);
  });

  test('an NHS number that somebody has is not given to another: their record is named, and nothing is recorded', async () => {
    const other = await desk.refer({ name: 'Wilhelmina Otherwise', bornOn: '1990-01-01', nhsNumber: '9990000018' });
    await checked();
    expect(sam.text()).toContain('The same NHS number');
    await sam.press('They are somebody else');
    expect(sam.page?.status).toBe(409);
    expect(sam.text()).toContain(`Somebody with this NHS number is on file already: ${other}.`);
    expect((await desk.pool.query('select 1 from person')).rowCount).toBe(1);
  });
});

describe('a referral from outside that may be about somebody who is known', () => {
  const person = { name: 'Tom Madeup', bornOn: '2011-03-02' };

  test('leads from Today and from the list to both, and is recorded of the one who was chosen', async () => {
    const tom = await desk.refer(person);
    const reference = await fromOutside({ person: { ...person, contacts: [{ name: 'Ms Teach', role: 'professional', referred: true }] } });
    await sam.go(paths.today({ whose: 'all' }));
    await sam.follow('Look at it');
    expect(sam.page?.url.pathname).toBe(paths.referral({ reference }));
    await sam.go(paths.referrals());
    expect(sam.text()).toContain('Tom Madeup May be somebody who is known here.');
    await sam.follow('Look at it');
    expect(sam.text()).toMatch(/Name ?Tom Madeup.*Date of birth ?Wednesday 2 March 2011 .*Another professional ?Ms Teach/);
    await sam.press('Record what was decided', { is: '' });
    expect(sam.text()).toContain('Choose who it is about');
    await sam.press('Record what was decided', { is: tom });
    expect(sam.page?.url.pathname).toBe(paths.person({ registerId: tom }));
    expect((await eventsOf(tom)).map(({ source }) => source)).toEqual(['api:tests', 'api:A school']);
    expect(await told(reference)).toEqual({ reference, status: 'matched' });
    await sam.go(paths.referrals());
    expect(sam.text()).not.toContain('Came in from outside');
    await sam.go(paths.referral({ reference }));
    expect(sam.text()).toMatch(/Taken .* by Sam Okafor\./);
    expect(sam.page?.html).not.toContain('Ms Teach');
  });

  test('is somebody else’s where the team says so, and its sender is told the register id only where they let them', async () => {
    await desk.refer(person);
    const reference = await fromOutside({ person });
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: 'new', tell: 'yes' });
    expect(sam.text()).toContain('Tom Madeup');
    const registerId = sam.page?.url.pathname.split('/').at(-1);
    expect(await told(reference)).toEqual({ reference, status: 'matched', registerId });
  });

  test('is not taken only with a reason', async () => {
    await desk.refer(person);
    const reference = await fromOutside({ person });
    await sam.go(paths.referral({ reference }));
    await sam.press('Record what was decided', { is: 'not-taken' });
    expect(sam.text()).toContain('Say why it is not taken');
    await sam.press('Record what was decided', { is: 'not-taken', reason: 'Sent twice' });
    expect(sam.text()).toMatch(/Not taken .* by Sam Okafor\. Sent twice/);
    expect(await told(reference)).toEqual({ reference, status: 'not-taken' });
  });

  test('somebody new is taken on by the service, which the list and the page say', async () => {
    const reference = await fromOutside({ person: { name: 'Quite New', bornOn: '1999-09-09' } });
    await sam.go(paths.referrals());
    expect(sam.text()).toContain('Quite New Nobody like them was found.');
    await sam.go(paths.referral({ reference }));
    expect(sam.text()).toContain('Nobody like them was found, so that a new record began');
  });

  test('of one that may be about a restricted record nothing is told, and nobody decides who may not open it', async () => {
    const record = await restrictedRecord();
    school = await createToken(record.desk.pool, 'A school', ['referrals:write']);
    const reference = await fromOutside({ person: { name: 'Zaphira Madeup-Secretname', bornOn: '2011-03-02' } }, record.desk);
    const officer = record.at('lda-officer');
    for (const path of [paths.referrals(), paths.referral({ reference })]) {
      await officer.go(path);
      expect(officer.page?.status).toBe(200);
      expect(officer.page?.html).not.toMatch(TELLS);
    }
    expect(officer.text()).toContain('It may be about somebody whose record is restricted.');
    await record.named.go(paths.referral({ reference }));
    expect(record.named.text()).toContain('Zaphira Madeup-Secretname');
    await record.desk.close();
  });

  test('an auditor sees it, and is not asked to decide', async () => {
    await desk.refer(person);
    const reference = await fromOutside({ person });
    const robin = await desk.signedIn('robin-auditor');
    await robin.go(paths.referral({ reference }));
    expect(robin.text()).toContain('Tom Madeup');
    expect(robin.text()).not.toContain('Who is it about?');
  });

  test('is not there for those who work elsewhere, and an unknown one is not there', async () => {
    expect((await sam.go(paths.referral({ reference: '0c1d2e3f-0000-4000-8000-00000000000f' }))).status).toBe(404);
    expect((await sam.go('/referrals/nothing-such')).status).toBe(404);
  });
});
