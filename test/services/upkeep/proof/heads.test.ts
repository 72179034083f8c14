import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseInstant, type Instant } from '../../../../domain/calendar/dates';
import { newKeyRing, readKeyRing } from '../../../../infra/temporal/codec';
import { headFolder } from '../../../../infra/head-file';
import { sealsOf } from '../../../../infra/seals';
import type { Difference } from '../../../../services/upkeep/proof/difference';
import { acceptHead, ADOPTED_FOR_MS, keepHead } from '../../../../services/upkeep/proof/heads/keep-head';
import { logChecks, wholeChecks } from '../../../../services/upkeep/proof/log/log-checks';
import { commitDeps, newRegisterId, say } from '../../../support/database/commit';
import { freshDatabase } from '../../../support/database/database';
import { Sealed } from '../../../support/database/sealed';
import { testLogKeys } from '../../../support/database/seals';

let sealed: Sealed;
beforeAll(async () => {
  sealed = await Sealed.open();
});
// Each begins anew.
afterEach(() => sealed.clear());
afterAll(() => sealed?.close());

const sql = (text: string, ...values: unknown[]) => sealed.database.pool.query(text, values);

/** The same links as the releases made that had no key. */
const UNKEYED = readFileSync(path.join(__dirname, '..', '..', '..', 'support', 'database', 'unkeyed-chain.sql'), 'utf8');

describe('the signed heads', () => {
  const lines = (): { file: string; text: string[] } => {
    const file = path.join(sealed.folder, readdirSync(sealed.folder).sort().at(-1) ?? '');
    return { file, text: readFileSync(file, 'utf8').trimEnd().split('\n') };
  };
  const codes = async (): Promise<string[]> => (await sealed.prove()).map(({ code }) => code);

  test.each<readonly [string, (text: string[]) => string[], string]>([
    ['a line altered', (text) => text.map((line) => line.replace(/"e\/([^"]+)":\[\d+/, '"e/$1":[1')), 'heads-altered'],
    ['the last line cut off', (text) => text.slice(0, -1), 'heads-cut'],
    ['a line in the middle left out', (text) => text.filter((_line, index) => index !== 1), 'heads-altered'],
    ['rubbish put in', (text) => [...text, '{'], 'heads-altered'],
    ['all of it gone', () => [], 'heads-cut'],
  ])('%s: named, nothing is kept on top of it, and well when it is back', async (_what, tamper, code) => {
    await sealed.closed();
    await sealed.closed();
    const { file, text } = lines();
    writeFileSync(
      file,
      tamper(text)
        .map((line) => `${line}\n`)
        .join(''),
    );
    expect(await codes()).toContain(code);
    await expect(keepHead(sealed.keeper())).rejects.toThrow('signed heads');
    writeFileSync(file, text.map((line) => `${line}\n`).join(''));
    expect(await codes()).toEqual([]);
  });

  test('a new month begins a new part, which holds all that was known', async () => {
    const registerId = await sealed.closed();
    const before = readdirSync(sealed.folder).length;
    sealed.clock = (sealed.clock + 40 * 86_400_000) as Instant;
    await sealed.closed();
    expect(readdirSync(sealed.folder).length).toBe(before + 1);
    await sql(`delete from event where id = $1 || '-late'`, registerId);
    expect(await codes()).toContain('chain-cut');
    await sql(`delete from timeline where line ->> 'event' = $1 || '-late'`, registerId);
    await acceptHead(sealed.keeper(), 'in-a-test');
    expect(await codes()).toEqual([]);
  });

  test('with the key destroyed and the words removed, as when a person is forgotten, all is well', async () => {
    const registerId = await sealed.closed();
    await sql('delete from person_key where register_id = $1', registerId);
    await sql(`delete from event_text where event_id like $1 || '%'`, registerId);
    expect(await codes()).toEqual([]);
  });

  test('a new key first and the old one behind it: what was sealed before can still be checked; without the old one it is said that it cannot', async () => {
    await sealed.closed();
    const fresh = newKeyRing('the-next');
    sealed.use({ ...sealed.deps, seals: sealsOf(readKeyRing(`${fresh},${testLogKeys}`)) });
    await sealed.closed();
    expect(await codes()).toEqual([]);
    const forgetful = await sealed.prove(sealsOf(readKeyRing(fresh)));
    expect(forgetful.map(({ code, params }) => [code, params['part'] ?? params['why']])).toContainEqual(['heads-altered', 'unknown-key']);
    expect(forgetful.map(({ code, params }) => [code, params['part']])).toContainEqual(['chain-broken', 'key']);
  });
});

test('what an earlier release left is taken in as it is found, once, and holds from then on', async () => {
  const old = await freshDatabase();
  const place = mkdtempSync(path.join(tmpdir(), 'pathway-heads-'));
  try {
    const before = commitDeps(old.pool);
    const registerId = newRegisterId();
    await say(before, registerId, '2026-09-21T10:00', { type: 'referral-received', source: 'family' });
    await say(before, registerId, '2026-09-22T10:00', { type: 'pathway-closed', reason: 'It is over' });
    // As a release before this one wrote it: links that need no key, no record of who somebody is.
    await old.pool.query('delete from person_record');
    await old.pool.query(UNKEYED);
    await old.pool.query(`insert into access_log (actor, audit_event, outcome) values ('x', 'read', 'done'), ('y', 'read', 'done')`);
    let at = parseInstant('2026-12-01T10:00');
    const kept = { pool: old.pool, seals: before.seals, store: headFolder(place), now: () => at };
    const checked = { ...before, store: kept.store, now: kept.now };
    const all = async (): Promise<string[]> => {
      const found: Difference[] = [];
      for (const check of logChecks(checked)) found.push(...(await check(registerId)));
      for (const check of wholeChecks(checked)) found.push(...(await check()));
      return found.map(({ code }) => code);
    };
    expect(await all()).toEqual([]);
    await keepHead(kept);
    at = (at + ADOPTED_FOR_MS + 1) as Instant;
    expect(await all()).toEqual([]);
    await old.pool.query(`update person set name = 'Somebody Else'`);
    await old.pool.query(`delete from access_log where actor = 'y'`);
    await old.pool.query(`update event set fact = replace(fact, 'family', 'self')`);
    await old.pool.query(UNKEYED);
    expect((await all()).sort()).toEqual(expect.arrayContaining(['access-log-cut', 'chain-rewritten', 'identity-altered']));
  } finally {
    await old.drop();
    rmSync(place, { recursive: true, force: true });
  }
});
