import { both, type FormWords } from './shape';

/** The form in plain words. */
export const PLAIN: FormWords = {
  start: {
    title: 'Ask us for help',
    lines: [
      'This is for people with a learning disability, autistic people, and people who think they may be. It is for when things are getting harder, and you are worried that you may have to go into a mental health hospital.',
      'You can ask for yourself, or for someone you help. There are 10 questions at most. You can leave most of them out.',
    ],
    then: 'What happens then',
    next: [
      'We tell you at once that we have it.',
      'Someone from our team reads it on the next working day.',
      'They get in touch in the way that you choose.',
      'They ask you before anything else happens.',
    ],
    button: 'Start',
    more: 'You can read more on your area’s Local Offer:',
    orCall: 'You do not need an account. You can also call us on',
    other: 'Easy read, with pictures',
  },
  questions: {
    who: both({ title: 'Who do you want help for?', hint: [] }),
    name: { me: { title: 'What is your name?', hint: [] }, another: { title: 'What is their name, and what is yours?', hint: [] } },
    born: {
      me: { title: 'When were you born?', hint: ['For example, 27 3 2008. You can leave this out.'] },
      another: { title: 'When were they born?', hint: ['For example, 27 3 2008. You can leave this out.'] },
    },
    reach: both({ title: 'How can we reach you?', hint: [] }),
    happening: {
      me: {
        title: 'What is happening?',
        hint: [
          'Tell us in your own words. A few words are enough. For example: what has changed, what is hard, what you are worried about.',
        ],
      },
      another: {
        title: 'What is happening?',
        hint: [
          'Tell us in your own words. A few words are enough. For example: what has changed for them, what is hard, what you are worried about.',
        ],
      },
    },
    helps: {
      me: {
        title: 'What helps you?',
        hint: ['For example: a person, a place, a pet, a quiet time of day. How should we talk with you? You can leave this out.'],
      },
      another: {
        title: 'What helps them?',
        hint: ['For example: a person, a place, a pet, a quiet time of day. How should we talk with them? You can leave this out.'],
      },
    },
    services: {
      me: {
        title: 'Who is your GP, or your council?',
        hint: ['It tells us whether we are the right team for you. You can leave this out.'],
      },
      another: {
        title: 'Who is their GP, or their council?',
        hint: ['It tells us whether we are the right team for them. You can leave this out.'],
      },
    },
    diagnosis: {
      me: {
        title: 'Do you have a diagnosis of a learning disability or autism?',
        hint: ['You can ask for help without one. You can leave this out.'],
      },
      another: {
        title: 'Do they have a diagnosis of a learning disability or autism?',
        hint: ['You can ask for help without one. You can leave this out.'],
      },
    },
    helper: {
      me: {
        title: 'Who may help you answer our questions?',
        hint: ['Their name, and who they are to you. We talk to them only when you say so. You can leave this out.'],
      },
      another: {
        title: 'Do they know that you are asking?',
        hint: ['Tell us what they think of it, if you know. You can leave this out.'],
      },
    },
  },
  forWhom: { me: 'Me', family: 'Someone in my family, or someone I care for', other: 'Someone else I know or work with' },
  names: { theirs: 'Their name', yours: 'Your name', ifAnother: 'If you ask for somebody else.' },
  born: { day: 'Day', month: 'Month', year: 'Year' },
  reachedBy: {
    phone: 'Phone call',
    text: 'Text message',
    email: 'Email',
    letter: 'Letter',
    'through-somebody': 'Through someone I trust',
  },
  at: 'Your phone number, email address or postal address',
  atHint: 'If it is someone you trust: their name, and how we reach them',
  when: 'Is there a good time, or a bad one?',
  whenHint: 'You can leave this out',
  tells: 'I would rather tell you than write it',
  diagnosis: both({
    'learning-disability': 'Yes, a learning disability',
    autism: 'Yes, autism',
    both: 'Yes, both',
    waiting: 'Waiting to find out',
    'not-sure': 'Not sure',
    no: 'No',
  }),
  problems: {
    forWhom: 'Choose who you want help for',
    name: 'Enter your name',
    theirName: 'Enter their name',
    yourName: 'Enter your name',
    notADay: 'Enter a date of birth that is in the past, like 27 3 2008, or leave it out',
    howToReach: 'Choose how we can reach you',
    whereToReach: 'Enter the number or address where we can reach you',
    notAnAddress: 'Enter an email address, like name@example.org',
    notANumber: 'Enter a phone number, like 0116 496 0100',
    happening: 'Tell us what is happening, or tick that you would rather tell us',
    tooLong: 'This is too long for us to keep. Say it in fewer words',
    muchTooLong: 'This is too long for us to keep. Say it in at most 10,000 letters; you can tell us the rest when we talk',
  },
  progress: (number, of) => `Question ${number} of ${of}`,
  next: 'Continue',
  back: 'Back',
  other: 'Same question in easy read',
  paper: {
    about: 'To ask for help for yourself, or for someone you help.',
    send: 'Send it to {team}, or give it to anyone who supports you to pass on. You can also phone {phone} and we fill it in with you. Keep a copy.',
  },
  check: {
    title: 'Check what you told us',
    change: 'Change',
    leftOut: 'Left out',
    what: 'What we do with it',
    how: [
      'Our team reads it. We do not show it to anyone else before we have asked you. If someone may be in danger, we may have to tell someone: we try to tell you first.',
    ],
    send: 'Send to the team',
  },
  sent: {
    title: 'We have what you sent',
    reference: 'Your reference is',
    when: 'Sent on',
    mailed: 'We are sending you an email that says so too.',
    texted: 'We are sending you a text message that says so too.',
    again: 'You do not need to send it again.',
    then: 'What happens next',
    goesTo: (team) => `It goes to ${team}.`,
    next: (day) => [
      `By the end of ${day} someone from our team reads it.`,
      'They get in touch with you in the way that you chose.',
      'They talk with you about what could help.',
      'They ask you before anything else happens.',
    ],
    change: 'If you change your mind',
    changeHow: (phone) => `Call ${phone} and say your reference. You can add something, change something, or ask us to stop.`,
    gone: 'This page opens only in the browser from which the form was sent, for a day.',
  },
};
