import type { PrintedForm, PrintedPart } from './printed';

const asked = (label: string): PrintedPart => ({
  ...{ as: 'tick', label, choices: ['Yes', 'Partly', 'No', 'I do not want to say'], inRow: true },
});

/** What is asked after a review, on a sheet of its own and at the end of the planner: one source of words. The notes of a review count the same four answers. */
export const HOW_IT_WAS: readonly PrintedPart[] = [
  asked('Did you feel listened to?'),
  asked('Was it said in words that you understood?'),
  asked('Could you say what you wanted to say?'),
  asked('Will things be better because of the review?'),
  { as: 'write', label: 'What was good?', rows: 3 },
  { as: 'write', label: 'What should be different next time?', rows: 3 },
  { as: 'write', label: 'Is there anything else that you want to say?', rows: 3 },
];

const askedEasily = (label: string): PrintedPart => ({
  ...{ as: 'tick', label, choices: ['Yes', 'A bit', 'No', 'I do not want to say'], inRow: true },
});

/** The same in easy words. */
export const HOW_IT_WAS_EASY: readonly PrintedPart[] = [
  askedEasily('Did we listen to you?'),
  askedEasily('Did we use words you know?'),
  askedEasily('Could you say what you wanted?'),
  askedEasily('Will things get better for you?'),
  { as: 'write', label: 'What was good?', rows: 3 },
  { as: 'write', label: 'What was bad?', rows: 3 },
  { as: 'write', label: 'What else do you want to say?', rows: 3 },
];

/**
 * The first edition of the feedback form after a review. It is filled in within a week, with somebody of the person's choice, if they wish (003
 * L309).
 */
export const FEEDBACK_1: PrintedForm = {
  kind: 'feedback',
  edition: 1,
  easyRead: false,
  title: 'How was your review?',
  about: 'The feedback form after a Care (Education) and Treatment Review, for the person or for their family.',
  sections: [
    {
      title: 'About this form',
      parts: [
        {
          as: 'words',
          lines: [
            'It asks how the review was for you. You do not have to fill it in. Your care does not depend on it.',
            'Somebody whom you choose can help you, best within a week of the review, while you remember it well.',
          ],
        },
        { as: 'write', label: 'On which day was the review?', rows: 1 },
        { as: 'write', label: 'Name or register id of the person whose review it was, if you want to give it', rows: 1 },
        {
          as: 'tick',
          label: 'Who says this?',
          choices: ['I am the person whose review it was', 'I am a parent, a carer or of their family', 'We say it together'],
        },
        { as: 'write', label: 'If somebody helps you: who are they?', rows: 1 },
      ],
    },
    { title: 'How it was for you', parts: HOW_IT_WAS },
    {
      title: 'When you are done',
      parts: [
        {
          as: 'list',
          lines: [
            'Give it to whoever helped you, or to anybody who works with you. They see that it reaches us.',
            'Or tell us by phone: {team}, {phone}.',
            'If something went wrong and you want to complain, tell us too. We say how, and who can help you with it.',
          ],
        },
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const FEEDBACK_EASY_1: PrintedForm = {
  kind: 'feedback-easy-read',
  edition: 1,
  easyRead: true,
  title: 'How was your meeting?',
  about: 'A form to tell us how your review was, in easy words, with pictures.',
  sections: [
    {
      title: 'About this form',
      drawing: 'happening',
      parts: [
        {
          as: 'words',
          lines: [
            'You had a big meeting about your care.',
            'We want to know how it was.',
            'You do not have to fill this in.',
            'You still get help if you do not.',
          ],
        },
        { as: 'write', label: 'What day was the meeting?', rows: 1 },
      ],
    },
    {
      title: 'Who are you?',
      drawing: 'who',
      parts: [
        { as: 'tick', label: '', choices: ['The meeting was about me', 'I am in their family', 'We fill it in together'] },
        { as: 'write', label: 'My name, if I want to say it', rows: 1 },
      ],
    },
    {
      title: 'Who can help you?',
      drawing: 'helper',
      parts: [
        { as: 'words', lines: ['You can ask someone to help you.', 'You choose who it is.', 'They write what you say.'] },
        { as: 'write', label: 'Who helps you?', rows: 1 },
      ],
    },
    { title: 'How was it for you?', drawing: 'choice', parts: HOW_IT_WAS_EASY },
    {
      title: 'What do you do then?',
      drawing: 'reach',
      parts: [
        {
          as: 'words',
          lines: [
            'Give it to someone who helps you.',
            'They bring it to us.',
            'Or phone {phone} and tell us.',
            'Did it upset you? You can phone us too.',
          ],
        },
      ],
    },
  ],
};
