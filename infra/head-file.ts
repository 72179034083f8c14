import { createReadStream, existsSync } from 'node:fs';
import { mkdir, open, readdir } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline';

const NAME = /^heads-\d{8}\.jsonl$/;

/**
 * Signed heads in a folder: a file for each part, named after the number of its first head, a line for each head. Lines are only ever added, so that the folder can be one of another
 * machine, and its files can be such that nobody may alter them (`chattr +a`, a share that only takes additions).
 * @param folder made, for this user alone, where it is not there
 */
export function headFolder(folder: string): {
  latest(): AsyncIterable<string>;
  append(part: number, line: string): Promise<void>;
} {
  return {
    /** The lines of the latest file, in order; none where there is no file yet. Throws where the folder cannot be read. */
    latest: async function* () {
      if (!existsSync(folder)) return;
      const last = (await readdir(folder))
        .filter((name) => NAME.test(name))
        .sort()
        .at(-1);
      if (last === undefined) return;
      for await (const line of createInterface({ input: createReadStream(path.join(folder, last), 'utf8'), crlfDelay: Infinity }))
        if (line !== '') yield line;
    },
    /** Adds a line to a part's file, and waits until the disk has it. Throws where it cannot be written. */
    append: async (part, line) => {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(path.join(folder, `heads-${String(part).padStart(8, '0')}.jsonl`), 'a', 0o600);
      try {
        await file.write(`${line}\n`);
        await file.sync();
      } finally {
        await file.close();
      }
    },
  };
}
