import { openMail } from '../../../../infra/mail/mail';
import { sendDue, type SendReport } from '../../../../services/notices/sending/send';
import type { SenderDeps } from '../../../../services/notices/sending/attempt';
import { rogueSmtp, type RogueSmtp } from '../../../support/mail/rogue-smtp';
import { noticeStage, type Stage } from './stage';
import { addAdmission, addNotices } from './world';

/** Short, so that a test need not wait; still far longer than this machine takes for anything. */
export const LIMITS = { connectionTimeout: 2_000, greetingTimeout: 1_200, socketTimeout: 1_200, sendTimeout: 3_000 };

/** A notice as it stands, and what it stands for. */
export interface NoticeStands {
  readonly status: string;
  readonly reason: string | null;
  readonly attempts: number;
  readonly unanswered: number;
}

/** The stage of the sender, with a mail server that does what it is told to. */
export interface RogueStage {
  readonly stage: Stage;
  readonly rogue: RogueSmtp;
  readonly deps: SenderDeps;
  /** Sends what is due now. */
  send(): Promise<SendReport>;
  /** Moves the clock on by so many minutes, and sends what is due then. */
  after(minutes: number): Promise<SendReport>;
  /** Queues notices of admissions, to `to` in place of the area's commissioner; gives their keys. */
  queue(count: number, to?: { name: string; email: string }): Promise<string[]>;
  stands(key: string): Promise<NoticeStands>;
  openTasks(): Promise<string[]>;
  strike(): Promise<void>;
}

/** Sets the stage. `user`: signs in with it. Strike it in `afterEach`. */
export async function rogueStage({ user }: { user?: string } = {}): Promise<RogueStage> {
  const [stage, rogue] = await Promise.all([noticeStage(), rogueSmtp()]);
  const url = user === undefined ? rogue.url : rogue.url.replace('//', `//${user}:secret@`);
  const mail = openMail({ url, from: 'Dynamic Support Pathway <service@examplevalley.example>', limits: LIMITS });
  const deps: SenderDeps = { ...stage.deps, mail };
  const { pool } = stage.database;
  let number = 0;
  const send = () => sendDue(deps, 'mail');
  return {
    stage,
    rogue,
    deps,
    send,
    after: (minutes) => {
      stage.later(minutes * 60_000);
      return send();
    },
    queue: async (count, to) => {
      const keys: string[] = [];
      for (let index = 0; index < count; index += 1) {
        const row = await addAdmission(pool, `adm-${(number += 1)}`);
        if (to) {
          await pool.query(
            `insert into staff (id, area, name, email, audiences) values ($1, 'example', $1, $2, '[]') on conflict (id) do nothing`,
            [to.name, to.email],
          );
        }
        const made = to ? { ...row, key: `${row.key}/${to.name}`, recipient: `staff:${to.name}` } : row;
        await addNotices(pool, [made]);
        keys.push(made.key);
      }
      return keys;
    },
    stands: async (key) => {
      const { rows } = await pool.query<NoticeStands>('select status, reason, attempts, unanswered from notice where key = $1', [key]);
      if (!rows[0]) throw new Error(`there is no notice ${key}`);
      return rows[0];
    },
    openTasks: async () => {
      const { rows } = await pool.query<{ key: string }>(`select key from task where status = 'open' and kind <> 'look-back' order by key`);
      return rows.map(({ key }) => key);
    },
    strike: async () => {
      mail.close();
      await Promise.all([stage.strike(), rogue.stop()]);
    },
  };
}
