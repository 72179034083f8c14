import type { MeetingKind } from '../../../domain/pathway/events';
import type { Standing } from '../../../services/pathway/standing';
import { dayText } from '../../content/dates';
import { meetingTitle } from '../../content/meetings';
import type { Field } from '../fields';

/** Whether somebody owes a deadline of one of these kinds. */
export const owes = ({ snapshot }: Standing, ...kinds: readonly string[]): boolean =>
  [...snapshot.deadlines.values()].some(({ kind, owed }) => owed && kinds.includes(kind));

/** Whether consent to the register stands. */
export const onRegisterByConsent = ({ snapshot }: Standing): boolean => snapshot.grants.register.length > 0;

/** Which of the meetings that are booked it was; one that was not booked here is left empty. */
export const booked = (kinds: readonly MeetingKind[]): Extract<Field, { as: 'choice' }> => ({
  as: 'choice',
  name: 'meeting',
  label: 'Which meeting was it?',
  hint: 'Leave it empty for one that was not booked here',
  optional: true,
  options: ({ meetings }) =>
    meetings
      .filter(({ status, kind }) => status === 'scheduled' && kinds.includes(kind))
      .map(({ id, kind, on }) => ({ value: id, text: `${meetingTitle(kind)}, ${dayText(on)}` })),
});
