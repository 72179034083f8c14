import { setImmediate as breathe } from 'node:timers/promises';
import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../../domain/access/roles';
import type { Instant, PlainDate } from '../../../domain/calendar/dates';
import {
  BEARING_ON_MEMBERSHIP,
  type RecordedEntry,
  type RecordedPerson,
  type Spell,
  spellsKnownThen,
  spellsTrueThen,
} from '../../../domain/pathway/membership';
import type { EventType } from '../../../domain/pathway/events';
import type { CoreContext } from '../../../domain/pathway/types';
import { storedFact, versioned } from '../../record/rule-set-version';

/** How somebody has stood with the register, by both readings. */
export interface Spells {
  readonly registerId: string;
  readonly bornOn: PlainDate | null;
  readonly trueThen: readonly Spell[];
  readonly knownThen: readonly Spell[];
}

/** Of whom, and up to which event, spells have been worked out. */
interface Known {
  readonly core: CoreContext;
  readonly people: Map<string, Spells & { readonly sequence: number }>;
}

/**
 * What was worked out last, for each database: it rests on the log alone, which only grows, so that it holds as long as no event has been
 * added to a person's. One of two processes that has heard of an event later sees so by the number of events.
 */
const known = new WeakMap<Pool, Known>();

/** So many people are remembered, and no more; so many are worked out before other work gets its turn. */
const MOST_KNOWN = 200_000;
const AT_ONCE = 100;

interface Head {
  readonly registerId: string;
  readonly sequence: number;
  readonly bornOn: PlainDate | null;
}

/** Of those who see their own people only, whom they own now. */
const HEADS = `select p.register_id as "registerId", p.sequence, p.born_on as "bornOn" from person p
  left join lateral (select o.staff from ownership o where not $2 and o.register_id = p.register_id and o.from_at <= $4
      and o.pathway = (select max(l.number) from pathway l where l.register_id = p.register_id and l.ended_type is distinct from 'corrected')
    order by o.number desc limit 1) own on true
  where p.area = any($1) and ($2 or own.staff = $3)`;

interface LogRow {
  readonly registerId: string;
  readonly ruleSet: string;
  readonly id: string;
  readonly pathway: number;
  readonly sequence: number;
  /** Milliseconds since 1970: when it was heard, and when it was decided. */
  readonly at: number;
  readonly recordedAt: number;
  readonly fact: string;
}

const LOG = `select e.register_id as "registerId", w.pinned_rule_set as "ruleSet", e.id, e.pathway, e.sequence, e.fact,
    (extract(epoch from coalesce(e.received_at, e.at)) * 1000)::float8 as at, (extract(epoch from e.at) * 1000)::float8 as "recordedAt"
  from event e join pathway w on w.register_id = e.register_id and w.number = e.pathway
  where e.register_id = any($1) and e.type = any($2) and e.sequence is not null
  order by e.register_id, e.sequence`;

/** What was heard on a pathway, and the rules that it was pinned to. */
export interface PathwayLog {
  readonly ruleSet: string;
  readonly log: RecordedEntry[];
}

/**
 * How everybody whom a member of staff may see has stood with the register, worked out of the log by the core: anew only for those of whom
 * something has been recorded since it was last asked. Throws where the database is away.
 */
export async function readSpells(pool: Pool, core: CoreContext, { id, roles, areas }: Looker, now: Instant): Promise<readonly Spells[]> {
  const heads = await pool.query<Head>({ name: 'register-heads', text: HEADS, values: [areas, seesEveryone(roles), id, new Date(now)] });
  const { people } = knownOf(pool, core);
  if (people.size > MOST_KNOWN) people.clear();
  const isCurrent = ({ registerId, sequence, bornOn }: Head): boolean => {
    const own = people.get(registerId);
    return own?.sequence === sequence && own.bornOn === bornOn;
  };
  const changed = heads.rows.filter((head) => !isCurrent(head));
  for (let from = 0; from < changed.length; from += AT_ONCE) {
    const some = changed.slice(from, from + AT_ONCE);
    const logs = await readLogs(
      pool,
      some.map(({ registerId }) => registerId),
      BEARING_ON_MEMBERSHIP,
    );
    for (const { registerId, sequence, bornOn } of some) {
      const record: RecordedPerson = { bornOn, ruleSet: '', minutes: 0, playedTo: null, pathways: pathwaysOf(logs.get(registerId)) };
      const spells = { trueThen: spellsTrueThen(core, record), knownThen: spellsKnownThen(core, record) };
      people.set(registerId, { registerId, sequence, bornOn, ...spells });
    }
    await breathe();
  }
  return heads.rows.flatMap(({ registerId }) => people.get(registerId) ?? []);
}

function knownOf(pool: Pool, core: CoreContext): Known {
  const own = known.get(pool);
  if (own?.core === core) return own;
  const fresh = { core, people: new Map() };
  known.set(pool, fresh);
  return fresh;
}

/** What of some types was heard of people, by register id and pathway. Throws where the database is away. */
export async function readLogs(
  pool: Pool,
  ids: readonly string[],
  types: readonly EventType[],
): Promise<ReadonlyMap<string, ReadonlyMap<number, PathwayLog>>> {
  const { rows } = await pool.query<LogRow>({ name: 'register-log', text: LOG, values: [ids, types] });
  const logs = new Map<string, Map<number, PathwayLog>>();
  for (const { registerId, ruleSet, pathway: number, id, sequence, fact, at, recordedAt } of rows) {
    const own = logs.get(registerId) ?? new Map<number, PathwayLog>();
    logs.set(registerId, own);
    const pathway = own.get(number) ?? { ruleSet: versioned(ruleSet), log: [] };
    own.set(number, pathway);
    pathway.log.push({ id, sequence, at: at as Instant, recordedAt: recordedAt as Instant, fact: storedFact(fact) });
  }
  return logs;
}

const pathwaysOf = (logs: ReadonlyMap<number, PathwayLog> = new Map()): RecordedPerson['pathways'] =>
  [...logs].toSorted(([a], [b]) => a - b).map(([number, pathway]) => ({ number, ...pathway, progress: {} }));
