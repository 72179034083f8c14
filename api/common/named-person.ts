import type { Identity } from '../../services/referrals/identity';
import { Problem } from '../http/problem';
import type { ReferredPerson } from '../schemas/requests';

/** A date that has not come yet. It is looked for before the commit, because a referral that is refused would leave a person without a pathway. */
export const ahead = (path: string, today: string): Problem =>
  Problem.of('invalid-request', 'A date lies ahead. See `errors`.', { errors: [{ path, message: `must not be after today (${today})` }] });

/** The person as a caller names them. Throws the problem `invalid-request` for a birth date that has not come yet. */
export function personOf(person: ReferredPerson, today: string): Identity {
  if (person.bornOn > today) throw ahead('person.bornOn', today);
  return { name: person.name, bornOn: person.bornOn, nhsNumber: person.nhsNumber ?? null, contacts: person.contacts ?? [] };
}
