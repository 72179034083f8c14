import type { Pool } from 'pg';
import { type Looker, permissionsOf, seesEveryone } from '../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import { askedAlike } from '../../infra/asked-alike';
import { readShut } from '../access/restricted';
import { HELD_BY_HAND } from '../notices/reasons';
import { IG_LEAD, isTold } from '../restricted/restrict';
import { actorOf } from '../staff/viewers';
import { CONFIRM, NOT_RIGHT } from '../tasks/tasks';

/** A piece of work that no rule's date brings, with whom it is about. */
export interface WaitingTask {
  readonly key: string;
  readonly kind: string;
  readonly since: Date;
  readonly params: Readonly<Record<string, unknown>>;
  /** By which the page of the notice that it is about is addressed; null: it is about none. */
  readonly notice: string | null;
  /** Null: it is about nobody. */
  readonly person: {
    readonly registerId: string;
    readonly name: string | null;
    readonly rating: Rating | null;
    readonly restricted: boolean;
  } | null;
}

/** What of a message becomes work again because the day has come until which somebody held it. */
export const HOLD_OVER = 'hold-over';

/** What is asked of those alone who may do it, but for whoever brought it about: they see that it waits. */
const ASKED_OF = { [CONFIRM]: 'corrections:confirm', [NOT_RIGHT]: 'events:write' } as const;

const notAskedOf = ({ roles }: Looker): string[] => {
  const permissions = permissionsOf(roles);
  return Object.entries(ASKED_OF).flatMap(([kind, permission]) => (permissions.has(permission) ? [] : [kind]));
};

interface TasksAsked {
  readonly areas: readonly string[];
  readonly limit: number;
  /** Whether everybody of the areas is seen, or what `reader` owns alone. */
  readonly everyone: boolean;
  readonly reader: string;
  readonly at: Date;
  readonly day: PlainDate;
  readonly notAsked: readonly string[];
  readonly actor: string;
  readonly shut: readonly string[];
  /** Whether what is for the IG lead is put before them. */
  readonly told: boolean;
}

interface TaskRow extends Omit<WaitingTask, 'person'> {
  readonly registerId: string | null;
  readonly name: string | null;
  readonly rating: Rating | null;
  readonly restricted: boolean;
  readonly count: number;
}

/** Who owns the person's latest pathway: looked up of none where everybody is seen. */
const OWNER = `select o.staff from ownership o where o.register_id = t.register_id and o.from_at <= $5
  and o.pathway = (select max(number) from pathway where pathway.register_id = t.register_id and ended_type is distinct from 'corrected')
  order by o.number desc limit 1`;

/** Whose it is: the area of whom it is about, or of the notice. Each is looked up by its key: a join would read everybody on file. */
const AREA = `(select p.area from person p where p.register_id = t.register_id), (select n.params ->> 'area' from notice n where n.key = t.notice)`;
const SHUT = 'coalesce(p.register_id = any($9), false)';
const IN_ORDER = `order by t.params ->> 'due' nulls last, t.created_at, t.key`;

/** What is shown of each is read for those alone that are shown: there may be thousands. */
const TASKS = `with waiting as (
    select key, kind, created_at, params, params ->> 'notice' as notice, register_id, audience from task where status = 'open'
    union all
    select '${HOLD_OVER}/' || h.key, '${HOLD_OVER}', act.until::timestamp at time zone 'Europe/London', '{}'::jsonb, h.key, h.register_id, 'team'
      from notice h join lateral (select a.until from notice_act a where a.key = h.key and a.act = 'held' order by a.at desc, a.id limit 1) act on true
      where h.status = 'held' and h.reason = '${HELD_BY_HAND}' and act.until <= $6
  )
  select t.key, t.kind, t.created_at as since, t.params, n.ref as notice, t.register_id as "registerId",
    case when ${SHUT} then null else p.name end as name, case when ${SHUT} then null else w.rating end as rating, ${SHUT} as restricted, t.count
  from (
    select t.key, t.kind, t.created_at, t.params, t.notice, t.register_id, count(*) over ()::int as count from waiting t
    where coalesce(coalesce(${AREA}, t.params ->> 'area') = any($1), true) and ($3 or (${OWNER}) = $4)
      and (t.kind <> all($7) or t.params ->> 'by' = $8) and ($10 or t.audience <> $11)
    ${IN_ORDER} limit $2) t
  left join person p on p.register_id = t.register_id
  left join notice n on n.key = t.notice
  left join lateral (select rating from pathway where pathway.register_id = t.register_id and ended_type is distinct from 'corrected'
    order by number desc limit 1) w on true
  ${IN_ORDER}`;

/** Whoever sees everybody, and is asked for every kind, is told the same as the others who do. */
const keyOf = ({ at: _at, everyone, reader, notAsked, actor, ...asked }: TasksAsked): string =>
  JSON.stringify([everyone ? null : reader, notAsked, notAsked.length > 0 ? actor : null, asked]);

const readTasks = askedAlike(keyOf, async (pool: Pool, asked: TasksAsked): Promise<readonly TaskRow[]> => {
  const { areas, limit, everyone, reader, at, day, notAsked, actor, shut, told } = asked;
  const values = [areas, limit, everyone, reader, at, day, notAsked, actor, shut, told, IG_LEAD];
  return (await pool.query<TaskRow>({ name: 'today-tasks', text: TASKS, values })).rows;
});

/**
 * The pieces of work that wait at an instant, and the messages whose hold has come to its day (`hold-over`), at most `limit`, and how many there
 * are: of somebody's areas, and of those who see their own people only, of these; what is for the IG lead is put before nobody else. First those
 * that are to be done by a day, the earliest first, then the others, the oldest first. Throws where the database is away.
 */
export async function readWaitingTasks(
  pool: Pool,
  looker: Looker,
  limit: number,
  now: Instant,
): Promise<{ tasks: readonly WaitingTask[]; count: number }> {
  const [shut, told] = await Promise.all([readShut(pool, looker, now), isTold(pool, looker, now)]);
  const rows = await readTasks(pool, {
    ...{ areas: looker.areas, limit, everyone: seesEveryone(looker.roles), reader: looker.id, at: new Date(now), day: londonDate(now) },
    ...{ notAsked: notAskedOf(looker), actor: actorOf(looker), shut, told },
  });
  return {
    count: rows[0]?.count ?? 0,
    tasks: rows.map(({ registerId, name, rating, restricted, key, kind, since, params, notice }) => ({
      ...{ key, kind, since, params, notice },
      person: registerId === null ? null : { registerId, name, rating, restricted },
    })),
  };
}
