import type { TaskRow } from '../tasks/tasks';
import type { QueryConfig } from 'pg';
import type { NoticeRow } from '../notices/notice-rows';
import type { ChainedRow } from './rows';
import { timestamp } from './rows';

/** Everything that one commit writes, in one statement. */
export interface Writes {
  readonly registerId: string;
  readonly sequence: number;
  readonly playedTo: number;
  /** Which core wrote this. */
  readonly stamp: string;
  /** False: another core wrote what stood before. */
  readonly isOwnWork: boolean;
  readonly pathways: readonly Record<string, unknown>[];
  readonly events: readonly ChainedRow[];
  readonly texts: readonly { event_id: string; field: string; text: string }[];
  readonly deadlines: readonly Record<string, unknown>[];
  readonly deadlinesGone: readonly { pathway: number; id: string }[];
  readonly progress: readonly { pathway: number; key: string; taken_to: number | null }[];
  /** The pathways whose wake-ups these are; any other row of theirs goes. */
  readonly wakingPathways: readonly number[];
  readonly wakeUps: readonly Record<string, unknown>[];
  readonly timeline: readonly Record<string, unknown>[];
  readonly meetings: readonly object[];
  readonly meetingsGone: readonly { pathway: number; id: string }[];
  /** The pathways whose actions these are; any other row of theirs goes. */
  readonly actedPathways: readonly number[];
  readonly actions: readonly object[];
  readonly notices: readonly NoticeRow[];
  readonly tasks: readonly TaskRow[];
  readonly outbox: readonly { pathway: number; signal: string; payload: string }[];
}

const DEADLINE_COLUMNS = 'kind, anchor, due, rule, status, owed, soft, before, held, stand_in, settled_on, subject, trace, digest';
const excluded = (columns: string): string =>
  columns
    .split(', ')
    .map((column) => `${column} = excluded.${column}`)
    .join(', ');
const PATHWAY_COLUMNS =
  'rule_set, rating, inpatient, on_register, eligibility, register_consent, consent_lapsed, ended_type, ended_on, owed_at_end, next_due, kept, not_adopted';

