import { existsSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { clearAfterDeath } from '../../operations/parts/database/orphans';
import { rangesOf } from '../../operations/backup/restore/choose';
import { removeOld } from '../../operations/backup/remove-old';
import { listBackups } from '../../operations/backup/manifest';
import { backupsOf, bringBack, eventsOf, newPlace, Running, walOf, type Place } from '../infra/support/cluster';

describe('a service that is backed up', () => {
  let place: Place;
  /** An instant of the first service, between its third and its fourth event. */
  let afterThree: Awaited<ReturnType<Running['between']>>;

  it('archives nothing before its first backup, and everything from then on', async () => {
    place = newPlace();
    const running = await Running.on(place);
    await running.event('before the backup');
    await running.archive();
    expect(existsSync(place.backups)).toBe(false);
    await running.backup();
    await running.event('after the backup');
    const name = await running.archive();
    expect(walOf(place)).toContain(`${name}.gz`);
    await running.stop();
  });

  it('comes back with every event when its data is lost', async () => {
    const running = await Running.on(place);
    await running.event('the third');
    afterThree = await running.between();
    await running.event('the fourth');
    // A stop archives what there is.
    await running.stop();
    rmSync(place.cluster, { recursive: true });
    const restored = await bringBack(place);
    expect(restored).toMatchObject({ aside: undefined, endedBefore: false, timeline: 2, counts: { event: 4 }, migrated: [] });
    expect(await eventsOf(place)).toEqual(['before the backup', 'after the backup', 'the third', 'the fourth']);
  });

  it('goes on taking events and backups on what was restored', async () => {
    const running = await Running.on(place);
    await running.event('on the second timeline');
    const second = await running.backup();
    expect(second.manifest).toMatchObject({ timeline: 2, counts: { event: 5, person: 5 } });
    await running.event('after the second backup');
    await running.stop();
    const restored = await bringBack(place);
    expect(restored).toMatchObject({ name: second.name, timeline: 3, counts: { event: 6 } });
    expect(existsSync(restored.aside ?? '')).toBe(true);
  });

  it('comes back as it was at an instant, without what came after, and then as it was before that restore', async () => {
    const beforeRestore = Date.now() as typeof afterThree;
    const back = await bringBack(place, { until: afterThree });
    expect(back.name).toBe(backupsOf(place)[0]);
    expect(await eventsOf(place)).toEqual(['before the backup', 'after the backup', 'the third']);

    const running = await Running.on(place);
    await running.event('another fourth');
    await running.archive();
    await running.stop();
    await bringBack(place);
    expect(await eventsOf(place)).toEqual(['before the backup', 'after the backup', 'the third', 'another fourth']);

    // The instant lies in hours that the restore gave up: they are in the archive still.
    const given = await bringBack(place, { until: beforeRestore });
    expect(given.counts['event']).toBe(6);
    expect((await eventsOf(place)).at(-1)).toBe('after the second backup');
  });

  it('is restored to the end of the archive where nothing as late as the instant is in it, and says so', async () => {
    const back = await bringBack(place, { until: (Date.now() + 3_600_000) as typeof afterThree });
    expect(back).toMatchObject({ endedBefore: true, counts: { event: 6 } });
    expect(back.lastChange).toMatch(/^\d{4}-\d\d-\d\d /);
  });
});

describe('a service whose server was killed', () => {
  it('keeps what it had committed and not archived, where its files can still be read', async () => {
    const place = newPlace();
    const running = await Running.on(place);
    await running.backup();
    await running.event('archived');
    await running.archive();
    // The archive is away: what is written now waits in the cluster's own folder.
    renameSync(path.join(place.backups, 'wal'), path.join(place.backups, 'away'));
    await running.event('finished, not archived');
    await running.pool.query('SELECT pg_switch_wal()');
    await running.event('in the last segment');
    await running.kill();
    await clearAfterDeath(place.cluster);
    renameSync(path.join(place.backups, 'away'), path.join(place.backups, 'wal'));
    // The data is damaged, its WAL is not.
    rmSync(path.join(place.cluster, 'base'), { recursive: true });
    const events = ['archived', 'finished, not archived', 'in the last segment'];
    expect((await bringBack(place)).counts).toMatchObject({ event: 3 });
    expect(await eventsOf(place)).toEqual(events);
    // From the archive alone, too: what was saved has been archived.
    rmSync(place.cluster, { recursive: true });
    await bringBack(place);
    expect(await eventsOf(place)).toEqual(events);
  });

  it('starts again on its folder at once, although its processes may not have seen its death', async () => {
    const place = newPlace();
    const running = await Running.on(place);
    // One that is busy looks for its server's death only when it is done.
    const busy = running.pool.query(`SELECT count(*) FROM generate_series(1, 100000000000) WHERE random() > 2`).catch(() => undefined);
    const working = `SELECT FROM pg_stat_activity WHERE query LIKE '%generate_series%' AND state = 'active' AND pid <> pg_backend_pid()`;
    while (!(await running.pool.query(working)).rowCount) await pause(20);
    await running.kill();
    await clearAfterDeath(place.cluster);
    await busy;
    expect(existsSync(path.join(place.cluster, 'postmaster.pid'))).toBe(false);
    expect(await eventsOf(place)).toEqual([]);
  });
});

describe('keeping', () => {
  it('restores into another data folder, under its own password, and does not touch the archive it came from', async () => {
    const place = newPlace();
    const running = await Running.on(place);
    const first = await running.backup();
    await running.event('one');
    await running.archive();
    const other = newPlace();
    const before = walOf(place);
    // While the service of the backup runs: nothing of it is used.
    await bringBack(other, { from: first.folder });
    expect(await eventsOf(other)).toEqual(['one']);
    await expect(Running.on({ ...other, password: place.password })).rejects.toThrow(/password/);
    expect(walOf(place)).toEqual(before);
    expect(existsSync(other.backups)).toBe(false);

    // A service of its own from now on: its backups stand alone, though its timeline began in the other's archive.
    const there = await Running.on(other);
    await there.backup();
    await there.event('there');
    await there.stop();
    rmSync(other.cluster, { recursive: true });
    await bringBack(other);
    expect(await eventsOf(other)).toEqual(['one', 'there']);

    const second = await running.backup();
    await running.event('two');
    await running.stop();
    expect(removeOld(place.backups, 1)).toMatchObject({ removed: [first.name] });
    expect(backupsOf(place)).toEqual([second.name]);
    expect(walOf(place).some((name) => before.includes(name))).toBe(false);
    const [range] = rangesOf(place.backups, listBackups(place.backups).backups);
    expect(range?.to).toBeGreaterThan(range?.from ?? Infinity);
    await bringBack(place);
    expect(await eventsOf(place)).toEqual(['one', 'two']);
  });

  it('does not let a copy beside the service add to its archive', async () => {
    const place = newPlace();
    const running = await Running.on(place);
    await running.backup();
    await running.event('one');
    await running.archive();
    const beside = { ...newPlace(), backups: place.backups };
    await bringBack(beside);
    const copy = await Running.on(beside);
    const archived = walOf(place);
    await copy.event('tried');
    await copy.pool.query('SELECT pg_switch_wal()');
    await expect(copy.backup()).rejects.toThrow(`are those of ${place.cluster}, from which this database was restored`);
    await copy.stop();
    expect(walOf(place)).toEqual(archived);
    await running.stop();
    // The service's own restore follows what the service did.
    await bringBack(place);
    expect(await eventsOf(place)).toEqual(['one']);
  });
});
