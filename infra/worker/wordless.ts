import { ApplicationFailure, TemporalFailure } from '@temporalio/common';

type Activity = (...args: never[]) => Promise<unknown>;

/**
 * Activities whose errors tell Temporal what went wrong and where, in codes alone: the words of an error may quote what it failed on, a name
 * or an NHS number, and stand in a history for as long as that is kept. `onFailure` is told the whole, for the log.
 */
export function wordless(activities: object, onFailure: (activity: string, error: unknown) => void = () => undefined): object {
  const entries = Object.entries(activities) as [string, Activity][];
  return Object.fromEntries(
    entries.map(([name, activity]) => [
      name,
      async (...args: never[]): Promise<unknown> => {
        try {
          return await activity(...args);
        } catch (error) {
          // Temporal's own, a cancellation too, are codes already.
          if (error instanceof TemporalFailure || nameOf(error) === 'AbortError') throw error;
          onFailure(name, error);
          throw inCodes(error);
        }
      },
    ]),
  );
}

function inCodes(error: unknown): ApplicationFailure {
  const type = nameOf(error);
  const code = fieldOf(error, 'code');
  const failure = ApplicationFailure.create({ message: code === undefined ? type : `${type}/${code}`, type });
  const frames = (fieldOf(error, 'stack') ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  failure.stack = frames.join('\n');
  // By this a trace names what it was.
  return Object.assign(failure, { code: code ?? type });
}

const nameOf = (error: unknown): string => fieldOf(error, 'name') ?? 'Error';

// Looked at by its fields, not by its class: errors of Node's own code are of another realm where tests run in a sandbox.
function fieldOf(error: unknown, name: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
