import type { PrintedForm } from './printed';

/**
 * The first edition of the keyworker leaflet for families: "Keyworkers support children and young people with a learning disability and/or autism and
 * their families … who may need further support because of their mental health needs" (domain/policy N1 and N2, 002 L42 to 44).
 */
export const KEYWORKER_1: PrintedForm = {
  kind: 'keyworker',
  edition: 1,
  easyRead: false,
  title: 'Keyworkers for children and young people',
  about: 'A leaflet for families of children and young people with a learning disability and autistic children and young people.',
  sections: [
    {
      title: 'Who keyworkers are there for',
      parts: [
        {
          as: 'words',
          lines: [
            'Keyworkers support children and young people with a learning disability, autistic children and young people, and their families. They are there for those who may need further support because of their mental health.',
            'The keyworker service works alongside the dynamic support register. Being on the register does not depend on having a keyworker.',
          ],
        },
      ],
    },
    {
      title: 'What a keyworker does',
      parts: [
        {
          as: 'list',
          lines: [
            'Gets to know your child and your family, and finds out what matters to you.',
            'Helps you say what you need, and sees that you are heard.',
            'Works with the school, health and social care, so that they know of each other and do what was agreed.',
            'Comes to meetings and reviews with you, and explains what is decided there.',
            'Stays with you when your child goes into hospital, and plans the way home with you.',
          ],
        },
      ],
    },
    {
      title: 'What a keyworker is told',
      parts: [
        {
          as: 'list',
          lines: [
            'Where your child has a keyworker, they are told when the rating changes, and of an admission or a discharge. They may be invited to meetings and reviews.',
            'You, or your child from the age of 16, can say at any time that they are not to be told.',
          ],
        },
      ],
    },
    {
      title: 'How to ask for one',
      parts: [
        {
          as: 'list',
          lines: [
            'Phone {team} on {phone}, and ask for the keyworker service.',
            'Or ask anybody who supports your child to ask for you.',
            'You can say no to a keyworker, or ask for another one, at any time.',
          ],
        },
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const KEYWORKER_EASY_1: PrintedForm = {
  kind: 'keyworker-easy-read',
  edition: 1,
  easyRead: true,
  title: 'What is a keyworker?',
  about: 'The keyworker leaflet in easy words, with pictures.',
  sections: [
    {
      title: 'Who can have one?',
      drawing: 'who',
      parts: [
        {
          as: 'words',
          lines: [
            'A keyworker helps children and young people.',
            'You may have a learning disability.',
            'You may be autistic.',
            'You may feel very bad.',
            'A keyworker helps your family too.',
          ],
        },
      ],
    },
    {
      title: 'What do they do?',
      drawing: 'helper',
      parts: [
        {
          as: 'words',
          lines: [
            'They get to know you.',
            'They ask what you want.',
            'They talk to your school and your doctor.',
            'They come to meetings with you.',
            'They help you if you go to hospital.',
            'They help you come home.',
          ],
        },
      ],
    },
    {
      title: 'What do we tell them?',
      drawing: 'list',
      parts: [
        {
          as: 'words',
          lines: [
            'We tell them when your colour changes.',
            'We tell them when you go to hospital.',
            'We tell them when you come home.',
            'You can say what we must not tell.',
          ],
        },
      ],
    },
    {
      title: 'How do you ask for one?',
      drawing: 'reach',
      parts: [
        {
          as: 'words',
          lines: ['Phone {phone}.', 'Or tell someone who helps you.', 'You can say no.', 'You can ask for someone else.'],
        },
      ],
    },
  ],
};
