import type { PlainDate } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { beyondBounds, isBound, sentByOthers } from '../../services/access/bounds';
import { sourceOf, type Caller } from '../../services/access/callers';
import { isOfAnotherSite, onRecord } from '../../services/people/on-record';
import type { ApiContext } from '../context';
import { Problem } from '../http/problem';

const beyond = (detail: string): Problem => Problem.of('not-for-this-token', detail);

/**
 * Throws the problem `not-for-this-token` where an event is of a type or a site that the caller's token is not for, or takes back what
 * an integrator did not send itself. It says nothing of anybody's record.
 */
export async function checkBounds(context: ApiContext, caller: Caller | null, events: readonly PathwayEvent[]): Promise<void> {
  if (!caller) return;
  for (const event of events) {
    const sentence = beyondBounds(caller, event);
    if (sentence !== null) throw beyond(sentence);
  }
  if (!isBound(caller)) return;
  const taken = events.flatMap((event) => (event.type === 'corrected' ? [event.event ?? [], event.events ?? []].flat() : []));
  if (await sentByOthers(context.pool, taken, sourceOf(caller)))
    throw beyond('Your token takes back only what was sent with it. Ask the LDA team to correct what others have sent.');
}

/** Throws the problem `invalid-request` where an integrator sends no birth date beside a register id. */
export function needBirthDate(caller: Caller | null, bornOn: PlainDate | undefined): void {
  if (bornOn !== undefined || !caller || !isBound(caller)) return;
  const message = 'is needed beside the register id: the person’s birth date, since your token is bound to sites or types of events';
  throw Problem.of('invalid-request', 'The body does not say whose register id it is. See `errors`.', {
    errors: [{ path: 'bornOn', message }],
  });
}

/**
 * Holds the birth date that a caller sends beside a register id to the one on the record. An integrator must send it: a register id that was
 * misread, or is somebody else's, then reaches nobody. Throws the problem `person-mismatch`, the same where nobody has the register id, and
 * `not-for-this-token` for what is said of a stay at a site that the caller's token is not for.
 */
export async function checkPerson(
  context: ApiContext,
  caller: Caller | null,
  registerId: string,
  bornOn: PlainDate | undefined,
  events: readonly PathwayEvent[],
): Promise<void> {
  needBirthDate(caller, bornOn);
  if (bornOn === undefined) return;
  const record = await onRecord(context.pool, registerId);
  if (record.bornOn !== bornOn)
    throw Problem.of(
      'person-mismatch',
      'Register id and birth date are not of one person here. Check both; nothing was recorded. If they are right, tell the LDA team.',
    );
  if (caller?.sites && isOfAnotherSite(record.site, caller.sites, events))
    throw beyond(`Your token is for the sites ${caller.sites.join(', ')}, and the stay on record is at another. Tell the LDA team.`);
}
