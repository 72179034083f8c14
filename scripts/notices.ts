import type { Pool } from 'pg';
import type { Instant } from '../domain/calendar/dates';
import { AUDIENCES, isAudience } from '../domain/notices/catalogue';
import { PlainError } from '../infra/plain-error';
import { stopAndWait } from '../services/notices/by-hand/stop-and-wait';
import { noticesOverview } from '../services/notices/by-hand/overview';
import { holdNotices, releaseNotices } from '../services/notices/by-hand/hold-and-release';
import { setSending, startSending } from '../services/notices/settings';
import { areaNamed } from './area';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run notices -- [--area AREA] [--stop | --start] [--on AUDIENCE] [--off AUDIENCE] [--release KEY] [--hold KEY --reason CODE]

Shows who may be written to, how many notices there are of each status, and those that wait for a person.
  --area        of this area; without it of AREA
  --stop        stops sending for the whole service, all areas and audiences, alerts to on-call too: everything waits
  --start       starts it again: what waits goes, each checked again; a mail server that was away is looked for at once
  --on, --off   lets notices go to an audience, or stops them: all, ${AUDIENCES.join(', ')}
                (with --on, what was held for that reason goes, each checked again)
  --release     lets a held or failed notice go
  --hold        stops one that waits to go; --reason says why, in a code`;

const options = {
  area: { type: 'string' },
  stop: { type: 'boolean', default: false },
  start: { type: 'boolean', default: false },
  on: { type: 'string' },
  off: { type: 'string' },
  release: { type: 'string' },
  hold: { type: 'string' },
  reason: { type: 'string', default: 'held-by-hand' },
} as const;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const values = readOptions(USAGE, options);
  if (!values) return;
  if (values.stop && values.start) throw new PlainError(`--stop and --start do not go together.\n\n${USAGE}`);
  const areaId = areaNamed(values.area);
  await withDatabase(async (pool) => {
    if (values.stop) await stop(pool);
    if (values.start) await startSending(pool);
    if (values.on !== undefined) await switchTo(pool, areaId, values.on, true);
    if (values.off !== undefined) await switchTo(pool, areaId, values.off, false);
    if (values.release !== undefined) say(`released: ${await releaseNotices(pool, [values.release], Date.now() as Instant)}`);
    if (values.hold !== undefined) say(`held: ${await holdNotices(pool, [values.hold], values.reason)}`);
    await show(pool, areaId);
  });
}

async function stop(pool: Pool): Promise<void> {
  const left = await stopAndWait(pool, Date.now() as Instant);
  if (left > 0) say(`${left} still in the hand of a sender, which may have died: not given to the mail server after this, until --start`);
}

async function switchTo(pool: Pool, areaId: string, audience: string, on: boolean): Promise<void> {
  if (audience !== 'all' && !isAudience(audience)) throw new PlainError(`There is no audience ${audience}.\n\n${USAGE}`);
  await setSending(pool, areaId, audience === 'all' ? { on } : { audience, on });
}

async function show(pool: Pool, areaId: string): Promise<void> {
  const { serviceStoppedSince, away, sending, counts, uncertain, stopped } = await noticesOverview(pool, areaId);
  const named = (on: boolean): string =>
    sending
      .filter((one) => one.on === on)
      .map(({ audience }) => audience)
      .join(', ') || 'nobody';
  if (serviceStoppedSince !== null)
    say(`SENDING IS STOPPED for the whole service since ${serviceStoppedSince}; npm run notices -- --start`);
  if (away) say(`AWAY since ${away.since.toISOString()}: ${away.reason}; looked for again at ${away.nextLookAt.toISOString()}`);
  say(`area ${areaId}`);
  say(`written to      ${named(true)}`);
  say(`not written to  ${named(false)}`);
  say(`notices         ${counts.map(({ status, count }) => `${count} ${status}`).join(', ') || 'none'}`);
  if (uncertain > 0) say(`perhaps twice   ${uncertain} (the mail server's answer was lost, or a sender died)`);
  for (const { key, status, reason } of stopped) say(`  ${status} (${reason})  ${key}`);
}

runScript(main);
