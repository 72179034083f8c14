import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, readlinkSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { PlainError } from '../../../infra/plain-error';

/** How long the processes of a server that died may take to see that it did. */
const patience = 5_000;

/**
 * Makes a PostgreSQL cluster ready to be started after its server died: waits until none of the dead server's own processes works on the
 * folder any more (they see its death, but finish what they are doing; left alone, they and a new server would damage the files), ends
 * them where they do not, and takes away the lock file, whose number may belong to another process by now.
 * @throws {PlainError} where one of them cannot be ended
 */
export async function clearAfterDeath(cluster: string): Promise<void> {
  const lock = path.join(cluster, 'postmaster.pid');
  if (!existsSync(cluster)) return;
  if (process.platform !== 'linux') {
    // PostgreSQL looks for the others itself, by the memory that they share, as long as its lock file is there.
    if (existsSync(lock) && !isPostgres(readFileSync(lock, 'utf8').split('\n')[0] ?? '')) rmSync(lock, { force: true });
    return;
  }
  const first = await left(cluster);
  // A whole server, started by somebody else: that is not ours to end.
  const server = existsSync(lock) ? Number(readFileSync(lock, 'utf8').split('\n')[0]) : undefined;
  const orphans = first.filter((pid) => pid !== server);
  if (orphans.length === first.length) orphans.forEach(end);
  const still = await left(cluster);
  if (still.length === 0) return rmSync(lock, { force: true });
  throw new PlainError(`Another PostgreSQL still uses ${cluster} (process ${still.join(', ')}): stop it, and try again.`);
}

/** The processes that are still there after a while. */
async function left(cluster: string): Promise<number[]> {
  for (const end = Date.now() + patience; ; await sleep(50)) {
    const pids = serversOf(cluster);
    if (pids.length === 0 || Date.now() > end) return pids;
  }
}

function end(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It has ended in the meantime, or is not ours: then it is still there when we look again.
  }
}

/** The numbers of PostgreSQL's processes whose working folder the cluster is; each of them goes there when it starts. */
function serversOf(cluster: string): number[] {
  const place = realpathSync(cluster);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .filter((pid) => {
      try {
        return readFileSync(`/proc/${pid}/comm`, 'utf8').trim() === 'postgres' && readlinkSync(`/proc/${pid}/cwd`) === place;
      } catch {
        return false;
      }
    })
    .map(Number);
}

function isPostgres(pid: string): boolean {
  return /postgres/.test(spawnSync('ps', ['-o', 'comm=', '-p', pid], { encoding: 'utf8' }).stdout ?? '');
}
