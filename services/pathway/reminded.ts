import { sql } from 'kysely';
import type { Instant } from '../../domain/calendar/dates';
import type { StepName } from '../../domain/rules/rule-set';
import type { Audience } from '../../domain/pathway/types';
import { type Client, db, prepared, rowsOf } from '../tables/query';

/** A reminder of a deadline that went: to whom, as what they heard, and when; in a daily list, when that went. */
export interface Reminded {
  readonly step: StepName;
  readonly audience: Audience;
  /** As they were called when it was written; null: they had no name. */
  readonly name: string | null;
  readonly at: Instant;
}

const STEP = 'step-';

const remindersOf = prepared('reminders-of-deadline', (registerId: string, pathway: number, deadline: string) =>
  db
    .selectFrom('notice')
    .leftJoin('notice as digest', (join) => join.onRef('digest.key', '=', 'notice.reason').on('notice.status', '=', 'digested'))
    .select(['notice.template', 'notice.audience', 'notice.recipient', 'notice.recipient_name as name'])
    .select(sql<Date>`coalesce(digest.sent_at, notice.sent_at)`.as('at'))
    .where('notice.register_id', '=', registerId)
    .where('notice.pathway', '=', pathway)
    .where('notice.deadline', '=', deadline)
    .where('notice.template', 'like', `${STEP}%`)
    .where((eb) => eb.or([eb('notice.status', '=', 'sent'), eb('digest.status', '=', 'sent')]))
    .orderBy('at')
    .orderBy('notice.key'),
);

/** Who was reminded of a deadline, the first first; whoever got the same more than once at a time stands once. Throws where the database is away. */
export async function readReminded(
  database: Client,
  { registerId, pathway, deadline }: { readonly registerId: string; readonly pathway: number; readonly deadline: string },
): Promise<Reminded[]> {
  const rows = await rowsOf(database, remindersOf(registerId, pathway, deadline));
  const seen = new Set<string>();
  return rows.flatMap(({ template, audience, recipient, name, at }) => {
    const one = `${template}/${recipient}/${at.getTime()}`;
    if (seen.has(one)) return [];
    seen.add(one);
    return [{ step: template.slice(STEP.length) as StepName, audience, name, at: at.getTime() as Instant }];
  });
}
