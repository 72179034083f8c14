import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A line to a server that can be cut and mended, as when the server or the network between is gone for a while. */
export interface CutLine {
  /** The address that goes through it. */
  readonly url: string;
  /** Ends every connection, and lets none through until it is mended. */
  cut(): void;
  /** From now on nothing goes through, of what is open and of what is opened, and neither end is told: the other machine was switched off. */
  hush(): void;
  /** Lets through what is opened from now on. */
  mend(): void;
  stop(): Promise<void>;
}

/** Lays a line to the server of an address such as `postgresql://…:5432/name`. */
export async function cutLine(url: string): Promise<CutLine> {
  const target = new URL(url);
  const open = new Set<Socket>();
  let isCut = false;
  let isSilent = false;
  const server = createServer((near) => {
    if (isCut) return void near.resetAndDestroy();
    if (isSilent) {
      open.add(near);
      near.on('error', () => undefined);
      near.on('close', () => open.delete(near));
      return;
    }
    const far = connect(Number(target.port), target.hostname);
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      open.add(one);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        open.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const through = new URL(url);
  through.hostname = '127.0.0.1';
  through.port = String((server.address() as AddressInfo).port);
  const cut = (): void => {
    isCut = true;
    for (const socket of open) socket.destroy();
  };
  return {
    url: through.href,
    cut,
    hush: () => {
      isSilent = true;
      for (const socket of open) {
        socket.unpipe();
        socket.pause();
        // That one end closes is not told to the other any more.
        socket.removeAllListeners('close');
      }
    },
    mend: () => {
      isCut = false;
      isSilent = false;
    },
    stop: () => {
      cut();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
