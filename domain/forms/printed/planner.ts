import { HOW_IT_WAS, HOW_IT_WAS_EASY } from './feedback';
import type { PrintedForm, PrintedPart } from './printed';

const write = (label: string, rows: number, hint?: string): PrintedPart => ({
  ...{ as: 'write', label, rows },
  ...(hint === undefined ? {} : { hint }),
});
const tick = (label: string, ...choices: readonly string[]): PrintedPart => ({ as: 'tick', label, choices });
const words = (...lines: readonly string[]): PrintedPart => ({ as: 'words', lines });

/**
 * The first edition of the planner, which the person fills in before a review with somebody of their choice, so that their views are heard there
 * (003 L292 and 293). Its last page is the feedback form (L309).
 */
export const PLANNER_1: PrintedForm = {
  kind: 'planner',
  edition: 1,
  easyRead: false,
  title: 'My Care and Treatment Review planner',
  about: 'For the person to fill in before a Care (Education) and Treatment Review, helped by somebody of their choice.',
  sections: [
    {
      title: 'About this planner',
      parts: [
        words(
          'It is yours. Fill in as much or as little as you want. You can write, draw, stick in pictures, or have somebody write down what you say.',
          'You choose who helps you, and who reads it. Bring it to the review, or give it to somebody who brings it for you.',
          'If you want help, or more paper, phone {team} on {phone}.',
        ),
      ],
    },
    {
      title: 'Who I am',
      parts: [
        write('My name, and what I like to be called', 1),
        write('My date of birth', 1),
        write('My register id, if I have one', 1),
        write('Where I live or stay now', 1),
      ],
    },
    {
      title: 'Who helped me',
      parts: [
        tick('', 'I filled it in by myself', 'Somebody helped me', 'Somebody wrote it for me, in my words'),
        write('Who that was, and who they are to me', 1),
      ],
    },
    {
      title: 'What is important to me',
      parts: [
        write('People, places and things that matter to me', 3),
        write('What makes a good day', 2),
        write('What makes a bad day, and what helps then', 3),
      ],
    },
    {
      title: 'How I communicate',
      parts: [
        tick('I use', 'Speech', 'Signs', 'Pictures or symbols', 'A device', 'Writing', 'Another language', 'Other ways'),
        write('What others should do so that I understand them', 2),
        write('How you can tell that I am upset, in pain, or want to stop', 2),
      ],
    },
    {
      title: 'Who I want there, and who not',
      parts: [
        write('I want these people there', 3),
        write('I do not want these people there', 2),
        { as: 'yes-no', ask: 'I want an advocate', means: ['Somebody who speaks up for me and is on nobody else’s side.'] },
      ],
    },
    {
      title: 'How I want to take part',
      parts: [
        tick(
          'Tick all that you want',
          'I come for all of it',
          'I come for a part of it',
          'By phone or video',
          'I want to meet the panel before the day',
          'Somebody says it for me',
          'I want this planner to be read, and not to be there',
          'I do not want a review',
        ),
        write('More about that', 2),
      ],
    },
    {
      title: 'What makes the day possible for me',
      parts: [
        tick(
          'Tick all that help',
          'A quiet room',
          'Breaks',
          'To know beforehand what comes when',
          'Few people at a time',
          'An interpreter',
          'Easy words and pictures',
          'A way in without steps',
        ),
        write('What else? The time of day, food, light, things to hold, how I get there', 2),
      ],
    },
    {
      title: 'Am I safe?',
      parts: [
        write('When I feel safe, and when I do not', 3),
        write('What is done to me that I do not want', 3, 'For example being held, being kept alone, or medicine that I do not want'),
      ],
    },
    {
      title: 'What is my care like now?',
      parts: [
        write('What helps me, and what does not', 3),
        write('My health, my medicine, and how I sleep', 2),
        write('What I do in the day: school, college, work, going out', 2, 'What I would like to do, and what I need for that'),
        write('Whether people listen to me, and to my family', 2),
      ],
    },
    {
      title: 'Is there a plan for my future?',
      parts: [
        write('Where I want to live, with whom, and near what', 3),
        write('What I want to do and to learn', 2),
        write('What I know of the plan, and what worries me in it', 2),
      ],
    },
    {
      title: 'Do I need to be in hospital for my care?',
      parts: [write('If I am at home: what would help me stay there', 3), write('If I am in hospital: what I need to be able to leave', 3)],
    },
    { title: 'What I want to ask', parts: [write('', 5)] },
    {
      title: 'How it was for me',
      newPage: true,
      parts: [
        words(
          'For after the review, best within a week. You do not have to fill it in. Somebody whom you choose can help you.',
          'Then give this page to anybody who works with you, or tell us by phone: {phone}.',
        ),
        write('On which day was the review?', 1),
        ...HOW_IT_WAS,
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const PLANNER_EASY_1: PrintedForm = {
  kind: 'planner-easy-read',
  edition: 1,
  easyRead: true,
  title: 'My book for the big meeting',
  about: 'The planner for a review of your care, in easy words, with pictures.',
  sections: [
    {
      title: 'About this book',
      drawing: 'list',
      parts: [
        words(
          'This book is yours.',
          'You can write in it.',
          'You can draw in it.',
          'You can leave things out.',
          'Someone you choose can help you.',
          'You say who can read it.',
          'Take it to the meeting with you.',
          'Do you need help? Phone {phone}.',
        ),
      ],
    },
    {
      title: 'Who I am',
      drawing: 'name',
      parts: [write('My name is', 1), write('I like to be called', 1), write('My birthday is', 1), write('I live here now', 1)],
    },
    {
      title: 'Who helped me',
      drawing: 'helper',
      parts: [tick('', 'I did it by myself', 'Someone helped me', 'Someone wrote what I said'), write('Who was it?', 1)],
    },
    {
      title: 'What I like and love',
      drawing: 'who',
      parts: [
        write('People and things I love', 3),
        write('What makes a good day', 2),
        write('What makes a bad day', 2),
        write('What helps me then', 2),
      ],
    },
    {
      title: 'How I tell you things',
      drawing: 'reach',
      parts: [
        tick('', 'I talk', 'I sign', 'I use pictures', 'I write', 'I use another way'),
        write('You can help me to understand like this', 2),
        write('You can see that I am sad or in pain like this', 2),
      ],
    },
    {
      title: 'Who I want there',
      drawing: 'meeting',
      parts: [
        write('I want them to come', 2),
        write('I do not want them to come', 2),
        { as: 'yes-no', ask: 'I want someone to speak up for me', means: [] },
      ],
    },
    {
      title: 'How I want to join in',
      drawing: 'choice',
      parts: [
        tick(
          'Tick what you want',
          'I come for all of it',
          'I come for some of it',
          'I talk by phone or video',
          'I want to meet them first',
          'Someone talks for me',
          'You read my book and I stay away',
          'I do not want the meeting',
        ),
      ],
    },
    {
      title: 'What helps me on the day',
      drawing: 'helps',
      parts: [tick('', 'A quiet room', 'Breaks', 'To know what comes next', 'Not many people', 'Easy words'), write('What else helps?', 2)],
    },
    {
      title: 'Am I safe?',
      drawing: 'happening',
      parts: [write('I feel safe when', 2), write('I do not feel safe when', 2), write('People do this and I do not want it', 2)],
    },
    {
      title: 'Is my care good?',
      drawing: 'helper',
      parts: [
        write('This helps me', 2),
        write('This does not help me', 2),
        write('My health, my pills, my sleep', 2),
        write('What I do all day', 2),
        write('What I want to do at school or at work', 2),
        { as: 'yes-no', ask: 'People listen to me', means: [] },
      ],
    },
    {
      title: 'What comes next for me?',
      drawing: 'day',
      parts: [
        write('I want to live here', 2),
        write('I want to live with', 1),
        write('I want to do this', 2),
        write('I worry about this', 2),
      ],
    },
    {
      title: 'Do I need to be in hospital?',
      drawing: 'services',
      parts: [write('I am at home. This helps me stay there.', 2), write('I am in hospital. I need this to go home.', 2)],
    },
    { title: 'What I want to ask', drawing: 'diagnosis', parts: [write('', 4)] },
    {
      title: 'How it was for me',
      drawing: 'choice',
      newPage: true,
      parts: [
        words(
          'This page is for after the meeting.',
          'You do not have to fill it in.',
          'Someone you choose can help you.',
          'Give it to someone who helps you.',
          'Or phone {phone} and tell us.',
        ),
        write('What day was the meeting?', 1),
        ...HOW_IT_WAS_EASY,
      ],
    },
  ],
};
