import { ApplicationFailure, TemporalFailure } from '@temporalio/common';
import { framesOf } from '../../frames';

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
  const code = codeOf(error, 'code');
  const failure = ApplicationFailure.create({ message: code === undefined ? type : `${type}/${code}`, type });
  failure.stack = framesOf({ stack: fieldOf(error, 'stack'), message: fieldOf(error, 'message') }).join('\n');
  // By this a trace names what it was.
  return Object.assign(failure, { code: code ?? type });
}

const nameOf = (error: unknown): string => codeOf(error, 'name') ?? 'Error';

/** Names and codes are words without a blank: anything else was made of what somebody typed. */
function codeOf(error: unknown, field: 'name' | 'code'): string | undefined {
  const value = fieldOf(error, field);
  return value !== undefined && /^[\w.-]{1,60}$/.test(value) ? value : undefined;
}

// Looked at by its fields, not by its class: errors of Node's own code are of another realm where tests run in a sandbox.
function fieldOf(error: unknown, name: string): string | undefined {
  const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, name) : undefined;
  return typeof value === 'string' ? value : undefined;
}
