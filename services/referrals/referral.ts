import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { spellingsOf } from '../../domain/uuids';
import type { EventAnswer, EventRequest } from '../commit/types';
import { personExists } from '../pathway/pathways';
import { among, db, firstOf, prepared } from '../tables/query';
import type { Identity } from './identity';
import { newRegisterId, type RegisterId } from '../people/register-id';

export interface ReferralDeps {
  readonly pool: Pool;
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
  readonly clock: () => Instant;
  readonly area: { readonly name: string; readonly ruleSet: string };
}

/** Who is referred: somebody new, or somebody known by their register id. */
type WhoIsReferred = { readonly registerId: RegisterId } | Identity;

export interface Referral {
  /** The event's id, made by the caller; null: one is made. */
  readonly id: string | null;
  readonly who: WhoIsReferred;
  readonly event: PathwayEvent;
  readonly source: string;
  readonly bodyDigest: string;
  /** The register id of somebody new, which nobody else has; absent: one is made. */
  readonly newId?: RegisterId;
}

/** A register id that nobody has: two people under one id would be the worst of mistakes. */
async function freshRegisterId(pool: Pool): Promise<RegisterId> {
  for (;;) {
    const id = newRegisterId();
    if (!(await personExists(pool, id))) return id;
  }
}

/** Refers somebody: the person, where new, and the event in one transaction. The same id again gets the recorded answer, with the register id of the first time. */
export async function refer(deps: ReferralDeps, referral: Referral): Promise<EventAnswer> {
  const { who } = referral;
  const request = {
    kind: 'event' as const,
    id: referral.id ?? randomUUID(),
    events: [referral.event],
    batch: false,
    clock: deps.clock(),
    source: referral.source,
    bodyDigest: referral.bodyDigest,
    opensPathway: true,
  };
  if ('registerId' in who) return deps.commit({ ...request, registerId: who.registerId });
  const person = {
    area: deps.area.name,
    ruleSet: deps.area.ruleSet,
    name: who.name,
    bornOn: who.bornOn,
    nhsNumber: who.nhsNumber,
    contacts: who.contacts,
  };
  const answer = await deps.commit({ ...request, registerId: referral.newId ?? (await freshRegisterId(deps.pool)), person });
  if (answer.status !== 'nhs-number-known') return answer;
  // A repeat of the referral that made this person meets their NHS number first: its recorded answer lies under their register id.
  const first = await registerIdOfEvent(deps.pool, request.id);
  return first === null ? answer : deps.commit({ ...request, registerId: first, person });
}

const ownerOf = prepared('register-id-of-event', (ids: readonly string[]) =>
  db.selectFrom('event').select('register_id').where('id', '=', among(ids)),
);

const registerIdOfEvent = async (pool: Pool, id: string): Promise<string | null> =>
  (await firstOf(pool, ownerOf(spellingsOf(id))))?.register_id ?? null;
