import type { Instant } from '../../../domain/calendar/dates';
import { awayAt, isInService } from '../../../domain/notices/staffing';
import type { Member, MemberVersion } from '../../../services/staff/members';
import { listWords } from '../../content/dates';
import { audiencesText, awayText, byText, changesText, changeTitle, identityText, instantText, rolesText } from '../../content/staff';
import { paths } from '../../paths';
import { areaName, namesOf } from './known';

interface MemberRow {
  readonly name: string;
  readonly href: string;
  readonly roles: string;
  readonly notices: string;
  readonly stands: string;
}

export interface ListModel {
  readonly add: string;
  readonly said: string;
  readonly groups: readonly { readonly title: string; readonly rows: readonly MemberRow[] }[];
}

/** Whether somebody is here, away, still to come, or has left. */
function standsText(member: Member, nameOf: (id: string) => string, now: Instant): string {
  const { from, until } = member;
  if (until !== null && until <= now) return `Left ${instantText(until)}`;
  if (from !== null && from > now) return `From ${instantText(from)}`;
  const away = awayAt(member, now);
  const parts = [
    away ? `Away. ${awayText(away, nameOf)}` : 'Here',
    ...(until === null ? [] : [`Leaves ${instantText(until)}`]),
    ...member.away
      .filter((time) => time.from > now && (time.until === null || time.until > time.from))
      .map((time) => `Away later. ${awayText(time, nameOf)}`),
  ];
  return parts.join('. ').replaceAll('..', '.');
}

/** The staff of the reader's areas: those who work here, and those who do not any more. */
export function listModel(staff: readonly Member[], now: Instant): ListModel {
  const nameOf = namesOf(staff);
  const row = (member: Member): MemberRow => ({
    name: member.name,
    href: paths.member({ id: member.id }),
    roles: rolesText(member),
    notices: audiencesText(member),
    stands: standsText(member, nameOf, now),
  });
  const hasLeft = ({ until }: Member): boolean => until !== null && until <= now;
  const here = staff.filter((member) => !hasLeft(member));
  const awayNow = here.filter((member) => isInService(member, now) && awayAt(member, now)).length;
  return {
    add: paths.staffAdd(),
    said: `${here.length} members of staff, ${awayNow} away now.`,
    groups: [
      { title: 'Work here', rows: here.map(row) },
      { title: 'Have left', rows: staff.filter(hasLeft).map(row) },
    ].filter(({ rows }) => rows.length > 0),
  };
}

export interface MemberModel {
  readonly name: string;
  readonly done: string | null;
  /** Why the reader changes nothing of them; null: they may. */
  readonly notTheirs: string | null;
  readonly facts: readonly { readonly label: string; readonly text: string }[];
  readonly acts: readonly { readonly text: string; readonly href: string }[];
  readonly away: readonly { readonly text: string; readonly back: string | null; readonly press: string }[];
  readonly history: readonly {
    readonly title: string;
    readonly when: string;
    readonly by: string;
    readonly why: string;
    readonly changes: readonly string[];
  }[];
}

const DONE: Readonly<Record<string, string>> = {
  added: 'Added to the staff.',
  changed: 'The change was saved.',
  left: 'Leaving was recorded.',
  returned: 'Coming back was recorded.',
  away: 'The time away was recorded.',
  back: 'The time away was ended.',
  'sign-in-anew': 'They can sign in anew.',
};

/** One member of staff, with all that ever stood of them, the newest first. */
export function memberModel(
  member: Member,
  versions: readonly MemberVersion[],
  nameOf: (id: string) => string,
  { done, isHere, isTheirs }: { readonly done: string | null; readonly isHere: boolean; readonly isTheirs: boolean },
  now: Instant,
): MemberModel {
  const { id, name, email, areas, until } = member;
  return {
    name,
    done: done !== null && Object.hasOwn(DONE, done) ? (DONE[done] ?? null) : null,
    notTheirs: isTheirs
      ? null
      : 'They also work in an area in which you do not. Somebody who works in all of their areas changes what stands here.',
    facts: [
      { label: 'Work email address', text: email },
      { label: 'Roles', text: rolesText(member) },
      { label: 'Notices', text: audiencesText(member) },
      { label: areas.length === 1 ? 'Area' : 'Areas', text: listWords(areas.map(areaName)) },
      { label: 'Signs in', text: identityText(member) },
      { label: 'How they stand', text: standsText(member, nameOf, now) },
    ],
    acts: !isTheirs
      ? []
      : [
          { text: 'Change', href: paths.memberChange({ id }) },
          ...(isHere ? [{ text: 'Record time away', href: paths.memberAway({ id }) }] : []),
          ...(until === null || until > now
            ? [{ text: until === null ? 'Record leaving' : 'Change the last day', href: paths.memberLeave({ id }) }]
            : []),
          ...(until === null ? [] : [{ text: until > now ? 'They stay' : 'Record coming back', href: paths.memberReturn({ id }) }]),
          ...(member.identity === null ? [] : [{ text: 'Let them sign in anew', href: paths.memberSignInAnew({ id }) }]),
        ],
    away: member.away.map((time) => ({
      text: awayText(time, nameOf),
      back: !isTheirs || (time.until !== null && time.until <= now) ? null : paths.memberBack({ id }, { number: time.number }),
      press: time.from > now ? 'Call it off' : 'Is back',
    })),
    history: versions
      .map(({ change, at, by, why, member: stood }, index) => {
        const before = versions[index - 1]?.member;
        return {
          title: changeTitle(change),
          when: instantText(at),
          by: byText(by, nameOf),
          why,
          changes: before ? changesText(before, stood, nameOf) : [`Roles: ${rolesText(stood)}`, `Notices: ${audiencesText(stood)}`],
        };
      })
      .toReversed(),
  };
}
