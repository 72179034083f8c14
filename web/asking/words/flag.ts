import { EASY } from './easy';
import { PLAIN } from './plain';
import { both, type FormWords } from './shape';

/** The flagging form, in plain words: somebody is worried about another, or tells what has changed for them. */
export const FLAG_PLAIN: FormWords = {
  ...PLAIN,
  start: {
    ...PLAIN.start,
    title: 'Tell us that you are worried about someone',
    lines: [
      'This is for anyone who knows a person with a learning disability or an autistic person, and is worried that things are getting harder and that they may have to go into a mental health hospital. You may be family, a friend, a teacher, a GP, a support worker or someone else.',
      'If we know them already, use it to tell us what has changed. There are 10 questions at most. You can leave most of them out.',
      'It does not take the place of referrals to other services, or of safeguarding referrals. Please go on making those.',
    ],
    next: [
      'We tell you at once that we have it.',
      'Someone from our team reads it on the next working day.',
      'They get in touch with you in the way that you choose.',
      'They ask the person, or whoever decides for them, before anything else happens.',
    ],
  },
  questions: {
    ...PLAIN.questions,
    who: both({ title: 'Who are you worried about?', hint: [] }),
    happening: both({
      title: 'What are you worried about?',
      hint: [
        'Tell us in your own words. A few words are enough. For example: what has changed, what you have seen, what you are afraid will happen, how soon.',
      ],
    }),
    helper: both({
      title: 'Do they know that you are telling us?',
      hint: ['Tell us what they think of it, if you know, and how you know them. You can leave this out.'],
    }),
  },
  problems: {
    ...PLAIN.problems,
    forWhom: 'Choose who you are worried about',
    happening: 'Tell us what you are worried about, or tick that you would rather tell us',
  },
  paper: { ...PLAIN.paper, about: 'To tell us that you are worried about somebody, or what has changed for them.' },
  sent: {
    ...PLAIN.sent,
    next: (day) => [
      `By the end of ${day} someone from our team reads it.`,
      'They get in touch with you in the way that you chose.',
      'They ask the person, or whoever decides for them, before anything else happens.',
      'What we tell you about them depends on what they agree to.',
    ],
  },
};

/** The same in easy words. To be checked by people who use easy read. */
export const FLAG_EASY: FormWords = {
  ...EASY,
  start: {
    ...EASY.start,
    title: 'Tell us you are worried',
    lines: [
      'Do you know someone with a learning disability?',
      'Or someone who is autistic?',
      'Are you worried about them?',
      'You can tell us here.',
      'We ask 10 questions.',
      'You do not have to answer them all.',
    ],
    next: [
      'We tell you that we have it.',
      'We read it on the next work day.',
      'Then we phone you or write to you.',
      'We always ask them first.',
    ],
  },
  questions: {
    ...EASY.questions,
    who: both({ title: 'Who are you worried about?', hint: ['Pick one.'] }),
    happening: both({
      title: 'What are you worried about?',
      hint: ['Tell us what has changed.', 'Tell us what you have seen.', 'A few words are enough.'],
    }),
    helper: both({ title: 'Do they know that you tell us?', hint: ['You can leave this out.'] }),
  },
  problems: { ...EASY.problems, forWhom: 'Pick who you are worried about', happening: 'Write what you are worried about, or tick the box' },
  paper: { ...EASY.paper, about: 'To tell us that you are worried, in easy words with pictures.' },
  sent: {
    ...EASY.sent,
    next: (day) => [
      `We read it by ${day}.`,
      'Then we phone you or write to you.',
      'We ask them what they want.',
      'We may not tell you all of it.',
    ],
  },
};
