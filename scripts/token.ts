import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import { openPool } from '../infra/database';
import { withParts } from '../infra/embedded/parts';
import { needed } from '../infra/env';
import { createToken, revokeTokens } from '../services/access/tokens';
import { parseScopes, TOKEN_SCOPES } from '../services/access/scopes';

const USAGE = `npm run token -- --name NAME --scopes all
npm run token -- --revoke NAME

Makes a token for a caller of the API and prints it last. It is shown this once: only its SHA-256 is kept.
  --name     who will use it; the access log says this name
  --scopes   what it may do, with commas between: ${TOKEN_SCOPES.join(', ')}
  --revoke   takes every token of a name out of use, at once`;

/** Does something with the database, whether the service runs or not. */
const withDatabase = <Result>(work: (pool: Pool) => Promise<Result>): Promise<Result> =>
  withParts({ temporal: false }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL'), max: 1 });
    try {
      return await work(pool);
    } finally {
      await pool.end();
    }
  });

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ options: { name: text, scopes: text, revoke: text, help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const { name, scopes, revoke } = values;
  if (revoke !== undefined) {
    const revoked = await withDatabase((pool) => revokeTokens(pool, revoke));
    process.stdout.write(`${revoked} revoked\n`);
    return;
  }
  if (name === undefined || scopes === undefined) throw new Error(`Both --name and --scopes are needed.\n\n${USAGE}`);
  const wanted = parseScopes(scopes.split(',').map((scope) => scope.trim()));
  process.stdout.write(`${await withDatabase((pool) => createToken(pool, name, wanted))}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
