import { formatInstant, type Instant } from '../../domain/calendar/dates';
import type { Member } from '../../services/staff/members';
import type { About } from '../../services/staff/about';
import type { StaffAnswer, StaffDeps } from '../../services/staff/change';
import { isArea } from '../../services/rules/areas';
import type { Caller } from '../../services/access/callers';
import type { ApiContext } from '../context';
import { Problem } from '../http/problem';

/** What a change of staff works with: a token is of all areas. */
export const staffDeps = ({ pool, seals }: ApiContext): StaffDeps => ({ pool, seals, isArea, within: null });

/** Who changes something about staff, why, and when. */
export const aboutChange = (caller: Caller | null, why: string, { clock }: ApiContext): About => ({
  by: caller?.name ?? 'nobody',
  why,
  at: clock(),
});

/** The problem for an id that no member of staff has. */
export const unknownStaff = (): Problem => Problem.of('unknown-staff', 'No member of staff has this id. Take the id from GET /staff.');

/** The member of staff after a change; throws what was not done as a problem. */
export function changedMember(answer: StaffAnswer): Member {
  switch (answer.status) {
    case 'done':
      return answer.member;
    case 'unknown-staff':
      throw unknownStaff();
    case 'staff-known':
      throw Problem.of('staff-known', 'A member of staff has this id. Leave the id out, or change them with PUT /staff/{id}.');
    case 'staff-changed':
      throw Problem.of(
        'staff-changed',
        'Somebody was faster. Read the member of staff again, look at what changed, and send with the new version in If-Match.',
        { members: { version: answer.version } },
      );
    case 'address-taken':
      throw Problem.of(
        'address-taken',
        'Another member of staff, who may have left, has this mail address. Each has an address of their own.',
      );
    case 'unknown-area':
      throw Problem.of('invalid-request', 'There is no such area. See `errors`.', {
        errors: [{ path: 'areas', message: 'must each be the id of an area that there is' }],
      });
    case 'other-areas':
    case 'other-identity':
      throw Problem.of('forbidden', 'This member of staff is not yours to change.');
    case 'cover-unfit':
      throw Problem.of(
        'cover-unfit',
        'The cover must be another member of staff of the same area, who is here when the time away begins, and not away themself.',
      );
    case 'unknown-away':
      throw Problem.of('unknown-away', 'This member of staff has no time away of this number. Take it from GET /staff/{id}.');
    case 'not-in-service':
      throw Problem.of('not-in-service', 'This member of staff is not here at present, so that nothing goes to them anyway.');
  }
}

/** Throws the problem `invalid-request` for a moment that lies before now. */
export function notBefore(now: Instant, path: string, moment: Instant): Instant {
  if (moment >= now) return moment;
  throw Problem.of('invalid-request', 'A moment has passed. See `errors`.', {
    errors: [{ path, message: `must not be before now (${formatInstant(now)})` }],
  });
}
