import type { Pool } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import { uniqueViolation } from '../../infra/database';
import { digestOf } from '../commit/canonical';
import type { EventAnswer, EventRequest } from '../commit-types';
import type { Contact } from '../notices/types';

export interface IdentityDeps {
  readonly pool: Pool;
  readonly commit: (request: EventRequest) => Promise<EventAnswer>;
  readonly clock: () => Instant;
}

/** Who a person is. */
export interface Identity {
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string | null;
  readonly contacts: readonly Contact[];
}

export type IdentityAnswer =
  /** `birthDate`: what came of it as an event; null where the pathway has ended, and no date follows from it. */
  | { readonly status: 'recorded'; readonly birthDate: EventAnswer | null }
  /** `known`: who it is was never lost, or another identity has been recorded; `nhs-number-known`: of somebody else on file. */
  | { readonly status: 'unknown-person' | 'known' | 'nhs-number-known' };

/**
 * Records who a person is, of whom only the register id is on file, and says their birth date as an event, from which their dates are worked
 * out again. Where that event is refused the task stays open, for a person to see. Repeating
 * it with the same name answers the same. Throws where the database is away; the same call may then be made again.
 */
export async function recordIdentity(deps: IdentityDeps, registerId: string, identity: Identity, source: string): Promise<IdentityAnswer> {
  const written = await write(deps.pool, registerId, identity);
  if (written !== 'written') return { status: written };
  const birthDate = await deps.commit({
    kind: 'event',
    registerId,
    // Of its own for each birth date, and none that shows it: an event's id stands in addresses and tasks.
    id: `identity-${registerId}-${digestOf([registerId, identity.bornOn]).slice(0, 12)}`,
    events: [{ type: 'birth-date-recorded', bornOn: identity.bornOn }],
    batch: false,
    clock: deps.clock(),
    source,
  });
  // Of a pathway that has ended no date is worked out any more: who it was is all that is left to say.
  if (birthDate.status !== 'applied' && !isOver(birthDate)) return { status: 'recorded', birthDate };
  await deps.pool.query(`update task set status = 'done', done_at = now() where key = $1 and status = 'open'`, [
    `identity-lost/${registerId}`,
  ]);
  return { status: 'recorded', birthDate: isOver(birthDate) ? null : birthDate };
}

const isOver = (answer: EventAnswer): boolean => answer.status === 'refused' && answer.reason.code === 'pathway-ended';

async function write(
  pool: Pool,
  registerId: string,
  { name, nhsNumber, contacts }: Identity,
): Promise<'written' | 'unknown-person' | 'known' | 'nhs-number-known'> {
  try {
    const { rows } = await pool.query<{ written: boolean }>(
      `with recorded as (
         update person set name = $2, nhs_number = coalesce($3, nhs_number), contacts = $4
          where register_id = $1 and (name is null or name = $2) and exists (select from task where key = 'identity-lost/' || $1)
         returning register_id)
       select exists (select from recorded) as written from person where register_id = $1`,
      [registerId, name, nhsNumber, JSON.stringify(contacts)],
    );
    const row = rows[0];
    if (!row) return 'unknown-person';
    return row.written ? 'written' : 'known';
  } catch (error) {
    if (uniqueViolation(error) === 'person_nhs_number_key') return 'nhs-number-known';
    throw error;
  }
}
