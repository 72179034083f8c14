import { z } from 'zod';
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
  /** Of an earlier time on the pathway, its number; undefined: of the present one. What is over is read, and not written to. */
  readonly time?: number | undefined;
}

/** Which time on the pathway an address asks for; absent: the present one. */
export const TIME = z.coerce.number().int().min(1).max(10_000).optional();

/** A meeting of the latest pathway, or of an earlier one. Throws the problem of an address that leads nowhere, where there is none. */
export async function meetingAt(context: WebContext, registerId: string, id: string, time?: number): Promise<AtMeeting> {
  const standing = await standingOf(context, registerId, time);
  const meeting = standing.meetings.find((one) => one.id === id);
  if (!meeting) throw new PageProblem('not-found');
  return { standing, meeting, time };
}

/** The same of one that was not called off. */
export async function openMeetingAt(context: WebContext, registerId: string, id: string, time?: number): Promise<AtMeeting> {
  const found = await meetingAt(context, registerId, id, time);
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
export function aroundMeeting({ clock }: WebContext, { standing, meeting, time }: AtMeeting, title: string): Around {
  const { registerId, bornOn } = standing;
  const back = {
    href: paths.meeting({ registerId, meeting: meeting.id }, { time }),
    text: meetingHeading(meeting, bornOn, londonDate(clock())),
  };
  return { title, registerId, section: 'register', back };
}
