import { sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Pool } from 'pg';
import { addDays, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';
import { db, firstOf, numberedOrAny, prepared } from '../tables/query';
import { isMissedUnwritten } from './rows';

const timelineOf = prepared('read-timeline', (registerId: string, pathway: number | null, today: PlainDate) =>
  db.selectNoFrom((eb) => [
    eb
      .selectFrom('timeline')
      .select(sql<Line[]>`coalesce(json_agg(line order by ordinal), '[]')`.as('lines'))
      .where('register_id', '=', registerId)
      .where((of) => numberedOrAny(of, 'pathway', pathway))
      .as('lines'),
    jsonArrayFrom(
      eb
        .selectFrom('deadline')
        .select(['id', 'kind', 'due', 'rule', 'pathway', 'before'])
        .where('register_id', '=', registerId)
        .where((of) => numberedOrAny(of, 'pathway', pathway))
        .where(isMissedUnwritten(today))
        .orderBy('due')
        .orderBy('kind')
        .orderBy('id'),
    ).as('missed'),
  ]),
);

/**
 * Reads the timeline of a person, or of one pathway, in the order of contract section 3.
 * A miss that no commit has written yet is given as the next commit will give it, at 00:00 in London on the day after its due date.
 */
export async function readTimeline(pool: Pool, registerId: string, pathway: number | null, today: PlainDate): Promise<Line[]> {
  const row = await firstOf(pool, timelineOf(registerId, pathway, today));
  const unwritten = (row?.missed ?? []).flatMap(({ due, id, ...deadline }): Line[] =>
    due === null
      ? []
      : [
          {
            at: startOfDay(addDays(due, 1)),
            pathway: deadline.pathway,
            what: 'deadline-missed',
            deadline: id,
            kind: deadline.kind,
            due,
            rule: deadline.rule,
            ...(deadline.before ? { before: true as const } : {}),
          },
        ],
  );
  return [...(row?.lines ?? []), ...unwritten];
}
