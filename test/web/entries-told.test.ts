import { parse } from 'node-html-parser';
import type { PlainDate } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import { setSending } from '../../services/notices/settings';
import { paths } from '../../web/paths';
import { askedBy } from './support/asked';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { consented, decided, rated } from './support/together';

/** Who is told what, and when, on the way from the first worry to the register (domain/policy 7.1, 7.2 T-2). All are made up. */
let desk: Desk;
let sam: TextBrowser;
beforeEach(async () => {
  desk = await startDesk();
  for (const audience of AUDIENCES) await setSending(desk.pool, 'example', { audience, on: true });
  sam = await desk.signedIn('sam-okafor');
});
afterEach(() => desk.close());

interface Told {
  /** What, to whom and when, in a line. */
  readonly line: string;
  /** As it would go now, with single spaces. */
  readonly letter: string;
}
/** Every message about a person, and to those who asked under these codes, as the page of each has it. */
async function told(codes: readonly string[]): Promise<readonly Told[]> {
  const { rows } = await desk.pool.query<Record<'ref' | 'template' | 'audience' | 'name' | 'channel' | 'at', string>>(
    `select ref, template, audience, coalesce(recipient_name, 'nobody') as name, channel, to_char(not_before at time zone 'Europe/London', 'YYYY-MM-DD HH24:MI') as at
       from notice where register_id = any($1) or params->>'code' = any($1) order by at, template, audience, name, register_id nulls first`,
    [codes],
  );
  const all: Told[] = [];
  for (const { ref, template, audience, name, channel, at } of rows) {
    await sam.go(paths.notice({ notice: ref }));
    const letter =
      parse(sam.page?.html ?? '')
        .querySelector('.app-letter')
        ?.text.replace(/\s+/g, ' ') ?? '';
    all.push({ line: `${at} ${template} to ${name}, ${audience}, by ${channel}`, letter });
  }
  return all;
}
const goes = ({ letter }: Told): boolean => !letter.includes('Nothing would go now.');
async function decide(reference: string, is: string, more: Record<string, string> = {}): Promise<void> {
  await sam.go(paths.referral({ reference }));
  await sam.press('Record what was decided', { is, ...more });
}

const MOTHER = { for: 'family', asker: 'Mum Madeup', easyRead: false, reach: { by: 'email', at: 'mum@example.org' } } as const;
const TOM = { ...MOTHER, name: 'Tom Madeup', bornOn: '2011-03-02' as PlainDate, happening: 'He does not get out of bed.' } as const;
const ALICE = { ...MOTHER, name: 'Alice Invented', bornOn: '2012-04-05' as PlainDate, happening: 'She does not go to school.' } as const;

test('Tom: his mother is worried, and he is rated amber: she is answered at once, the team reads and arranges, nobody else hears', async () => {
  const { code, reference } = await askedBy(desk, TOM, 'flag');
  await decide(reference, 'new');
  desk.setClock('2026-10-02T08:50');
  await sam.go(paths.recordTogether({ registerId: code, journey: 'decide-referral' }));
  await sam.press('Continue', decided);
  await sam.press('Continue', { ...consented, 'consent-basis': 'parental-responsibility' });
  await sam.press('See what this changes', rated);
  await sam.press('Record the decision');
  const all = await told([code]);
  expect(all.filter(goes).map(({ line }) => line)).toEqual([
    '2026-10-02 08:30 referral-acknowledged to Mum Madeup, referrer, by mail',
    '2026-10-02 08:30 referral-received to Ana Example, team, by mail',
    '2026-10-02 08:30 referral-received to Sam Okafor, team, by mail',
    '2026-10-02 08:50 meeting-to-arrange to Ana Example, team, by digest',
    '2026-10-02 08:50 meeting-to-arrange to Sam Okafor, team, by digest',
    '2026-10-02 08:50 rating-changed to Ana Example, team, by mail',
    '2026-10-02 08:50 rating-changed to Sam Okafor, team, by mail',
  ]);
  const [acknowledged, received, , arrange, , rating] = all.filter(goes);
  // Though a person decided before it left: nothing else tells her that it arrived, and whom to call at once.
  expect(acknowledged?.letter).toMatch(
    /We have what you told us about the person you care for.*If you need help now.*Call 999.*0116 496 0199.*What happens next.*Your reference is/,
  );
  expect(acknowledged?.letter).toContain(`Your reference is ${code}.`);
  expect(received?.letter).toContain(`A referral was received for ${code}. Please read it and decide on eligibility.`);
  expect(arrange?.letter).toContain(`${code}: hold a multi-agency meeting (MAM), no date set`);
  expect(rating?.letter).toContain(`${code} was rated amber on Friday 2 October 2026.`);
  for (const { letter } of all) expect(letter).not.toMatch(/Tom Madeup|get out of bed/);
  // Of the event that it became she is not told a second time.
  expect(all.filter((one) => !goes(one)).map(({ line }) => line)).toEqual([
    '2026-10-02 08:30 referral-acknowledged to Mum Madeup, referrer, by mail',
  ]);
});

