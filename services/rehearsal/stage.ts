import { EventEmitter, once } from 'node:events';
import { setTimeout as pause } from 'node:timers/promises';
import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { Worker, type WorkerOptions } from '@temporalio/worker';
import type { Pool } from 'pg';
import { formatInstant, type Instant } from '../../domain/calendar/dates';
import type { CoreContext } from '../../domain/pathway/types';
import type { KeyRing } from '../../infra/temporal/codec';
import { sealsOf, type Seals } from '../../infra/seals';
import { dataConverter } from '../../infra/temporal/client';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../workflows/names';
import type { CommitDeps } from '../commit/commit';
import { takeTurn, type Stand, type Turn } from '../workflow/turn';
import { deliverOutbox, type RelayDeps } from '../workflow/relay/outbox';
import { runsOf, type TemporalHistory, type RunHistory } from '../../infra/temporal/run-history';

const POLL_MS = 3;
/** Less than the limit of the activity that waits. */
const HOLD_MS = 1_500;
/** Real time: a workflow that has not armed by then will not. */
const PATIENCE_MS = 60_000;
/** So much is skipped in one call; each timer that fires on the way takes some milliseconds. */
const SKIP_MS = 7 * 86_400_000;
/** Real time: a call that has not come back by then will not. */
const SKIP_PATIENCE_MS = 120_000;

export interface StageSettings {
  readonly environment: TestWorkflowEnvironment;
  readonly core: CoreContext;
  readonly keys: KeyRing;
  readonly workflows: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;
  /** Runs continue as new after so many events of history; absent: the workflow's own bound. */
  readonly eventLimit?: number;
}

/** One person of a rehearsal: a database of their own, and the runs of their pathways. */
export interface Actor {
  readonly registerId: string;
  readonly commit: CommitDeps;
  readonly relay: RelayDeps;
  /** The runs that took signals, by workflow id. */
  readonly runs: ReadonlyMap<string, Set<string>>;
}

/**
 * The real workflow on a time-skipping server, with one worker. Several people may be on it at once: they share the clock.
 * The server starts at the machine's time and only goes forward, so that the workflows' clock has an offset.
 */
export class Stage {
  private readonly actors = new Map<string, Actor>();
  private offset = 0;
  private readonly seals: Seals;
  /** Rung whenever something changed that somebody may wait for. */
  private readonly changes = new EventEmitter().setMaxListeners(0);
  /** The instant that the rehearsal has come to. */
  private limit = -Infinity;
  /** By workflow id: the sequence of its last turn, and the one that the rehearsal waits for. */
  private readonly turned = new Map<string, number>();
  private readonly wanted = new Map<string, number>();

  private constructor(
    private readonly settings: StageSettings,
    readonly client: Client,
    private readonly worker: Worker,
    private readonly running: Promise<void>,
  ) {
    this.seals = sealsOf(settings.keys);
  }

  /** Starts the worker. Close it in `finally`; the server is the caller's to tear down. */
  static async open(settings: StageSettings): Promise<Stage> {
    const { environment, keys, workflows } = settings;
    const client = new Client({ connection: environment.connection, identity: 'rehearsal', dataConverter: dataConverter(keys) });
    const turns = { take: (_turn: Turn): Promise<Stand> => Promise.reject(new Error('the stage is not open yet')) };
    const worker = await Worker.create({
      ...workflows,
      connection: environment.nativeConnection,
      taskQueue: PATHWAY_QUEUE,
      activities: { takeTurn: (turn: Turn) => turns.take(turn) },
      identity: 'rehearsal',
      dataConverter: dataConverter(keys),
    });
    const stage = new Stage(settings, client, worker, worker.run());
    stage.running.catch(() => undefined);
    turns.take = (turn) => stage.takeTurn(turn);
    return stage;
  }

  async close(): Promise<void> {
    this.worker.shutdown();
    await this.running;
  }

  /** Sets the workflows' clock: this is now. Only while nobody is on the stage. */
  async begin(at: Instant): Promise<void> {
    if (this.actors.size > 0) throw new Error('the clock is not set while somebody is on the stage');
    this.offset = at - (await this.settings.environment.currentTimeMs());
    this.limit = at;
  }

  /**
   * Lets time go on to an instant; timers fire on the way. Does nothing where it has passed. A few days at a time: a call that does not
   * come back within two minutes never will.
   */
  async skipTo(at: Instant): Promise<void> {
    this.limit = at;
    this.changes.emit('change');
    for (let ahead = await this.ahead(at); ahead > 0; ahead = await this.ahead(at)) await this.skip(Math.min(ahead, SKIP_MS), at);
  }

  private async ahead(at: Instant): Promise<number> {
    return at - ((await this.settings.environment.currentTimeMs()) + this.offset);
  }

