import { Problem } from './problem';

/**
 * How many lists across everyone are read at one moment, with one token and with all tokens together: the other connections of the pool stay
 * free for events. And how many more requests with one token wait for their turn.
 */
const MOST = { ofOne: 3, together: 5, waiting: 12 };

/** Lets a list be read when it is its turn. */
export type ListTurns = <T>(caller: string, read: () => Promise<T>) => Promise<T>;

interface Waiting {
  readonly caller: string;
  readonly begin: () => void;
}

/** Makes the turns of one app. Throws the problem `too-many-requests` where too many of one caller wait already. */
export function listTurns(): ListTurns {
  const reading: string[] = [];
  const waiting: Waiting[] = [];
  const countOf = (caller: string): number => reading.filter((one) => one === caller).length;
  /** In the order in which they came, but nobody waits for the others of a caller who has all of theirs. */
  const letIn = (): void => {
    while (reading.length < MOST.together) {
      const index = waiting.findIndex(({ caller }) => countOf(caller) < MOST.ofOne);
      const [next] = index < 0 ? [] : waiting.splice(index, 1);
      if (!next) return;
      reading.push(next.caller);
      next.begin();
    }
  };
  return async (caller, read) => {
    if (waiting.filter((one) => one.caller === caller).length >= MOST.waiting)
      throw Problem.of(
        'too-many-requests',
        'Too many lists are asked for at one moment with this token. Wait for their answers before you ask for more.',
        {
          headers: { 'Retry-After': '2' },
        },
      );
    await new Promise<void>((begin) => {
      waiting.push({ caller, begin });
      letIn();
    });
    try {
      return await read();
    } finally {
      reading.splice(reading.indexOf(caller), 1);
      letIn();
    }
  };
}
