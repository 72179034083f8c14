import { parseArgs, type ParseArgsConfig } from 'node:util';
import { messageOf, PlainError } from '../../infra/plain-error';

type Options = NonNullable<ParseArgsConfig['options']>;

/** The letters that one word must be changed in to be the other (Levenshtein), which a slip of the hand keeps small. */
function slips(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [at, against] of [...other].entries())
      next.push(Math.min((row[at + 1] ?? 0) + 1, (next[at] ?? 0) + 1, (row[at] ?? 0) + (letter === against ? 0 : 1)));
    row = next;
  }
  return row.at(-1) ?? 0;
}

const MOST_SLIPS = 3;

function nearest(name: string, names: readonly string[]): string {
  const [best] = names.map((one) => [one, slips(name, one)] as const).toSorted(([, a], [, b]) => a - b);
  return best && best[1] <= MOST_SLIPS ? ` Did you mean --${best[0]}?` : '';
}

/** What was wrong with what followed the command's name, in one sentence that names it. */
function sentenceOf(error: unknown, options: Options): string {
  const message = messageOf(error);
  const names = ['help', ...Object.keys(options)];
  const [, unknown] = /^Unknown option '--?([^']+)'/.exec(message) ?? [];
  if (unknown !== undefined) return `There is no option --${unknown}.${nearest(unknown, names)}`;
  const [, word] = /^Unexpected argument '([^']*)'/.exec(message) ?? [];
  if (word !== undefined) return `"${word}" is not expected here: options go behind "--" and begin with two hyphens.`;
  const [, needs] = /^Option '(--[\w-]+)[^']*' argument missing/.exec(message) ?? [];
  if (needs !== undefined) return `${needs} needs a value.`;
  return `${message.split('\n')[0] ?? message}.`;
}

const HELP = { help: { type: 'boolean', default: false } } as const;

/** Whether somebody asked how a command is used; then it has been told. */
function toldUsage(usage: string): boolean {
  if (!process.argv.slice(2).includes('--help')) return false;
  process.stdout.write(`${usage}\n`);
  return true;
}

/**
 * Reads the options that followed a command's name; `--help` prints how it is used and gives undefined.
 * @throws {PlainError} that names an option that there is not, one without its value, or a word too many, and says how the command is used
 */
export function readOptions<const Given extends Options>(usage: string, options: Given) {
  if (toldUsage(usage)) return undefined;
  try {
    return parseArgs({ options: { ...options, ...HELP }, strict: true, allowPositionals: false }).values;
  } catch (error) {
    throw new PlainError(`${sentenceOf(error, options)}\n\n${usage}`, { cause: error });
  }
}

/** The same for a command that takes words beside its options. */
export function readWords<const Given extends Options>(usage: string, options: Given) {
  if (toldUsage(usage)) return undefined;
  try {
    return parseArgs({ options: { ...options, ...HELP }, strict: true, allowPositionals: true });
  } catch (error) {
    throw new PlainError(`${sentenceOf(error, options)}\n\n${usage}`, { cause: error });
  }
}
