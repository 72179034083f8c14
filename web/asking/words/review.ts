import { EASY } from './easy';
import { PLAIN } from './plain';
import { both, type FormWords } from './shape';

/** The form that asks for a Care (Education) and Treatment Review, in plain words. */
export const REVIEW_PLAIN: FormWords = {
  ...PLAIN,
  start: {
    ...PLAIN.start,
    title: 'Ask for a review of care and treatment',
    lines: [
      'A Care (Education) and Treatment Review, also called a CTR or CETR, is a meeting about the care of a person with a learning disability or an autistic person who is in a mental health hospital, or may have to go into one. People who do not work at the hospital or the service ask with them: is the care right, is it safe, does it have to be in hospital, and what would help them to live well at home?',
      'You can ask for yourself, or for someone you help. There are 10 questions at most. You can leave most of them out.',
    ],
    next: [
      'We tell you at once that we have it.',
      'Someone from our team reads it on the next working day.',
      'They ask the person whether they agree to a review.',
      'They tell you whether there will be one, and when. If not, they tell you why.',
    ],
  },
  questions: {
    ...PLAIN.questions,
    who: both({ title: 'Whose care do you want to be reviewed?', hint: [] }),
    happening: {
      me: {
        title: 'Why do you want a review?',
        hint: ['Tell us in your own words. A few words are enough. Tell us too where you are now: at home, or in which hospital.'],
      },
      another: {
        title: 'Why do you want a review for them?',
        hint: ['Tell us in your own words. A few words are enough. Tell us too where they are now: at home, or in which hospital.'],
      },
    },
    helper: {
      me: {
        title: 'Who would you like to have with you?',
        hint: ['Their name, and who they are to you. We talk to them only when you say so. You can leave this out.'],
      },
      another: PLAIN.questions.helper.another,
    },
  },
  problems: {
    ...PLAIN.problems,
    forWhom: 'Choose whose care you want to be reviewed',
    happening: 'Tell us why you want a review, or tick that you would rather tell us',
  },
  paper: { ...PLAIN.paper, about: 'To ask for a Care (Education) and Treatment Review, for yourself or for someone you help.' },
  sent: {
    ...PLAIN.sent,
    next: (day) => [
      `By the end of ${day} someone from our team reads it.`,
      'They ask the person whether they agree to a review.',
      'They tell you whether there will be one, and when. If not, they tell you why.',
    ],
  },
};

/** The same in easy words. To be checked by people who use easy read. */
export const REVIEW_EASY: FormWords = {
  ...EASY,
  start: {
    ...EASY.start,
    title: 'Ask for a review',
    lines: [
      'A review is a meeting about your care.',
      'It is for people who are in hospital.',
      'It is for people who may have to go to hospital too.',
      'We ask what you want.',
      'We ask if you need to be in hospital.',
      'You can ask for a review here.',
      'You can ask for someone else too.',
    ],
    next: [
      'We tell you that we have it.',
      'We read it on the next work day.',
      'We tell you if there is a review.',
      'We tell you when it is.',
    ],
  },
  questions: {
    ...EASY.questions,
    who: both({ title: 'Who is the review for?', hint: ['Pick one.'] }),
    happening: {
      me: {
        title: 'Why do you want a review?',
        hint: ['Tell us what is not right.', 'Tell us where you are now.', 'A few words are enough.'],
      },
      another: {
        title: 'Why do they need a review?',
        hint: ['Tell us what is not right.', 'Tell us where they are now.', 'A few words are enough.'],
      },
    },
    helper: {
      me: { title: 'Who do you want to be with you?', hint: ['It can be someone you trust.', 'You can leave this out.'] },
      another: EASY.questions.helper.another,
    },
  },
  problems: { ...EASY.problems, forWhom: 'Pick who the review is for', happening: 'Write why you want a review, or tick the box' },
  paper: { ...EASY.paper, about: 'To ask for a review, in easy words with pictures.' },
  sent: {
    ...EASY.sent,
    next: (day) => [
      `We read it by ${day}.`,
      'We ask if a review is wanted.',
      'We tell you if there is a review.',
      'We tell you when it is.',
    ],
  },
};
