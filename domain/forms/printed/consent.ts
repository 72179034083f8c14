import type { PrintedForm } from './printed';

/**
 * The first edition of the consent form: each of the four consents is asked by itself (policy section 1.2; "There is a form that needs to be
 * completed and signed", 001 L24), with on what basis, by what assessment, and how it was explained.
 */
export const CONSENT_1: PrintedForm = {
  kind: 'consent',
  edition: 1,
  easyRead: false,
  title: 'Consent form: dynamic support register',
  about: 'For a person with a learning disability or an autistic person, or whoever decides for them, to say yes or no.',
  sections: [
    {
      title: 'Who this is about',
      parts: [
        { as: 'write', label: 'Name', rows: 1 },
        { as: 'write', label: 'Date of birth', rows: 1 },
        { as: 'write', label: 'Register id, if you have one', rows: 1 },
      ],
    },
    {
      title: 'What the register is',
      parts: [
        {
          as: 'words',
          lines: [
            'The dynamic support register is a list that the NHS keeps of people with a learning disability and autistic people who may have to go into a mental health hospital, or who are in one. It helps the services around you to act early, so that you do not go into hospital without need, and do not stay there longer than you need to.',
            'The NHS and the council use it together. Only people whose work it is can see what is on it, and it is written down each time somebody looks.',
            'If you say no, you still get care and support. It may be harder for us to act early.',
          ],
        },
      ],
    },
    {
      title: 'What you say yes or no to',
      parts: [
        { as: 'words', lines: ['Each is asked by itself. You can say yes to some and no to others.'] },
        {
          as: 'yes-no',
          ask: 'Being on the register',
          means: ['We keep your name, how you are, what you need and what is planned, and look at it again and again.'],
        },
        {
          as: 'yes-no',
          ask: 'Meetings and reviews about your care',
          means: [
            'The people who support you meet and plan with you. Before you go into a mental health hospital, or soon after, there is a Care (Education) and Treatment Review. You can take part, and bring someone.',
          ],
        },
        {
          as: 'yes-no',
          ask: 'Sharing papers about you with those who review your care',
          means: ['The panel of a review reads what services have written about you. Without your yes it does not see them.'],
        },
        {
          as: 'yes-no',
          ask: 'Use of what is shared',
          means: ['Those who read it use it to review your care and to plan your support, and for nothing else.'],
        },
      ],
    },
    {
      title: 'You can change your mind',
      parts: [
        {
          as: 'words',
          lines: [
            'You can say no later, to one or to all, on any day. Phone {team} on {phone}, or tell anyone who supports you. What rests on your yes stops. What was recorded until then is kept, as other health records are.',
            'We ask again after a year at the latest, and when you turn 16 and 18 if a parent said yes for you.',
          ],
        },
      ],
    },
    {
      title: 'Who decides',
      parts: [
        {
          as: 'tick',
          label: 'Tick one',
          hint: 'From the age of 16 a person decides for themself, unless an assessment has found that they cannot decide this. The signature of a relative alone is not consent for an adult.',
          choices: [
            'I decide for myself',
            'I am under 16 and decide for myself: whoever explained it thinks that I understand what it means (Gillick competent)',
            'They are under 18, and I have parental responsibility',
            'I am their attorney for health and welfare',
            'I am their deputy for health and welfare, named by a court',
            'It is decided in their best interests, with those who know them',
          ],
        },
        {
          as: 'write',
          label: 'If another decides for somebody of 16 or over: when was it assessed that they cannot, and by whom?',
          rows: 2,
        },
        { as: 'write', label: 'Are there times when they can decide better? When do we ask again?', rows: 2 },
      ],
    },
    {
      title: 'How it was explained',
      parts: [
        {
          as: 'tick',
          label: 'Tick all that were used',
          choices: [
            'The easy-read form',
            'Another language, or sign language',
            'Pictures, symbols or objects',
            'An advocate, or somebody whom they trust, was there',
            'It was explained on more than one day',
          ],
        },
        { as: 'write', label: 'What else helped?', rows: 1 },
      ],
    },
    {
      title: 'Signed by',
      parts: [
        { as: 'sign', who: 'The person, or whoever decides for them' },
        { as: 'write', label: 'If another: who they are to the person', rows: 1 },
        { as: 'sign', who: 'Whoever explained it' },
        { as: 'write', label: 'Their work, and how they are reached', rows: 1 },
      ],
    },
  ],
};

/** The first edition of the same in easy words. To be checked by people who use easy read. */
export const CONSENT_EASY_1: PrintedForm = {
  kind: 'consent-easy-read',
  edition: 1,
  easyRead: true,
  title: 'Can we put you on our list?',
  about: 'The consent form in easy words, with pictures.',
  sections: [
    {
      title: 'Who are you?',
      drawing: 'who',
      parts: [
        { as: 'write', label: 'My name is', rows: 1 },
        { as: 'write', label: 'My birthday is', rows: 1 },
      ],
    },
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
            'It is for people who may have to go to hospital.',
            'The list tells us who needs help soon.',
            'Then they may not have to go to hospital.',
          ],
        },
      ],
    },
    {
      title: 'Who can see it?',
      drawing: 'helper',
      parts: [{ as: 'words', lines: ['People who help you at work can see it.', 'We write down who looks at it.'] }],
    },
    {
      title: 'You can say yes or no',
      drawing: 'choice',
      parts: [
        { as: 'words', lines: ['You can say yes to one thing.', 'You can say no to another.'] },
        { as: 'yes-no', ask: 'Can we put you on the list?', means: [] },
        { as: 'yes-no', ask: 'Can we meet and talk about your care?', means: ['You can come too.', 'You can bring someone.'] },
        { as: 'yes-no', ask: 'Can the people at the meeting read about you?', means: [] },
        { as: 'yes-no', ask: 'Can they use it to plan your care?', means: [] },
      ],
    },
    {
      title: 'You can change your mind',
      drawing: 'happening',
      parts: [
        {
          as: 'words',
          lines: [
            'You can say no.',
            'You still get help.',
            'You can say yes now and no later.',
            'Phone {phone}.',
            'We ask you again in one year.',
          ],
        },
      ],
    },
    {
      title: 'Sign here',
      drawing: 'name',
      parts: [
        { as: 'sign', who: 'You' },
        { as: 'sign', who: 'The person who told you about it' },
      ],
    },
  ],
};
