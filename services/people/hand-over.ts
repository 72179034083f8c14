import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { Seals } from '../../infra/seals';
import { digestOfIdentity, insertRecord, nextRecord, readRecordHead, storedRecord, type StoredRecord } from '../record/person-record';
import { type Decided, inTransaction } from '../record/transaction';
import { area } from '../rules/areas';
import { countOf, db, firstOf, prepared, rowsOf } from '../tables/query';
import { taskStatement } from '../tasks/tasks';

/** What the team of an area is asked when a record was handed over to it. */
export const HANDED_OVER = 'handed-over';

export interface HandOver {
  readonly registerId: string;
  /** The id of the area to which the record goes. */
  readonly area: string;
  /** As the log of events names who did it. */
  readonly source: string;
}

export type HandOverAnswer =
  | { readonly status: 'done' }
  /** `pathway-open`: their time on the pathway has not ended here; `same-area`: it is there already. */
  | { readonly status: 'pathway-open' | 'same-area' | 'unknown-person' | 'duplicate' };

const stored = prepared('hand-over-for-update', (registerId: string) =>
  db
    .selectFrom('person')
    .select([
      'register_id as registerId',
      'area',
      'name',
      'nhs_number as nhsNumber',
      'born_on as bornOn',
      'contacts',
      'duplicate_of as duplicateOf',
    ])
    .select((eb) =>
      eb
        .exists(
          eb
            .selectFrom('pathway')
            .select('pathway.number')
            .whereRef('pathway.register_id', '=', 'person.register_id')
            .where('pathway.ended_type', 'is', null),
        )
        .as('open'),
    )
    .where('register_id', '=', registerId)
    .forUpdate('person'),
);

const handing = prepared('hand-over', (registerId: string, areaId: string, ruleSet: string, record: StoredRecord) =>
  db
    .with('recorded', (also) => insertRecord(also, record))
    .updateTable('person')
    .set({ area: areaId, rule_set: ruleSet })
    .where('register_id', '=', registerId),
);

/**
 * Hands the record of somebody who moved away over to another area of this installation: from then on its team sees it, and no other; a pathway that
 * begins again there begins under the rules of that area. What was before stays as it was. The same again changes nothing. Throws RangeError for an
 * area that is not known, and where the database is away.
 */
export function handOver(
  deps: { readonly pool: Pool; readonly seals: Seals; readonly clock: () => Instant },
  { registerId, area: to, source }: HandOver,
): Promise<HandOverAnswer> {
  const { ruleSet } = area(to);
  const undecided = (status: Exclude<HandOverAnswer['status'], 'done'>): Decided<HandOverAnswer> => ({ answer: { status }, write: null });
  return inTransaction<HandOverAnswer>(deps, async (client: PoolClient) => {
    const person = await firstOf(client, stored(registerId));
    if (!person) return undecided('unknown-person');
    const { open, duplicateOf, ...identity } = person;
    if (duplicateOf !== null) return undecided('duplicate');
    if (identity.area === to) return undecided('same-area');
    if (open) return undecided('pathway-open');
    const head = await readRecordHead(client, registerId);
    const said = { registerId, kind: 'identity', subject: `area/${to}`, at: deps.clock(), source };
    const record = nextRecord(deps.seals, head, { ...said, digest: digestOfIdentity(deps.seals, { ...identity, area: to }) });
    const key = `${HANDED_OVER}/${registerId}/${record.number}`;
    const task = { key, register_id: registerId, kind: HANDED_OVER, audience: 'team', params: { from: identity.area } };
    return {
      answer: { status: 'done' },
      write: handing(registerId, to, ruleSet, storedRecord(record)),
      also: [taskStatement(task, false)],
    };
  });
}

const waiting = prepared('handed-over-to-look-at', (registerId: string) =>
  db
    .selectFrom('task')
    .select(['key', 'params'])
    .where('register_id', '=', registerId)
    .where('kind', '=', HANDED_OVER)
    .where('status', '=', 'open'),
);
const looking = prepared('handed-over-was-looked-at', (registerId: string, at: Date) =>
  db
    .updateTable('task')
    .set({ status: 'done', done_at: at })
    .where('register_id', '=', registerId)
    .where('kind', '=', HANDED_OVER)
    .where('status', '=', 'open'),
);

/** The ids of the areas that handed a record over and whose successors have not said yet that they looked at it. Throws where the database is away. */
export const readHandedOver = async (pool: Pool, registerId: string): Promise<readonly string[]> =>
  (await rowsOf(pool, waiting(registerId))).map(({ params }) => String(params['from']));

/** The team to which a record went has looked at it. Repeating it changes nothing. */
export async function lookedAtHandOver(pool: Pool, registerId: string, at: Instant): Promise<void> {
  await countOf(pool, looking(registerId, new Date(at)));
}
