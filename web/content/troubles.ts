import type { Trouble } from '../app/page-problem';

/** What a page of trouble says: what is wrong, and what to do. */
export interface TroubleWords {
  readonly heading: string;
  readonly lines: readonly string[];
}

/** What was being done when it went wrong: a page was looked at; something was sent, and was not begun with; or it may have been recorded. */
export type Doing = 'looked' | 'not-begun' | 'begun';

const KEPT = 'What you typed is kept on this page: leave it open, and press “Send it again” when the service is back.';
const CANNOT_WAIT = 'If it cannot wait, phone the team below, and record it here when the service is back.';

/** What became of what was sent, where nobody could answer. `once`: the same sent again counts once. */
function sentWords(doing: Doing, once: boolean): readonly string[] {
  switch (doing) {
    case 'looked':
      return ['Open this page again in a minute.'];
    case 'not-begun':
      return ['Nothing was recorded.', KEPT];
    case 'begun':
      return once
        ? ['It is not known whether this was recorded.', `${KEPT} It is recorded once, whatever happened before.`]
        : ['It is not known whether this was recorded.', `Look first whether it was. ${KEPT}`];
  }
}

const AWAY: ReadonlySet<Trouble> = new Set(['database-away', 'database-read-only', 'busy']);

/** What a page says of a trouble. `once`: what was sent bears an id, and counts once however often it is sent. */
export function troubleWords(trouble: Trouble, doing: Doing, once: boolean): TroubleWords {
  const { heading, lines } = TROUBLE_WORDS[trouble];
  return { heading, lines: AWAY.has(trouble) ? [...sentWords(doing, once), ...lines] : lines };
}

const TROUBLE_WORDS: Readonly<Record<Trouble, TroubleWords>> = {
  'bad-address': { heading: 'This address cannot be read', lines: ['Check the address, or begin again from the menu.'] },
  forbidden: {
    heading: 'You cannot open this page',
    lines: ['Your role does not include it. If you need it for your work, ask the person who looks after staff in this service.'],
  },
  'other-areas': {
    heading: 'This reaches beyond your areas',
    lines: [
      'It counts in areas in which you do not work. Nothing was changed.',
      'Ask somebody who looks after staff there too, or those who run this service.',
    ],
  },
  'restricted-take': {
    heading: 'You cannot take this record yourself',
    lines: [
      'It is restricted: whoever owns it opens it without giving a reason.',
      'Ask a manager or the information governance lead to name you among those who work with the person.',
    ],
  },
  'no-role': {
    heading: 'No one has given you access yet',
    lines: [
      'You are signed in, but you are not on the list of staff of this service, or have no role there.',
      'Ask your manager, or the team below, to add you with your work email address.',
    ],
  },
  'other-identity': {
    heading: 'This is not the account that is known here',
    lines: [
      'You are signed in with a work email address of this service, but with another account than the one that first signed in with it, or with an account that is known here under another name.',
      'If your account was replaced, ask your manager, or the team below: on your page under Settings they press “Let them sign in anew”.',
    ],
  },
  'form-expired': {
    heading: 'This form is out of date',
    lines: [
      'It was opened before you signed in again, or in another browser.',
      'Nothing was recorded. Open the page again, and send it from there.',
    ],
  },
  'not-found': {
    heading: 'There is nothing here that you can open',
    lines: [
      'Either it is not there, or it is not yours to see.',
      'If you typed a register id, check it. If you need to work with this person, ask the team below.',
    ],
  },
  moved: { heading: 'Somebody else has just changed this', lines: ['Nothing was recorded. Open the page again to see how it stands now.'] },
  'too-many': { heading: 'Too many requests', lines: ['Wait a minute, and try again.'] },
  broken: {
    heading: 'Something went wrong on our side',
    lines: ['Those who run the service can see it. Try again in a minute.', 'If it cannot wait, phone the team below.'],
  },
  'sign-in-failed': {
    heading: 'You were not signed in',
    lines: [
      'The sign-in of your organisation did not confirm who you are.',
      'Try again. If it fails again, ask those who look after your account.',
    ],
  },
  'sign-in-away': {
    heading: 'Signing in does not work at the moment',
    lines: ['The sign-in of your organisation does not answer. Try again in a minute.', 'If it cannot wait, phone the team below.'],
  },
  'database-away': {
    heading: 'The service cannot reach its records',
    lines: [CANNOT_WAIT],
  },
  'database-read-only': {
    heading: 'Nothing can be recorded at the moment',
    lines: ['Pages can be read.', CANNOT_WAIT],
  },
  busy: { heading: 'This is taking too long', lines: [CANNOT_WAIT] },
};
