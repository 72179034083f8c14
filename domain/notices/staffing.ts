import type { Instant } from '../calendar/dates';
import type { Absent, Away, OwnerFrom, Staffing, StaffMember, StaffOnRecord } from './recipients';

/** Whether a member of staff works here at an instant, away or not. */
export const isInService = ({ from, until }: Pick<StaffOnRecord, 'from' | 'until'>, at: Instant): boolean =>
  (from === null || from <= at) && (until === null || at < until);

/** The member of staff who owns a pathway at an instant, as was said last of it; null: nobody. `owners`: in the order in which it was said. */
export const ownerAt = (owners: readonly OwnerFrom[], pathway: number, at: Instant): string | null =>
  owners.findLast((one) => one.pathway === pathway && one.from <= at)?.staff ?? null;

/** The time away that an instant lies in, the one said last where several do; undefined: none. */
export const awayAt = ({ away }: Pick<StaffOnRecord, 'away'>, at: Instant): Away | undefined =>
  away.findLast(({ from, until }) => from <= at && (until === null || at < until));

/**
 * Who of an area's staff is written to at an instant. What would go to somebody who is away goes to their cover (and where that one is away too,
 * to theirs), or else to the others of the audience; nothing goes to somebody who is not here yet, or any more. `owner`: the id of the member
 * who owns the pathway that it is about; null: nobody.
 */
export function staffingAt(members: readonly StaffOnRecord[], at: Instant, owner: string | null): Required<Staffing> {
  const here = new Map(members.filter((member) => isInService(member, at)).map((member) => [member.id, member]));
  const standIn = (id: string, asked: readonly string[] = []): StaffOnRecord | null => {
    const member = here.get(id);
    if (!member || asked.includes(id)) return null;
    const away = awayAt(member, at);
    if (!away) return member;
    return away.cover === null ? null : standIn(away.cover, [...asked, id]);
  };
  const serving = [...here.values()].map((member) => ({ member, by: standIn(member.id) }));
  const staff = serving
    .filter(({ member, by }) => by === member)
    .map(({ member }) => memberOf(member, [...new Set(serving.flatMap((one) => (one.by === member ? one.member.audiences : [])))]));
  const reached = (member: StaffOnRecord | null): StaffMember | null => staff.find(({ id }) => id === member?.id) ?? null;
  const absent = members
    .filter(({ id }) => !staff.some((one) => one.id === id))
    .map(({ id, name }): Absent => ({ id, name, cover: reached(standIn(id)) }));
  return {
    staff,
    absent,
    uncovered: [...new Set(serving.flatMap(({ member, by }) => (by ? [] : member.audiences)))],
    owner: owner === null ? null : reached(standIn(owner)),
  };
}

const memberOf = ({ id, name, email }: StaffMember, audiences: StaffMember['audiences']): StaffMember => ({ id, name, email, audiences });
