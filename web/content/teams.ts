import type { AgeGroup } from '../../domain/calendar/ages';
import type { Diagnosis } from '../../domain/pathway/events';
import { teamsFor } from '../../services/rules/area-teams';
import { area, isArea } from '../../services/rules/areas';

/** The teams of an area that see somebody, by name and how they are reached, where several teams do; empty: one does for all. */
export const teamsOf = (id: string, whom: { readonly ages: AgeGroup | null; readonly diagnosis: Diagnosis | null }): readonly string[] =>
  isArea(id) ? teamsFor(area(id), whom).map(({ name, contact }) => `${name}, ${contact}`) : [];
