import { easyEnd, familyEnd, letter, NOW, STAFF_END, toProfessional } from './letter';

/** What stands in an invitation to her mother, before and after what a review has besides. */
const TO_MUM = [
  'It is about their care and support.',
  'You can bring someone to support you.',
  'You can join by phone or video if that is easier.',
  'If you cannot come, tell us what you would like the others to know.',
];
const TO_HER = ['You can bring someone you trust.', 'You can join by phone or video if that is easier.', 'You can say no.'];
const MAM = 'Thursday 8 October 2026, 10am to 11.30am, at Example Valley team base, room 2.';
const CTR = 'Wednesday 11 November 2026, 9.30am to 4pm, at Panel room, Example Valley, or by video.';
const MOVED = 'Wednesday 6 January 2027, 9.30am to 4pm, at Panel room, Example Valley, or by video.';
const HELP = 'Call us on 0116 496 0100 to say what would help you at the meeting.';

/** Each letter of the story of Una, in the words in which its reader has it, written by hand. `id`: her register id. */
export const lettersAbout = (id: string) => ({
  toRead: letter(`A referral was received for ${id}. Please read it and decide on eligibility.`, ...STAFF_END),
  weHaveIt: letter(
    `We have your referral to the Dynamic Support Pathway. Its reference is ${id}.`,
    ...NOW,
    'What happens next: Example Valley learning disability and autism team reads it (Monday to Friday, 9am to 5pm, not on bank holidays), checks whether the person is eligible, and asks them for consent. Nobody is put on the register without it. If they are not eligible, you are told so, and who else may help.',
    'This does not replace referrals to other services, or safeguarding referrals: please go on making those.',
    'If something changes, call 0116 496 0100 and say the reference.',
  ),
  amber: letter(`${id} was rated amber on Monday 5 October 2026.`, ...STAFF_END),
  mam: toProfessional(`You are invited to a multi-agency meeting (MAM) about ${id} on ${MAM}`),
  mamToMum: letter(`You are invited to a meeting about support for the person you care for, on ${MAM}`, TO_MUM, HELP, ...familyEnd(id)),
  mamToHer: letter(
    'There is a meeting for you.',
    [
      'It is a meeting about support.',
      'It is on Thursday 8 October 2026.',
      'It is from 10am to 11.30am.',
      'It is at Example Valley team base, room 2.',
      'We will talk about your care and support.',
    ],
    TO_HER,
    ...easyEnd(id),
  ),
  list: letter(
    'Good morning. For you today: 2 coming up.',
    'Coming up (2)',
    [
      `${id}: do the action “Book the health check” (for Gil Invented) (agreed since the last digest), due in 11 days, on Tuesday 20 October 2026`,
      `${id}: do the action “Find support for the evenings” (for Sam Okafor) (agreed since the last digest), due in 13 days, on Thursday 22 October 2026`,
    ],
    ...STAFF_END,
  ),
  red: letter(
    `${id} was rated red on Thursday 29 October 2026.`,
    'Red asks for urgent action: a community C(E)TR with an independent panel. Directors are told of it: they can bring in more support, and those who are invited read that directors ask them to attend.',
    ...STAFF_END,
  ),
  review: toProfessional(
    `You are invited to a community CTR about ${id} on ${CTR}`,
    'At red, directors ask that everybody who is invited attends. If you cannot, please send somebody who can decide in your place.',
  ),
  reviewToMum: letter(
    `You are invited to a Care and Treatment Review for the person you care for, on ${CTR}`,
    [
      ...TO_MUM,
      'There is a booklet, My Care and Treatment Review, for the person to get ready with. You can help them, if they want you to.',
      'We tell you who will be there, and what each of them does.',
    ],
    HELP,
    ...familyEnd(id),
  ),
  reviewToHer: letter(
    'There is a meeting for you.',
    [
      'It is called a Care and Treatment Review.',
      'It is on Wednesday 11 November 2026.',
      'It is from 9.30am to 4pm.',
      'It is at Panel room, Example Valley, or by video.',
      'We will talk about your care and support.',
    ],
    [...TO_HER, 'We will tell you who will be there.'],
    'There is a booklet, My Care and Treatment Review, to get ready with. Someone can help you fill it in.',
    ...easyEnd(id),
  ),
  howWasIt: letter(
    'You had a meeting on Wednesday 11 November 2026.',
    'How was it?',
    ['You can tell us.', 'There is a form in your booklet.', 'Someone can help you.', 'You do not have to tell us.'],
    ...easyEnd(id),
  ),
  planB: letter(
    `${id}: the action “Have support come in every day” cannot be done as planned. It was to be done by Wednesday 18 November 2026.`,
    'It was for Ana Example to do.',
    'Please agree on what is done instead (a Plan B), by whom and by when.',
    ...STAFF_END,
  ),
  report: letter(
    `The report of the community CTR of Wednesday 11 November 2026 about ${id} was sent on Tuesday 24 November 2026. Please check what it asks of you, and by when.`,
    ...STAFF_END,
  ),
  reportToMum: letter(
    'The report of the Care and Treatment Review on Wednesday 11 November 2026 is ready. It says what people agreed to do.',
    'If you did not get your copy, or you want someone to go through it with you, call us.',
    ...familyEnd(id),
  ),
  reportToHer: letter(
    'There is a report.',
    [
      'It is about your meeting on Wednesday 11 November 2026.',
      'It says what people will do.',
      'Someone can read it with you.',
      'Phone us if you do not have it.',
    ],
    ...easyEnd(id),
  ),
  admitted: letter(
    `${id} was admitted to hospital on Monday 14 December 2026.`,
    'No community C(E)TR was held in the 28 days before. Next: hold the post-admission C(E)TR. It is due in 28 days, on Monday 11 January 2027.',
    ...STAFF_END,
  ),
  moved: toProfessional(`The post-admission CTR about ${id} has changed. It is now on ${MOVED}`),
  movedToMum: letter(
    `The meeting, a Care and Treatment Review in hospital, has changed. It is now on ${MOVED}`,
    'If that does not work for you, call us on 0116 496 0100.',
    ...familyEnd(id),
  ),
  movedToHer: letter(
    'Your meeting has changed.',
    [
      'It is called a Care and Treatment Review in hospital.',
      'It is on Wednesday 6 January 2027.',
      'It is from 9.30am to 4pm.',
      'It is at Panel room, Example Valley, or by video.',
      'Phone us if you cannot come then.',
    ],
    ...easyEnd(id),
  ),
  carePlan: toProfessional(
    `You are invited to a care programme approach meeting (CPA) about ${id} on Tuesday 8 June 2027, at 2pm, at the ward.`,
  ),
  off: letter(
    `The care programme approach meeting (CPA) about ${id} on Tuesday 8 June 2027 is cancelled.`,
    'Please take it out of your calendar.',
    ...STAFF_END,
  ),
  offToMum: letter(
    'The meeting on Tuesday 8 June 2027, a meeting about the care plan, will not happen. You do not need to do anything.',
    'If you want to know why, call us on 0116 496 0100.',
    ...familyEnd(id),
  ),
  offToHer: letter(
    'Your meeting will not happen.',
    [
      'It was a meeting about the care plan.',
      'It was on Tuesday 8 June 2027.',
      'You do not need to do anything.',
      'You can phone us to ask why.',
    ],
    ...easyEnd(id),
  ),
  discharged: letter(`${id} was discharged from hospital on Monday 28 June 2027.`, 'The rating became amber with that.', ...STAFF_END),
  ended: letter(
    `The pathway of ${id} ended on Thursday 1 July 2027.`,
    'This was open when it ended. Nobody is reminded of it any more:',
    ['renew the consent to the register, due on Tuesday 5 October 2027', 'decide the rating, no date set'],
    ...STAFF_END,
  ),
});
