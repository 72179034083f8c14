export { CONFIRM, NOT_RIGHT } from '../../services/tasks/tasks';

/** What each piece of work says that no rule's date brings: what has happened, and what to do. */
const TASKS: Readonly<Record<string, { readonly what: string; readonly todo: string }>> = {
  'event-refused': { what: 'An entry was refused.', todo: 'Sort it out: correct it and send it again, or say why not.' },
  'correction-to-confirm': {
    what: 'A correction waits for a second person.',
    todo: 'Look at it, and confirm it or say what is not right.',
  },
  'correction-not-right': { what: 'A correction is not right.', todo: 'Put it right: correct it once more, or record what is true.' },
  'notice-failed': { what: 'A message did not arrive.', todo: 'Put the address right, or tell them another way.' },
  'hold-over': { what: 'The day has come until which a message is held.', todo: 'Let it go, or hold it until another day.' },
  'alert-held': { what: 'Somebody on call could not be told at once.', todo: 'Tell them now.' },
  'cancellation-held': {
    what: 'Somebody still has to be told that a meeting is off.',
    todo: 'Let the message go, or tell them another way.',
  },
  'channel-away': {
    what: 'Mail does not go out.',
    todo: 'Those who run the service must look. Nothing is lost: it goes when mail is back.',
  },
  'look-back': {
    what: 'Somebody was admitted without a review before it.',
    todo: 'Look back at it together (root cause analysis), so that it need not happen like that again.',
  },
  'laep-to-complete': {
    what: 'An urgent meeting (LAEP) was held.',
    todo: 'Write down what was not known then: who was there, what was tried, what the person and the family said.',
  },
  'meeting-out-of-place': {
    what: 'A meeting is booked that does not fit where the person is now.',
    todo: 'They were admitted or discharged since. Cancel it, or book what is needed now, so that nobody comes in vain.',
  },
  'action-not-done': {
    what: 'Whoever is to do an action says that it is not done yet.',
    todo: 'Read what they said, and agree on what comes next.',
  },
  'register-review': { what: 'The register is to be reviewed.', todo: 'Its pack is ready: go through everybody, with whoever comes.' },
  'no-place': { what: 'A meeting has no place before its day.', todo: 'Find one, or book one of the nearest and say why it is late.' },
  'meeting-on-again': {
    what: 'A meeting stands again, because the end of the pathway was taken back.',
    todo: 'Its place may be somebody else’s by now. Look, and book it anew, as it was or otherwise; or cancel it.',
  },
  'place-gone': {
    what: 'A meeting is booked at a place that there is no more.',
    todo: 'Find another place or day, change it, and tell them; or cancel it.',
  },
  'not-arranged': { what: 'A meeting could not be booked at the place that was kept for it.', todo: 'Look why, and book it.' },
  'nobody-left': { what: 'A message has nobody to go to.', todo: 'Add somebody to the staff, then let the message go.' },
  'owner-left': { what: 'Somebody who owns pathways is leaving.', todo: 'Give each of them a new owner.' },
  'actions-left': {
    what: 'Somebody who has taken on an action is leaving.',
    todo: 'Agree on who does it instead: say that it cannot be done so, and what is done in its place.',
  },
  'referral-held': { what: 'A referral may be about somebody who is known here.', todo: 'Look at both, and decide.' },
  'help-asked': { what: 'Somebody asked for help.', todo: 'Read it, and say whom it is about.' },
  'handed-over': { what: 'A record was handed over by another area.', todo: 'Look at it, and say where they live now and who owns it.' },
  'event-undelivered': { what: 'An entry from outside could not be delivered.', todo: 'Ask its sender.' },
  'identity-lost': { what: 'It is not known who this register id is.', todo: 'Find out who it is, and record it.' },
  'words-lost': { what: 'Words of an entry were lost.', todo: 'Ask who typed them.' },
  'restricted-opened': {
    what: 'A restricted record was opened by somebody who is not named.',
    todo: 'Look who it was and why, and say what you make of it.',
  },
  'restriction-ended': { what: 'A record is restricted no more.', todo: 'Look who ended that and why.' },
  'log-differs': { what: 'The record is not as it was written.', todo: 'Those who run the service must look before anybody relies on it.' },
  'clock-wrong': { what: 'The clock of the service was wrong.', todo: 'Those who run the service must look.' },
  'log-behind-workflow': {
    what: 'The record lacks something that the pathway’s workflow has.',
    todo: 'Those who run the service must look.',
  },
  'signal-for-unknown-person': { what: 'A message came about nobody who is known here.', todo: 'Ask its sender.' },
  'signal-with-used-id': { what: 'A message came under a reference that was used before.', todo: 'Ask its sender.' },
  'signal-not-sealed': { what: 'A message came that was not sealed, and was not heard.', todo: 'Those who run the service must look.' },
};

/** Of a correction that the reader made. */
export const OWN_CORRECTION = {
  what: 'Your correction waits for a second person.',
  todo: 'It works already; a colleague looks at it.',
};

const UNKNOWN = { what: 'Something needs a person.', todo: 'Ask those who run the service.' };

/** The words of a piece of work by its kind; of one that this release does not know, what can be said of all. */
export const taskWords = (kind: string): { readonly what: string; readonly todo: string } =>
  (Object.hasOwn(TASKS, kind) ? TASKS[kind] : undefined) ?? UNKNOWN;
