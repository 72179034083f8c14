import { ageOn } from '../../domain/calendar/ages';
import type { PlainDate } from '../../domain/calendar/dates';
import { detailsOf } from '../../domain/pathway/details';
import type { Diagnosis } from '../../domain/pathway/events';
import { onRegisterSince, spellsTrueThen } from '../../domain/pathway/membership';
import { latestPathway } from '../../domain/pathway/present';
import type { Permission } from '../../domain/access/permissions';
import type { Standing } from '../../services/pathway/standing';
import { coreContext } from '../../services/rules/policies';
import type { Viewer } from '../../services/staff/viewers';
import { dayText } from '../content/dates';
import { ratingTag, type RatingTag } from '../content/ratings';
import { paths } from '../paths';

/** The parts of a record that have a page. */
export type Part = 'overview' | 'deadlines' | 'meetings' | 'actions' | 'needs' | 'forms' | 'documents' | 'history' | 'looked';

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

/** A diagnosis after somebody's age. */
const PEOPLE_WITH: Readonly<Record<Diagnosis, string>> = {
  'learning-disability': 'Has a learning disability.',
  autism: 'Autistic.',
  both: 'Autistic, and has a learning disability.',
  considered: 'A diagnosis is being considered.',
  none: 'No learning disability, and not autistic.',
};

/** The age, the diagnosis, where they live now, and whether they are on the register, in one line. */
function factsOf({ bornOn, snapshot, record }: Standing, today: PlainDate, seesAll: boolean): string {
  const since = seesAll && snapshot.onRegister ? onRegisterSince(spellsTrueThen(coreContext(), record), today) : null;
  const diagnosis = seesAll ? detailsOf(latestPathway(record)?.log ?? [], today).diagnosis : null;
  const { stays, inpatient, onRegister, ended } = snapshot;
  const stay = stays.findLast(({ dischargedOn }) => dischargedOn === null);
  const age = bornOn === null ? 'Age not known.' : `${ageOn(bornOn, today)} years.`;
  const where = inpatient && stay ? ` In hospital since ${dayText(stay.admittedOn)}.` : '';
  const register = ended
    ? ` This time on the pathway ended on ${dayText(ended.on)}.`
    : onRegister
      ? since === null
        ? ' On the register.'
        : ` On the register since ${dayText(since)}.`
      : ' Not on the register.';
  return `${age}${diagnosis === null ? '' : ` ${PEOPLE_WITH[diagnosis]}`}${where}${register}`;
}

/** Who a page is about. `seesAll`: the reader is told the diagnosis, and since when they are on the register. */
export const headerOf = (standing: Standing, today: PlainDate, seesAll = false): PersonHeader => ({
  registerId: standing.registerId,
  name: standing.name ?? 'Name not known',
  rating: ratingTag(standing.snapshot.rating),
  href: paths.person({ registerId: standing.registerId }),
  facts: factsOf(standing, today, seesAll),
});

interface Place {
  readonly part: Part;
  readonly text: string;
  readonly href: string;
  readonly permission: Permission;
  readonly count?: number;
}

/** The links to the parts of a record that a reader may open. */
export function subnavOf(
  { registerId, snapshot }: Standing,
  current: Part,
  { permissions }: Pick<Viewer, 'permissions'>,
): readonly SubItem[] {
  const owed = [...snapshot.deadlines.values()].filter((deadline) => deadline.owed).length;
  const booked = snapshot.meetings.filter(({ status }) => status === 'scheduled').length;
  const open = snapshot.actions.filter(({ status }) => status === 'open' || status === 'blocked').length;
  const places: readonly Place[] = [
    { part: 'overview', text: 'Overview', href: paths.person({ registerId }), permission: 'pathways:read' },
    { part: 'deadlines', text: 'Deadlines', href: paths.deadlines({ registerId }), permission: 'deadlines:read', count: owed },
    { part: 'meetings', text: 'Meetings', href: paths.meetings({ registerId }), permission: 'history:read', count: booked },
    { part: 'actions', text: 'Actions', href: paths.actions({ registerId }), permission: 'history:read', count: open },
    { part: 'needs', text: 'Needs and people', href: paths.needs({ registerId }), permission: 'people:find' },
    { part: 'forms', text: 'Forms', href: paths.forms({ registerId }), permission: 'history:read' },
    { part: 'documents', text: 'Documents', href: paths.documents({ registerId }), permission: 'history:read' },
    { part: 'history', text: 'History', href: paths.history({ registerId }), permission: 'history:read' },
    { part: 'looked', text: 'Who looked', href: paths.looked({ registerId }), permission: 'history:read' },
  ];
  return places
    .filter(({ permission }) => permissions.has(permission))
    .map(({ part, text, href, count = 0 }) => ({ text, href, count, current: part === current }));
}
