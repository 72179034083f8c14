import { appendFileSync, existsSync, renameSync } from 'node:fs';
import path from 'node:path';
import { A_MINUTE_MS, rarely } from '../../../infra/rarely';
import { makeClosedFolder } from './closed';
import { codeOf, messageOf } from '../../../infra/plain-error';

/** Takes what a part says. Never throws. */
export type LogWriter = (text: string | Uint8Array) => void;

const tell = rarely(A_MINUTE_MS, (file: string, why: string) =>
  process.stderr.write(
    `\n${file} cannot be written (${why}): is the disk full? What is said meanwhile is lost; everything else goes on.\n`,
  ),
);

/**
 * A writer that adds to a file, which only this user may read. What cannot be written, because the disk is full or the folder gone, is lost,
 * and said to be once a minute on standard error; when it can be again, the file says how much is missing. No log is worth ending for.
 */
export function appendTo(file: string): LogWriter {
  let lost = 0;
  return (text) => {
    const bytes = typeof text === 'string' ? Buffer.from(text) : text;
    try {
      const gap = lost > 0 ? Buffer.from(`(${lost} bytes are missing here: they could not be written)\n`) : Buffer.alloc(0);
      appendFileSync(file, Buffer.concat([gap, bytes]), { mode: 0o600 });
      lost = 0;
    } catch (error) {
      lost += bytes.byteLength;
      tell(file, codeOf(error) ?? messageOf(error));
    }
  };
}

/** A writer to a log file of a data folder; the file of the last start is kept beside it. */
export function logFile({ root }: { readonly root: string }, name: string): LogWriter {
  const file = path.join(root, 'logs', `${name}.log`);
  makeClosedFolder(path.dirname(file));
  if (existsSync(file)) renameSync(file, `${file}.before`);
  return appendTo(file);
}
