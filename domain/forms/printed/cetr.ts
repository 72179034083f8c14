import type { PrintedForm } from './printed';

/**
 * The first edition of what a person and their family are told of a review beforehand: what it is, who is there, and what happens before it, on the
 * day and after it (003 L288 to 313, 004 L1108 to 1113). Of times it says those alone that the policy itself gives, and what may be asked for.
 */
export const CETR_INFORMATION_1: PrintedForm = {
  kind: 'cetr',
  edition: 1,
  easyRead: false,
  title: 'About your Care (Education) and Treatment Review',
  about: 'What a review is, who is there, what happens before, on the day and after, and what you may ask for.',
  sections: [
    {
      title: 'What it is',
      parts: [
        {
          as: 'words',
          lines: [
            'It is a meeting about your care, with people who come from outside and look at it with fresh eyes. It is for people with a learning disability and autistic people who are in a mental health hospital, or may have to go into one.',
            'Under 18 it is called a Care, Education and Treatment Review, and looks at school and learning too. So it may be until you are 25, if you have an education, health and care plan. For other adults it is called a Care and Treatment Review.',
            'It asks four questions:',
          ],
        },
        {
          as: 'list',
          lines: ['Am I safe?', 'What is my care like now?', 'Is there a plan for my future?', 'Do I need to be in hospital for my care?'],
        },
      ],
    },
    {
      title: 'When it is held',
      parts: [
        {
          as: 'list',
          lines: [
            'Before somebody goes into a mental health hospital, so that every other way is looked at first.',
            'Soon after they went in, where there was no time for it before.',
            'While they are in hospital, again and again, and before they leave where that is needed.',
            'When you ask for one. Your family, and anybody who works with you, may ask as well.',
          ],
        },
        {
          as: 'words',
          lines: ['Whenever it can be, we begin to arrange it at least two weeks before. When it is urgent it may be sooner.'],
        },
      ],
    },
    {
      title: 'Who is there',
      parts: [
        {
          as: 'list',
          lines: [
            'You, for all of it or for a part, in the way that suits you. And whom you want with you.',
            'The chair, who leads the day. They come from the body that pays for your care.',
            'An independent clinical expert: a doctor, nurse, psychologist or other clinician who does not treat you.',
            'An independent expert by experience: somebody who has a learning disability, is autistic, or is of the family of somebody who is, and knows such care from their own life.',
            'Those who look after you, work with you or teach you. They are called in to say what they do, and to answer questions.',
            'Your parent or carer, if you agree, in person, by phone or by video.',
          ],
        },
        {
          as: 'words',
          lines: ['The chair and the two experts are the panel. We tell you their names, and what each of them does, before the day.'],
        },
      ],
    },
    {
      title: 'Before the day',
      parts: [
        {
          as: 'list',
          lines: [
            'We ask whether you agree to the review, and whether the panel may read what has been written about you. Without your yes they do not read it.',
            'You are given this paper and a planner, “My Care and Treatment Review”. In it you say what matters to you. Somebody whom you choose can help you.',
            'Your family is asked, at least two weeks before where there is time, whether they would like to take part, and how.',
            'One or both of the experts would like to meet you, and your parent or carer. You may say no.',
            'You say what makes the day possible for you: a quiet room, breaks, an interpreter, pictures, another time of day.',
          ],
        },
      ],
    },
    {
      title: 'On the day',
      parts: [
        {
          as: 'list',
          lines: [
            'First it is settled what comes when, so that everybody can take part.',
            'The panel listens to you and to your family, speaks with those who give you care, and asks them questions.',
            'The panel talks about what it has heard, and what should change.',
            'At the end you and your family are offered to hear at once what came of it. Say if you would rather hear it later, or not at all.',
          ],
        },
      ],
    },
    {
      title: 'After the day',
      parts: [
        {
          as: 'list',
          lines: [
            'The chair sends the report within two weeks to you, to your advocate if you have one, to a member of your family, and to your care team. Everybody who took part, or has something to do, gets it too.',
            'It says what should happen, who does it, and by when. It is checked whether it is done, and you are told how it goes on.',
            'The review may find that you should be assessed for an education, health and care plan. Then it says who asks for that.',
            'Within a week you can say how it was for you, with somebody whom you choose, on the last page of the planner or on the feedback form. You do not have to.',
            'The report is kept with your medical record.',
          ],
        },
      ],
    },
    {
      title: 'What you may ask for',
      parts: [
        {
          as: 'list',
          lines: [
            'To say no to the review, or to a part of it, and to change your mind on any day. You still get care.',
            'An advocate: somebody who speaks up for you and is on nobody else’s side.',
            'To bring somebody, to come by phone or video, or to send your words.',
            'To have everything said in words that you understand, in your language or in the way you communicate.',
            'To be told by word of mouth what came of it, and to have the report within two weeks.',
            'To have somebody go through the report with you, and to have what is wrong in it put right.',
          ],
        },
      ],
    },
    {
      title: 'Whom you can ask',
      parts: [
        {
          as: 'words',
          lines: ['Phone {team} on {phone}. We can also send you this paper and the planner by post, in large print or in easy words.'],
        },
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const CETR_INFORMATION_EASY_1: PrintedForm = {
  kind: 'cetr-easy-read',
  edition: 1,
  easyRead: true,
  title: 'A big meeting about your care',
  about: 'What happens at a review of your care, in easy words, with pictures.',
  sections: [
    {
      title: 'What is it?',
      drawing: 'meeting',
      parts: [
        {
          as: 'words',
          lines: ['It is a big meeting about you.', 'It is called a review.', 'We look at how you are.', 'We ask these things:'],
        },
        { as: 'list', lines: ['Are you safe?', 'Is your care good?', 'What will you do next?', 'Do you need to be in hospital?'] },
      ],
    },
    {
      title: 'When is it?',
      drawing: 'day',
      parts: [
        {
          as: 'words',
          lines: [
            'You may have to go to hospital.',
            'Then we meet first.',
            'We meet when you are in hospital too.',
            'You can ask for a meeting.',
            'Your family can ask too.',
          ],
        },
      ],
    },
    {
      title: 'Who is there?',
      drawing: 'who',
      parts: [
        {
          as: 'words',
          lines: [
            'You can be there.',
            'You can bring someone.',
            'One person leads the meeting.',
            'One is a doctor, or knows about care.',
            'One knows what it is like for you.',
            'These three do not look after you.',
            'We tell you their names first.',
            'Your family can come if you say yes.',
          ],
        },
      ],
    },
    {
      title: 'What comes before the day?',
      drawing: 'list',
      parts: [
        {
          as: 'words',
          lines: [
            'We ask if you want the meeting.',
            'We ask if they can read about you.',
            'We give you a book to fill in.',
            'Someone can help you fill it in.',
            'They may want to meet you first.',
            'You can say no to that.',
          ],
        },
      ],
    },
    {
      title: 'What happens on the day?',
      drawing: 'happening',
      parts: [
        {
          as: 'words',
          lines: [
            'They ask you what you think.',
            'They ask your family.',
            'They ask the people who help you.',
            'You can take a break.',
            'You can stop if you want to.',
            'At the end they tell you what they think.',
          ],
        },
      ],
    },
    {
      title: 'What comes after the day?',
      drawing: 'helper',
      parts: [
        {
          as: 'words',
          lines: [
            'They write down what must be done.',
            'You get it in two weeks.',
            'Someone can read it with you.',
            'We check that it is done.',
            'You can tell us how the meeting was.',
          ],
        },
      ],
    },
    {
      title: 'You can say yes or no',
      drawing: 'choice',
      parts: [
        {
          as: 'words',
          lines: [
            'You can say no to the meeting.',
            'You still get help.',
            'You can change your mind.',
            'You can ask for someone to speak up for you.',
            'You can ask us to use easy words.',
          ],
        },
      ],
    },
    {
      title: 'Do you want to ask us?',
      drawing: 'reach',
      parts: [{ as: 'words', lines: ['Phone {phone}.', 'Or ask someone who helps you.'] }],
    },
  ],
};