const WRITE = `with
  person_written as (
    update person set sequence = $2, played_to = $3, stamp = $20, one_core = $21 and (played_to is null or one_core) where register_id = $1),
  pathway_written as (
    insert into pathway (register_id, number, pinned_rule_set, opened_at, ${PATHWAY_COLUMNS})
    select $1, number, pinned_rule_set, opened_at, ${PATHWAY_COLUMNS} from json_to_recordset($4) as r(
      number int, pinned_rule_set text, opened_at timestamptz, rule_set text, rating text, inpatient boolean, on_register boolean, eligibility text,
      register_consent boolean, consent_lapsed boolean, ended_type text, ended_on date, owed_at_end jsonb, next_due date, kept jsonb,
      not_adopted int)
    on conflict (register_id, number) do update set ${excluded(PATHWAY_COLUMNS)}),
  event_written as (
    insert into event (register_id, id, pathway, sequence, type, "on", at, received_at, status, fact, batch, reason, answer, body_digest, source, texts_digest,
      chain)
    select $1, id, pathway, sequence, type, "on", at, received_at, status, fact, batch, reason, answer, body_digest, source, texts_digest, chain
    from rows from (json_to_recordset($5) as (
      id text, pathway int, sequence int, type text, "on" date, at timestamptz, received_at timestamptz, status text, fact text, batch text, reason text, answer text,
      body_digest text, source text, texts_digest text, chain text)) with ordinality order by ordinality),
  text_written as (
    insert into event_text (event_id, field, text) select event_id, field, text from json_to_recordset($6) as r(event_id text, field text, text text)),
  deadline_written as (
    insert into deadline (register_id, pathway, id, ${DEADLINE_COLUMNS}) select $1, pathway, id, ${DEADLINE_COLUMNS} from json_to_recordset($7) as r(
      pathway int, id text, kind text, anchor date, due date, rule text, status text, owed boolean, soft boolean, before boolean, held boolean,
      stand_in boolean, settled_on date, subject text, trace jsonb, digest text)
    on conflict (register_id, pathway, id) do update set ${excluded(DEADLINE_COLUMNS)}),
  deadline_gone as (
    delete from deadline d using json_to_recordset($8) as g(pathway int, id text) where d.register_id = $1 and d.pathway = g.pathway and d.id = g.id),
  progress_written as (
    insert into step_progress (register_id, pathway, key, taken_to) select $1, pathway, key, taken_to from json_to_recordset($9) as r(pathway int, key text, taken_to bigint)
    where taken_to is not null
    on conflict (register_id, pathway, key) do update set taken_to = excluded.taken_to),
  progress_gone as (
    delete from step_progress p using json_to_recordset($9) as g(pathway int, key text, taken_to bigint)
    where p.register_id = $1 and p.pathway = g.pathway and p.key = g.key and g.taken_to is null),
  wake_up_gone as (
    delete from wake_up w where w.register_id = $1 and w.pathway = any($10) and not exists (
      select from json_to_recordset($11) as r(pathway int, deadline text) where r.pathway = w.pathway and r.deadline = w.deadline)),
  wake_up_written as (
    insert into wake_up (register_id, pathway, deadline, kind, step, at)
    select $1, pathway, deadline, kind, step, at from json_to_recordset($11) as r(pathway int, deadline text, kind text, step text, at timestamptz)
    on conflict (register_id, pathway, deadline) do update set kind = excluded.kind, step = excluded.step, at = excluded.at
    where (wake_up.kind, wake_up.step, wake_up.at) is distinct from (excluded.kind, excluded.step, excluded.at)),
  timeline_written as (
    insert into timeline (register_id, pathway, at, what, line) select $1, pathway, at, what, line
    from rows from (json_to_recordset($12) as (pathway int, at timestamptz, what text, line json)) with ordinality order by ordinality),
  meeting_written as (
    insert into meeting (register_id, pathway, id, kind, status, "on", time, until, place, invited, revision)
    select $1, pathway, id, kind, status, "on", time, until, place, invited, revision from json_to_recordset($13) as r(
      pathway int, id text, kind text, status text, "on" date, time text, until text, place text, invited jsonb, revision int)
    on conflict (register_id, pathway, id) do update set ${excluded('kind, status, "on", time, until, place, invited, revision')}),
  meeting_gone as (
    delete from meeting m using json_to_recordset($14) as g(pathway int, id text) where m.register_id = $1 and m.pathway = g.pathway and m.id = g.id),
  action_gone as (
    delete from action a where a.register_id = $1 and a.pathway = any($19) and not exists (
      select from json_to_recordset($15) as r(pathway int, id text) where r.pathway = a.pathway and r.id = a.id)),
  action_written as (
    insert into action (register_id, pathway, id, agreed_on, due, status)
    select $1, pathway, id, "agreedOn", due, status from json_to_recordset($15) as r(pathway int, id text, "agreedOn" date, due date, status text)
    on conflict (register_id, pathway, id) do update set agreed_on = excluded.agreed_on, due = excluded.due, status = excluded.status
    where (action.agreed_on, action.due, action.status) is distinct from (excluded.agreed_on, excluded.due, excluded.status)),
  notice_written as (
    insert into notice (key, register_id, pathway, template, audience, recipient, recipient_name, channel, deadline, event_id, meeting, params, status, reason, planned_at, not_before)
    select key, "registerId", pathway, template, audience, recipient, "recipientName", channel, deadline, "eventId", meeting, params, status, reason, "plannedAt", "notBefore"
    from json_to_recordset($16) as r(
      key text, "registerId" text, pathway int, template text, audience text, recipient text, "recipientName" text, channel text, deadline text, "eventId" text,
      meeting text, params jsonb, status text, reason text, "plannedAt" timestamptz, "notBefore" timestamptz)
    on conflict (key) do nothing),
  task_written as (
    insert into task (key, register_id, kind, audience, params)
    select key, register_id, kind, audience, params from json_to_recordset($17) as r(key text, register_id text, kind text, audience text, params jsonb)
    on conflict (key) do nothing),
  outbox_written as (
    insert into outbox (register_id, pathway, signal, payload) select $1, pathway, signal, payload
    from rows from (json_to_recordset($18) as (pathway int, signal text, payload text)) with ordinality order by ordinality)
select 1`;

/** The one statement that writes all of it; given to the database it throws a unique violation where an event id is in the log already. */
export function writeStatement(writes: Writes): QueryConfig<unknown[]> {
  const notices = writes.notices.map((row) => ({ ...row, plannedAt: timestamp(row.plannedAt), notBefore: timestamp(row.notBefore) }));
  return {
    name: 'commit-write',
    text: WRITE,
    values: [
      writes.registerId,
      writes.sequence,
      writes.playedTo,
      ...[writes.pathways, writes.events, writes.texts, writes.deadlines, writes.deadlinesGone, writes.progress].map((rows) =>
        JSON.stringify(rows),
      ),
      writes.wakingPathways,
      ...[writes.wakeUps, writes.timeline, writes.meetings, writes.meetingsGone, writes.actions, notices, writes.tasks, writes.outbox].map(
        (rows) => JSON.stringify(rows),
      ),
      writes.actedPathways,
      writes.stamp,
      writes.isOwnWork,
    ],
  };
}
