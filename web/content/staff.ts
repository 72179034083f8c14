import { STAFF_ROLES, type StaffRole } from '../../domain/access/roles';
import { formatInstant, type Instant, londonDate } from '../../domain/calendar/dates';
import { STAFF_AUDIENCES, type Member, type MemberVersion } from '../../services/staff/members';
import { AUDIENCE_WORDS, audienceTitle } from './audiences';
import { clockText, dayText, listWords } from './dates';
import { roleWords } from './roles';

const start = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** What each role may do, beside its tick. */
const ROLE_HINTS: Readonly<Record<StaffRole, string>> = {
  'lda-officer': 'Sees everyone in their areas, and records what happens',
  commissioner: 'All that an officer may',
  manager: 'All that an officer may, and these settings',
  auditor: 'Sees everyone in their areas and the access log, and records nothing',
  keyworker: 'Sees the people whose pathways they own',
  'panel-member': 'Sees no register: rules and status alone',
  'service-administrator': 'These settings, and no page about a person',
};

export const ROLE_CHOICES = STAFF_ROLES.map((role) => ({ value: role, text: start(roleWords([role])), hint: ROLE_HINTS[role] }));
export const AUDIENCE_CHOICES = STAFF_AUDIENCES.map((audience) => ({
  value: audience,
  text: audienceTitle(audience),
  hint: '',
}));

/** `Thursday 15 October 2026`, with the time where it is not midnight. */
export function instantText(at: Instant): string {
  const day = dayText(londonDate(at));
  return formatInstant(at).slice(11, 16) === '00:00' ? day : `${day} at ${clockText(at)}`;
}

export const rolesText = ({ roles }: Pick<Member, 'roles'>): string => (roles.length === 0 ? 'No role' : start(roleWords(roles)));
export const audiencesText = ({ audiences }: Pick<Member, 'audiences'>): string =>
  audiences.length === 0 ? 'No notices but for what they own' : start(listWords(audiences.map((one) => AUDIENCE_WORDS[one])));

/** A time away in words; `nameOf`: how a member of staff is called. */
export function awayText({ from, until, cover }: Member['away'][number], nameOf: (id: string) => string): string {
  const covered = cover === null ? 'The others of their audiences get what would go to them' : `${nameOf(cover)} stands in`;
  return `From ${instantText(from)} ${until === null ? 'until they are back' : `to ${instantText(until)}`}. ${covered}.`;
}

/** With which account somebody signs in. */
export const identityText = ({ identity }: Pick<Member, 'identity'>): string =>
  identity === null ? 'the first account that comes with their address' : 'with the account that is kept';

/** What a version says otherwise than the one before. */
export function changesText(before: Member, after: Member, nameOf: (id: string) => string): readonly string[] {
  const untilText = ({ until }: Member): string => (until === null ? 'not said' : instantText(until));
  const fromText = ({ from }: Member): string => (from === null ? 'always' : instantText(from));
  const fields: readonly (readonly [string, (member: Member) => string])[] = [
    ['Name', ({ name }) => name],
    ['Mail address', ({ email }) => email],
    ['Roles', rolesText],
    ['Notices', audiencesText],
    ['Areas', ({ areas }) => listWords(areas)],
    ['Here from', fromText],
    ['Leaves', untilText],
    ['Sign-in', identityText],
  ];
  const changed = fields.flatMap(([label, text]) => (text(before) === text(after) ? [] : [`${label}: ${text(before)} → ${text(after)}`]));
  const away = after.away.flatMap((time) => {
    const text = awayText(time, nameOf);
    const was = before.away.find(({ number }) => number === time.number);
    return was && awayText(was, nameOf) === text ? [] : [`Away: ${text}`];
  });
  return [...changed, ...away];
}

const CHANGES: Readonly<Record<MemberVersion['change'], string>> = {
  added: 'Added',
  changed: 'Changed',
  left: 'Leaving was recorded',
  returned: 'Came back',
  away: 'Time away was recorded',
  back: 'A time away was ended',
  identified: 'Their account was kept as they signed in',
  'sign-in-anew': 'Let them sign in anew',
};
export const changeTitle = (change: MemberVersion['change']): string => CHANGES[change];

/** Who did something, out of the name that the service keeps. */
export function byText(by: string, nameOf: (id: string) => string): string {
  const [, staff] = /^staff:(.+)$/.exec(by) ?? [];
  if (staff !== undefined) return nameOf(staff);
  return by === 'service' ? 'the service' : `the token “${by}”`;
}
