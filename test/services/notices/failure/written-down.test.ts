import type { Pool } from 'pg';
import { openPool } from '../../../../infra/database/database';
import type { Mail } from '../../../../infra/mail/mail';
import { PACE } from '../../../../services/notices/sending/pace';
import { sendDue } from '../../../../services/notices/sending/send';
import { stopSending } from '../../../../services/notices/settings';
import { cutLine } from '../../../support/mail/cut-line';
import { rogueStage, type RogueStage } from '../support/rogue';

let on: RogueStage;
let key: string;
beforeEach(async () => {
  on = await rogueStage();
  [key = ''] = await on.queue(1);
});
afterEach(() => on.strike());

/** A promise that a test settles. */
function settled<T>(): { promise: Promise<T>; settle: (value: T) => void } {
  let settle: (value: T) => void = () => undefined;
  const promise = new Promise<T>((resolve) => {
    settle = resolve;
  });
  return { promise, settle };
}

type Listener = (statement: string) => Promise<void>;

const nameOf = (statement: unknown): string => (statement as { readonly name?: string }).name ?? '';

/** The same pool, with something done before or after each of its statements, by its name. */
function listening(pool: Pool, { before, after }: { before?: Listener; after?: Listener }): Pool {
  return new Proxy(pool, {
    get: (target, name) => {
      const value: unknown = Reflect.get(target, name);
      if (name !== 'query' || typeof value !== 'function') return value;
      return async (...parts: unknown[]) => {
        await before?.(nameOf(parts[0]));
        const answer: unknown = await Reflect.apply(value, target, parts);
        await after?.(nameOf(parts[0]));
        return answer;
      };
    },
  });
}

describe('the database away', () => {
  /** A pool whose line to the database can be cut, and what tells of the first connection that broke. */
  async function cuttable() {
    const line = await cutLine(on.stage.database.url);
    const broken = settled<unknown>();
    const pool = openPool({ url: line.url, onError: broken.settle });
    const stop = async (): Promise<void> => {
      await pool.end();
      await line.stop();
    };
    return { line, pool, broken: broken.promise, stop };
  }

  test('after the mail server took the message, for longer than the lease: it is written down when it is back, and goes once', async () => {
    const { line, pool, broken, stop } = await cuttable();
    on.rogue.onMessage = () => line.cut();
    const deps = { ...on.deps, pool };
    const first = sendDue(deps, 'mail');
    await broken;
    expect(on.rogue.kept).toHaveLength(1);
    // The process has other senders, and the lease is over.
    on.stage.later(2 * PACE.leaseMs);
    await expect(sendDue(deps, 'mail')).rejects.toThrow();
    line.mend();
    expect((await sendDue(deps, 'mail')).sent).toBe(0);
    expect((await first).sent).toBe(1);
    expect(on.rogue.kept).toHaveLength(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 1, unanswered: 0 });
    await stop();
  });

  test('before the message was handed over: nothing goes, and it waits as if it had not been taken in hand', async () => {
    const { line, pool, broken, stop } = await cuttable();
    // What is asked first takes the notice in hand.
    pool.once('release', () => line.cut());
    const sending = sendDue({ ...on.deps, pool }, 'mail').then(
      () => 'done',
      () => 'thrown',
    );
    await broken;
    line.mend();
    expect(await sending).toBe('thrown');
    expect(on.rogue.sessions).toBe(0);
    expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
    expect((await on.send()).sent).toBe(1);
    await stop();
  });
});

describe('a sender that dies', () => {
  /** Gives the message to the server, and is never heard of again. */
  const dying = (mail: Mail): { mail: Mail; died: Promise<void> } => {
    const died = settled<void>();
    const send: Mail['send'] = async (message) => {
      await mail.send(message);
      died.settle();
      return new Promise(() => undefined);
    };
    return { mail: { ...mail, send }, died: died.promise };
  };

  test('between sending and writing down: after its lease another sends it again, once, under the same Message-ID, and it is counted', async () => {
    const { mail, died } = dying(on.deps.mail);
    void sendDue({ ...on.deps, mail }, 'mail');
    await died;
    expect((await on.send()).sent).toBe(0);
    on.stage.later(PACE.leaseMs - 1);
    expect((await on.send()).sent).toBe(0);
    on.stage.later(1);
    const reports = await Promise.all([1, 2, 3].map(() => on.send()));
    expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(1);
    expect(on.rogue.kept.map(({ messageId }) => messageId)).toEqual([on.rogue.kept[0]?.messageId, on.rogue.kept[0]?.messageId]);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 1 });
  });

  test('with it in hand time after time: then it is not tried any more, and a person is asked', async () => {
    for (let death = 0; death < 6; death += 1) {
      const { mail, died } = dying(on.deps.mail);
      void sendDue({ ...on.deps, mail }, 'mail');
      await died;
      on.stage.later(PACE.leaseMs);
    }
    expect((await on.send()).failed).toBe(1);
    expect(await on.stands(key)).toEqual({ status: 'failed', reason: 'lease-ran-out', attempts: 7, unanswered: 6 });
    expect(await on.openTasks()).toEqual([`notice-failed/${key}`]);
    expect(on.rogue.kept).toHaveLength(6);
  });

  test('or only stood still until its lease was over: it does not hand over what another has sent meanwhile', async () => {
    const [reached, goes] = [settled<void>(), settled<void>()];
    const pool = listening(on.stage.database.pool, {
      before: async (statement) => {
        if (statement !== 'lease-notice-anew') return;
        reached.settle();
        await goes.promise;
      },
    });
    const still = sendDue({ ...on.deps, pool }, 'mail');
    await reached.promise;
    on.stage.later(PACE.leaseMs);
    expect((await on.send()).sent).toBe(1);
    goes.settle();
    expect((await still).sent).toBe(0);
    expect(on.rogue.kept).toHaveLength(1);
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 0 });
  });
  test('or only stood still with the message handed over: what it says of it then changes nothing any more', async () => {
    const [taken, goes] = [settled<void>(), settled<void>()];
    const send: Mail['send'] = async (message) => {
      await on.deps.mail.send(message);
      taken.settle();
      await goes.promise;
      return { outcome: 'refused', lasting: false, reason: '451 DATA' };
    };
    const still = sendDue({ ...on.deps, mail: { ...on.deps.mail, send } }, 'mail');
    await taken.promise;
    on.stage.later(PACE.leaseMs);
    expect((await on.send()).sent).toBe(1);
    goes.settle();
    await still;
    expect(await on.stands(key)).toEqual({ status: 'sent', reason: null, attempts: 2, unanswered: 1 });
    expect((await on.after(10)).sent).toBe(0);
  });
});

test('senders at once: each notice goes once, over whatever sessions', async () => {
  await on.queue(39);
  const reports = await Promise.all([1, 2, 3, 4].map(() => on.send()));
  expect(reports.reduce((sum, { sent }) => sum + sent, 0)).toBe(40);
  expect(new Set(on.rogue.kept.map(({ messageId }) => messageId)).size).toBe(40);
  expect(on.rogue.kept).toHaveLength(40);
});

test('sending stopped while a notice is being checked: it is not handed over', async () => {
  const { pool } = on.stage.database;
  const after = async (statement: string): Promise<void> => {
    if (statement === 'lease-notice') await stopSending(pool, on.stage.now);
  };
  await sendDue({ ...on.deps, pool: listening(pool, { after }) }, 'mail');
  expect(on.rogue.sessions).toBe(0);
  expect(await on.stands(key)).toEqual({ status: 'queued', reason: null, attempts: 0, unanswered: 0 });
});
