import { parseArgs } from 'node:util';
import { openPool } from '../infra/database';
import { withParts } from '../infra/embedded/parts';
import { needed } from '../infra/env';
import { createToken } from '../services/access/tokens';
import { TOKEN_SCOPES } from '../services/access/scopes';

const USAGE = `npm run token -- --name NAME --scopes all

Makes a token for a caller of the API and prints it last. It is shown this once: only its SHA-256 is kept.
  --name     who will use it; the access log says this name
  --scopes   what it may do, with commas between: ${TOKEN_SCOPES.join(', ')}`;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { name: { type: 'string' }, scopes: { type: 'string' }, help: { type: 'boolean', default: false } } });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  if (values.name === undefined || values.scopes === undefined) throw new Error(`Both --name and --scopes are needed.\n\n${USAGE}`);
  const { name } = values;
  const scopes = values.scopes.split(',').map((scope) => scope.trim());
  const token = await withParts({ temporal: false }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL'), max: 1 });
    try {
      return await createToken(pool, name, scopes);
    } finally {
      await pool.end();
    }
  });
  process.stdout.write(`${token}\n`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
