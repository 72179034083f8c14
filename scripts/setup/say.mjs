/** A failure that the user can do something about: shown as its sentence alone, without a stack. */
export class SetupError extends Error {}

/** Shows progress. It goes to standard error, so that standard output holds a command's result and nothing else. */
export function say(text) {
  process.stderr.write(`· ${text}\n`);
}

/**
 * Runs a command's main function; where it fails, one sentence for what the user can mend, the stack for the rest.
 * @param {() => Promise<unknown>} main
 */
export async function run(main) {
  try {
    await main();
  } catch (error) {
    process.stderr.write(error instanceof SetupError || error?.plain ? `\n${error.message}\n` : `\n${error?.stack ?? error}\n`);
    process.exit(1);
  }
}
