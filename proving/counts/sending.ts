import type { Pool } from 'pg';
import type { Cut } from './journal';

/**
 * Has the database write down when each notice was in hand: two looks around a kill would miss the one that was taken and sent within a
 * few milliseconds between them.
 */
export async function watchSending(pool: Pool): Promise<void> {
  await pool.query(`
    create schema chaos;
    create table chaos.in_hand (
      key text not null, lease int not null, began timestamptz not null default clock_timestamp(), ended timestamptz);
    create index on chaos.in_hand (key);
    create function chaos.note() returns trigger language plpgsql as $$
    begin
      -- The same hand, which goes on.
      if new.status = 'sending' and old.status = 'sending' and new.lease = old.lease then return null; end if;
      update chaos.in_hand set ended = clock_timestamp() where key = new.key and ended is null;
      if new.status = 'sending' then insert into chaos.in_hand (key, lease) values (new.key, new.lease); end if;
      return null;
    end $$;
    create trigger chaos_note after update on notice for each row
      when (new.status = 'sending' or old.status = 'sending') execute function chaos.note();`);
}

interface InHandRow {
  readonly key: string;
  readonly began: string;
  readonly ended: string | null;
}

/** Clocks of two processes on one machine, and the moment between a statement and its commit. */
const MARGIN_MS = 5;

/** What was in hand at the cuts. */
export interface InHand {
  /** By notice: in how many of its attempts something was cut while it stood in hand. Each can have cost one double. */
  readonly attemptsCut: ReadonlyMap<string, number>;
  /** How many notices were in hand at each cut, in the order of the cuts. */
  readonly atCut: readonly number[];
}

/** Finds the notices that were in hand when something was killed. Only the API has no part in sending. */
export async function inHandAt(pool: Pool, cuts: readonly Cut[]): Promise<InHand> {
  const { rows } = await pool.query<InHandRow>(
    'select key, extract(epoch from began) * 1000 as began, extract(epoch from ended) * 1000 as ended from chaos.in_hand',
  );
  const overlaps = ({ began, ended }: InHandRow, { at, gone }: Cut): boolean =>
    Number(began) <= gone + MARGIN_MS && (ended === null || Number(ended) >= at - MARGIN_MS);
  const attemptsCut = new Map<string, number>();
  const telling = cuts.filter(({ part }) => part !== 'API');
  for (const row of rows) {
    if (telling.some((cut) => overlaps(row, cut))) attemptsCut.set(row.key, (attemptsCut.get(row.key) ?? 0) + 1);
  }
  return { attemptsCut, atCut: cuts.map((cut) => rows.filter((row) => overlaps(row, cut)).length) };
}
