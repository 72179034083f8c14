import type { QueryConfig } from 'pg';
import { columnsOf, insertRows, orUpdate, recordset, type Column, type Fields, type JsonRow } from '../tables/recordset';
import type { Table } from '../tables/tables';
import type { TaskRow } from '../tasks/tasks';
import type { NoticeRow } from '../notices/notice-rows';
import type { ChainedRow } from './rows';
import { timestamp } from './rows';

/** A table's columns that a commit writes but for the register id, which is the same in all. */
const PATHWAY = columnsOf('pathway', 'register_id');
const EVENT = columnsOf('event', 'register_id', 'position', 'resolved');
const TEXT = columnsOf('event_text');
const DEADLINE = columnsOf('deadline', 'register_id');
const PROGRESS = columnsOf('step_progress', 'register_id');
const WAKE_UP = columnsOf('wake_up', 'register_id');
const TIMELINE = columnsOf('timeline', 'register_id', 'ordinal');
const MEETING = columnsOf('meeting', 'register_id');
const ACTION = columnsOf('action', 'register_id');
const OUTBOX = ['pathway', 'signal', 'payload'] as const;
const TASK = ['key', 'register_id', 'kind', 'audience', 'params'] as const;
const NOTICE = [
  ...(['key', 'register_id', 'pathway', 'template', 'audience', 'recipient', 'recipient_name', 'channel'] as const),
  ...(['deadline', 'event_id', 'meeting', 'params', 'status', 'reason', 'planned_at', 'not_before'] as const),
];

type Rows<Of extends Table, Columns extends readonly Column<Of>[]> = readonly JsonRow<Of, Columns[number]>[];

/** Everything that one commit writes, in one statement. */
export interface Writes {
  readonly registerId: string;
  readonly sequence: number;
  readonly playedTo: number;
  /** Which core wrote this. */
  readonly stamp: string;
  /** False: another core wrote what stood before. */
  readonly isOwnWork: boolean;
  readonly pathways: Rows<'pathway', typeof PATHWAY>;
  readonly events: readonly ChainedRow[];
  readonly texts: Rows<'event_text', typeof TEXT>;
  readonly deadlines: Rows<'deadline', typeof DEADLINE>;
  readonly deadlinesGone: readonly { pathway: number; id: string }[];
  readonly progress: readonly { pathway: number; key: string; taken_to: number | null }[];
  /** The pathways whose wake-ups these are; any other row of theirs goes. */
  readonly wakingPathways: readonly number[];
  readonly wakeUps: Rows<'wake_up', typeof WAKE_UP>;
  readonly timeline: Rows<'timeline', typeof TIMELINE>;
  readonly meetings: Rows<'meeting', typeof MEETING>;
  readonly meetingsGone: readonly { pathway: number; id: string }[];
  /** The pathways whose actions these are; any other row of theirs goes. */
  readonly actedPathways: readonly number[];
  readonly actions: readonly Fields<'action', (typeof ACTION)[number]>[];
  readonly notices: readonly NoticeRow[];
  readonly tasks: readonly TaskRow[];
  /** The keys of what nobody is asked for any more. */
  readonly tasksDone: readonly string[];
  /** The keys of what somebody is asked for once more: what was ended before is open again. */
  readonly tasksAgain: readonly string[];
  readonly outbox: Rows<'outbox', typeof OUTBOX>;
}

/** How each of them goes to the database, in the order of the statement's parameters: as it is, or as JSON. */
const SENT: Readonly<Record<keyof Writes, 'plain' | 'json'>> = {
  registerId: 'plain',
  sequence: 'plain',
  playedTo: 'plain',
  stamp: 'plain',
  isOwnWork: 'plain',
  pathways: 'json',
  events: 'json',
  texts: 'json',
  deadlines: 'json',
  deadlinesGone: 'json',
  progress: 'json',
  wakingPathways: 'plain',
  wakeUps: 'json',
  timeline: 'json',
  meetings: 'json',
  meetingsGone: 'json',
  actedPathways: 'plain',
  actions: 'json',
  notices: 'json',
  tasks: 'json',
  tasksDone: 'plain',
  tasksAgain: 'plain',
  outbox: 'json',
};
const PARAMETERS = Object.keys(SENT) as (keyof Writes)[];
const $ = (name: keyof Writes): string => `$${PARAMETERS.indexOf(name) + 1}`;

const registerId = $('registerId');

