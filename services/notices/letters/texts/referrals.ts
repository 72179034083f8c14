import type { AskedKind } from '../../../../domain/forms/asked';
import { p, ul, type Block, type Letter } from '../blocks';
import { mustHave, type Values } from '../values';
import { directory, easyEnd, emergency, privateEnd, staffEnd } from './endings';
import type { ForEveryone, PlainAndEasy } from './wording';

/** What somebody asked for on a public form, as a letter to them names it: a request for help, where nothing else is said. */
const ASKED: Readonly<
  Record<AskedKind, { readonly mine: string; readonly for: (whom: string) => string; readonly easy: (whom: string) => string }>
> = {
  'self-referral': {
    mine: 'your request for help',
    for: (whom) => `your request for help for ${whom}`,
    easy: (whom) => `You asked for help for ${whom}.`,
  },
  flag: { mine: 'what you told us', for: (whom) => `what you told us about ${whom}`, easy: (whom) => `You told us about ${whom}.` },
  'review-request': {
    mine: 'your request for a review of your care',
    for: (whom) => `your request for a review of the care of ${whom}`,
    easy: (whom) => `You asked for a review for ${whom}.`,
  },
};
const askedIn = ({ asked }: Values) => ASKED[asked ?? 'self-referral'];

/** Who a letter that is not to the person is about, as its reader would say. */
const CARED_FOR = 'the person you care for';
const SUPPORTED = 'the person you support';

const next = (values: Values, asks: string): Block =>
  ul(
    `Someone from ${values.area.team.name} reads what you wrote. We are there ${values.area.team.officeHours}.`,
    'We call or write to you to talk about what would help.',
    asks,
  );

const acknowledged = (values: Values, received: string, asks: string): Letter => ({
  subject: 'We have your message',
  blocks: [
    p(`Thank you. ${received} You do not need to send it again.`),
    ...emergency(values),
    p('What happens next:'),
    next(values, asks),
    p(`If you change your mind, or things get harder, call us on ${values.area.team.phone}.`),
    p(`Your reference is ${values.registerId}. Please say it when you call.`),
  ],
});

const acknowledgedEasily = (values: Values, whom: string, asks: string): Letter => ({
  subject: 'We have your message',
  blocks: [
    p('Thank you. We have your message.'),
    ul(askedIn(values).easy(whom), 'We will read what you wrote.', 'Then we will phone you or write to you.', asks),
    ...easyEnd(values),
  ],
});

export const referralAcknowledgedLetter: ForEveryone = {
  professional: (values) => ({
    subject: `${values.registerId}: we have your referral`,
    blocks: [
      p(`We have your referral to the Dynamic Support Pathway. Its reference is ${values.registerId}.`),
      ...emergency(values),
      p(
        `What happens next: ${values.area.team.name} reads it (${values.area.team.officeHours}), checks whether the person is eligible, and asks them for consent. Nobody is put on the register without it. If they are not eligible, you are told so, and who else may help.`,
      ),
      p('This does not replace referrals to other services, or safeguarding referrals: please go on making those.'),
      p(`If something changes, call ${values.area.team.phone} and say the reference.`),
    ],
  }),
  person: {
    plain: (values) =>
      acknowledged(values, `We have ${askedIn(values).mine}.`, 'We ask you first. Nobody puts you on our list unless you say yes.'),
    easy: (values) => acknowledgedEasily(values, 'yourself', 'We will ask you before we do anything.'),
  },
  family: {
    plain: (values) =>
      acknowledged(values, `We have ${askedIn(values).for(CARED_FOR)}.`, 'We ask for consent before anybody is put on our list.'),
    easy: (values) => acknowledgedEasily(values, CARED_FOR, 'We will ask before we put anyone on our list.'),
  },
  advocate: {
    plain: (values) =>
      acknowledged(values, `We have ${askedIn(values).for(SUPPORTED)}.`, 'We ask for consent before anybody is put on our list.'),
    easy: (values) => acknowledgedEasily(values, SUPPORTED, 'We will ask before we put anyone on our list.'),
  },
};

/** Of somebody who is watched: that it is not the last word. */
const again = ({ lookAgainOn }: Values): string | false => lookAgainOn !== null && `We will look again by ${lookAgainOn}.`;
const paragraph = (words: string | false): Block | false => words !== false && p(words);

const outcomeSubject = ({ toldUs }: Values): string => (toldUs ? 'About your request' : 'About help for you');

