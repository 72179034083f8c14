import { REVIEW_IN_FULL } from '../../../../domain/meetings/review-name';
import { p, ul, type Letter } from '../blocks';
import { mustHave, type TellableMeeting, type Values } from '../values';
import { aMeeting, meetingWords } from '../words/meetings';
import { askForPlace, atPlace, easyEnd, privateEnd, staffEnd, whenAndWhere } from './endings';
import { localOffer } from './local-offer';
import { reviewToPrint } from './to-print';
import type { ForEveryone, PlainAndEasy } from './wording';

const meetingOf = ({ meeting }: Values): TellableMeeting => mustHave(meeting, 'meeting');
const phone = ({ area }: Values): string => area.team.phone;

/** Whose meeting it is, as each private reader would say. */
const WHOSE = {
  person: { subject: 'About your meeting', about: 'for you', the: 'your', their: 'your' },
  family: { subject: 'About a meeting', about: 'for the person you care for', the: 'the', their: 'their' },
  advocate: { subject: 'About a meeting', about: 'for the person you support', the: 'the', their: 'their' },
} as const;
type Private = keyof typeof WHOSE;

/** What may help each of them at a meeting. */
const HELP: Readonly<Record<Private, readonly string[]>> = {
  person: ['You can bring someone you trust.', 'You can join by phone or video if that is easier.', 'You can say no.'],
  family: [
    'You can bring someone to support you.',
    'You can join by phone or video if that is easier.',
    'If you cannot come, tell us what you would like the others to know.',
  ],
  advocate: [
    'Please ask the person beforehand what they want you to say for them.',
    'You can join by phone or video if that is easier.',
    'If you cannot come, tell us, so that they are not without support.',
  ],
};
const BOOKLET: Readonly<Record<Private, string>> = {
  person: 'to get ready with. Someone can help you fill it in.',
  family: 'for the person to get ready with. You can help them, if they want you to.',
  advocate: 'for the person to get ready with. Please help them, if they want you to.',
};
/** The booklet has the name of the review. */
const bookletFor = (reader: Private, { name }: TellableMeeting): string =>
  `There is a booklet, My ${REVIEW_IN_FULL[name]}, ${BOOKLET[reader]}`;

const both = (
  plain: (values: Values, reader: Private) => Letter,
  easy: (values: Values, reader: Private) => Letter,
): Record<Private, PlainAndEasy> => {
  const of = (reader: Private): PlainAndEasy => ({ plain: (values) => plain(values, reader), easy: (values) => easy(values, reader) });
  return { person: of('person'), family: of('family'), advocate: of('advocate') };
};

/** What kind of meeting it is, or was: a review has a name of its own, which others will say; any other is what its words say. */
const easyKind = ({ kind, review, name }: TellableMeeting, is = 'is'): string =>
  `It ${is} ${review ? 'called ' : ''}${aMeeting(kind, 'plain', name)}.`;

/** The day, time and place, a line each. */
const easyWhen = ({ on, times, place }: TellableMeeting): string[] => [
  `It is on ${on}.`,
  ...(times === null ? [] : [/^at /.test(times) ? `It starts ${times}.` : `It is from ${times}.`]),
  ...(place === null ? [] : [`It is ${atPlace(place)}.`]),
];

const invitation = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, about, their } = WHOSE[reader];
  return {
    subject,
    blocks: [
      p(`You are invited to ${aMeeting(meeting.kind, 'plain', meeting.name)} ${about}, ${whenAndWhere(meeting)}.`),
      askForPlace(meeting, values),
      ul(
        `It is about ${their} care and support.`,
        ...HELP[reader],
        meeting.review && bookletFor(reader, meeting),
        meeting.review && 'We tell you who will be there, and what each of them does.',
      ),
      ...(meeting.review ? reviewToPrint(values, false) : []),
      p(`Call us on ${phone(values)} to say what would help you at the meeting.`),
      ...privateEnd(values),
      ...localOffer(values, reader, 'You can read more on your area’s Local Offer:'),
    ],
  };
};

const invitationEasy = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, about, their } = WHOSE[reader];
  return {
    subject,
    blocks: [
      p(`There is a meeting ${about}.`),
      ul(easyKind(meeting), ...easyWhen(meeting), `We will talk about ${their} care and support.`),
      askForPlace(meeting, values),
      ul(...HELP[reader], meeting.review && 'We will tell you who will be there.'),
      ...(meeting.review ? [p(bookletFor(reader, meeting)), ...reviewToPrint(values, true)] : []),
      ...easyEnd(values),
      ...localOffer(values, reader, 'You can read more here:'),
    ],
  };
};

const changed = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, the } = WHOSE[reader];
  return {
    subject,
    blocks: [
      p(`${capital(the)} meeting, ${aMeeting(meeting.kind, 'plain', meeting.name)}, has changed. It is now ${whenAndWhere(meeting)}.`),
      askForPlace(meeting, values),
      p(`If that does not work for you, call us on ${phone(values)}.`),
      ...privateEnd(values),
    ],
  };
};

