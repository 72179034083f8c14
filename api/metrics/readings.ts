import type { Pool } from 'pg';
import { Gauge, type Registry } from 'prom-client';
import type { Instant } from '../../domain/calendar/dates';
import { SENDING_STOPPED } from '../../services/notices/settings';

/** A figure that is read from the database whenever somebody looks at the metrics. */
export interface Reading {
  readonly name: string;
  readonly help: string;
  /** The label of its rows; absent: it has one row. */
  readonly label?: string;
  /** Answers rows of `value`, and of `label` where there is one. `$1` is the present instant. No row, or a null: the figure is absent. */
  readonly sql: string;
}

const seconds = (since: string): string => `extract(epoch from $1::timestamptz - ${since})::float8`;
/** An age, and 0 where there is nothing to have one. */
const age = (since: string): string => `greatest(0, coalesce(${seconds(since)}, 0))`;

/** Explained in docs/metrics.md, with when to wake somebody. */
export const READINGS: readonly Reading[] = [
  {
    name: 'pathway_waiting',
    help: 'Rows that wait: signals for Temporal, notices to send, open tasks',
    label: 'what',
    sql: `select 'outbox' as label, count(*)::int as value from outbox
          union all select 'notices', count(*)::int from notice where status in ('queued', 'sending')
          union all select 'tasks', count(*)::int from task where status = 'open'`,
  },
  {
    name: 'pathway_outbox_oldest_seconds',
    help: 'How long the oldest signal has waited for Temporal',
    // By the database's own clock, which wrote it.
    sql: 'select coalesce(extract(epoch from now() - min(created_at)), 0)::float8 as value from outbox',
  },
  {
    name: 'pathway_notice_oldest_due_seconds',
    help: 'How long the oldest notice has waited to go, on-call alone or not tried yet or with nothing sent since',
    // One that was tried, while others went, waits for its recipient's server: that wakes nobody, but where on-call should have heard.
    sql: `select ${age('min(case when attempts = 0 then not_before else planned_at end)')} as value from notice
          where channel = 'mail' and status in ('queued', 'sending') and
            case when attempts = 0 then not_before <= $1
                 else audience = 'on-call' or planned_at > (select coalesce(max(sent_at), '-infinity') from notice where channel = 'mail') end`,
  },
  {
    name: 'pathway_notices_stopped',
    help: 'Notices that go no further by themselves: failed, or held until a person releases them',
    label: 'status',
    sql: `select 'failed' as label, count(*)::int as value from notice where status = 'failed'
          union all select 'held', count(*)::int from notice where status = 'held'`,
  },
  {
    name: 'pathway_sending_stopped',
    help: '1 while sending is stopped for the whole service',
    sql: `select exists (select from setting where name = '${SENDING_STOPPED}')::int as value`,
  },
  {
    name: 'pathway_mail_away_seconds',
    help: 'How long the mail server has been away; 0 while it is there',
    sql: `select ${age('min(since)')} as value from channel_away`,
  },
  {
    name: 'pathway_archive_failing',
    help: '1 while the database tries in vain to archive its changes beside the backups',
    sql: `select coalesce(last_failed_time > coalesce(last_archived_time, '-infinity'), false)::int as value from pg_stat_archiver`,
  },
  {
    name: 'pathway_timer_lateness_seconds',
    help: 'How long ago the instant of the wake-up passed that has waited longest to be taken; 0 where none waits',
    sql: `select ${age('min(at)')} as value from wake_up where at < $1`,
  },
  {
    name: 'pathway_proof_age_seconds',
    help: 'How long ago the timers were last proved',
    sql: `select ${seconds('proved_at')} as value from timer_check order by id desc limit 1`,
  },
  {
    name: 'pathway_proof_well_age_seconds',
    help: 'How long ago a check last left nothing wrong behind',
    sql: `select ${seconds('max(proved_at)')} as value from timer_check where unmended = 0`,
  },
  {
    name: 'pathway_proof_differences',
    help: 'Differences that the last check found and could not mend',
    sql: 'select unmended as value from timer_check order by id desc limit 1',
  },
  {
    name: 'pathway_tokens_ending',
    help: 'Tokens used within the last month that end within two weeks: whoever sends with one soon cannot',
    sql: `select count(*)::int as value from token
          where revoked_at is null and expires_at between now() and now() + interval '14 days' and last_used_at > now() - interval '30 days'`,
  },
  {
    name: 'pathway_open_tasks',
    help: 'Open tasks, by kind',
    label: 'kind',
    sql: `select kind as label, count(*)::int as value from task where status = 'open' group by kind`,
  },
];

/** Adds a figure that is asked for at each reading. */
export function addReading(
  registry: Registry,
  { name, help, label, sql }: Reading,
  { pool, clock }: { readonly pool: Pool; readonly clock: () => Instant },
): void {
  new Gauge({
    name,
    help: `${help}; absent while the database is away`,
    labelNames: label === undefined ? [] : [label],
    registers: [registry],
    async collect() {
      this.reset();
      // Without labels a figure that was reset is 0, which is an answer: this one has none.
      if (label === undefined) this.remove();
      try {
        const { rows } = await pool.query<{ label?: string; value: number | null }>(sql, sql.includes('$1') ? [new Date(clock())] : []);
        for (const row of rows) {
          if (row.value === null) continue;
          if (label === undefined) this.set(row.value);
          else this.set({ [label]: row.label ?? '' }, row.value);
        }
      } catch {
        // The figures of the process itself must be readable when the database is away: then these are absent, which an alert can see.
      }
    },
  });
}
