import type { Pool, PoolClient } from 'pg';
import type { Instant, PlainDate } from '../../domain/calendar/dates';
import type { Seals } from '../../infra/seals';
import { canonicalJson, digestOf } from '../../infra/canonical';
import { digestOfIdentity, insertRecordSql, nextRecord, readRecordHead, recordValues, type SealedIdentity } from '../record/person-record';
import { lockNhsNumber, recordOfNhsNumber } from '../record/read';
import { type Decided, inTransaction } from '../record/transaction';
import type { EventAnswer, EventRequest } from '../commit/types';
import type { Contact } from '../../domain/notices/recipients';

export interface IdentityDeps {
  readonly pool: Pool;
  readonly seals: Seals;
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
 * out again. Where that event is refused the task stays open, for a person to see. Once the task is done nothing is changed any more: the
 * same again answers the same, anything else `known`. Throws where the database is away; the same call may then be made again.
 */
export async function recordIdentity(deps: IdentityDeps, registerId: string, identity: Identity, source: string): Promise<IdentityAnswer> {
  // Of its own for each birth date, and none that shows it: an event's id stands in addresses and tasks.
  const id = `identity-${registerId}-${digestOf([registerId, identity.bornOn]).slice(0, 12)}`;
  const about = { registerId, identity, event: id, source, at: deps.clock() };
  const written = await inTransaction(deps, (client) => write(client, deps.seals, about));
  if (written !== 'written' && written !== 'repeated') return { status: written };
  const birthDate = await deps.commit({
    kind: 'event',
    registerId,
    id,
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

interface StoredIdentity {
  readonly area: string;
  readonly bornOn: string | null;
  readonly name: string | null;
  readonly nhsNumber: string | null;
  readonly contacts: unknown;
  /** Of the task that asks who they are; null: it was never lost. */
  readonly task: string | null;
  /** Whether this birth date has been said of them. */
  readonly said: boolean;
}

type Written = 'written' | 'repeated' | 'unknown-person' | 'known' | 'nhs-number-known';

interface ToWrite {
  readonly registerId: string;
  readonly identity: Identity;
  /** The id of the event that says the birth date. */
  readonly event: string;
  readonly source: string;
  readonly at: Instant;
}

async function write(client: PoolClient, seals: Seals, { registerId, identity, event, source, at }: ToWrite): Promise<Decided<Written>> {
  const { name, nhsNumber, contacts } = identity;
  const unchanged = (answer: Written): Decided<Written> => ({ answer, write: null });
  if (nhsNumber !== null) await lockNhsNumber(client, nhsNumber);
  const { rows } = await client.query<StoredIdentity>(
    `select p.area, p.born_on::text as "bornOn", p.name, p.nhs_number as "nhsNumber", p.contacts, t.status as task, exists (select from event where id = $2) as said
       from person p left join task t on t.key = 'identity-lost/' || p.register_id where p.register_id = $1 for update of p`,
    [registerId, event],
  );
  const [stored] = rows;
  if (!stored) return unchanged('unknown-person');
  if (stored.task === null || (stored.name !== null && stored.name !== name)) return unchanged('known');
  if (stored.task !== 'open') {
    const same =
      stored.said && (nhsNumber ?? stored.nhsNumber) === stored.nhsNumber && canonicalJson(contacts) === canonicalJson(stored.contacts);
    return unchanged(same ? 'repeated' : 'known');
  }
  // Looked for under the number's lock: a conflict would write it to the database's own log.
  const holder = nhsNumber === null ? null : await recordOfNhsNumber(client, nhsNumber);
  if (holder !== null && holder !== registerId) return unchanged('nhs-number-known');
  const { area, bornOn } = stored;
  const now: SealedIdentity = {
    ...{ registerId, area, bornOn, name, nhsNumber: nhsNumber ?? stored.nhsNumber },
    // As the database will give them back.
    contacts: JSON.parse(JSON.stringify(contacts)) as unknown,
  };
  const record = nextRecord(seals, await readRecordHead(client, registerId), {
    ...{ registerId, kind: 'identity', subject: null, at, source },
    digest: digestOfIdentity(seals, now),
  });
  const values = [registerId, name, nhsNumber, JSON.stringify(contacts), ...recordValues(record)];
  return {
    answer: 'written',
    write: {
      text: `with recorded as (${insertRecordSql(5)})
        update person set name = $2, nhs_number = coalesce($3, nhs_number), contacts = $4 where register_id = $1`,
      values,
    },
  };
}
