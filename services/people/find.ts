import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { recordOfNhsNumber } from '../record/read';
import { count } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
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

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** Those on file, but for duplicates, of whom a birth date was ever recorded: the present one, or one that was put right since. */
export async function thoseBornOn(database: Queryable, day: PlainDate): Promise<readonly Candidate[]> {
  const { rows } = await database.query<Candidate>({
    name: 'born-on',
    text: `select p.register_id as "registerId", p.name from person p where p.duplicate_of is null and (p.born_on = $1::date or p.register_id in (
        select e.register_id from event e where e.status = 'applied' and e.type in ('birth-date-recorded', 'corrected')
          and $1::text in (e.fact::json ->> 'bornOn', e.fact::json -> 'with' ->> 'bornOn')))
      order by p.register_id`,
    values: [day],
  });
  return rows;
}

/** Everybody's names: an area has some thousand people, and no index knows names without their accents. */
async function everybody(database: Queryable): Promise<readonly Candidate[]> {
  const { rows } = await database.query<Candidate>({
    name: 'names-on-file',
    text: `select register_id as "registerId", name from person where duplicate_of is null and name is not null order by name, register_id`,
  });
  return rows;
}

/**
 * Finds people on file. An NHS number leads to the living record, also that of a duplicate. A birth date is any that was ever recorded: rather
 * one too many, whom a person then tells apart. Throws where the database is away.
 */
export async function findPeople(pool: Pool, sought: Sought): Promise<Found> {
  const matched = 'nhsNumber' in sought ? await byNumber(pool, sought.nhsNumber) : await byNameAndDate(pool, sought);
  const people: Found['people'][number][] = [];
  for (const { registerId, match } of matched.slice(0, MOST_FOUND)) {
    const who = await readWho(pool, registerId);
    if (who) people.push({ ...who, match });
  }
  return { people, count: matched.length };
}

interface Matched {
  readonly registerId: string;
  readonly match: Match;
}

async function byNumber(pool: Pool, nhsNumber: string): Promise<Matched[]> {
  const registerId = await recordOfNhsNumber(pool, nhsNumber);
  return registerId === null ? [] : [{ registerId, match: 'nhs-number' }];
}

async function byNameAndDate(pool: Pool, { name, bornOn: day }: Exclude<Sought, { nhsNumber: string }>): Promise<Matched[]> {
  const found = new Map<string, Match>();
  for (const one of day === null ? [] : await thoseBornOn(pool, day)) {
    const near = name === null || one.name === null ? null : nearness(name, one.name);
    found.set(one.registerId, near === 'same' ? 'name-and-birth-date' : near === 'part' ? 'part-of-name-and-birth-date' : 'birth-date');
  }
  for (const one of name === null ? [] : await everybody(pool)) {
    const near = one.name === null ? null : nearness(name ?? '', one.name);
    // Of those who were born on another day only the very same name counts: a part of one is many people's.
    if (near === null || found.has(one.registerId) || (day !== null && near === 'part')) continue;
    found.set(one.registerId, near === 'same' ? 'name' : 'part-of-name');
  }
  return [...found]
    .map(([registerId, match]) => ({ registerId, match }))
    .toSorted((a, b) => MATCHES.indexOf(a.match) - MATCHES.indexOf(b.match));
}
