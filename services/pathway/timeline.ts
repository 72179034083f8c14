import type { Pool } from 'pg';
import { addDays, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import type { Line } from '../../domain/pathway/types';
import { missedUnwrittenSql } from './rows';

/**
 * Reads the timeline of a person, or of one pathway, in the order of contract section 3.
 * A miss that no commit has written yet is given as the next commit will give it, at 00:00 in London on the day after its due date.
 */
export async function readTimeline(pool: Pool, registerId: string, pathway: number | null, today: PlainDate): Promise<Line[]> {
  const { rows } = await pool.query<{
    lines: Line[];
    missed: { id: string; kind: DeadlineKind; due: PlainDate; rule: string; pathway: number; before: boolean }[];
  }>({
    name: 'read-timeline',
    text: `select
      (select coalesce(json_agg(t.line order by t.ordinal), '[]') from timeline t
        where t.register_id = $1 and ($2::int is null or t.pathway = $2)) as lines,
      (select coalesce(json_agg(d order by d.due, d.kind, d.id), '[]') from deadline d
        where d.register_id = $1 and ($2::int is null or d.pathway = $2) and ${missedUnwrittenSql('$3::date')}) as missed`,
    values: [registerId, pathway, today],
  });
  const row = rows[0];
  if (!row) return [];
  const unwritten = row.missed.map((deadline): Line => ({
    at: startOfDay(addDays(deadline.due, 1)),
    pathway: deadline.pathway,
    what: 'deadline-missed',
    deadline: deadline.id,
    kind: deadline.kind,
    due: deadline.due,
    rule: deadline.rule,
    ...(deadline.before ? { before: true as const } : {}),
  }));
  return [...row.lines, ...unwritten];
}
