import type { PrintedForm } from './printed';

/**
 * The first edition of the guidance, for people, families and whoever refers: what the register is, what each rating means (002 L10 to 14), what
 * happens then, and what everybody may ask for. No day or interval stands here that a rule sets: the dates of a person are told to that person.
 */
export const GUIDANCE_1: PrintedForm = {
  kind: 'guidance',
  edition: 1,
  easyRead: false,
  title: 'About the dynamic support register',
  about: 'For people with a learning disability, autistic people, their families, and those who work with them.',
  sections: [
    {
      title: 'Who it is for',
      parts: [
        {
          as: 'words',
          lines: [
            'The dynamic support register is for people of any age with a learning disability and autistic people who are at risk of going into a mental health hospital, or who are in one. It is there so that they get the right support in time.',
            'Anybody can ask: the person themself, their family, or somebody who works with them. Nobody needs to be certain, and a diagnosis is not needed to ask.',
          ],
        },
      ],
    },
    {
      title: 'How somebody comes onto it',
      parts: [
        {
          as: 'list',
          lines: [
            'Somebody asks for help, or refers. We say at once that we have it, with the numbers for help now.',
            'Our team reads it, and looks at whether the register is right for the person. If it is not, we say who else can help.',
            'We explain the register and ask for consent. Nobody is put on it without. A parent may decide for a child; from the age of 16 a person decides for themself, unless an assessment has found that they cannot decide this.',
            'A professional who is named decides the rating, and says why.',
          ],
        },
      ],
    },
    {
      title: 'What the ratings mean',
      parts: [
        {
          as: 'list',
          lines: [
            'Red is for people who are at high risk of going into hospital straight away. There is a Care (Education) and Treatment Review in the community, and a director is told.',
            'Amber is for people who are at high risk of going into hospital if they do not get the right care and treatment soon. The people around them hold a meeting of all agencies, and agree on a plan with dates.',
            'Green is for people who are having their risks managed well at home. Not every area uses it.',
            'Blue is for people who are in hospital already. Their care is reviewed in hospital, and somebody who pays for it visits them.',
          ],
        },
        {
          as: 'words',
          lines: [
            'A rating can change on any day. It says how soon support is needed. It says nothing about what a person is worth, or what they did.',
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
            'To be told what is planned, why, and by when, in words that you understand.',
            'To take part in every meeting about you, in the way that suits you, and to bring someone.',
            'An advocate: someone who speaks up for you and is on nobody else’s side.',
            'A Care (Education) and Treatment Review, for yourself or for somebody you help.',
            'To see what is written about you, to have what is wrong put right, and to know who looked at it.',
            'To say no, or to change your mind, on any day: phone {team} on {phone}.',
          ],
        },
      ],
    },
    {
      title: 'For those who refer',
      parts: [
        {
          as: 'list',
          lines: [
            'Talk with the person first, where you can, and say what they think of it.',
            'Send what you know, and the rest later: what is happening, what has changed, who is around them, what helps, what was tried.',
            'Say how urgent you think it is. If somebody may go into hospital in the next days, phone as well: {phone}.',
            'Send evidence of a diagnosis where there is one; it may follow.',
            'Go on making the other referrals that are needed: safeguarding, Prevent, domestic abuse, social care. This one does not take their place.',
            'Tell us when things change, by the same form or by phone.',
          ],
        },
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const GUIDANCE_EASY_1: PrintedForm = {
  kind: 'guidance-easy-read',
  edition: 1,
  easyRead: true,
  title: 'About our list',
  about: 'The guidance in easy words, with pictures.',
  sections: [
    {
      title: 'What is the list?',
      drawing: 'list',
      parts: [
        {
          as: 'words',
          lines: [
            'We have a list.',
            'It is for people with a learning disability.',
            'It is for autistic people too.',
            'They may have to go to hospital.',
            'The list tells us who needs help soon.',
          ],
        },
      ],
    },
    {
      title: 'How do you get on the list?',
      drawing: 'reach',
      parts: [
        {
          as: 'words',
          lines: [
            'You can ask us.',
            'Your family can ask us.',
            'Someone who helps you can ask us.',
            'We talk with you.',
            'We ask if you want to be on the list.',
            'You can say no.',
          ],
        },
      ],
    },
    {
      title: 'What do the colours mean?',
      drawing: 'choice',
      parts: [
        {
          as: 'words',
          lines: [
            'Red means you need help now.',
            'Amber means you need help soon.',
            'Green means you are well at home.',
            'Blue means you are in hospital.',
            'Your colour can change.',
          ],
        },
      ],
    },
    {
      title: 'What happens then?',
      drawing: 'meeting',
      parts: [
        {
          as: 'words',
          lines: [
            'We meet and talk about your care.',
            'You can come to the meeting.',
            'You can bring someone.',
            'You can tell us what you want.',
            'We make a plan with you.',
          ],
        },
      ],
    },
    {
      title: 'If you go to hospital',
      drawing: 'services',
      parts: [
        {
          as: 'words',
          lines: ['We ask if you need to be there.', 'We come to see you.', 'We ask how you are.', 'We plan how you can go home.'],
        },
      ],
    },
    {
      title: 'What can you ask for?',
      drawing: 'happening',
      parts: [
        {
          as: 'words',
          lines: [
            'You can ask for someone to speak up for you.',
            'You can ask for a meeting about your care.',
            'You can ask what we write about you.',
            'You can ask who has seen it.',
            'You can change your mind.',
            'Phone {phone}.',
          ],
        },
      ],
    },
  ],
};
