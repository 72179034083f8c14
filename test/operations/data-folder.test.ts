import { existsSync, mkdtempSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDataFolder, runningInstance } from '../../operations/parts/files/data-folder';
import { PortBook, PortTakenError } from '../../operations/parts/ports';

const newRoot = (): string => path.join(mkdtempSync(path.join(tmpdir(), 'data-folder-')), 'data');

describe('the data folder', () => {
  it('keeps its secrets for this user alone, and the same at each start', async () => {
    const root = newRoot();
    const first = await openDataFolder(root);
    first.release();
    expect(statSync(path.join(root, 'secrets.json')).mode & 0o777).toBe(0o600);
    const second = await openDataFolder(root);
    expect(second.secrets).toEqual(first.secrets);
    second.release();
  });

  it('is held by one instance, whose addresses others may learn', async () => {
    const root = newRoot();
    expect(runningInstance(root)).toBeUndefined();
    const folder = await openDataFolder(root);
    folder.noteAddresses({ TEMPORAL_ADDRESS: '127.0.0.1:7243' });
    expect(statSync(path.join(root, 'instance.json')).mode & 0o777).toBe(0o600);
    await expect(openDataFolder(root)).rejects.toThrow(`is in use by another instance (process ${process.pid})`);
    expect(runningInstance(root)).toEqual({ TEMPORAL_ADDRESS: '127.0.0.1:7243' });
    folder.release();
    expect(runningInstance(root)).toBeUndefined();
  });

  it('is taken over from an instance that died, even where its number belongs to another process by now', async () => {
    const root = newRoot();
    (await openDataFolder(root)).release();
    const dead = {
      holder: { name: 'npm start', pid: process.pid, started: 'long ago' },
      children: [{ name: 'worker', pid: process.ppid, started: 'long ago' }],
      addresses: {},
    };
    writeFileSync(path.join(root, 'instance.json'), JSON.stringify(dead));
    (await openDataFolder(root)).release();
    expect(existsSync(path.join(root, 'instance.json'))).toBe(false);
  });

  it('does not mind a note that was cut off by a crash, but does not make new keys for secrets that cannot be read', async () => {
    const root = newRoot();
    (await openDataFolder(root)).release();
    writeFileSync(path.join(root, 'instance.json'), '{"holder":');
    (await openDataFolder(root)).release();
    const secrets = path.join(root, 'secrets.json');
    writeFileSync(secrets, readFileSync(secrets, 'utf8').slice(0, 20));
    await expect(openDataFolder(root)).rejects.toThrow('secrets.json cannot be read: put it back from a copy');
  });
});

describe('ports', () => {
  it('are those of the last start where they are free, and never the same for two', async () => {
    const book = new PortBook({ one: 40_100, two: 40_100 }, { two: 40_150 }, [40_100]);
    expect(await book.next('one')).toBeGreaterThan(40_100);
    expect(await book.next('two')).toBeGreaterThanOrEqual(40_150);
    expect(book.of('one')).not.toBe(book.of('two'));
  });

  it('are the next ones where another program was quicker', async () => {
    const book = new PortBook({ one: 40_200 }, {}, []);
    const tried: number[] = [];
    const got = await book.use(['one'], (port = 0) => {
      tried.push(port);
      return tried.length < 3 ? Promise.reject(new PortTakenError('taken')) : Promise.resolve(port);
    });
    expect(new Set(tried).size).toBe(3);
    expect(book.all()).toEqual({ one: got });
  });
});
