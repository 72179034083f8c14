import { Client } from 'pg';
import { STAYS_ALIVE } from '../../../infra/database/database';

/** As whom the service, its commands and its migrations work. It owns the service's database, and may do nothing beside it. */
const SERVICE_ROLE = 'pathway_service';

/** What an earlier release made as PostgreSQL's own user, and a migration may have made: all of it is given to the service's user. */
const GIVE = `do $$
declare one record;
begin
  execute 'alter schema public owner to ${SERVICE_ROLE}';
  for one in select c.oid::regclass as name from pg_class c
    where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'v', 'm', 'S') and c.relowner <> '${SERVICE_ROLE}'::regrole
      -- A sequence that belongs to a column goes with its table.
      and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype in ('a', 'i') and c.relkind = 'S')
  loop execute format('alter table %s owner to ${SERVICE_ROLE}', one.name); end loop;
  for one in select p.oid::regprocedure as name from pg_proc p
    where p.pronamespace = 'public'::regnamespace and p.proowner <> '${SERVICE_ROLE}'::regrole
  loop execute format('alter routine %s owner to ${SERVICE_ROLE}', one.name); end loop;
  for one in select t.oid::regtype as name from pg_type t
    where t.typnamespace = 'public'::regnamespace and t.typtype in ('d', 'e') and t.typowner <> '${SERVICE_ROLE}'::regrole
  loop execute format('alter type %s owner to ${SERVICE_ROLE}', one.name); end loop;
end $$`;

export interface ServiceRoleSettings {
  /** The address of a database of the server for its own user, who may do everything. */
  readonly url: (database: string) => string;
  readonly database: string;
  /** Of the service's user; set anew each time, since a restored server may know another. */
  readonly password: string;
}

/**
 * Makes the service's database and its user, who is no superuser, where they are not there, and gives him what is in it.
 * @returns the address of the database for that user
 * @throws the database's error where that fails
 */
export async function prepareServiceRole({ url, database, password }: ServiceRoleSettings): Promise<string> {
  await connected(url('postgres'), async (admin) => {
    const { rowCount: hasRole } = await admin.query('SELECT 1 FROM pg_roles WHERE rolname = $1', [SERVICE_ROLE]);
    if (!hasRole) await admin.query(`CREATE ROLE ${SERVICE_ROLE}`);
    const { rowCount: hasDatabase } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [database]);
    if (!hasDatabase) await admin.query(`CREATE DATABASE ${database}`);
    await admin.query(
      `ALTER ROLE ${SERVICE_ROLE} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS PASSWORD ${admin.escapeLiteral(password)}`,
    );
    await admin.query(`ALTER DATABASE ${database} OWNER TO ${SERVICE_ROLE}`);
    await admin.query(`REVOKE CONNECT, TEMPORARY ON DATABASE ${database} FROM PUBLIC`);
  });
  await connected(url(database), (admin) => admin.query(GIVE));
  const address = new URL(url(database));
  address.username = SERVICE_ROLE;
  address.password = password;
  return address.href;
}

/** The same database for PostgreSQL's own user, as a base backup needs. */
export function asOwner(address: string, { user, password }: { readonly user: string; readonly password: string }): string {
  const url = new URL(address);
  url.username = user;
  url.password = password;
  return url.href;
}

async function connected(url: string, work: (client: Client) => Promise<unknown>): Promise<void> {
  const client = new Client({ connectionString: url, ...STAYS_ALIVE });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
