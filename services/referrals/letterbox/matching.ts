import type { Pool, PoolClient } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { recordOfNhsNumber } from '../../record/read';

/** As a referral names somebody. */
interface Named {
  readonly name: string;
  readonly bornOn: PlainDate;
  readonly nhsNumber: string | null;
}

/** A name as it is compared: without accents, signs, capitals and the spaces between its parts, which are put in one order. */
export function comparable(name: string): string {
  const parts =
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  return parts.toSorted().join(' ');
}

interface Candidate {
  readonly register_id: string;
  readonly name: string | null;
}

/**
 * Those on file who may be the person named: with this NHS number, or with this name and birth date. Of somebody whose name was lost the birth
 * date is enough. A birth date is any that was ever recorded: rather one too many, whom a person then tells apart.
 */
export async function candidatesFor(client: PoolClient | Pool, { name, bornOn, nhsNumber }: Named): Promise<string[]> {
  const numbered = nhsNumber === null ? null : await recordOfNhsNumber(client, nhsNumber);
  const { rows } = await client.query<Candidate>({
    name: 'born-on',
    text: `select p.register_id, p.name from person p where p.duplicate_of is null and (p.born_on = $1::date or p.register_id in (
        select e.register_id from event e where e.status = 'applied' and e.type in ('birth-date-recorded', 'corrected')
          and $1::text in (e.fact::json ->> 'bornOn', e.fact::json -> 'with' ->> 'bornOn')))
      order by p.register_id`,
    values: [bornOn],
  });
  const named = rows.filter((row) => row.name === null || comparable(row.name) === comparable(name)).map((row) => row.register_id);
  return [...new Set([...(numbered === null ? [] : [numbered]), ...named])];
}