  private async skip(milliseconds: number, at: Instant): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const stuck = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(`the time-skipping server has not come to ${formatInstant(at)}`)), SKIP_PATIENCE_MS);
    });
    try {
      await Promise.race([this.settings.environment.sleep(milliseconds), stuck]);
    } finally {
      clearTimeout(timer);
    }
  }

  enter(registerId: string, pool: Pool): Actor {
    const { core, eventLimit } = this.settings;
    const runs = new Map<string, Set<string>>();
    const told = (workflowId: string, runId: string): void => {
      runs.set(workflowId, (runs.get(workflowId) ?? new Set()).add(runId));
    };
    const relay: RelayDeps = {
      pool,
      client: this.client,
      clockOffset: this.offset,
      told,
      ...(eventLimit === undefined ? {} : { eventLimit }),
    };
    const actor: Actor = { registerId, commit: { pool, core, seals: this.seals, book: () => [], alone: true }, relay, runs };
    this.actors.set(registerId, actor);
    return actor;
  }

  /** Delivers what a commit left in the outbox, and waits until the pathway's workflow has armed for that sequence. */
  async settle({ registerId, relay }: Actor, pathway: number, sequence: number): Promise<void> {
    const { failed } = await deliverOutbox(relay);
    if (failed > 0) throw new Error(`a signal of ${registerId} could not be delivered`);
    const workflowId = pathwayWorkflowId(registerId, pathway);
    const handle = this.client.workflow.getHandle(workflowId);
    const end = Date.now() + PATIENCE_MS;
    this.wanted.set(workflowId, sequence);
    this.changes.emit('change');
    // The turn comes first; asking before it would only keep the workflow busy.
    while ((this.turned.get(workflowId) ?? 0) < sequence && Date.now() < end) await this.change(end - Date.now());
    // Then its timers, which stand in the history with what the turn answered. No query is asked: one that comes while a workflow
    // continues as new is never answered by the time-skipping server, and stops its clock.
    while (Date.now() < end) {
      if (isQuiet(await handle.fetchHistory())) return;
      await pause(POLL_MS);
    }
    throw new Error(`${workflowId} has not armed for sequence ${sequence}`);
  }

  /** Ends the person's workflows (a running one's timers would go on firing) and gives the history of every run of them. */
  async leave(actor: Actor): Promise<RunHistory[]> {
    const histories: RunHistory[] = [];
    for (const [workflowId, known] of actor.runs) {
      await this.client.workflow
        .getHandle(workflowId)
        .terminate('the rehearsal is over')
        .catch(() => undefined);
      histories.push(...(await runsOf(this.client, workflowId, known)));
    }
    this.actors.delete(actor.registerId);
    this.changes.emit('change');
    return histories;
  }

  /**
   * Commits for a workflow. The server's clock may run ahead of the rehearsal: real time passes while a step is played, and a loaded
   * machine may skip too far. What falls due later than the rehearsal has come waits for it, so that the story stays the same; unless
   * the rehearsal itself waits for this workflow, or the activity's own limit is near: then the wake-up is left for another turn.
   */
  private async takeTurn(turn: Turn): Promise<Stand> {
    const actor = this.actors.get(turn.registerId);
    // Fails and is tried again until the workflow is terminated.
    if (!actor) throw new Error(`nobody with the register id ${turn.registerId} is on the stage`);
    const workflowId = pathwayWorkflowId(turn.registerId, turn.pathway);
    const isWaitedFor = (): boolean => (this.wanted.get(workflowId) ?? 0) > (this.turned.get(workflowId) ?? 0);
    const isAhead = (): boolean => turn.wake !== null && turn.wake > this.limit;
    const end = Date.now() + HOLD_MS;
    while (isAhead() && !isWaitedFor() && Date.now() < end && this.actors.has(turn.registerId)) await this.change(end - Date.now());
    const played = isAhead() ? { ...turn, wake: null } : turn;
    // A rehearsal's time is that of its server, which the commit's own clock follows.
    const now = (): Instant => Math.max(turn.clock, turn.wake ?? turn.clock) as Instant;
    const stand = await takeTurn({ ...actor.commit, now }, played);
    this.turned.set(workflowId, stand.sequence);
    this.changes.emit('change');
    return stand;
  }

  private async change(withinMs: number): Promise<void> {
    const patience = new AbortController();
    const timer = setTimeout(() => patience.abort(), Math.max(0, withinMs));
    await once(this.changes, 'change', { signal: patience.signal }).catch(() => undefined);
    clearTimeout(timer);
  }
}

/** True where neither a workflow task nor an activity is under way or to come, by what the history ends with. */
function isQuiet({ events }: TemporalHistory): boolean {
  const last = events?.at(-1);
  return !(
    last?.workflowTaskScheduledEventAttributes ||
    last?.workflowTaskStartedEventAttributes ||
    last?.workflowTaskTimedOutEventAttributes ||
    last?.workflowTaskFailedEventAttributes ||
    last?.activityTaskScheduledEventAttributes ||
    last?.activityTaskStartedEventAttributes ||
    last?.activityTaskCompletedEventAttributes ||
    last?.workflowExecutionStartedEventAttributes ||
    last?.workflowExecutionSignaledEventAttributes ||
    last?.workflowExecutionContinuedAsNewEventAttributes
  );
}
