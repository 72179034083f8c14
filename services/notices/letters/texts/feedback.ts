import { p, ul } from '../blocks';
import { mustHave, type Values } from '../values';
import { easyEnd, privateEnd } from './endings';
import { feedbackToPrint } from './to-print';
import type { PlainAndEasy } from './wording';

/** The day of the meeting that somebody is asked about: what it was is asked from that day on. */
const metOn = ({ deadline }: Values): string => mustHave(deadline, 'deadline').since;

/** Asked of the person alone. */
export const feedbackAskedLetter: PlainAndEasy = {
  plain: (values) => ({
    subject: 'About your meeting',
    blocks: [
      p(`How was your meeting on ${metOn(values)}? We would like to know.`),
      ul(
        'You can use the feedback form in your booklet.',
        feedbackToPrint(values, false),
        'Someone you choose can help you.',
        'You do not have to, and nothing changes if you do not.',
      ),
      p(`You can also call us on ${values.area.team.phone} and tell us.`),
      ...privateEnd(values),
    ],
  }),
  easy: (values) => ({
    subject: 'About your meeting',
    blocks: [
      p(`You had a meeting on ${metOn(values)}.`),
      p('How was it?'),
      ul(
        'You can tell us.',
        'There is a form in your booklet.',
        feedbackToPrint(values, true),
        'Someone can help you.',
        'You do not have to tell us.',
      ),
      ...easyEnd(values),
    ],
  }),
};
