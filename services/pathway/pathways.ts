import { type Expression, expressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { RATINGS } from '../../domain/pathway/events';
import { at, count, dateField, day, flag, orNull, pathway, rating, registerId, sequence, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { type Client, countOf, db, firstOf, numberedOrAny, prepared, rowsOf, shaped } from '../tables/query';
import { columnsOf } from '../tables/recordset';
import type { Row, Tables } from '../tables/tables';
import { owedSchema } from './lines';
import { DEADLINE, deadlineSchema, deadlineView, instantOf, isMissedUnwritten } from './rows';

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

/** What a pathway and its row in a list say alike. */
const setting = z.enum(['community', 'inpatient']).meta({ description: 'Where the person lives now' });
const pathwayStatus = z.enum(['open', 'ended']).meta({ description: 'Whether the pathway runs' });
const onRegister = flag('Whether the person is a member of the register');
const consentLapsed = flag('Whether the consent to the register was due for renewal and was not renewed');
const openedAt = at('When the pathway began');
const ended = { type: text('The event that ended it'), on: day('The day of its end') };

/** One pathway of a person as it stands. */
export const pathwaySchema = z.strictObject({
  registerId,
  pathway,
  pathways: z.number().int().min(1).meta({ description: 'How many the person has' }),
  status: pathwayStatus,
  rating,
  setting,
  onRegister,
  eligibility: orNull(z.enum(['eligible', 'not-eligible', 'watch']), 'What was decided last; null: nothing yet'),
  registerConsent: flag('Whether consent to the register stands'),
  consentLapsed,
  ended: orNull(z.strictObject({ ...ended, owed: z.array(owedSchema).meta({ description: 'What was owed until then' }) }), 'How it ended'),
  duplicateOf: orNull(registerId, 'Where this record was closed as a duplicate: the one that lives on'),
  openDeadlines: z.array(deadlineSchema).meta({ description: 'All that is still owed, open or missed' }),
  ruleSet: text('The rule set that it goes by'),
  ruleSetVersion: text('Its version'),
  sequence,
  openedAt,
});
type PathwayView = Shape<typeof pathwaySchema>;

/** How a pathway ended; the commit writes both columns or neither. */
const endOf = ({ ended_type: type, ended_on: on }: Pick<Row<'pathway'>, 'ended_type' | 'ended_on'>) =>
  type === null || on === null ? null : { type, on };

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
  const end = endOf(row);
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
    ended: end && { ...end, owed: row.owed_at_end ?? [] },
    duplicateOf: row.living,
    openDeadlines: row.deadlines.map((deadline) => deadlineView(deadline, today)),
    ...ruleSetOf(row.rule_set),
    sequence: row.sequence,
    openedAt: instantOf(row.opened_at),
  };
}

/** A pathway as the register's list shows it. */
export const registerRowSchema = z.strictObject({
  registerId,
  pathway,
  status: pathwayStatus,
  rating,
  setting,
  onRegister,
  consentLapsed,
  nextDue: orNull(dateField, 'The next day by which something is owed'),
  owed: z
    .strictObject({ open: count('Whose day has not passed, or that have none'), missed: count('Whose day has passed') })
    .meta({ description: 'How many deadlines are owed' }),
  ended: orNull(z.strictObject(ended), 'How it ended'),
  openedAt,
});
type RegisterRow = Shape<typeof registerRowSchema>;

/**
 * What the register's list can be asked for. Without a status it holds members only (invariant 8); the others are work in hand and what has
 * ended. With `dueBefore` it is in order of what is due first.
 */
export const registerFilter = z.strictObject({
  rating: z.enum(RATINGS).optional().meta({ description: 'The rating' }),
  status: z
    .enum(['on-register', 'open', 'ended'])
    .optional()
    .meta({ description: 'Members of the register, open pathways, or ended ones' }),
  dueBefore: dateField.optional().meta({ description: 'With something owed before this day' }),
});
export type RegisterFilter = Shape<typeof registerFilter>;

interface RegisterPage extends RegisterFilter {
  readonly limit: number;
  /** After this place in the order; the due date counts only with `dueBefore`. */
  readonly after: { readonly due: PlainDate | null; readonly registerId: string; readonly pathway: number } | null;
}

/** Reads a page of the register in a stable order, as it stands on a day; `more` says whether another page follows. */
export async function readRegister(pool: Pool, filter: RegisterPage, today: PlainDate): Promise<{ rows: RegisterRow[]; more: boolean }> {
  const rows = await rowsOf(pool, registerPage({ ...filter, limit: filter.limit + 1, today }));
  return {
    more: rows.length > filter.limit,
    rows: rows.slice(0, filter.limit).map((row): RegisterRow => ({
      registerId: row.register_id,
      pathway: row.number,
      status: row.ended_type === null ? 'open' : 'ended',
      rating: row.rating,
      setting: row.inpatient ? 'inpatient' : 'community',
      onRegister: row.on_register,
      consentLapsed: row.consent_lapsed,
      nextDue: row.next_due,
      owed: { open: row.owed - row.missed, missed: row.missed },
      ended: endOf(row),
      openedAt: instantOf(row.opened_at),
    })),
  };
}

/** `limit` counts the row that says whether another page follows. */
const registerPage = shaped(
  ['status'],
  ({ status = 'on-register', rating: rated, dueBefore, after, limit, today }: RegisterPage & { readonly today: PlainDate }) => {
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
    if (rated !== undefined) page = page.where('pathway.rating', '=', rated);
    if (dueBefore !== undefined) page = page.where('pathway.next_due', '<', dueBefore);
    if (after) {
      const { due, registerId: person, pathway: number } = after;
      page = page.where(({ eb, refTuple, tuple }) =>
        dueBefore === undefined
          ? eb(refTuple('pathway.register_id', 'pathway.number'), '>', tuple(person, number))
          : eb(refTuple('pathway.next_due', 'pathway.register_id', 'pathway.number'), '>', tuple(due, person, number)),
      );
    }
    const ordered = dueBefore === undefined ? page : page.orderBy('pathway.next_due');
    return ordered.orderBy('pathway.register_id').orderBy('pathway.number').limit(limit);
  },
);