const WRITE = `with
  person_written as (
    update person set sequence = ${$('sequence')}, played_to = ${$('playedTo')}, stamp = ${$('stamp')},
      one_core = ${$('isOwnWork')} and (played_to is null or one_core) where register_id = ${registerId}),
  pathway_written as (
    ${insertRows({ table: 'pathway', columns: PATHWAY, rows: $('pathways'), registerId })}
    ${orUpdate('pathway', columnsOf('pathway', 'pinned_rule_set', 'opened_at'))}),
  event_written as (
    ${insertRows({ table: 'event', columns: EVENT, rows: $('events'), registerId, inOrder: true })}),
  text_written as (
    ${insertRows({ table: 'event_text', columns: TEXT, rows: $('texts') })}),
  deadline_written as (
    ${insertRows({ table: 'deadline', columns: DEADLINE, rows: $('deadlines'), registerId })}
    ${orUpdate('deadline', DEADLINE)}),
  deadline_gone as (
    delete from deadline d using ${recordset('deadline', ['pathway', 'id'], $('deadlinesGone'), 'g')}
    where d.register_id = ${registerId} and d.pathway = g.pathway and d.id = g.id),
  progress_written as (
    ${insertRows({ table: 'step_progress', columns: PROGRESS, rows: $('progress'), registerId, where: 'taken_to is not null' })}
    ${orUpdate('step_progress', PROGRESS)}),
  progress_gone as (
    delete from step_progress p using ${recordset('step_progress', PROGRESS, $('progress'), 'g')}
    where p.register_id = ${registerId} and p.pathway = g.pathway and p.key = g.key and g.taken_to is null),
  wake_up_gone as (
    delete from wake_up w where w.register_id = ${registerId} and w.pathway = any(${$('wakingPathways')}) and not exists (
      select from ${recordset('wake_up', ['pathway', 'deadline'], $('wakeUps'), 'r')} where r.pathway = w.pathway and r.deadline = w.deadline)),
  wake_up_written as (
    ${insertRows({ table: 'wake_up', columns: WAKE_UP, rows: $('wakeUps'), registerId })}
    ${orUpdate('wake_up', WAKE_UP, { changed: true })}),
  timeline_written as (
    ${insertRows({ table: 'timeline', columns: TIMELINE, rows: $('timeline'), registerId, inOrder: true })}),
  meeting_written as (
    ${insertRows({ table: 'meeting', columns: MEETING, rows: $('meetings'), registerId })}
    ${orUpdate('meeting', MEETING)}),
  meeting_gone as (
    delete from meeting m using ${recordset('meeting', ['pathway', 'id'], $('meetingsGone'), 'g')}
    where m.register_id = ${registerId} and m.pathway = g.pathway and m.id = g.id),
  action_gone as (
    delete from action a where a.register_id = ${registerId} and a.pathway = any(${$('actedPathways')}) and not exists (
      select from ${recordset('action', ['pathway', 'id'], $('actions'), 'r')} where r.pathway = a.pathway and r.id = a.id)),
  action_written as (
    ${insertRows({ table: 'action', columns: ACTION, rows: $('actions'), registerId, named: 'fields' })}
    ${orUpdate('action', ACTION, { changed: true })}),
  notice_written as (
    ${insertRows({ table: 'notice', columns: NOTICE, rows: $('notices'), named: 'fields' })} on conflict (key) do nothing),
  task_written as (
    ${insertRows({ table: 'task', columns: TASK, rows: $('tasks') })} on conflict (key) do nothing),
  task_done as (
    update task t set status = 'done', done_at = now() where t.status = 'open' and t.key = any(${$('tasksDone')})),
  task_again as (
    update task t set status = 'open', done_at = null where t.status = 'done' and t.key = any(${$('tasksAgain')})),
  outbox_written as (
    ${insertRows({ table: 'outbox', columns: OUTBOX, rows: $('outbox'), registerId, inOrder: true })})
select 1`;

/** The one statement that writes all of it; given to the database it throws a unique violation where an event id is in the log already. */
export function writeStatement(writes: Writes): QueryConfig<unknown[]> {
  const notices = writes.notices.map((row) => ({ ...row, plannedAt: timestamp(row.plannedAt), notBefore: timestamp(row.notBefore) }));
  const sent: Readonly<Record<keyof Writes, unknown>> = { ...writes, notices };
  return {
    name: 'commit-write',
    text: WRITE,
    values: PARAMETERS.map((name) => (SENT[name] === 'json' ? JSON.stringify(sent[name]) : sent[name])),
  };
}
