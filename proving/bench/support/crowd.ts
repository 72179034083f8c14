import type { Pool } from 'pg';
import { addDays, type Instant } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { Dice } from '../../../services/practice/dice';
import { planPeople } from '../../people/people';
import { newRegisterId } from '../../../services/people/register-id';
import { commitDeps, DAY, newPerson, NOON, tellEvents, vacuum, patient } from './people';

/** Real commits of so many events; their people are the models of all others. */
const MODEL_EVENTS = 600;
const MINUTE_MS = 60_000;

/** Tables of what belongs to a person, each after those that it refers to; and the columns of keys that must be new in a copy. */
const TABLES: Readonly<Record<string, readonly string[]>> = {
  person: [],
  person_key: [],
  pathway: [],
  event: ['id', 'batch'],
  event_text: ['event_id'],
  deadline: [],
  step_progress: [],
  wake_up: [],
  timeline: [],
  meeting: [],
  action: [],
  notice: ['key'],
  task: ['key'],
};
/** Numbered by the table itself, in the order of the rows. */
const NUMBERED: Readonly<Record<string, string>> = { event: 'position', timeline: 'ordinal' };
/** Made by the table itself. */
const MADE: Readonly<Record<string, string>> = { notice: 'ref' };

/** What was agreed and is still to be done: late, not to be done as agreed, soon, and some day. */
const STILL_TO_DO: readonly PathwayEvent[] = [
  ...[-10, -3, 6, 40].map((days): PathwayEvent => ({
    ...{ type: 'action-agreed', action: `open${days}`, what: 'Something made up', on: addDays(DAY, -20), due: addDays(DAY, days) },
  })),
  { type: 'action-blocked', action: 'open-3', planB: 'Another made-up way', on: addDays(DAY, -4) },
];

/** People with every kind of story, by real commits. Out: their register ids. */
export async function modelPeople(pool: Pool): Promise<string[]> {
  const deps = commitDeps(pool);
  const plans = planPeople(new Dice('bench'), MODEL_EVENTS, DAY);
  const ids: string[] = [];
  for (const plan of plans) {
    const id = newRegisterId();
    for (const [index, { events }] of plan.steps.entries()) {
      const person = index === 0 ? { person: newPerson(plan.number) } : {};
      // What contradicts the story so far is kept as refused, as in service.
      await tellEvents(deps, { registerId: id, events, clock: (NOON + index * MINUTE_MS) as Instant, ...person });
    }
    // Whose pathway has ended agrees on nothing more, and that is kept as refused.
    await tellEvents(deps, { registerId: id, events: STILL_TO_DO, clock: (NOON + plan.steps.length * MINUTE_MS) as Instant });
    ids.push(id);
  }
  return ids;
}

/** Copies the models' rows until there are `total` people; `have` copies and models are there already. Out: the register ids that are new. */
export async function copyPeople(pool: Pool, models: readonly string[], have: number, total: number): Promise<string[]> {
  const copies = Array.from({ length: total - have }, () => newRegisterId() as string);
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off; set lock_timeout = 0');
    await client.query(
      'create temporary table if not exists copied (model text not null, register_id text primary key, number bigint not null)',
    );
    await client.query('truncate copied');
    await client.query(
      patient(
        `insert into copied select ($1::text[])[1 + (number - 1) % cardinality($1)], register_id, $3 + number
           from unnest($2::text[]) with ordinality as given(register_id, number)`,
        [models, copies, have],
      ),
    );
    for (const [table, keys] of Object.entries(TABLES)) await client.query(patient(await copyOf(client, table, keys)));
  } finally {
    client.release(true);
  }
  await vacuum(pool);
  return copies;
}

/** The statement that copies a table's rows of every model to its copies. */
async function copyOf(client: Pick<Pool, 'query'>, table: string, keys: readonly string[]): Promise<string> {
  const { rows } = await client.query<{ name: string }>(
    `select column_name as name from information_schema.columns where table_schema = 'public' and table_name = $1 order by ordinal_position`,
    [table],
  );
  const names = rows.map(({ name }) => name).filter((name) => name !== NUMBERED[table] && name !== MADE[table]);
  const value = (name: string): string => {
    if (name === 'register_id') return 'c.register_id';
    // A made-up person of each number, none of whom has one.
    if (name === 'nhs_number') return 'null';
    return keys.includes(name) ? `o."${name}" || '~' || c.number` : `o."${name}"`;
  };
  const source =
    table === 'event_text'
      ? 'event_text o join event e on e.id = o.event_id join copied c on c.model = e.register_id'
      : `"${table}" o join copied c on c.model = o.register_id`;
  const order = NUMBERED[table];
  return `insert into "${table}" (${names.map((name) => `"${name}"`).join(', ')}) select ${names.map(value).join(', ')} from ${source}${
    order ? ` order by c.number, o."${order}"` : ''
  }`;
}
