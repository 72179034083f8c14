import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Pool } from 'pg';
import { z } from 'zod';
import { projectRoot } from '../../infra/project-root';

/** The version of this service, as its package says it; read once. Throws where that file is not as it should be. */
export const serviceVersion = (): string => (version ??= packageSchema.parse(readPackage()).version);
let version: string | undefined;

const packageSchema = z.object({ version: z.string() });
const readPackage = (): unknown => JSON.parse(readFileSync(path.join(projectRoot, 'package.json'), 'utf8'));

/** The ledger of migrations is not among the tables of the schema, and a role of an own database may not be allowed to read it. */
const MAY_READ = `select coalesce(has_table_privilege(to_regclass('_prisma_migrations'), 'select'), false) as may`;
const LAST = `select max(migration_name) as name from "_prisma_migrations" where finished_at is not null and rolled_back_at is null`;

/** The name of the last migration of the database; null where there is no ledger, or this service may not read it. Throws where the database is away. */
export async function readLastMigration(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ may: boolean }>({ name: 'may-read-migrations', text: MAY_READ });
  if (rows[0]?.may !== true) return null;
  const last = await pool.query<{ name: string | null }>({ name: 'last-migration', text: LAST });
  return last.rows[0]?.name ?? null;
}
