import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { likeThem, thoseBornOn } from '../../people/find';
import { comparable } from '../../people/names';
import { recordOfNhsNumber } from '../../record/read';

/** As a referral names somebody. */
interface Named {
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string | null;
}

/**
 * Those on file who may be the person named: with this NHS number, or with this name and birth date. Of somebody whose name was lost the birth
 * date is enough. A birth date is any that was ever recorded: rather one too many, whom a person then tells apart.
 */
export async function candidatesFor(client: PoolClient | Pool, { name, bornOn, nhsNumber }: Named): Promise<string[]> {
  const numbered = nhsNumber === null ? null : await recordOfNhsNumber(client, nhsNumber);
  const born = await thoseBornOn(client, bornOn);
  const named = born.filter((one) => one.name === null || comparable(one.name) === comparable(name)).map(({ registerId }) => registerId);
  return [...new Set([...(numbered === null ? [] : [numbered]), ...named])];
}

/** So many are shown beside a request for help; whoever looks for more uses the search. */
const MOST_LIKE_THEM = 20;

/**
 * Those on file who may be whoever asks for help: of the same name, or, where a birth date was given, born on that day under whatever name. Rather
 * one too many, whom a person then tells apart. Throws where the database is away.
 */
export async function candidatesLike(
  client: PoolClient | Pool,
  { name, bornOn }: { readonly name: string; readonly bornOn?: PlainDate | undefined },
): Promise<string[]> {
  return (await likeThem(client, { name, bornOn: bornOn ?? null })).slice(0, MOST_LIKE_THEM);
}
