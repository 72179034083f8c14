import { ageOn } from '../../domain/calendar/ages';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Standing } from '../../services/pathway/standing';
import { dayText } from '../content/dates';
import { ratingTag, type RatingTag } from '../content/ratings';
import { paths } from '../paths';

/** The parts of a record that have a page. */
export type Part = 'overview' | 'deadlines' | 'history' | 'looked';

export interface SubItem {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
  readonly count: number;
}

/** Who a page is about, as its head says it. */
export interface PersonHeader {
  readonly registerId: string;
  readonly name: string;
  readonly rating: RatingTag;
  readonly href: string;
  readonly facts: string;
}

/** The age, where they live now, and whether they are on the register, in one line. */
function factsOf({ bornOn, snapshot }: Standing, today: PlainDate): string {
  const { stays, inpatient, onRegister, ended } = snapshot;
  const stay = stays.findLast(({ dischargedOn }) => dischargedOn === null);
  const age = bornOn === null ? 'Age not known.' : `${ageOn(bornOn, today)} years.`;
  const where = inpatient && stay ? ` In hospital since ${dayText(stay.admittedOn)}.` : '';
  const register = ended
    ? ` This time on the pathway ended on ${dayText(ended.on)}.`
    : onRegister
      ? ' On the register.'
      : ' Not on the register.';
  return `${age}${where}${register}`;
}

export const headerOf = (standing: Standing, today: PlainDate): PersonHeader => ({
  registerId: standing.registerId,
  name: standing.name ?? 'Name not known',
  rating: ratingTag(standing.snapshot.rating),
  href: paths.person({ registerId: standing.registerId }),
  facts: factsOf(standing, today),
});

/** The links to the parts of a record. */
export function subnavOf({ registerId, snapshot }: Standing, current: Part): readonly SubItem[] {
  const owed = [...snapshot.deadlines.values()].filter((deadline) => deadline.owed).length;
  return [
    { part: 'overview', text: 'Overview', href: paths.person({ registerId }), count: 0 },
    { part: 'deadlines', text: 'Deadlines', href: paths.deadlines({ registerId }), count: owed },
  ].map(({ part, ...item }) => ({ ...item, current: part === current }));
}
