import { createServer, type AddressInfo, type Socket } from 'node:net';

/** Where in a conversation the server stands: before its answer to this. `message` is the whole message, `begun` its first bytes. */
export type Moment = 'greeting' | 'ehlo' | 'auth' | 'mail' | 'rcpt' | 'data' | 'begun' | 'message';

/** What the server does in place of its usual answer. */
export type Whim =
  /** Another answer, as in `451 later`. */
  | { readonly says: string }
  /** The usual answer, this late (milliseconds). */
  | { readonly late: number }
  /** The usual answer in lines, one each so many milliseconds. */
  | { readonly trickles: number; readonly lines: number }
  /** The connection is reset, or closed in good order, or stays open and nothing comes. */
  | 'resets'
  | 'closes'
  | 'is silent'
  /** At `message`: it keeps the message first, and then does that. */
  | { readonly keepsAnd: 'resets' | 'closes' | 'is silent' };

/** A message that the server took, or (with `keepsAnd`) kept without saying so. */
export interface KeptMail {
  readonly to: string;
  readonly messageId: string;
  readonly session: number;
}

export interface RogueSmtp {
  readonly url: string;
  /** Every message kept, in order, doubles too. */
  readonly kept: readonly KeptMail[];
  /** How many connections were made, and every recipient that was named. */
  readonly sessions: number;
  readonly named: readonly string[];
  /** From now on it does this at that moment; `times`: so often, and then the next whim; `for`: only where the recipient's address ends so. */
  will(moment: Moment, whim: Whim, more?: { times?: number; for?: string }): void;
  /** It does nothing strange any more. */
  behaves(): void;
  /** Called with each whole message before it is answered. */
  onMessage: (mail: KeptMail) => void;
  /** Nobody listens at its port. */
  leaves(): Promise<void>;
  returns(): Promise<void>;
  stop(): Promise<void>;
}

interface Plan {
  readonly moment: Moment;
  readonly whim: Whim;
  readonly ending: string | undefined;
  left: number;
}

const USUAL: Readonly<Record<Exclude<Moment, 'begun'>, string>> = {
  greeting: '220 rogue.example ESMTP',
  ehlo: '250-rogue.example\r\n250 AUTH PLAIN',
  auth: '235 welcome',
  mail: '250 sender',
  rcpt: '250 recipient',
  data: '354 go on',
  message: '250 taken',
};

/** A mail server on real sockets that does what it is told to, whenever it is told to. */
export async function rogueSmtp(): Promise<RogueSmtp> {
  const kept: KeptMail[] = [];
  const named: string[] = [];
  const sockets = new Set<Socket>();
  let plans: Plan[] = [];
  let sessions = 0;
  const planOf = (moment: Moment, to: string): Plan | undefined =>
    plans.find((one) => one.moment === moment && one.left > 0 && (one.ending === undefined || to.endsWith(one.ending)));
  const whimOf = (moment: Moment, to: string): Whim | undefined => {
    const plan = planOf(moment, to);
    if (plan) plan.left -= 1;
    return plan?.whim;
  };
  const server = createServer((socket) => {
    sessions += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // The other side may reset it as well.
    socket.on('error', () => undefined);
    converse(socket, sessions);
  });

  function converse(socket: Socket, session: number): void {
    let to = '';
    let heard = '';
    let inData = false;
    /** Commands are taken one after another, however late an answer is. */
    let turn = Promise.resolve();
    const answer = async (moment: Exclude<Moment, 'begun'>): Promise<void> => {
      const whim = whimOf(moment, to);
      const usual = USUAL[moment];
      if (whim === undefined) return say(socket, usual);
      if (typeof whim === 'string') return act(socket, whim);
      if ('keepsAnd' in whim) return act(socket, whim.keepsAnd);
      if ('says' in whim) return say(socket, whim.says);
      if ('late' in whim) return later(whim.late).then(() => say(socket, usual));
      for (let line = 0; line < whim.lines; line += 1) {
        say(socket, `${usual.slice(0, 3)}-wait`);
        await later(whim.trickles);
      }
      return say(socket, usual);
    };
    const then = (work: () => Promise<void> | void): void => {
      turn = turn.then(work);
    };
    const command = (line: string): void => {
      const [verb = ''] = line.toUpperCase().split(/[ :]/);
      if (verb === 'EHLO' || verb === 'HELO') return then(() => answer('ehlo'));
      if (verb === 'AUTH') return then(() => answer('auth'));
      if (verb === 'MAIL') return then(() => answer('mail'));
      if (verb === 'RCPT') {
        to = /<([^>]*)>/.exec(line)?.[1] ?? '';
        named.push(to);
        return then(() => answer('rcpt'));
      }
      if (verb === 'DATA') {
        inData = true;
        return then(() => answer('data'));
      }
      return then(() => say(socket, '502 not here'));
    };
    const message = (raw: string): void => {
      const mail = { to, session, messageId: /^Message-ID:\s*(\S+)/im.exec(raw)?.[1] ?? '' };
      then(() => {
        const whim = planOf('message', to)?.whim;
        api.onMessage(mail);
        if (typeof whim !== 'string' && !(whim && 'says' in whim)) kept.push(mail);
        return answer('message');
      });
    };
    socket.setEncoding('latin1');
    socket.on('data', (chunk: string) => {
      if (inData && heard === '') {
        const whim = whimOf('begun', to);
        if (typeof whim === 'string') return act(socket, whim);
      }
      heard += chunk;
      for (;;) {
        const end = inData ? heard.indexOf('\r\n.\r\n') : heard.indexOf('\r\n');
        if (end < 0) return;
        const whole = heard.slice(0, end);
        heard = heard.slice(end + (inData ? 5 : 2));
        if (inData) {
          inData = false;
          message(whole);
        } else command(whole);
      }
    });
    then(() => answer('greeting'));
  }

  const listen = (port: number): Promise<void> =>
    new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(port, '127.0.0.1', () => {
        server.off('error', reject);
        resolve();
      });
    });
  const leaves = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  await listen(0);
  const { port } = server.address() as AddressInfo;
  const api = {
    url: `smtp://127.0.0.1:${port}`,
    kept,
    named,
    get sessions() {
      return sessions;
    },
    will: (moment: Moment, whim: Whim, { times = Infinity, for: ending }: { times?: number; for?: string } = {}) => {
      plans.push({ moment, whim, ending, left: times });
    },
    behaves: () => {
      plans = [];
    },
    onMessage: (_mail: KeptMail): void => undefined,
    leaves,
    returns: () => listen(port),
    stop: leaves,
  };
  return api;
}

const later = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
const say = (socket: Socket, line: string): void => void (socket.writable && socket.write(`${line}\r\n`));

function act(socket: Socket, whim: 'resets' | 'closes' | 'is silent'): void {
  if (whim === 'resets') socket.resetAndDestroy();
  if (whim === 'closes') socket.end();
}