test('Alice: her GP refers, her mother is worried and her school asks for a review: each is answered in words of their own and learns of no other; not eligible is told kindly, with other help', async () => {
  const gp = await askedBy(desk, { ...ALICE, for: 'other', asker: 'Dr Sample', reach: { by: 'email', at: 'gp@example.org' } });
  await decide(gp.reference, 'new');
  const mother = await askedBy(desk, ALICE, 'flag');
  await decide(mother.reference, gp.code, { urgency: 'this-week' });
  const asking = { for: 'other', asker: 'A made-up school', reach: { by: 'email', at: 'school@example.org' } } as const;
  const school = await askedBy(desk, { ...ALICE, ...asking }, 'review-request');
  await decide(school.reference, gp.code);
  desk.setClock('2026-10-02T08:50');
  await sam.go(paths.recordTogether({ registerId: gp.code, journey: 'decide-referral' }));
  await sam.press('Continue', { ...decided, 'decision-outcome': 'not-eligible', 'decision-diagnosis': 'considered' });
  await sam.press('Record the decision');
  const all = await told([gp.code, mother.code, school.code]);
  expect(all.filter(goes).map(({ line }) => line)).toEqual([
    '2026-10-02 08:30 change-reported to Ana Example, team, by mail',
    '2026-10-02 08:30 change-reported to Sam Okafor, team, by mail',
    '2026-10-02 08:30 meeting-to-arrange to Ana Example, team, by digest',
    '2026-10-02 08:30 meeting-to-arrange to Sam Okafor, team, by digest',
    '2026-10-02 08:30 referral-acknowledged to A made-up school, referrer, by mail',
    '2026-10-02 08:30 referral-acknowledged to Dr Sample, referrer, by mail',
    '2026-10-02 08:30 referral-acknowledged to Mum Madeup, referrer, by mail',
    '2026-10-02 08:30 referral-received to Ana Example, team, by mail',
    '2026-10-02 08:30 referral-received to Sam Okafor, team, by mail',
    '2026-10-02 08:50 not-eligible to Dr Sample, referrer, by mail',
  ]);
  const said = all.filter(goes).filter(({ line }) => line.includes(', referrer,'));
  for (const [index, words] of [
    [0, `We have your request for a review of the care of the person you support.`],
    [1, 'We have your request for help for the person you support.'],
    [2, 'We have what you told us about the person you care for.'],
  ] as const)
    expect(said[index]?.letter).toContain(words);
  for (const [index, own] of [school, gp, mother, gp].entries()) {
    expect(said[index]?.letter).toContain(own.code);
    for (const other of [gp, mother, school]) if (other !== own) expect(said[index]?.letter).not.toContain(other.code);
  }
  expect(said[3]?.letter).toMatch(/That is not the end of help\..*Example Valley autism line.*If you need help now.*Call 999/);
  for (const { letter } of all) expect(letter).not.toMatch(/Alice Invented|go to school/);
  // Nobody can be written to as the person herself: that is held for somebody to tell her, and not lost.
  expect(all.filter((one) => !goes(one)).map(({ line }) => line)).toEqual([
    '2026-10-02 08:30 referral-acknowledged to Dr Sample, referrer, by mail',
    '2026-10-02 08:50 not-eligible to nobody, person, by mail',
  ]);
});

test('what was not taken is acknowledged no more, and neither is anything once the person has died', async () => {
  const prank = await askedBy(desk, TOM);
  await decide(prank.reference, 'not-taken', { reason: 'A prank' });
  expect((await told([prank.code])).map(({ letter }) => letter)).toEqual([
    expect.stringContaining('What they asked was not taken, and what they wrote is kept no longer.'),
  ]);
  const asked = await askedBy(desk, ALICE);
  await decide(asked.reference, 'new');
  await desk.send(asked.code, { type: 'person-died' });
  const [acknowledged] = await told([asked.code]);
  expect(acknowledged?.letter).toContain('The person has died.');
});

test('who wishes to be phoned is told by a person, and who wishes a letter gets one, once they are on record', async () => {
  const phoned = await askedBy(desk, { ...TOM, reach: { by: 'phone', at: '0116 496 0000' } });
  await decide(phoned.reference, 'new');
  const ofPhone = (await told([phoned.code])).filter(({ line }) => line.includes('referral-acknowledged'));
  expect(ofPhone).toMatchObject([{ letter: expect.stringContaining('They asked to be spoken to, not written to') as string }]);
  const written = await askedBy(desk, { ...ALICE, reach: { by: 'letter', at: '1 Made Up Road, Leicester, LE1 1AA' } });
  await decide(written.reference, 'new');
  const ofLetter = (await told([written.code])).filter(({ line }) => line.includes('referral-acknowledged'));
  expect(ofLetter).toMatchObject([
    {
      line: '2026-10-02 08:30 referral-acknowledged to Mum Madeup, referrer, by notify',
      letter: expect.stringContaining('If you need help now') as string,
    },
  ]);
});
