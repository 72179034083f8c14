import { p } from '../blocks';
import { mustHave } from '../values';
import { sentence } from '../words/deadlines';
import { staffEnd } from './endings';
import type { Wording } from './wording';

/** A letter about a deadline: what is to be done, how its date stands, and what is asked of the reader. */
const aboutDeadline =
  (subject: string, asks: string): Wording =>
  (values) => {
    const { words, due } = mustHave(values.deadline, 'deadline');
    return {
      subject: `${values.registerId}: ${subject}`,
      blocks: [p(`${values.registerId}: ${words}. ${due}`), p(asks), ...staffEnd(values)],
    };
  };

const DO_OR_RECORD = 'Please do it, or record what was done.';

export const stepRemindLetter = aboutDeadline('something is coming up', DO_OR_RECORD);
export const stepDueLetter = aboutDeadline('something is due', DO_OR_RECORD);
export const stepOverdueLetter = aboutDeadline('something is overdue', DO_OR_RECORD);
export const stepEscalateLetter = aboutDeadline(
  'something needs you',
  'It comes to you because it has waited too long. Please see that somebody does it, or that the reason is recorded.',
);
export const deadlineMissedLetter = aboutDeadline('a due date has passed', 'It stays owed until it is done.');

export const meetingToArrangeLetter: Wording = (values) => {
  const { words, due } = mustHave(values.deadline, 'deadline');
  return {
    subject: `${values.registerId}: a meeting to arrange`,
    blocks: [p(`${values.registerId}: ${words}. Please arrange it. ${due}`), ...staffEnd(values)],
  };
};

export const actionAgreedLetter: Wording = (values) => {
  const { words, due, owner } = mustHave(values.action, 'action');
  return {
    subject: `${values.registerId}: an action was agreed`,
    blocks: [
      p(`${values.registerId}: an action was agreed${due === null ? '' : `, to be done by ${due}`}. ${sentence(words)}.`),
      owner !== null && p(`It is for ${owner} to do.`),
      ...staffEnd(values),
    ],
  };
};

export const actionBlockedLetter: Wording = (values) => {
  const { named, due, owner } = mustHave(values.action, 'action');
  return {
    subject: `${values.registerId}: an action needs a Plan B`,
    blocks: [
      p(`${values.registerId}: ${named} cannot be done as planned.${due === null ? '' : ` It was to be done by ${due}.`}`),
      owner !== null && p(`It was for ${owner} to do.`),
      p('Please agree on what is done instead (a Plan B), by whom and by when.'),
      ...staffEnd(values),
    ],
  };
};

export const registerReviewLetter: Wording = (values) => {
  const { of, due } = mustHave(values.review, 'review');
  return {
    subject: `The register is to be reviewed: ${of}`,
    blocks: [
      p(`The whole register is to be reviewed: ${of}. ${due}`),
      p(
        'Its pack is under Register, Reviews: everybody by rating, what has changed, what is late, and who was not looked at for how long.',
      ),
      p(`This mail was written by the service of ${values.area.team.name} (${values.area.team.phone}). It names no one.`),
    ],
  };
};
