import { plainWords } from './plain-words';

/**
 * Runs a command's main function. What goes wrong is told on standard error, in one plain sentence where it is anything but a defect of the
 * command itself, and ends the process with `failed` as its exit code.
 */
export function runScript(main: () => Promise<void> | void, { failed = 1 }: { readonly failed?: number } = {}): void {
  // Whoever reads the answer may stop reading.
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
  // What a command makes, a backup above all, is its user's alone.
  process.umask(0o077);
  const run = async (): Promise<void> => main();
  run().catch((error: unknown) => {
    process.stderr.write(`${plainWords(error)}\n`);
    process.exitCode = failed;
  });
}
