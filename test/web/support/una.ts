import { createToken } from '../../../services/access/tokens';
import type { Area } from '../../../services/rules/areas';
import { paths } from '../../../web/paths';
import type { TextBrowser } from './browser';
import type { Answers, Story } from './story';

/** Una Madeup, 32, who has a learning disability and is autistic; her mother; and the nurse of a surgery, who refers her. All made up. */
export const UNA = {
  name: 'Una Madeup',
  bornOn: '1994-05-17',
  nhsNumber: '999 000 0018',
  contacts: [
    { id: 'una', name: 'Una Madeup', role: 'person', email: 'una@person.example', chosen: true, easyRead: true },
    { id: 'mum', name: 'Jo Madeup', role: 'parent-carer', email: 'jo@family.example', chosen: true },
    { id: 'nurse', name: 'Gil Invented', role: 'referrer', email: 'gil@surgery.example', referred: true },
  ],
};
/** As a hospital names her. */
export const HER = { nhsNumber: UNA.nhsNumber, bornOn: UNA.bornOn };

const REVIEW = ['team', 'commissioner', 'panel', 'person', 'chosen-contacts'];
/** Who is invited where she lives: to a review in hospital the ward too. */
export const UNAS_AREA: Partial<Area> = {
  invites: {
    mam: ['team', 'keyworker', 'person', 'chosen-contacts'],
    'community-cetr': REVIEW,
    'post-admission-cetr': [...REVIEW, 'provider'],
  },
};

/** The tokens of the surgery, which may refer and no more, and of the hospital, which may say who was admitted and discharged. */
export const tokensOf = async ({ desk: { pool } }: Story): Promise<{ surgery: string; hospital: string }> => ({
  surgery: await createToken(pool, 'A made-up surgery', ['referrals:write', 'pathways:read']),
  hospital: await createToken(pool, 'RX1', ['events:write'], { types: ['admitted', 'discharged'], sites: ['RX1'] }),
});

/** The day of a question of a form, by its parts. */
export const day = (name: string, date: string): Record<string, string> => {
  const [year = '', month = '', on = ''] = date.split('-').map((part) => String(Number(part)));
  return { [`${name}-day`]: on, [`${name}-month`]: month, [`${name}-year`]: year };
};

/** Closes the meeting that is open with what came of it, and presses on through the parts of it. */
export async function closeMeeting(browser: TextBrowser, outcome: string, ...answers: readonly Answers[]): Promise<void> {
  await browser.follow('Close this meeting');
  await browser.press('Continue', { 'meeting-outcome': outcome });
  for (const [index, more] of answers.entries())
    await browser.press(index < answers.length - 1 ? 'Continue' : 'See what this changes', more);
  await browser.press('Record meeting and what comes next');
}

/** Says over the page of the actions that one is done. */
export async function actionDone(story: Story, registerId: string, what: string): Promise<void> {
  const sam = await story.as('sam-okafor');
  await sam.go(paths.actions({ registerId }));
  await sam.follow(`Done: ${what}`);
  await sam.press('See what this changes', { when: 'today', evidence: 'It is there' });
  await sam.press('Record');
}

/** Says that arranging a review has begun, and that the family was contacted. */
export async function prepared(story: Story, registerId: string, meeting: string): Promise<void> {
  for (const done of ['arrangements-begun', 'family-contacted']) await story.record(registerId, done, { meeting });
}

/** Says on one day that there is consent to the papers, which has to be after the review was first scheduled (contract 6.11(7)). */
export async function papersConsented(story: Story, registerId: string, on: string, basis: 'own' | 'gillick' = 'own'): Promise<void> {
  await story.at(`${on}T10:00`);
  await story.record(registerId, 'consent-given', { scope: ['disclosure'], basis });
}

/** The same, and on another day that the papers were sent. */
export async function papersSent(story: Story, registerId: string, meeting: string, consented: string, sent: string): Promise<void> {
  await papersConsented(story, registerId, consented);
  await story.at(`${sent}T10:00`);
  await story.record(registerId, 'papers-sent', { meeting });
}
