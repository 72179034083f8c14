import type { PlainDate } from '../../domain/calendar/dates';
import { byPlace, isType, placed, type PlacedOf, standing } from '../../domain/pathway/place';
import type { PersonRecord } from '../../domain/pathway/types';

/** A visit that was made to somebody in hospital. */
export interface VisitMade {
  /** The id of its event, which stays when it is put right. */
  readonly id: string;
  readonly on: PlainDate;
  readonly purpose: PlacedOf<'visit-held'>['fact']['purpose'];
  readonly onSite: boolean | undefined;
  readonly seen: boolean | undefined;
}

/** The visits of a pathway that stand, the last one first. Pure. */
export function visitsMade(record: PersonRecord, pathway: number): readonly VisitMade[] {
  return standing(record.pathways.find(({ number }) => number === pathway)?.log ?? [])
    .map(placed)
    .toSorted(byPlace)
    .flatMap((item) => (isType(item, 'visit-held') ? [{ id: item.id, on: item.on, ...detailsOf(item) }] : []))
    .toReversed();
}

const detailsOf = ({ fact: { purpose, onSite, seen } }: PlacedOf<'visit-held'>) => ({ purpose, onSite, seen });

/** The id of what is written of a visit. */
export const visitFormId = (pathway: number, visit: string): string => `visit/${pathway}/${visit}`;