const notOnList = (values: Values, outcome: string, whenHarder: string): Letter => ({
  subject: outcomeSubject(values),
  blocks: [
    p(
      values.toldUs
        ? 'Thank you for telling us what is happening. We read it with care.'
        : 'Somebody who would like you to have help told us what is happening. We read it with care.',
    ),
    p(`Our list is for people with a learning disability and autistic people who may have to go into hospital. ${outcome}`),
    paragraph(again(values)),
    ...directory(values),
    p(whenHarder),
    ...privateEnd(values),
  ],
});

const notOnListEasily = (values: Values, outcome: string): Letter => ({
  subject: outcomeSubject(values),
  blocks: [
    p(values.toldUs ? 'Thank you for telling us what is happening.' : 'Somebody told us that you may need help. We read it.'),
    ul(
      'We have a list of people who may have to go into hospital.',
      outcome,
      'We think other help is better now.',
      again(values),
      values.toldUs ? 'You can ask us again at any time.' : 'You can ask us at any time.',
    ),
    ...directory(values),
    ...easyEnd(values),
  ],
});

export const notEligibleLetter: ForEveryone = {
  professional: (values) => ({
    subject: `${values.registerId}: outcome of your referral`,
    blocks: [
      p(
        `Thank you for your referral, reference ${values.registerId}. We looked at it with care. The person does not meet what the Dynamic Support Register asks for${values.lookAgainOn === null ? '' : ' now'}, so they are not on it.`,
      ),
      paragraph(again(values)),
      p('That is not the end of help. These services may be right:'),
      ...directory(values),
      p(`If things change, please refer again, or call ${values.area.team.name} on ${values.area.team.phone}.`),
      ...emergency(values),
    ],
  }),
  person: {
    plain: (values) =>
      notOnList(
        values,
        'We think other help is right for you now, so you are not on our list.',
        values.toldUs
          ? 'If things get harder, tell us. You can ask again at any time.'
          : 'If things get harder, tell us. You can ask at any time.',
      ),
    easy: (values) => notOnListEasily(values, 'You are not on our list.'),
  },
  family: {
    plain: (values) =>
      notOnList(
        values,
        `We think other help is right for ${CARED_FOR} now, so they are not on our list.`,
        'If things get harder for them or for you, tell us. You can ask again at any time.',
      ),
    easy: (values) => notOnListEasily(values, `${CARED_FOR.replace('the', 'The')} is not on our list.`),
  },
  advocate: {
    plain: (values) =>
      notOnList(
        values,
        `We think other help is right for ${SUPPORTED} now, so they are not on our list.`,
        'If things get harder for them, tell us. You can ask again with them at any time.',
      ),
    easy: (values) => notOnListEasily(values, `${SUPPORTED.replace('the', 'The')} is not on our list.`),
  },
};

const SORRY = 'That was a mistake. What we wrote is not so. We are sorry.';
const PUT_RIGHT =
  'Something in it was wrong. It is now right in our records. We are sorry. If you want to know what was wrong, please call us.';

const putRight = (values: Values): Letter => {
  const { plain, takenBack } = mustHave(values.correction, 'correction');
  return {
    subject: 'We made a mistake',
    blocks: [p(`We wrote to you about ${plain}.`), p(takenBack ? SORRY : PUT_RIGHT), ...privateEnd(values)],
  };
};

const putRightEasily = (values: Values): Letter => {
  const { plain, takenBack } = mustHave(values.correction, 'correction');
  return {
    subject: 'We made a mistake',
    blocks: [
      p('We made a mistake.'),
      ul(
        `We wrote to you about ${plain}.`,
        takenBack ? 'What we wrote was wrong.' : 'Something in it was wrong.',
        !takenBack && 'We have put it right.',
        'We are sorry.',
        'You can phone us to ask.',
      ),
      ...easyEnd(values),
    ],
  };
};

const forAll: PlainAndEasy = { plain: putRight, easy: putRightEasily };

/** An event of which somebody was told is taken back or put right. */
export const correctionLetter: ForEveryone = {
  professional: (values) => {
    const { what, takenBack } = mustHave(values.correction, 'correction');
    return {
      subject: `${values.registerId}: what we wrote to you is not right`,
      blocks: [
        p(`We wrote to you about ${values.registerId}: ${what}.`),
        p(
          takenBack
            ? 'That has been taken back. Please treat it as never written, also where you passed it on.'
            : `That has been put right${values.eventOn === null ? '' : `: it was on ${values.eventOn}`}. Please put it right where you passed it on.`,
        ),
        ...staffEnd(values),
      ],
    };
  },
  person: forAll,
  family: forAll,
  advocate: forAll,
};
