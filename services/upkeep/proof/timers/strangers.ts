import type { Client } from '@temporalio/client';
import {
  DAILY_DIGEST,
  DIGEST_WORKFLOW_ID,
  MESSAGE_CHANNELS,
  NOTICE_QUEUE,
  NOTICE_SENDER,
  senderWorkflowId,
} from '../../../../workflows/noticeNames';
import { PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId } from '../../../../workflows/names';
import { TIMER_CHECK, TIMER_CHECK_WORKFLOW_ID, UPKEEP_QUEUE } from '../../../../workflows/upkeepNames';
import { readWorkflowState, type WorkflowStateDeps, type StrangerCode } from './workflow-state';
import type { Difference } from '../difference';

/** A workflow that runs, as Temporal lists it. */
export interface RunningWorkflow {
  readonly workflowId: string;
  readonly runId: string;
  readonly type: string;
  readonly taskQueue: string;
  /** Of a pathway's; otherwise `unknown` and 0: anyone may start one under any id, and that is not repeated. */
  readonly registerId: string;
  readonly pathway: number;
}

/** What this service runs beside the pathways: one workflow of each. */
const OWN: ReadonlyMap<string, { readonly type: string; readonly taskQueue: string }> = new Map([
  [TIMER_CHECK_WORKFLOW_ID, { type: TIMER_CHECK, taskQueue: UPKEEP_QUEUE }],
  ...MESSAGE_CHANNELS.map((channel) => [senderWorkflowId(channel), { type: NOTICE_SENDER, taskQueue: NOTICE_QUEUE }] as const),
  [DIGEST_WORKFLOW_ID, { type: DAILY_DIGEST, taskQueue: NOTICE_QUEUE }],
]);
const TYPES: ReadonlySet<string> = new Set([PERSON_PATHWAY, ...[...OWN.values()].map(({ type }) => type)]);
const QUEUES: ReadonlySet<string> = new Set([PATHWAY_QUEUE, ...[...OWN.values()].map(({ taskQueue }) => taskQueue)]);
const PATHWAY_ID = /^pathway\/([0-9A-Z]{4}-[0-9A-Z]{4})\/([1-9]\d{0,3})$/;
const OWN_IDS = /^(pathway|notices|upkeep)\//;

/** Every workflow of the namespace that runs, some at a time. Throws where Temporal is away. */
export async function* pagesOfWorkflows(client: Client, pageSize: number): AsyncGenerator<readonly RunningWorkflow[]> {
  let page: RunningWorkflow[] = [];
  for await (const { workflowId, runId, type, taskQueue } of client.workflow.list({ query: `ExecutionStatus = 'Running'`, pageSize })) {
    const [, registerId = 'unknown', number = '0'] = PATHWAY_ID.exec(workflowId) ?? [];
    page.push({ workflowId, runId, type, taskQueue, registerId, pathway: Number(number) });
    if (page.length < pageSize) continue;
    yield page;
    page = [];
  }
  yield page;
}

/** Why a workflow is none of this service's; `id`: it has this service's type, or the beginning of its ids, under an id of no kind of its own. */
export type Strangeness = StrangerCode | 'id';

/**
 * Why a workflow cannot be one of this service's, though it has its id, its type or its task queue; null for a pathway's own workflow, for the
 * service's others, and for what has nothing to do with it.
 */
export function strangeness({ workflowId, type, taskQueue, pathway }: RunningWorkflow): Strangeness | null {
  const own = pathway > 0 ? { type: PERSON_PATHWAY, taskQueue: PATHWAY_QUEUE } : OWN.get(workflowId);
  if (own) return own.type !== type ? 'type' : own.taskQueue !== taskQueue ? 'queue' : null;
  if (OWN_IDS.test(workflowId) || TYPES.has(type)) return 'id';
  return QUEUES.has(taskQueue) ? 'type' : null;
}

/** A workflow that no pathway explains, as a difference. Its id may be anything: its run is named instead. */
export function strangerOf({ registerId, pathway, runId }: RunningWorkflow, why: Strangeness): Difference {
  return { code: 'workflow-stranger', registerId, pathway, params: { why, run: runId }, mended: false };
}

/** Ends what runs in the place of a pathway's own workflow, where it still is a stranger. Throws where Temporal is away. */
export async function endStranger(deps: WorkflowStateDeps, registerId: string, pathway: number): Promise<void> {
  const workflowId = pathwayWorkflowId(registerId, pathway);
  const { stranger, runId } = await readWorkflowState(deps, workflowId);
  if (stranger !== null) await deps.client.workflow.getHandle(workflowId, runId).terminate('it was not started by this service');
}