const changedEasy = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, the } = WHOSE[reader];
  return {
    subject,
    blocks: [
      p(`${capital(the)} meeting has changed.`),
      ul(easyKind(meeting), ...easyWhen(meeting), 'Phone us if you cannot come then.'),
      askForPlace(meeting, values),
      ...easyEnd(values),
    ],
  };
};

const cancelled = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, the } = WHOSE[reader];
  const which = `${the} meeting on ${meeting.on}, ${aMeeting(meeting.kind, 'plain', meeting.name)},`;
  return {
    subject,
    blocks: [
      p(
        meeting.off
          ? `${capital(which)} will not happen. You do not need to do anything.`
          : `You do not need to come to ${which.slice(0, -1)}, any more.`,
      ),
      p(`If you want to know why, call us on ${phone(values)}.`),
      ...privateEnd(values),
    ],
  };
};

const cancelledEasy = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  const { subject, the } = WHOSE[reader];
  return {
    subject,
    blocks: [
      p(meeting.off ? `${capital(the)} meeting will not happen.` : `You do not need to come to ${the} meeting any more.`),
      ul(easyKind(meeting, 'was'), `It was on ${meeting.on}.`, 'You do not need to do anything.', 'You can phone us to ask why.'),
      ...easyEnd(values),
    ],
  };
};

const report = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  return {
    subject: WHOSE[reader].subject,
    blocks: [
      p(
        `The report of ${WHOSE[reader].the} ${meetingWords(meeting.kind, 'plain', meeting.name)} on ${meeting.on} is ready. It says what people agreed to do.`,
      ),
      p('If you did not get your copy, or you want someone to go through it with you, call us.'),
      ...privateEnd(values),
    ],
  };
};

const reportEasy = (values: Values, reader: Private): Letter => {
  const meeting = meetingOf(values);
  return {
    subject: WHOSE[reader].subject,
    blocks: [
      p('There is a report.'),
      ul(
        `It is about ${WHOSE[reader].the} meeting on ${meeting.on}.`,
        'It says what people will do.',
        'Someone can read it with you.',
        'Phone us if you do not have it.',
      ),
      ...easyEnd(values),
    ],
  };
};

const capital = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);

const answer = (values: Values) => p(`Please tell ${values.area.team.name} (${phone(values)}) whether you come.`);

export const meetingInvitationLetter: ForEveryone = {
  professional: (values) => {
    const meeting = meetingOf(values);
    return {
      subject: `${values.registerId}: invitation to a meeting`,
      blocks: [
        p(
          `You are invited to ${aMeeting(meeting.kind, 'professional', meeting.name)} about ${values.registerId} ${whenAndWhere(meeting)}.`,
        ),
        askForPlace(meeting, values),
        meeting.senior &&
          p(
            'At red, directors ask that everybody who is invited attends. If you cannot, please send somebody who can decide in your place.',
          ),
        answer(values),
        ...staffEnd(values),
      ],
    };
  },
  ...both(invitation, invitationEasy),
};

export const meetingChangedLetter: ForEveryone = {
  professional: (values) => {
    const meeting = meetingOf(values);
    return {
      subject: `${values.registerId}: a meeting has changed`,
      blocks: [
        p(
          `The ${meetingWords(meeting.kind, 'professional', meeting.name)} about ${values.registerId} has changed. It is now ${whenAndWhere(meeting)}.`,
        ),
        askForPlace(meeting, values),
        answer(values),
        ...staffEnd(values),
      ],
    };
  },
  ...both(changed, changedEasy),
};

export const meetingCancelledLetter: ForEveryone = {
  professional: (values) => {
    const meeting = meetingOf(values);
    const which = `The ${meetingWords(meeting.kind, 'professional', meeting.name)} about ${values.registerId} on ${meeting.on}`;
    return {
      subject: `${values.registerId}: ${meeting.off ? 'a meeting is off' : 'you are no longer asked to a meeting'}`,
      blocks: [
        p(meeting.off ? `${which} is cancelled.` : `${which} goes on, and you are no longer asked to come.`),
        p('Please take it out of your calendar.'),
        ...staffEnd(values),
      ],
    };
  },
  ...both(cancelled, cancelledEasy),
};

export const reportSentLetter: ForEveryone = {
  professional: (values) => {
    const meeting = meetingOf(values);
    return {
      subject: `${values.registerId}: the report is there`,
      blocks: [
        p(
          `The report of the ${meetingWords(meeting.kind, 'professional', meeting.name)} of ${meeting.on} about ${values.registerId} was sent on ${mustHave(values.eventOn, 'day')}. Please check what it asks of you, and by when.`,
        ),
        ...staffEnd(values),
      ],
    };
  },
  ...both(report, reportEasy),
};
