import { sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../../domain/access/roles';
import { type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { mayBeOpened, type Sight } from '../../access/latest-owner';
import { readShut } from '../../access/restricted';
import { db, firstOf, type RowOf, rowsOf, shaped } from '../../tables/query';

/** So many actions stand on a page. */
export const ACTIONS_A_PAGE = 25;
/** So many are counted, and no more. */
export const MOST_ACTIONS_COUNTED = 1_000;

/** What is shown of what is still to be done: all of it, what is late, what cannot be done, what was recommended. */
export const ACTIONS_SHOWN = ['open', 'late', 'blocked', 'recommended'] as const;
export type ActionsShown = (typeof ACTIONS_SHOWN)[number];

/** An action that is still to be done, of whomever. */
export interface OpenAction {
  readonly registerId: string;
  readonly pathway: number;
  readonly action: string;
  readonly agreedOn: PlainDate;
  readonly due: PlainDate | null;
  readonly status: 'open' | 'blocked';
  readonly name: string | null;
  /** The record is restricted, and not open to the reader: nothing is told of it but that it is there. */
  readonly restricted: boolean;
}

interface Asked extends Sight {
  readonly today: string;
  readonly shown: ActionsShown;
}

/** What is still to be done on pathways that go on, of those whom a member of staff may see. */
const open = (asked: Asked) =>
  db
    .selectFrom('action')
    .innerJoin('person', 'person.register_id', 'action.register_id')
    .innerJoin('pathway', (join) =>
      join.onRef('pathway.register_id', '=', 'action.register_id').onRef('pathway.number', '=', 'action.pathway'),
    )
    // Written out, as the index of these rows has it.
    .where('action.status', 'in', ['open', 'blocked'])
    .where('pathway.ended_type', 'is', null)
    .where(mayBeOpened(asked))
    .$if(asked.shown === 'late', (q) => q.where(sql<SqlBool>`action.due < ${asked.today}::date`))
    .$if(asked.shown === 'blocked', (q) => q.where('action.status', '=', 'blocked'))
    .$if(asked.shown === 'recommended', (q) =>
      q.where(
        sql<SqlBool>`exists (select from written_form f where f.register_id = action.register_id
            and f.id = 'action/' || action.pathway || '/' || action.id and f.answers ? 'body')`,
      ),
    );

const pageOf = shaped(['shown'], (asked: Asked & { readonly shut: readonly string[]; readonly limit: number; readonly offset: number }) =>
  open(asked)
    .select(['action.register_id as registerId', 'action.pathway', 'action.id as action'])
    .select([sql<string>`action.agreed_on::text`.as('agreedOn'), sql<string | null>`action.due::text`.as('due')])
    .select(sql<OpenAction['status']>`action.status`.as('status'))
    .select(sql<boolean>`action.register_id = any(${asked.shut}::text[])`.as('restricted'))
    .select(sql<string | null>`case when action.register_id = any(${asked.shut}::text[]) then null else person.name end`.as('name'))
    .orderBy('action.due')
    .orderBy('action.register_id')
    .orderBy('action.pathway')
    .orderBy('action.id')
    .limit(asked.limit)
    .offset(asked.offset),
);
const countOf = shaped(['shown'], (asked: Asked & { readonly most: number }) =>
  db.selectFrom(open(asked).select('action.id').limit(asked.most).as('found')).select(sql<number>`count(*)::int`.as('count')),
);

const asOpen = ({ agreedOn, due, ...row }: RowOf<typeof pageOf>): OpenAction => ({
  ...row,
  agreedOn: agreedOn as PlainDate,
  due: due as PlainDate | null,
});

/**
 * A page of what was agreed and is still to be done, of everybody whom a member of staff may see, the first due first and what has no day last; how many
 * there are, at most one more than `MOST_ACTIONS_COUNTED`. Throws where the database is away.
 */
export async function readOpenActions(
  pool: Pool,
  looker: Looker,
  { shown, page }: { readonly shown: ActionsShown; readonly page: number },
  now: Instant,
): Promise<{ readonly actions: readonly OpenAction[]; readonly count: number }> {
  const asked = {
    ...{ areas: looker.areas, everyone: seesEveryone(looker.roles), id: looker.id },
    ...{ at: new Date(now), today: londonDate(now), shown },
  };
  const shut = await readShut(pool, looker, now);
  const [rows, counted] = await Promise.all([
    rowsOf(pool, pageOf({ ...asked, shut, limit: ACTIONS_A_PAGE, offset: (page - 1) * ACTIONS_A_PAGE })),
    firstOf(pool, countOf({ ...asked, most: MOST_ACTIONS_COUNTED + 1 })),
  ]);
  return { actions: rows.map(asOpen), count: counted?.count ?? 0 };
}
