import { type Expression, expressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import { type Client, countOf, db, firstOf, numberedOrAny, prepared, rowsOf, shaped } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Tables } from '../tables/tables';
import { DEADLINE, type DeadlineView, deadlineView, instantOf, isMissedUnwritten } from './rows';

const PATHWAY = columnsOf('pathway', 'pinned_rule_set', 'kept', 'not_adopted').map((column) => `pathway.${column}` as const);

/** What a row of the register is made of. */
const LISTED = (
  [
    'register_id',
    'number',
    'ended_type',
    'ended_on',
    'rating',
    'inpatient',
    'on_register',
    'consent_lapsed',
    'next_due',
    'opened_at',
  ] as const
).map((column) => `pathway.${column}` as const);

/** One pathway of a person as it stands. */
export interface PathwayView {
  readonly registerId: string;
  readonly pathway: number;
  readonly pathways: number;
  readonly status: 'open' | 'ended';
  readonly rating: string | null;
  readonly setting: 'community' | 'inpatient';
  readonly onRegister: boolean;
  readonly eligibility: string | null;
  readonly registerConsent: boolean;
  readonly consentLapsed: boolean;
  readonly ended: { readonly type: string; readonly on: PlainDate | null; readonly owed: readonly unknown[] } | null;
  /** The record that lives on, where this one was closed as a duplicate. */
  readonly duplicateOf: string | null;
  readonly openDeadlines: readonly DeadlineView[];
  readonly ruleSet: string;
  readonly ruleSetVersion: string;
  readonly sequence: number;
  readonly openedAt: string;
}

/** A rule set by its name and version; one that is stored by its name alone is of the first version. */
function ruleSetOf(ref: string): { ruleSet: string; ruleSetVersion: string } {
  const [ruleSet = ref, ruleSetVersion = '1'] = ref.split('@');
  return { ruleSet, ruleSetVersion };
}

const personOf = prepared('person-exists', (registerId: string) =>
  db.selectFrom('person').select('register_id').where('register_id', '=', registerId),
);

/** Whether a register id is on file. */
export const personExists = async (client: Client, registerId: string): Promise<boolean> =>
  (await countOf(client, personOf(registerId))) === 1;

const adoptionOf = prepared('adoption-of', (registerId: string) =>
  db
    .selectFrom('event')
    .select('id')
    .where('register_id', '=', registerId)
    .where('type', '=', 'adopted')
    .where('status', '=', 'applied')
    .limit(1),
);

/** Whether a pathway of this person was taken over from an older register. */
export const isAdopted = async (pool: Pool, registerId: string): Promise<boolean> => (await countOf(pool, adoptionOf(registerId))) === 1;

/** The record that lives on, where this one was closed as a duplicate; kysely knows no recursive query that looks at the row around it. */
const living = (duplicateOf: Expression<string | null>) =>
  sql<string | null>`(with recursive step as (
    select ${duplicateOf} as next where ${duplicateOf} is not null
    union select o.duplicate_of from step join person o on o.register_id = step.next where o.duplicate_of is not null)
    select next from step join person o on o.register_id = next where o.duplicate_of is null)`;

/** The deadlines that are owed in the pathway of the row around them. */
const owed = expressionBuilder<Tables, 'pathway'>()
  .selectFrom('deadline')
  .whereRef('deadline.register_id', '=', 'pathway.register_id')
  .whereRef('deadline.pathway', '=', 'pathway.number')
  .where(({ eb, lit }) => eb('deadline.owed', '=', lit(true)));

const pathwayOf = prepared('read-pathway', (registerId: string, number: number | null) =>
  db
    .selectFrom('pathway')
    .innerJoin('person', 'person.register_id', 'pathway.register_id')
    .select(PATHWAY)
    .select((eb) => [
      'person.sequence',
      living(eb.ref('person.duplicate_of')).as('living'),
      eb
        .selectFrom('pathway as any')
        .select(({ fn }) => fn.max('any.number').as('pathways'))
        .whereRef('any.register_id', '=', 'person.register_id')
        .as('pathways'),
      jsonArrayFrom(owed.select(DEADLINE).orderBy('deadline.due').orderBy('deadline.kind').orderBy('deadline.id')).as('deadlines'),
    ])
    .where('pathway.register_id', '=', registerId)
    .where((eb) => numberedOrAny(eb, 'pathway.number', number))
    .orderBy(sql`pathway.ended_type is not distinct from 'corrected'`)
    .orderBy('pathway.number', 'desc')
    .limit(1),
);

/**
 * Reads the latest pathway of a person, or the one of a number, with what is owed on a day, as of one moment of the database.
 * Out: null where there is none.
 */
