import type { CoreContext } from '../../domain/pathway/types';
import { type Area, areaOfFile } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';

/** An area as the year is lived in it, and the rules of its people. */
export interface Setting {
  readonly name: string;
  readonly area: Area;
  readonly ruleSet: string;
  readonly core: CoreContext;
}

/** The rules of Leicester, Leicestershire and Rutland, which give a multi-agency meeting and a review in the community 14 days; with green, which they do not use. */
function withDays(): CoreContext {
  const real = coreContext();
  const { ratings } = real.ruleSet('england-2023');
  return { ...real, ruleSet: (ref) => (ref.startsWith('llr-2023') ? { ...real.ruleSet(ref), ratings } : real.ruleSet(ref)) };
}

/** The areas that are compared. */
export function settings(): readonly Setting[] {
  const area = areaOfFile('example');
  const asItStands = { name: 'as it stands', area, ruleSet: area.ruleSet, core: coreContext() };
  // One multi-agency meeting a day on one day a week, and one panel.
  const places = (area.places ?? []).filter(({ id }) => id !== 'mam-thursday').map((place) => ({ ...place, seats: 1 }));
  return [
    asItStands,
    { ...asItStands, name: 'fewer places', area: { ...area, places } },
    { ...asItStands, name: 'a date for each', ruleSet: 'llr-2023', core: withDays() },
  ];
}
