import { chmodSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openDataFolder } from '../../operations/parts/files/data-folder';
import { logFile } from '../../operations/parts/files/log-file';
import { startMailCatcher } from '../../operations/parts/mail-catcher';
import nodemailer from 'nodemailer';

/** What others than its owner may do with a file or folder; passing through the data folder itself is what root lends to PostgreSQL. */
const open = (place: string): number => statSync(place).mode & 0o077;

function everything(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map((name) => path.join(folder, String(name)));
}

test('what an earlier release left open to other users of the machine is closed at the next start', async () => {
  const root = path.join(mkdtempSync(path.join(tmpdir(), 'closed-')), 'data');
  (await openDataFolder(root)).release();
  for (const name of ['logs', 'mails']) mkdirSync(path.join(root, name), { recursive: true });
  const files = [
    'temporal.db',
    'temporal.db-wal',
    'temporal.db-shm',
    'logs/worker.log',
    'logs/worker.log.before',
    'mails/000001.eml',
    'mails/000001.json',
  ];
  for (const name of files) writeFileSync(path.join(root, name), 'of somebody');
  for (const place of [root, ...everything(root)]) chmodSync(place, statSync(place).isDirectory() ? 0o755 : 0o644);
  (await openDataFolder(root)).release();
  for (const place of everything(root)) expect([place, open(place)]).toEqual([place, 0]);
  expect(open(root) & 0o066).toBe(0);
});

test('logs and mails are made closed', async () => {
  const root = path.join(mkdtempSync(path.join(tmpdir(), 'closed-')), 'data');
  const before = process.umask(0o022);
  try {
    const folder = await openDataFolder(root);
    logFile(folder, 'worker')('said\n');
    const catcher = await startMailCatcher({ port: 0, folder: path.join(root, 'mails') });
    const transport = nodemailer.createTransport(catcher.url);
    await transport.sendMail({ from: 'team@example.test', to: 'a@example.test', subject: 'Meeting', text: 'Come' });
    transport.close();
    await catcher.stop();
    folder.release();
    expect(everything(root).length).toBeGreaterThan(5);
    for (const place of everything(root)) expect([place, open(place)]).toEqual([place, 0]);
  } finally {
    process.umask(before);
  }
});
