import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { DAILY_DIGEST, DIGEST_WORKFLOW_ID, MAIL_CHANNEL, NOTICE_QUEUE, NOTICE_SENDER, senderWorkflowId, WAKE_SIGNAL } from '../../workflows/noticeNames';
import { WORKFLOW_TASK_TIMEOUT } from '../../workflows/names';

/** Wakes the sender of mail, starting it where it does not run. Call it after a commit; a minute later it would have looked by itself. */
export async function wakeSender(client: Client): Promise<void> {
  await client.workflow.signalWithStart(NOTICE_SENDER, {
    workflowId: senderWorkflowId(MAIL_CHANNEL),
    taskQueue: NOTICE_QUEUE,
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    args: [{ channel: MAIL_CHANNEL }],
    signal: WAKE_SIGNAL,
    signalArgs: [],
  });
}

/** Sees that the sender and the daily digest run. Repeating it starts nothing twice. */
export async function startNoticeWorkflows(client: Client): Promise<void> {
  await wakeSender(client);
  await client.workflow.start(DAILY_DIGEST, {
    workflowId: DIGEST_WORKFLOW_ID,
    taskQueue: NOTICE_QUEUE,
    workflowTaskTimeout: WORKFLOW_TASK_TIMEOUT,
    workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
    args: [],
  });
}
