import { londonDate } from '../../domain/calendar/dates';
import { mayBeDirected } from '../../domain/meetings/directive';
import type { Recipients } from '../../domain/notices/recipients';
import type { Standing } from '../../services/pathway/standing';
import type { WebContext } from '../app/context';
import { PageProblem } from '../app/page-problem';
import { meetingHeading } from '../meetings/model';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { invitedTo, isChoice, type Writing } from './writing';

/** Requiring professionals at a review, in the name of a director. Throws the problem of an address that leads nowhere, where there is none to direct to. */
export async function directingAttendance(
  context: WebContext,
  registerId: string,
  id: string,
  everyone: (standing: Standing) => Promise<Recipients>,
): Promise<Writing> {
  const standing = await standingOf(context, registerId);
  const today = londonDate(context.clock());
  const meeting = standing.meetings.find((one) => one.id === id);
  if (!meeting || !mayBeDirected(standing.snapshot.rating, meeting, today)) throw new PageProblem('not-found');
  const recipients = await everyone(standing);
  const title = meetingHeading(meeting, standing.bornOn, today);
  return {
    ...{ standing, about: 'directive', action: null, meeting: id, parts: [], due: null, press: 'Send the directive', signs: true },
    title: 'Direct professionals to attend',
    intro: [
      `${title}.`,
      'A director requires each of those whom you choose at this review, or a deputy who can decide. The letter says when and where it is, and names nobody but the director.',
      'Whoever is not invited hears nothing if it is moved or called off: invite them too.',
    ],
    chooses: 'professionals',
    first: invitedTo(meeting, recipients).filter((reference) => isChoice(reference, recipients, 'professionals')),
    at: paths.meetingDirective({ registerId, meeting: id }),
    back: { href: paths.meeting({ registerId, meeting: id }), text: title },
  };
}
