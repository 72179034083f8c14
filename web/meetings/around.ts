import { londonDate } from '../../domain/calendar/dates';
import type { Standing } from '../../services/pathway/standing';
import { area, isArea } from '../../services/rules/areas';
import { readMembers } from '../../services/staff/members';
import type { WebContext } from '../app/context';
import type { Around } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { paths } from '../paths';
import { standingOf } from '../person/standing';
import { meetingHeading } from './model';

/** A meeting with the person whose it is. */
export interface AtMeeting {
  readonly standing: Standing;
  readonly meeting: Standing['meetings'][number];
}

/** A meeting of the latest pathway. Throws the problem of an address that leads nowhere, where there is none. */
export async function meetingAt(context: WebContext, registerId: string, id: string): Promise<AtMeeting> {
  const standing = await standingOf(context, registerId);
  const meeting = standing.meetings.find((one) => one.id === id);
  if (!meeting) throw new PageProblem('not-found');
  return { standing, meeting };
}

/** The same of one that something can be written of still. */
export async function openMeetingAt(context: WebContext, registerId: string, id: string): Promise<AtMeeting> {
  const found = await meetingAt(context, registerId, id);
  if (found.meeting.status === 'cancelled') throw new PageProblem('not-found');
  return found;
}

/** The staff of a person's area and its contact book, by their ids. */
export async function othersOf({ pool }: WebContext, standing: Pick<Standing, 'area'>): Promise<ReadonlyMap<string, string>> {
  const members = await readMembers(pool, standing.area);
  const book = isArea(standing.area) ? area(standing.area).book : [];
  return new Map([...book, ...members].map(({ id, name }) => [id, name]));
}

/** What stands around a page below that of a meeting. */
export function aroundMeeting({ clock }: WebContext, { standing, meeting }: AtMeeting, title: string): Around {
  const { registerId, bornOn } = standing;
  const back = { href: paths.meeting({ registerId, meeting: meeting.id }), text: meetingHeading(meeting, bornOn, londonDate(clock())) };
  return { title, registerId, section: 'register', back };
}
