import { createServer } from 'node:net';
import { codeOf, PlainError } from '../../infra/plain-error';

/** Another program took a port between our looking and our using it. */
export class PortTakenError extends PlainError {}

/** Whether a port of 127.0.0.1 is free at this moment. */
export function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}

/** A free port of 127.0.0.1, chosen by the system. */
export function anyFreePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port was given'))));
    });
  });
}

const attempts = 10;

/** Gives out ports by name: the one that a name had at the last start, or its first choice, or the next free one after it. */
export class PortBook {
  private readonly given = new Map<string, number>();
  /** Names look for a port one after the other: two that look at one moment would find the same. */
  private looking: Promise<unknown> = Promise.resolve();

  /**
   * @param first where each name begins to look
   * @param remembered the ports of the last start
   * @param kept ports that no name may have
   */
  constructor(
    private readonly first: Readonly<Record<string, number>>,
    private readonly remembered: Readonly<Record<string, number>>,
    private readonly kept: readonly number[],
  ) {}

  /** The ports given out so far, with those remembered for names that were not asked for. */
  all(): Record<string, number> {
    return { ...this.remembered, ...Object.fromEntries(this.given) };
  }

  /** The port that a name was given last. Throws where it was given none. */
  of(name: string): number {
    const port = this.given.get(name);
    if (port === undefined) throw new RangeError(`no port was given for ${name}`);
    return port;
  }

  /** A port for a name that is free at this moment; another one at each call. */
  next(name: string): Promise<number> {
    const found = this.looking.then(() => this.look(name));
    this.looking = found.catch(() => undefined);
    return found;
  }

  private async look(name: string): Promise<number> {
    const before = this.given.get(name);
    const others = new Set([...this.kept, ...[...this.given].filter(([one]) => one !== name).map(([, port]) => port)]);
    for (let port = before === undefined ? (this.remembered[name] ?? this.first[name] ?? 1024) : before + 1; port < 65_536; port += 1) {
      if (others.has(port) || !(await isFree(port))) continue;
      this.given.set(name, port);
      return port;
    }
    throw new PlainError(`No port is free for ${name}: stop a program that uses many, and try again.`);
  }

  /** Starts something on ports of these names; where another program was quicker, on the next ones. */
  async use<T>(names: readonly string[], start: (...ports: number[]) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      const ports: number[] = [];
      for (const name of names) ports.push(await this.next(name));
      try {
        return await start(...ports);
      } catch (error) {
        const taken = error instanceof PortTakenError || codeOf(error) === 'EADDRINUSE';
        if (!taken || attempt === attempts) throw error;
      }
    }
  }
}
