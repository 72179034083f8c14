import { type PlainDate } from '../../domain/calendar/dates';
import { dayText } from '../content/dates';
import { paths } from '../paths';
import { one, type Typed } from '../record/fields';
import type { Known } from './known';
import { TYPED, type Typing } from './refer';
import { ROLES, SOURCES, URGENCIES } from './words';

/** Why a referral could not be recorded, with the record that stands in the way. */
export interface CheckProblem {
  readonly said: string;
  readonly href: string | null;
}

export interface CheckModel {
  readonly problem: CheckProblem | null;
  readonly known: readonly (Known & { readonly refer: string })[];
  readonly facts: readonly { readonly label: string; readonly value: string; readonly isName: boolean }[];
  readonly begins: readonly string[];
  readonly action: string;
  readonly change: string;
  /** What the button says. */
  readonly deed: string;
  /** The id that the event will have. */
  readonly event: string;
  readonly hidden: readonly { readonly name: string; readonly value: string }[];
}

function toldOf({ sender }: Typing): string {
  if (sender === null) return 'Nobody is named who could be told that it arrived: the acknowledgement is held, until somebody is.';
  return sender.email === undefined
    ? 'There is no email address of whoever made it: the acknowledgement is held, until there is one. Tell them yourself that it arrived, and whom to phone if it is urgent.'
    : 'Whoever made it is told that it arrived, and whom to phone if it is urgent.';
}

/** What is shown before a referral is recorded. `typed`: with the day on which it was made. */
export function checkModel(typing: Typing, typed: Typed, known: readonly Known[], event: string, problem: CheckProblem | null): CheckModel {
  const { person, sender } = typing;
  const said = typing.event.type === 'referral-received' ? typing.event : null;
  const suggested = said?.suggestedRating;
  const facts: (readonly [string, string])[] = [
    ['Name', person.name],
    ['Date of birth', dayText(person.bornOn)],
    ['NHS number', person.nhsNumber?.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3') ?? 'Not known'],
    ['Referred by', said ? SOURCES[said.source] : ''],
    ['Made', said?.on === undefined ? '' : dayText(said.on as PlainDate)],
    ['How urgent they think it is', suggested === undefined || suggested === 'blue' ? 'They did not say' : URGENCIES[suggested]],
    ...(sender ? ([['Made by', [sender.name, ROLES[sender.role], sender.email, sender.phone].filter(Boolean).join(', ')]] as const) : []),
  ];
  return {
    problem,
    known: known.map((one) => ({ ...one, refer: paths.recordEvent({ registerId: one.registerId, type: 'referral-received' }) })),
    facts: facts.map(([label, value]) => ({ label, value, isName: label === 'Name' || label === 'Made by' })),
    begins: [
      'A record begins, with a register id of its own. The person is not on the register yet: that needs a decision and consent.',
      'A decision on eligibility is to be made. No time limit is set for it; its age is counted from the day on which the referral was made.',
      toldOf(typing),
      ...(suggested === 'red' ? ['Red was suggested: the referral stands first in the list. If it cannot wait, decide it now.'] : []),
    ],
    action: paths.referRecord(),
    change: paths.refer(),
    deed: known.length > 0 ? 'They are somebody else: record the referral' : 'Record the referral',
    event,
    hidden: TYPED.map((name) => ({ name, value: one(typed, name) })).filter(({ value }) => value !== ''),
  };
}
