import { familyEnd, letter, NOW, STAFF_END } from './letter';

const OTHER_HELP = [
  'Other help',
  [
    'Someone to talk to about autism: Example Valley autism line, 0116 496 0111, or text 07700 900111',
    "Support for families and carers: Example Valley carers' centre, 0116 496 0122, carers.example",
    'Special educational needs: advice that is independent: Example Valley SENDIAS service, 0116 496 0133, sendias.example',
    'What there is for children with special needs, and personal budgets: Example Valley Local Offer, localoffer.examplevalley.example',
    'Someone to speak up for you: Example Valley advocacy, 0116 496 0144',
    'A yearly health check for people with a learning disability: Your GP surgery, Ask for the annual health check; from the age of 14',
  ],
];

/** To Alice’s father: what he wrote on the public page arrived. */
export const arrived = (id: string): string =>
  letter(
    'Thank you. We have what you told us about the person you care for. You do not need to send it again.',
    ...NOW,
    'What happens next:',
    [
      'Someone from Example Valley learning disability and autism team reads what you wrote. We are there Monday to Friday, 9am to 5pm, not on bank holidays.',
      'We call or write to you to talk about what would help.',
      'We ask for consent before anybody is put on our list.',
    ],
    'If you change your mind, or things get harder, call us on 0116 496 0100.',
    `Your reference is ${id}. Please say it when you call.`,
  );

/** To him: she is watched, and other help is named. */
export const watched = (id: string): string =>
  letter(
    'Thank you for telling us what is happening. We read it with care.',
    'Our list is for people with a learning disability and autistic people who may have to go into hospital. We think other help is right for the person you care for now, so they are not on our list.',
    'We will look again by Friday 30 October 2026.',
    ...OTHER_HELP,
    'If things get harder for them or for you, tell us. You can ask again at any time.',
    ...familyEnd(id),
  );

/** To professionals: she is in hospital, and no clock of ours runs. */
export const admittedUnknown = (id: string): string => letter(`${id} was admitted to hospital on Sunday 20 September 2026.`, ...STAFF_END);

/** To on-call: a change at night. */
export const onCall = (id: string): string =>
  letter(
    `Somebody told us that things have changed for ${id}. They ask for somebody to look today. Example Valley learning disability and autism team may not see it before it is at work again (Monday to Friday, 9am to 5pm, not on bank holidays).`,
    'Please look now, and do what cannot wait.',
    ...STAFF_END,
  );

/** To the team: the same. */
export const changed = (id: string): string =>
  letter(
    `Somebody told us on Wednesday 30 September 2026 that things have changed for ${id}. They ask for somebody to look today.`,
    'Please look at the change that was reported, and record what comes of it. It is due today, Wednesday 30 September 2026.',
    ...STAFF_END,
  );

/** To Alice, in plain words: a review in hospital. */
export const reviewToAlice = (id: string): string =>
  letter(
    'You are invited to a Care, Education and Treatment Review in hospital for you, on Wednesday 14 October 2026, 9.30am to 4pm, at Panel room, Example Valley, or by video.',
    [
      'It is about your care and support.',
      'You can bring someone you trust.',
      'You can join by phone or video if that is easier.',
      'You can say no.',
      'There is a booklet, My Care, Education and Treatment Review, to get ready with. Someone can help you fill it in.',
      'We tell you who will be there, and what each of them does.',
    ],
    'Call us on 0116 496 0100 to say what would help you at the meeting.',
    ...familyEnd(id),
    'You can read more on your area’s Local Offer:',
    ['Reviews: https://localoffer.examplevalley.example/care-education-and-treatment-reviews'],
  );

/** To Tom, in plain words: how a review was. */
export const howWasIt = (id: string): string =>
  letter(
    'How was your meeting on Wednesday 14 October 2026? We would like to know.',
    [
      'You can use the feedback form in your booklet.',
      'Someone you choose can help you.',
      'You do not have to, and nothing changes if you do not.',
    ],
    'You can also call us on 0116 496 0100 and tell us.',
    ...familyEnd(id),
  );
