import { parseArgs } from 'node:util';
import type { Pool } from 'pg';
import type { Instant } from '../domain/calendar/dates';
import { AUDIENCES, isAudience } from '../domain/notices/catalogue';
import { openPool } from '../infra/database';
import { withParts } from '../infra/embedded/parts';
import { environment, needed } from '../infra/env';
import { noticesOverview } from '../services/notices/sending/overview';
import { hold, release } from '../services/notices/sending/queue';
import { setSending } from '../services/notices/settings';

const USAGE = `npm run notices -- [--on AUDIENCE] [--off AUDIENCE] [--release KEY] [--hold KEY --reason CODE]

Shows who may be written to, how many notices there are of each status, and those that wait for a person.
  --on, --off   lets notices go to an audience, or stops them: all, ${AUDIENCES.join(', ')}
                (with --on, what was held for that reason goes, each checked again)
  --release     lets a held or failed notice go
  --hold        stops one that waits to go; --reason says why, in a code`;

const options = {
  on: { type: 'string' },
  off: { type: 'string' },
  release: { type: 'string' },
  hold: { type: 'string' },
  reason: { type: 'string', default: 'held-by-hand' },
  help: { type: 'boolean', default: false },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return say(USAGE);
  const areaId = environment().AREA;
  await withParts({ temporal: false }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL'), max: 1 });
    try {
      if (values.on !== undefined) await switchTo(pool, areaId, values.on, true);
      if (values.off !== undefined) await switchTo(pool, areaId, values.off, false);
      if (values.release !== undefined) say(`released: ${await release(pool, [values.release], Date.now() as Instant)}`);
      if (values.hold !== undefined) say(`held: ${await hold(pool, [values.hold], values.reason)}`);
      await show(pool, areaId);
    } finally {
      await pool.end();
    }
  });
}

async function switchTo(pool: Pool, areaId: string, audience: string, on: boolean): Promise<void> {
  if (audience !== 'all' && !isAudience(audience)) throw new Error(`There is no audience ${audience}.\n\n${USAGE}`);
  await setSending(pool, areaId, audience === 'all' ? { on } : { audience, on });
}

async function show(pool: Pool, areaId: string): Promise<void> {
  const { sending, counts, stopped } = await noticesOverview(pool, areaId);
  const named = (on: boolean): string =>
    sending
      .filter((one) => one.on === on)
      .map(({ audience }) => audience)
      .join(', ') || 'nobody';
  say(`area ${areaId}`);
  say(`written to      ${named(true)}`);
  say(`not written to  ${named(false)}`);
  say(`notices         ${counts.map(({ status, count }) => `${count} ${status}`).join(', ') || 'none'}`);
  for (const { key, status, reason } of stopped) say(`  ${status} (${reason})  ${key}`);
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
