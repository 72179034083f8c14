import { sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { recordOfNhsNumber } from '../record/read';
import { count } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { type Client, db, prepared, rowsOf } from '../tables/query';
import { nearness } from './names';
import { readWho, whoSchema } from './who';

/** Who is sought: by NHS number alone, or by name, birth date or both. */
export type Sought = { readonly nhsNumber: string } | { readonly name: string | null; readonly bornOn: PlainDate | null };

/** By what somebody was found; the nearest first. */
const MATCHES = ['nhs-number', 'name-and-birth-date', 'part-of-name-and-birth-date', 'birth-date', 'name', 'part-of-name'] as const;
type Match = (typeof MATCHES)[number];

/** So many are shown at most; who seeks says more where there are more. */
const MOST_FOUND = 20;

/** Who was found. */
export const foundSchema = z.strictObject({
  people: z
    .array(whoSchema.extend({ match: z.enum(MATCHES).meta({ description: 'By what they were found' }) }))
    .meta({ description: `The nearest first, at most ${MOST_FOUND}` }),
  count: count('How many there are in all'),
});
type Found = Shape<typeof foundSchema>;

interface Candidate {
  readonly registerId: string;
  readonly name: string | null;
}

const bornOn = prepared('born-on', (day: PlainDate) =>
  db
    .selectFrom('person')
    .select(['register_id as registerId', 'name'])
    .where('duplicate_of', 'is', null)
    .where((eb) =>
      eb.or([
        eb('born_on', '=', day),
        eb(
          'register_id',
          'in',
          eb
            .selectFrom('event')
            .select('event.register_id')
            .where('status', '=', 'applied')
            .where('type', 'in', ['birth-date-recorded', 'corrected'])
            .where(sql<SqlBool>`${day}::text in (fact::json ->> 'bornOn', fact::json -> 'with' ->> 'bornOn')`),
        ),
      ]),
    )
    .orderBy('register_id'),
);

/** Those on file, but for duplicates, of whom a birth date was ever recorded: the present one, or one that was put right since. */
export const thoseBornOn = (database: Client, day: PlainDate): Promise<readonly Candidate[]> => rowsOf(database, bornOn(day));

/** Everybody's names: an area has some thousand people, and no index knows names without their accents. */
const everybody = prepared('names-on-file', () =>
  db
    .selectFrom('person')
    .select(['register_id as registerId', 'name'])
    .where('duplicate_of', 'is', null)
    .where('name', 'is not', null)
    .orderBy('name')
    .orderBy('register_id'),
);

/**
 * Finds people on file, but for those who are not to be found so (`without`): it is as if they were not here. An NHS number leads to the living record, also that of a duplicate. A birth date is any that was ever recorded: rather
 * one too many, whom a person then tells apart. Throws where the database is away.
 */
export async function findPeople(pool: Pool, sought: Sought, without: ReadonlySet<string>): Promise<Found> {
  const all = 'nhsNumber' in sought ? await byNumber(pool, sought.nhsNumber) : await byNameAndDate(pool, sought);
  const matched = all.filter(({ registerId }) => !without.has(registerId));
  const people: Found['people'][number][] = [];
  for (const { registerId, match } of matched.slice(0, MOST_FOUND)) {
    const who = await readWho(pool, registerId);
    if (who) people.push({ ...who, match });
  }
  return { people, count: matched.length };
}

/** The register ids of those whose name is the same, or who were born on the same day; the nearest first. Throws where the database is away. */
export async function likeThem(database: Client, sought: { readonly name: string; readonly bornOn: PlainDate | null }): Promise<string[]> {
  const found = await byNameAndDate(database, sought);
  return found.filter(({ match }) => match !== 'part-of-name').map(({ registerId }) => registerId);
}

interface Matched {
  readonly registerId: string;
  readonly match: Match;
}

async function byNumber(pool: Pool, nhsNumber: string): Promise<Matched[]> {
  const registerId = await recordOfNhsNumber(pool, nhsNumber);
  return registerId === null ? [] : [{ registerId, match: 'nhs-number' }];
}

async function byNameAndDate(pool: Client, { name, bornOn: day }: Exclude<Sought, { nhsNumber: string }>): Promise<Matched[]> {
  const found = new Map<string, Match>();
  for (const one of day === null ? [] : await thoseBornOn(pool, day)) {
    const near = name === null || one.name === null ? null : nearness(name, one.name);
    found.set(one.registerId, near === 'same' ? 'name-and-birth-date' : near === 'part' ? 'part-of-name-and-birth-date' : 'birth-date');
  }
  for (const one of name === null ? [] : await rowsOf(pool, everybody())) {
    const near = one.name === null ? null : nearness(name ?? '', one.name);
    // Of those who were born on another day only the very same name counts: a part of one is many people's.
    if (near === null || found.has(one.registerId) || (day !== null && near === 'part')) continue;
    found.set(one.registerId, near === 'same' ? 'name' : 'part-of-name');
  }
  return [...found]
    .map(([registerId, match]) => ({ registerId, match }))
    .toSorted((a, b) => MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match));
}
