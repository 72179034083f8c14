import { STAFF_ROLES } from '../../../domain/access/roles';
import { isOneOf, typedLine, typedText } from '../../../domain/text';
import { mailAddressSchema } from '../../../infra/mail/address';
import type { MemberFields } from '../../../services/staff/change';
import { type Member, STAFF_AUDIENCES } from '../../../services/staff/members';
import type { Viewer } from '../../../services/staff/viewers';
import { AUDIENCE_CHOICES, ROLE_CHOICES } from '../../content/staff';
import { one, several, type Typed } from '../../record/fields';
import type { FormError, Question } from '../../parts/form';
import { areaName } from './known';

export const WHY: Question = {
  as: 'words',
  name: 'why',
  label: 'Why?',
  hint: 'It stays in the history of this member of staff.',
};

/** What is asked of a member of staff: areas only of somebody who works in several. */
export const memberQuestions = ({ areas }: Viewer): readonly Question[] => [
  { as: 'line', name: 'name', label: 'Name' },
  { as: 'line', name: 'email', label: 'Work email address', hint: 'With it they sign in. No other member of staff has it.' },
  { as: 'ticks', name: 'roles', label: 'Roles', choices: ROLE_CHOICES },
  {
    as: 'ticks',
    name: 'audiences',
    label: 'Which notices do they get?',
    hint: 'What is about a pathway that they own comes to them in any case.',
    choices: AUDIENCE_CHOICES,
  },
  ...(areas.length > 1
    ? [{ as: 'ticks' as const, name: 'areas', label: 'Areas', choices: areas.map((id) => ({ value: id, text: areaName(id) })) }]
    : []),
  WHY,
];

/** What a form about a member is shown with at first. */
export const typedOf = ({ name, email, roles, audiences, areas }: Member): Typed => ({ name, email, roles, audiences, areas });

/** Reads the reason; what is wrong with it is added to the errors. */
export function readWhy(typed: Typed, errors: FormError[]): string {
  const why = one(typed, 'why');
  if (!typedText(4_000).safeParse(why).success) errors.push({ field: 'why', message: 'Say why, in a few words' });
  return why;
}

/**
 * Reads what is said of a member of staff. A reader gives and takes the areas in which they work themselves: whom they change has no others.
 * @param present how the member stands; null: somebody new
 */
export function readMemberFields(
  typed: Typed,
  viewer: Viewer,
  present: Member | null,
): { readonly fields: MemberFields; readonly why: string; readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const name = one(typed, 'name');
  const email = one(typed, 'email');
  if (!typedLine(120).safeParse(name).success) errors.push({ field: 'name', message: 'Enter a name of at most 120 letters' });
  if (!mailAddressSchema.safeParse(email).success)
    errors.push({ field: 'email', message: 'Enter an email address, like name@example.nhs.uk' });
  const roles = several(typed, 'roles').filter(isOneOf(STAFF_ROLES));
  const audiences = several(typed, 'audiences').filter(isOneOf(STAFF_AUDIENCES));
  const had = present?.areas ?? [];
  const ticked = viewer.areas.length > 1 ? viewer.areas.filter((id) => several(typed, 'areas').includes(id)) : [];
  const own = viewer.areas.length > 1 ? ticked : present ? had : viewer.areas;
  const areas = [...had.filter((id) => own.includes(id)), ...own.filter((id) => !had.includes(id))];
  if (areas.length === 0) errors.push({ field: 'areas', message: 'Choose at least 1 area' });
  const same = (a: readonly string[], b: readonly string[]): boolean => [...a].sort().join() === [...b].sort().join();
  if (present?.id === viewer.id && !(same(roles, present.roles) && same(areas, present.areas)))
    errors.push({ field: 'roles', message: 'Ask somebody else to change your own roles or areas' });
  // By their address they sign in, and as an audience they are told of people.
  if (present?.id === viewer.id && (email.toLowerCase() !== present.email.toLowerCase() || !same(audiences, present.audiences)))
    errors.push({ field: 'email', message: 'Ask somebody else to change your own email address or what you are told of' });
  const why = readWhy(typed, errors);
  return { fields: { name, email, areas, roles, audiences }, why, errors };
}
