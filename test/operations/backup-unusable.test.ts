import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Instant } from '../../domain/calendar/dates';
import { finishSwap, restoringFolder, swapIn } from '../../operations/parts/database/swap';
import { listBackups } from '../../operations/backup/manifest';
import { backupsOf, bringBack, newPlace, Running, walOf, type Place } from '../infra/support/cluster';

describe('backups that cannot be used', () => {
  let place: Place;
  let running: Running;
  beforeAll(async () => {
    place = newPlace();
    running = await Running.on(place);
    await running.backup();
    for (const id of ['one', 'two', 'three', 'four']) {
      await running.event(id);
      await running.archive();
    }
  });
  afterAll(() => running.stop());

  /** Spoils a file of the backups for as long as the work takes. */
  async function spoilt(file: string, spoil: (bytes: Buffer) => Buffer | undefined, work: () => Promise<void>): Promise<void> {
    const good = readFileSync(file);
    const bad = spoil(Buffer.from(good));
    if (bad) writeFileSync(file, bad);
    else rmSync(file);
    try {
      await work();
    } finally {
      writeFileSync(file, good);
    }
  }
  const flip = (bytes: Buffer): Buffer => {
    // Not in the middle: of the zeros there, a compressed file may say the same in two ways.
    const at = Math.floor(bytes.length / 20);
    bytes.writeUInt8(bytes.readUInt8(at) ^ 1, at);
    return bytes;
  };
  /** A restore of these backups onto another place is refused, and leaves nothing there. */
  async function refused(sentence: RegExp, over: Parameters<typeof bringBack>[1] = {}): Promise<void> {
    const other = newPlace();
    await expect(bringBack(other, { backups: place.backups, ...over })).rejects.toThrow(sentence);
    expect(readdirSync(other.root)).toEqual([]);
  }
  const baseOf = () => path.join(place.backups, backupsOf(place)[0] ?? '');

  it('a flipped byte in a file is found', async () => {
    await spoilt(path.join(baseOf(), 'data', 'global', 'pg_control'), flip, () =>
      refused(/is damaged: global\/pg_control is not what was written/),
    );
  });

  it('a missing file is found', async () => {
    await spoilt(
      path.join(baseOf(), 'data', 'PG_VERSION'),
      () => undefined,
      () => refused(/is incomplete: PG_VERSION is missing/),
    );
  });

  it('a flipped digit in the manifest is found', async () => {
    const change = (bytes: Buffer): Buffer => Buffer.from(bytes.toString('utf8').replace('"event": 0', '"event": 9'));
    const folder = baseOf();
    await spoilt(path.join(folder, 'manifest.json'), change, async () => {
      expect(listBackups(place.backups)).toMatchObject({ backups: [], damaged: [path.basename(folder)] });
      await refused(/are all damaged/);
      await refused(/its manifest\.json is not what was written/, { from: folder });
    });
  });

  it('a flipped byte in the archive is not taken for its end', async () => {
    const wal = walOf(place).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name));
    const third = wal.at(-2) ?? '';
    await spoilt(path.join(place.backups, 'wal', third), flip, () => refused(new RegExp(`WAL ${third} .*is damaged`)));
  });

  it('a gap in the archive is not taken for its end', async () => {
    const wal = walOf(place).filter((name) => /^[0-9A-F]{24}\.gz$/.test(name));
    const third = wal.at(-2) ?? '';
    const file = path.join(place.backups, 'wal', third);
    await spoilt(
      file,
      () => undefined,
      () => refused(new RegExp(`lacks the WAL ${third.slice(0, 24)}`)),
    );
  });

  it('one that was cut off is not offered, and leaves the service as it was', async () => {
    const before = backupsOf(place);
    const made = running.backup();
    const cutOff = `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'backup' AND query LIKE '%pg_backup_start%'`;
    while (!(await running.pool.query(cutOff)).rowCount) await pause(5);
    await expect(made).rejects.toThrow();
    expect(backupsOf(place)).toEqual(before);
    expect(readdirSync(place.backups).filter((name) => name.startsWith('.making'))).toEqual([]);

    // As one whose process was killed leaves it, and one that was renamed by hand.
    mkdirSync(path.join(place.backups, '.making-1-1', 'data'), { recursive: true });
    const half = path.join(place.backups, 'base-20991231T235959Z');
    mkdirSync(path.join(half, 'data'), { recursive: true });
    expect(backupsOf(place)).toEqual(before);
    await refused(/is no whole backup/, { from: half });
    rmSync(half, { recursive: true });
    await running.backup();
    expect(existsSync(path.join(place.backups, '.making-1-1'))).toBe(false);
    expect(backupsOf(place)).toHaveLength(before.length + 1);
  });

  it('an instant before the first backup cannot be had', async () => {
    await refused(/a backup reaches back to the instant at which it was whole/, { until: Date.parse('2026-01-01T00:00:00Z') as Instant });
  });

  it("another database's backups are not mixed with these", async () => {
    const other = { ...newPlace(), backups: place.backups };
    const stranger = await Running.on(other);
    try {
      await expect(stranger.backup()).rejects.toThrow(/are of another database/);
    } finally {
      await stranger.stop();
    }
  });
});

describe('the moment in which the restored database takes its place', () => {
  const put = (folder: string, content: string): void => {
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'content'), content);
  };
  const contentOf = (folder: string): string => readFileSync(path.join(folder, 'content'), 'utf8');

  it('keeps the present one aside, each time under another name', () => {
    const { cluster } = newPlace();
    const aside = ['first', 'second', 'third'].map((content) => {
      put(restoringFolder(cluster), content);
      return swapIn(cluster, 'now');
    });
    expect(aside).toEqual([undefined, `${cluster}.before-now`, `${cluster}.before-now-2`]);
    expect([cluster, ...aside.slice(1)].map((folder) => contentOf(folder ?? ''))).toEqual(['third', 'first', 'second']);
  });

  it('is finished at the next start where a crash came between', () => {
    const { cluster } = newPlace();
    put(`${cluster}.before-now`, 'the present one');
    put(`${cluster}.restored`, 'the restored one');
    finishSwap(cluster);
    expect(contentOf(cluster)).toBe('the restored one');
  });

  it('has not come where the present one is still in its place', () => {
    const { cluster } = newPlace();
    put(cluster, 'the present one');
    put(`${cluster}.restored`, 'the restored one');
    finishSwap(cluster);
    expect(contentOf(cluster)).toBe('the present one');
  });
});
