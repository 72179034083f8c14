import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { allEnded } from '../../infra/all-ended';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import {
  DAILY_DIGEST,
  DIGEST_WORKFLOW_ID,
  MAIL_CHANNEL,
  MESSAGE_CHANNELS,
  NOTICE_QUEUE,
  NOTICE_SENDER,
  senderWorkflowId,
  WAKE_SIGNAL,
} from '../../workflows/noticeNames';
import type { NoticeSenderInput } from '../../workflows/noticeSender';
import { somethingWaits } from './sending/lease';

const senderOf = (channel: string): { workflowId: string; taskQueue: string; args: [NoticeSenderInput] } => ({
  workflowId: senderWorkflowId(channel),
  taskQueue: NOTICE_QUEUE,
  args: [{ channel }],
});

/** Wakes the sender of a channel, starting it where it does not run. Call it where something could go now. */
export async function wakeSender(client: Client, channel: string = MAIL_CHANNEL): Promise<void> {
  await client.workflow.signalWithStart(NOTICE_SENDER, { ...senderOf(channel), signal: WAKE_SIGNAL, signalArgs: [] });
}

/** Sees that the sender of mail and the daily digest run: what begins to run looks at once. Repeating it starts nothing twice, and wakes nobody. */
export async function startNoticeWorkflows(client: Client): Promise<void> {
  const startSender = client.workflow.start(NOTICE_SENDER, {
    ...senderOf(MAIL_CHANNEL),
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
  });
  const startDigest = client.workflow.start(DAILY_DIGEST, {
    workflowId: DIGEST_WORKFLOW_ID,
    taskQueue: NOTICE_QUEUE,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
  });
  // A call that is still tried when its client is closed ends the process.
  await allEnded([startSender, startDigest]);
}

const LOOK_MS = 1_000;
/** A Temporal that is there and does not answer must not hold up the stop. */
const CALL_LIMIT_MS = 5_000;
/** One that was woken and has not got to it yet is left alone for so long. */
const PATIENCE_MS = 10_000;
/** How often it is seen that the notice workflows run: Temporal's store may have been lost and made anew under a worker that lives on. */
const SEEN_EVERY_MS = 5 * 60_000;

export interface NoticeBellDeps {
  readonly pool: Pool;
  readonly client: Client;
  readonly now: () => Instant;
  readonly onError: (error: unknown) => void;
}

/**
 * Sees that the notice workflows run, and wakes the sender within a second of a commit that queued something, in whichever process
 * that was. Outlasts an outage of the database or of Temporal. Out: what stops it, after what is on its way.
 */
export function startNoticeBell({ pool, client, now, onError }: NoticeBellDeps): { stop(): Promise<void> } {
  let stopping = false;
  let seenAt = -Infinity;
  const quietUntil = new Map<string, number>();
  let wake: (() => void) | undefined;
  const wakeWhereNeeded = async (channel: string): Promise<void> => {
    const waits = await somethingWaits(pool, channel, now());
    if (!waits) quietUntil.delete(channel);
    if (!waits || Date.now() < (quietUntil.get(channel) ?? 0)) return;
    await client.withDeadline(Date.now() + CALL_LIMIT_MS, () => wakeSender(client, channel));
    quietUntil.set(channel, Date.now() + PATIENCE_MS);
  };
  const seeThatTheyRun = async (): Promise<void> => {
    if (Date.now() - seenAt <= SEEN_EVERY_MS) return;
    await client.withDeadline(Date.now() + CALL_LIMIT_MS, () => startNoticeWorkflows(client));
    seenAt = Date.now();
  };
  const run = async (): Promise<void> => {
    while (!stopping) {
      // Each by itself: an alert must not wait until a digest can be started.
      for (const channel of MESSAGE_CHANNELS) await wakeWhereNeeded(channel).catch(onError);
      await seeThatTheyRun().catch(onError);
      if (!stopping) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, LOOK_MS);
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping = true;
      wake?.();
      await running;
    },
  };
}
