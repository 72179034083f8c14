import { createHash } from 'node:crypto';
import { open } from 'node:fs/promises';

/** What was written of a file. */
export interface Copied {
  readonly size: number;
  readonly sha256: string;
}

const piece = 1 << 20;

/**
 * Copies one file, for this user alone, and waits until it is on disk.
 * @returns size and digest of what was written, which of a file in use is not always what stands there afterwards
 * @throws the system's error, where either cannot be read or written
 */
export async function copyFile(from: string, to: string): Promise<Copied> {
  const source = await open(from, 'r');
  try {
    const target = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      const buffer = Buffer.allocUnsafe(piece);
      let size = 0;
      for (;;) {
        const { bytesRead } = await source.read(buffer, 0, piece, size);
        if (bytesRead === 0) break;
        hash.update(buffer.subarray(0, bytesRead));
        await target.writeFile(buffer.subarray(0, bytesRead));
        size += bytesRead;
      }
      await target.sync();
      return { size, sha256: hash.digest('hex') };
    } finally {
      await target.close();
    }
  } finally {
    await source.close();
  }
}

/** Does something for each of many, some at a time, in no order. The first failure ends it. */
export async function forEachOf<T>(items: readonly T[], work: (item: T) => Promise<void>, atOnce = 8): Promise<void> {
  const left = items.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const item of left) await work(item);
    }),
  );
}
