import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import type { Instant } from '../../domain/calendar/dates';
import { type Client, countOf, db, prepared, type RowOf, rowsOf } from '../tables/query';

/** That entries of the access log were taken out as a file. */
export interface AccessExport {
  /** The id of the member of staff. */
  readonly staff: string;
  /** Typed words. */
  readonly why: string;
  /** What was asked for: codes, ids and instants. */
  readonly asked: Readonly<Record<string, string | number | boolean | null>>;
  /** How many entries the file has. */
  readonly entries: number;
}

const keeping = prepared('keep-access-export', (id: string, at: Date, { staff, why, entries }: AccessExport, asked: string) =>
  db.insertInto('access_export').values({ id, at, staff, why, asked: sql`${asked}::jsonb`, entries }),
);

/** Keeps who took what out and why, before it is given. Throws where the database is away: then nothing is given. */
export async function keepAccessExport(database: Client, one: AccessExport, at: Instant): Promise<void> {
  await countOf(database, keeping(randomUUID(), new Date(at), one, JSON.stringify(one.asked)));
}

const latest = prepared('access-exports', (areas: readonly string[], most: number) =>
  db
    .selectFrom('access_export')
    .innerJoin('staff', 'staff.id', 'access_export.staff')
    .select(['access_export.at', 'access_export.why', 'access_export.entries', 'access_export.asked', 'staff.id as staff', 'staff.name'])
    .where(({ eb }) => eb('staff.area', '=', sql<string>`any(${areas}::text[])`))
    .orderBy('access_export.at', 'desc')
    .limit(most),
);
export type AccessExportOnRecord = Readonly<RowOf<typeof latest>>;

/** Who of the staff of some areas took entries of the access log out, the newest first. Throws where the database is away. */
export const listAccessExports = (database: Client, areas: readonly string[], most: number): Promise<AccessExportOnRecord[]> =>
  rowsOf(database, latest(areas, most));
