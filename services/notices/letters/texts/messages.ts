import { type Block, h, type Letter, p, ul } from '../blocks';
import { mustHave, type Values } from '../values';
import { sentence } from '../words/deadlines';
import { meetingWords } from '../words/meetings';
import { askForPlace, easyEnd, privateEnd, staffEnd, whenAndWhere } from './endings';
import type { ForEveryone, PlainAndEasy, Wording } from './wording';

/** What somebody wrote by hand goes to whom they chose: to each reader with the beginning and the end that are theirs. */
type Private = 'person' | 'family' | 'advocate';

const messageOf = ({ message }: Values) => mustHave(message, 'message');

/** The end of what goes to a professional outside the team too: they may not be able to open the record. */
const outsideEnd = ({ area }: Values): Block[] => [
  p(`This mail was written by the team of ${area.team.name} (${area.team.phone}). It names no one: please keep it so when you answer.`),
];

const typed = (values: Values): Block[] => messageOf(values).words.map(p);
const parts = (values: Values): Block[] =>
  messageOf(values).parts.flatMap(({ title, lines }) => [h(title), ...(lines.length > 1 ? [ul(...lines)] : lines.map(p))]);

/** How the owner of an action answers; the address is theirs alone. */
const answering = (values: Values): Block[] => {
  const { answerAt } = messageOf(values);
  return answerAt === null
    ? [p(`Please tell us how it stands, on ${values.area.team.phone}.`)]
    : [
        p('Please tell us whether it is done, is not done yet, or cannot be done, at this address:'),
        p(answerAt),
        p('The address is for you and for this one action. Please do not pass it on.'),
      ];
};

const askedOf = (values: Values): { what: string; by: string } => {
  const { words, due } = mustHave(values.action, 'action');
  return { what: words, by: due === null ? '' : ` The day for it is ${due}.` };
};

const asked: Wording = (values) => {
  const { what, by } = askedOf(values);
  return {
    subject: `${values.registerId}: how does an action stand?`,
    blocks: [p(`${values.registerId}: you were asked to ${what}.${by}`), ...answering(values), ...typed(values), ...outsideEnd(values)],
  };
};

const privately = (
  subject: string,
  plain: (values: Values, reader: Private) => Letter['blocks'],
  easy: (values: Values, reader: Private) => Letter['blocks'],
): Record<Private, PlainAndEasy> => {
  const of = (reader: Private): PlainAndEasy => ({
    plain: (values) => ({ subject, blocks: [...plain(values, reader), ...privateEnd(values)] }),
    easy: (values) => ({ subject, blocks: [...easy(values, reader), ...easyEnd(values)] }),
  });
  return { person: of('person'), family: of('family'), advocate: of('advocate') };
};

export const actionAskedLetter: ForEveryone = {
  professional: asked,
  ...privately(
    'About something that was agreed',
    (values) => {
      const { what, by } = askedOf(values);
      return [p(`It was agreed that you ${what}.${by}`), ...answering(values), ...typed(values)];
    },
    (values) => {
      const { what } = askedOf(values);
      const { due } = mustHave(values.action, 'action');
      return [
        p('You said that you would do something.'),
        ul(`${sentence(what)}.`, due !== null && `Do it by ${due}.`),
        ...answering(values),
        ...typed(values),
      ];
    },
  ),
};

const ABOUT: Readonly<Record<Private, string>> = {
  person: 'for you',
  family: 'for the person you care for',
  advocate: 'for the person you support',
};

export const progressToldLetter: ForEveryone = {
  professional: (values) => ({
    subject: `${values.registerId}: how things go on`,
    blocks: [p(`${values.registerId}: this is how what was agreed goes on.`), ...typed(values), ...parts(values), ...staffEnd(values)],
  }),
  ...privately(
    'How things go on',
    (values, reader) => [p(`This is how what was agreed ${ABOUT[reader]} goes on.`), ...typed(values), ...parts(values)],
    (values, reader) => [p(`This is what happens now ${ABOUT[reader]}.`), ...typed(values), ...parts(values)],
  ),
};

const ofMeeting = (values: Values): string => messageOf(values).meeting ?? 'the meeting';

export const notesSentLetter: ForEveryone = {
  professional: (values) => ({
    subject: `${values.registerId}: the notes of a meeting`,
    blocks: [
      p(`${values.registerId}: what was said and agreed, ${ofMeeting(values)}.`),
      ...typed(values),
      ...parts(values),
      ...staffEnd(values),
    ],
  }),
  ...privately(
    'What the meeting said',
    (values, reader) => [p(`This is what was said and agreed ${ABOUT[reader]}, ${ofMeeting(values)}.`), ...typed(values), ...parts(values)],
    (values, reader) => [p(`There was a meeting ${ABOUT[reader]}.`), p('This is what we said.'), ...typed(values), ...parts(values)],
  ),
};

export const papersSharedLetter: Wording = (values) => ({
  subject: `${values.registerId}: papers for a review`,
  blocks: [
    p(`${values.registerId}: papers are open to you for this review: ${ofMeeting(values)}.`),
    ...messageOf(values).parts.map(({ title, lines }) => p(`${title} ${lines.join(' ')}.`)),
    ...typed(values),
    p('Sign in to the service to read them: they stand under “Your reviews”. They are not sent by mail.'),
    p('Keep no copy longer than you need it for this review. When you have deleted what you saved, say so there.'),
    ...outsideEnd(values),
  ],
});

/** "Senior level directive to attend CTR" (004 L1015): who gives it stands under it, as in a letter on paper. */
export const attendanceDirectedLetter: Wording = (values) => {
  const meeting = mustHave(values.meeting, 'meeting');
  const { name, role } = mustHave(messageOf(values).signed, 'director');
  const { team } = values.area;
  return {
    subject: `${values.registerId}: a review that you have to attend`,
    blocks: [
      p(
        `I require you to attend the ${meetingWords(meeting.kind, 'professional', meeting.name)} about ${values.registerId} ${whenAndWhere(meeting)}.`,
      ),
      askForPlace(meeting, values),
      p('If you cannot come yourself, send a deputy who can decide for your service.'),
      p('Everybody there is asked what their service will do to reduce the risk, and by when. Please come ready to agree it.'),
      ...typed(values),
      p(`Please tell ${team.name} (${team.phone}) at once who is coming.`),
      p(name),
      p(role),
      p(`Sent for them by ${team.name}. It names nobody whom the review is about: please keep it so when you answer.`),
    ],
  };
};
