import { createHash, randomUUID } from 'node:crypto';
import type { Insertable } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import type { Instant } from '../../domain/calendar/dates';
import type { Seals } from '../../infra/seals';
import { open, shut } from '../../infra/shut';
import { countOf, db, firstOf, picked, prepared, type RowOf, rowsOf } from '../tables/query';
import type { Tables } from '../tables/tables';

/** How long what somebody typed is kept for them. */
export const KEPT_MS = 24 * 3_600_000;
/** So many forms are kept of one member of staff; of more, those that were kept first go. */
const MOST = 50;

const fieldsSchema = z.record(z.string(), z.union([z.string(), z.array(z.string())]));
/** What was typed or chosen, by the name of the field. */
export type KeptFields = z.output<typeof fieldsSchema>;

/** Which form it is, and whose. */
interface About {
  /** The id of the member of staff. */
  readonly staff: string;
  /** Where it was to be sent. */
  readonly action: string;
  /** The page on which it stands. */
  readonly page: string;
}

/** A form that somebody sent, or was filling in, while they could not go on. */
export interface KeptForm extends About {
  readonly id: string;
  readonly at: Instant;
  readonly fields: KeptFields;
}

const keysOf = (seals: Seals, staff: string): Buffer[] =>
  seals.every('typed', staff).map((digest) => createHash('sha256').update(`key ${digest}`).digest());
const boundTo = (id: string, { staff, action, page }: About): string => JSON.stringify([id, staff, action, page]);

/** The same form sent twice is one: its id is made of all that it says. */
function idOf(seals: Seals, about: About, fields: KeptFields): string {
  const [digest = ''] = seals.every('typed', JSON.stringify([about.staff, about.action, fields]));
  return digest.slice(0, 32).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

const COLUMNS = ['id', 'staff', 'action', 'page', 'kept_at', 'sealed'] as const;
const keeping = prepared('keep-form', (row: Pick<Insertable<Tables['kept_form']>, (typeof COLUMNS)[number]>) =>
  db
    .insertInto('kept_form')
    .values(picked(row, COLUMNS))
    .onConflict((conflict) =>
      conflict
        .column('id')
        .doUpdateSet(picked(row, ['action', 'page', 'kept_at', 'sealed']))
        .where('kept_form.staff', '=', row.staff),
    )
    .returning('id'),
);
const crowding = prepared('kept-forms-too-many', (staff: string) =>
  db
    .deleteFrom('kept_form')
    .where('id', 'in', (eb) =>
      eb.selectFrom('kept_form').select('id').where('staff', '=', staff).orderBy('kept_at', 'desc').orderBy('id').offset(MOST),
    ),
);

/**
 * Keeps what somebody typed, encrypted under a key of theirs.
 * @param given the id under which the same form was kept before; null, or an id of somebody else's: it gets one of its own
 * @returns the id under which it is kept
 */
export async function keepForm(
  pool: Pool,
  seals: Seals,
  { fields, id: given, ...about }: About & { readonly id: string | null; readonly fields: KeptFields },
  now: Instant,
): Promise<string> {
  const [key] = keysOf(seals, about.staff);
  if (!key) throw new Error('the ring of the log keys is empty');
  const as = (id: string) =>
    firstOf(pool, keeping({ ...about, id, kept_at: new Date(now), sealed: shut(key, JSON.stringify(fields), boundTo(id, about)) }));
  const kept = (await as(given ?? idOf(seals, about, fields))) ?? (await as(randomUUID()));
  if (!kept) throw new Error('what was typed was not kept');
  await countOf(pool, crowding(about.staff));
  return kept.id;
}

const since = (now: Instant): Date => new Date(now - KEPT_MS);
const LISTED = ['id', 'staff', 'action', 'page', 'kept_at'] as const;
const listing = prepared('kept-forms-of', (staff: string, from: Date) =>
  db.selectFrom('kept_form').select(LISTED).where('staff', '=', staff).where('kept_at', '>', from).orderBy('kept_at', 'desc').orderBy('id'),
);

/** A form that is kept, without what was typed. */
export type KeptFormAt = Omit<KeptForm, 'fields'>;
const placeOf = ({ kept_at: at, ...row }: RowOf<typeof listing>): KeptFormAt => ({ ...row, at: at.getTime() as Instant });

/** What is kept of somebody, the newest first. */
export const listKeptForms = async (pool: Pool, staff: string, now: Instant): Promise<readonly KeptFormAt[]> =>
  (await rowsOf(pool, listing(staff, since(now)))).map(placeOf);

const opening = prepared('kept-form', (id: string, staff: string, from: Date) =>
  db
    .selectFrom('kept_form')
    .select([...LISTED, 'sealed'])
    .where('id', '=', id)
    .where('staff', '=', staff)
    .where('kept_at', '>', from),
);

/** What somebody typed; null where it is not there, not theirs, older than a day, or opened by no key of the ring. */
export async function openKeptForm(pool: Pool, seals: Seals, staff: string, id: string, now: Instant): Promise<KeptForm | null> {
  const found = await firstOf(pool, opening(id, staff, since(now)));
  if (!found) return null;
  const { sealed, ...row } = found;
  for (const key of keysOf(seals, staff)) {
    try {
      return { ...placeOf(row), fields: fieldsSchema.parse(JSON.parse(open(key, sealed, boundTo(id, row)))) };
    } catch {
      // Shut with another key of the ring, or with none of them.
    }
  }
  return null;
}

const dropping = prepared('drop-kept-form', (id: string, staff: string) =>
  db.deleteFrom('kept_form').where('id', '=', id).where('staff', '=', staff),
);
/** Forgets what somebody typed: it has been used, or they leave it out. */
export const dropKeptForm = async (pool: Pool, staff: string, id: string): Promise<void> => void (await countOf(pool, dropping(id, staff)));

const sweeping = prepared('sweep-kept-forms', (until: Date) => db.deleteFrom('kept_form').where('kept_at', '<=', until));
/** Forgets whatever is older than a day. Out: how many forms that were. */
export const sweepKeptForms = (pool: Pool, now: Instant): Promise<number> => countOf(pool, sweeping(since(now)));
