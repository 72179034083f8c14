import { reachesAll } from '../../../domain/access/roles';
import { area, isArea } from '../../../services/rules/areas';
import type { About } from '../../../services/staff/about';
import type { StaffDeps } from '../../../services/staff/change';
import { type Member, readMember, readMembers } from '../../../services/staff/members';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { PageProblem } from '../../app/page-problem';

/** What a change of staff by a reader works with. */
export const staffDeps = ({ pool, seals }: WebContext, { areas }: Viewer): StaffDeps => ({ pool, seals, isArea, within: areas });

export const aboutChange = (viewer: Viewer, why: string, { clock }: WebContext): About => ({ by: actorOf(viewer), why, at: clock() });

/** Whoever works in none of the reader's areas is to them as if they were not there. */
const isKnownTo = ({ areas }: Viewer, member: Member): boolean => member.areas.some((one) => areas.includes(one));

/** A member of staff of one of the reader's areas; throws where there is none of this id. */
export async function memberFor({ pool }: WebContext, viewer: Viewer, id: string): Promise<Member> {
  const member = await readMember(pool, id);
  if (!member || !isKnownTo(viewer, member)) throw new PageProblem('not-found');
  return member;
}

/** The same, for a change of them: throws where they also work in an area that is none of the reader's. */
export async function memberToChange(context: WebContext, viewer: Viewer, id: string): Promise<Member> {
  const member = await memberFor(context, viewer, id);
  if (!reachesAll(viewer, member.areas)) throw new PageProblem('other-areas');
  return member;
}

/** All of the reader's areas, by name. */
export const staffFor = async ({ pool }: WebContext, viewer: Viewer): Promise<Member[]> =>
  (await readMembers(pool, null)).filter((member) => isKnownTo(viewer, member)).toSorted((a, b) => a.name.localeCompare(b.name, 'en'));

/** How members of staff are called: by name, and those whom the reader does not know by id. */
export function namesOf(members: readonly Member[]): (id: string) => string {
  const names = new Map(members.map(({ id, name }) => [id, name]));
  return (id) => names.get(id) ?? id;
}

/** An area by its name. */
export const areaName = (id: string): string => (isArea(id) ? area(id).name : id);