export async function readPathway(pool: Pool, registerId: string, number: number | null, today: PlainDate): Promise<PathwayView | null> {
  const row = await firstOf(pool, pathwayOf(registerId, number));
  if (!row) return null;
  return {
    registerId: row.register_id,
    pathway: row.number,
    pathways: row.pathways ?? row.number,
    status: row.ended_type === null ? 'open' : 'ended',
    rating: row.rating,
    setting: row.inpatient ? 'inpatient' : 'community',
    onRegister: row.on_register,
    eligibility: row.eligibility,
    registerConsent: row.register_consent,
    consentLapsed: row.consent_lapsed,
    ended: row.ended_type === null ? null : { type: row.ended_type, on: row.ended_on, owed: row.owed_at_end ?? [] },
    duplicateOf: row.living,
    openDeadlines: row.deadlines.map((deadline) => deadlineView(deadline, today)),
    ...ruleSetOf(row.rule_set),
    sequence: row.sequence,
    openedAt: instantOf(row.opened_at),
  };
}

/** Which pathways a list holds: the register is its members only (invariant 8); the others are work in hand and what has ended. */
export type RegisterStatus = 'on-register' | 'open' | 'ended';

export interface RegisterFilter {
  readonly status: RegisterStatus;
  readonly rating: string | null;
  /** Only pathways with something owed before this day; the list is then in order of what is due first. */
  readonly dueBefore: PlainDate | null;
  readonly limit: number;
  /** After this place in the order; the due date counts only with `dueBefore`. */
  readonly after: { readonly due: PlainDate | null; readonly registerId: string; readonly pathway: number } | null;
}

export interface RegisterRow {
  readonly registerId: string;
  readonly pathway: number;
  readonly status: 'open' | 'ended';
  readonly rating: string | null;
  readonly setting: 'community' | 'inpatient';
  readonly onRegister: boolean;
  readonly consentLapsed: boolean;
  readonly nextDue: PlainDate | null;
  readonly owed: { readonly open: number; readonly missed: number };
  readonly ended: { readonly type: string; readonly on: PlainDate | null } | null;
  readonly openedAt: string;
}

/** Reads a page of the register in a stable order, as it stands on a day; `more` says whether another page follows. */
export async function readRegister(pool: Pool, filter: RegisterFilter, today: PlainDate): Promise<{ rows: RegisterRow[]; more: boolean }> {
  const rows = await rowsOf(pool, registerPage({ ...filter, limit: filter.limit + 1, today }));
  return {
    more: rows.length > filter.limit,
    rows: rows.slice(0, filter.limit).map((row) => ({
      registerId: row.register_id,
      pathway: row.number,
      status: row.ended_type === null ? 'open' : 'ended',
      rating: row.rating,
      setting: row.inpatient ? 'inpatient' : 'community',
      onRegister: row.on_register,
      consentLapsed: row.consent_lapsed,
      nextDue: row.next_due,
      owed: { open: row.owed - row.missed, missed: row.missed },
      ended: row.ended_type === null ? null : { type: row.ended_type, on: row.ended_on },
      openedAt: instantOf(row.opened_at),
    })),
  };
}

/** `limit` counts the row that says whether another page follows. */
const registerPage = shaped(
  ['status'],
  ({ status, rating, dueBefore, after, limit, today }: RegisterFilter & { readonly today: PlainDate }) => {
    let page = db
      .selectFrom('pathway')
      .innerJoinLateral(
        owed
          .select(({ fn }) => [
            sql<number>`${fn.countAll()}::int`.as('owed'),
            sql<number>`${fn
              .countAll()
              .filterWhere((of) => of.or([of('deadline.status', '=', 'missed'), isMissedUnwritten(today)]))}::int`.as('missed'),
          ])
          .as('due'),
        (join) => join.onTrue(),
      )
      .select(LISTED)
      .select(['due.owed', 'due.missed']);
    if (status === 'on-register') page = page.where(({ eb, lit }) => eb('pathway.on_register', '=', lit(true)));
    else page = page.where('pathway.ended_type', status === 'open' ? 'is' : 'is not', null);
    if (rating !== null) page = page.where('pathway.rating', '=', rating);
    if (dueBefore !== null) page = page.where('pathway.next_due', '<', dueBefore);
    if (after) {
      const { due, registerId, pathway } = after;
      page = page.where(({ eb, refTuple, tuple }) =>
        dueBefore === null
          ? eb(refTuple('pathway.register_id', 'pathway.number'), '>', tuple(registerId, pathway))
          : eb(refTuple('pathway.next_due', 'pathway.register_id', 'pathway.number'), '>', tuple(due, registerId, pathway)),
      );
    }
    const ordered = dueBefore === null ? page : page.orderBy('pathway.next_due');
    return ordered.orderBy('pathway.register_id').orderBy('pathway.number').limit(limit);
  },
);
