import type { MeetingKind } from '../../../domain/pathway/events';
import type { Area } from '../../rules/areas';

/** Who is invited to a meeting that is moved to another place: as before, with those who sit there for those who sit elsewhere. */
export function invitedInstead(
  { invites, places = [] }: Area,
  kind: MeetingKind,
  place: string,
  invited: readonly string[],
): readonly string[] {
  const sitting = places.flatMap((one) => (one.kinds.includes(kind) ? (one.sits ?? []) : []));
  const stay = invited.filter((one) => !sitting.includes(one) || invites[kind]?.includes(one));
  return [...new Set([...stay, ...(places.find(({ id }) => id === place)?.sits ?? [])])];
}

/** Who is invited to a meeting of a kind at a place of an area, as the area says: with whoever sits there. Undefined: the area says nothing of it. */
export function invitedAt({ invites, places = [] }: Area, kind: MeetingKind, place: string): readonly string[] | undefined {
  const said = invites[kind];
  return said && [...new Set([...said, ...(places.find(({ id }) => id === place)?.sits ?? [])])];
}
