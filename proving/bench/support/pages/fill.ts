import type { Pool } from 'pg';
import { environment } from '../../../../infra/env';
import { NOON, patient, vacuum } from '../people';

/** Members of staff who may do everything, one for each user. */
export const staffIds = (count: number): string[] => Array.from({ length: count }, (_, index) => `bench-user-${index + 1}`);

/** Puts the users on the staff. */
export async function addUsers(pool: Pool, ids: readonly string[]): Promise<void> {
  await pool.query(
    `insert into staff (id, area, name, email, roles, audiences)
       select id, $2, 'Bench User ' || number, id || '@bench.example', '["lda-officer", "manager"]', '["team"]'
         from unnest($1::text[]) with ordinality as given(id, number)`,
    [ids, environment().AREA],
  );
}

/**
 * What of a day's work the commits of a bench leave as no service would: nothing was sent, nothing sorted out, nobody owns anything. To be called
 * for the models, before they are copied: of 400 notices 395 were sent, 2 wait, 2 are held, 1 failed; of refused entries and of
 * tasks one in twenty is left.
 */
export async function settleModels(pool: Pool): Promise<void> {
  // All steps of a story are taken at once, each with everybody who hears of it: six times what a service sends of somebody in a year.
  await pool.query(`delete from notice where abs(hashtext(key)) % 6 > 0`);
  await pool.query(
    `update notice set status = case when place > 4 then 'sent' when place < 2 then 'queued' when place < 4 then 'held' else 'failed' end,
        channel = case when place > 4 then 'mail' else channel end, reason = case when place between 2 and 4 then 'mailbox-unknown' end,
        sent_at = case when place > 4 then planned_at end, sent_to = case when place > 4 then 'somebody@bench.example' end,
        subject = case when place > 4 then 'About your meeting' end
       from (select key, row_number() over (order by md5(key)) % 400 as place from notice) as placed where placed.key = notice.key`,
  );
  await pool.query(
    `update event set resolved = '{"as": null, "reason": "A made-up reason", "by": "bench", "at": "2026-12-08T12:00:00Z", "outcome": "dismissed"}'
       from (select id, row_number() over (order by md5(id)) % 20 as place from event where status = 'refused' and resolved is null and batch is null) as placed
      where placed.id = event.id and placed.place > 0`,
  );
  await pool.query(
    `update task set status = 'done', done_at = created_at
       from (select key, row_number() over (order by md5(key)) % 20 as place from task) as placed where placed.key = task.key and placed.place > 0`,
  );
}

/** So many days before and after those of its model a copy's dates lie. */
const SPREAD_DAYS = 28;

/** Moves the dates of copies apart: a register has not as many people with the very same days as its models have copies. */
export async function spreadDays(pool: Pool, copies: readonly string[]): Promise<void> {
  const client = await pool.connect();
  const days = `(abs(hashtext(register_id)) % ${2 * SPREAD_DAYS + 1} - ${SPREAD_DAYS})`;
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off; set lock_timeout = 0');
    for (const change of [
      `update deadline set due = due + ${days}, anchor = anchor + ${days}`,
      `update pathway set next_due = next_due + ${days}`,
      `update meeting set "on" = "on" + ${days}`,
      `update action set due = due + ${days}`,
    ])
      await client.query(patient(`${change} where register_id = any($1)`, [copies]));
  } finally {
    client.release(true);
  }
  await vacuum(pool);
}

/** Looks into a person's record that the access log has of each, and of lists in which they were shown. */
const LOOKS = 10;
const SHOWN_IN_A_LIST = 20;

/**
 * Gives everyone of these a name of their own, two of three pathways an owner among the users, and the access log what a service of some months
 * has of them.
 */
export async function settlePeopleIn(pool: Pool, ids: readonly string[], users: readonly string[]): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0; set synchronous_commit = off; set lock_timeout = 0');
    // Letters that no other has: names compress worse than real ones do, never better.
    await client.query(
      patient(
        `update person set name = initcap(substr(letters, 1, 6)) || ' ' || initcap(substr(letters, 7, 9))
           from (select id, translate(md5(id), '0123456789', 'ghijklmnop') as letters from unnest($1::text[]) as given(id)) as named
          where named.id = person.register_id`,
        [ids],
      ),
    );
    await client.query(
      patient(
        `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
           select w.register_id, w.number, 1, w.opened_at, ($2::text[])[1 + abs(hashtext(w.register_id)) % cardinality($2::text[])], w.opened_at, 'bench', 'A made-up reason'
             from pathway w join unnest($1::text[]) as given(id) on given.id = w.register_id where abs(hashtext(w.register_id)) % 3 < 2
         on conflict do nothing`,
        [ids, users],
      ),
    );
    await client.query(
      patient(
        `insert into access_log (at, actor, audit_event, register_id, shown, outcome)
           select $3::timestamptz - (1 - number / (cardinality($1::text[]) * $4::int)::float8) * interval '90 days',
               'staff:' || ($2::text[])[1 + number % cardinality($2::text[])], 'person-shown', ($1::text[])[1 + number % cardinality($1::text[])], '{}', 'done'
             from generate_series(0, cardinality($1::text[]) * $4::int - 1) as number`,
        [ids, users, new Date(NOON), LOOKS],
      ),
    );
    await client.query(
      patient(
        `insert into access_log (at, actor, audit_event, register_id, shown, outcome)
           select $3::timestamptz - interval '1 minute', 'staff:' || ($2::text[])[1 + number % cardinality($2::text[])], 'register-listed', null,
               ($1::text[])[1 + number * $4::int : (number + 1) * $4::int], 'done'
             from generate_series(0, (cardinality($1::text[]) / $4::int) - 1) as number`,
        [ids, users, new Date(NOON), SHOWN_IN_A_LIST],
      ),
    );
  } finally {
    client.release(true);
  }
  await vacuum(pool);
}
