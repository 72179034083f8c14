import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { thoseBornOn } from '../../people/find';
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
