import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Mail } from '../mail/mail';

/** The figures of one worker process. Labels hold codes only: nothing about any person. */
export interface WorkerMetrics {
  readonly registry: Registry;
  /** Signals of the outbox that Temporal took, and that it did not. */
  readonly relayed: (counts: { readonly sent: number; readonly failed: number }) => void;
  /** One turn of a pathway's workflow: signals decided, wake-ups taken. */
  readonly turn: (outcome: 'done' | 'failed', seconds: number) => void;
  /** Wake-ups were taken so many seconds after the instant planned for them. */
  readonly wakeUpTaken: (lateSeconds: number) => void;
  /** A notice was taken in hand, and what came of it. */
  readonly notice: (outcome: string) => void;
  /** The mail server was asked to take one message. */
  readonly mail: (outcome: string, seconds: number) => void;
  /** A transaction was committed. */
  readonly committed: () => void;
  /** A check found so many differences of a kind. */
  readonly differences: (code: string, mended: boolean, count: number) => void;
}

/** Makes the figures of one worker, with those of its process. */
export function createWorkerMetrics(): WorkerMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  const counter = <Label extends string>(name: string, help: string, ...labelNames: Label[]) =>
    new Counter({ name, help, labelNames, registers });
  const histogram = <Label extends string>(name: string, help: string, buckets: number[], ...labelNames: Label[]) =>
    new Histogram({ name, help, buckets, labelNames, registers });

  const signals = counter('pathway_signals_total', 'Signals of the outbox given to Temporal, by outcome: sent or failed', 'outcome');
  const turns = histogram(
    'pathway_turn_duration_seconds',
    "Time of one turn of a pathway's workflow, by outcome: done or failed",
    [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    'outcome',
  );
  const lateness = histogram(
    'pathway_wake_up_lateness_seconds',
    'How long after its planned instant a wake-up was taken',
    [0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3_600, 86_400],
  );
  const notices = counter(
    'pathway_notices_total',
    'Notices taken in hand, by outcome: sent, queued (to be tried again), failed, held, dropped, waiting or away (not tried)',
    'outcome',
  );
  const mails = histogram(
    'pathway_mail_duration_seconds',
    'Time that the mail server took for one message, by outcome: sent, refused, unanswered, away, resting, stopped',
    [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60],
    'outcome',
  );
  const commits = counter('pathway_commits_total', 'Transactions committed by this worker');
  const found = counter(
    'pathway_differences_total',
    'Differences found by the timer check, by kind, and whether it mended them',
    'code',
    'mended',
  );
  return {
    registry,
    relayed: ({ sent, failed }) => {
      if (sent > 0) signals.inc({ outcome: 'sent' }, sent);
      if (failed > 0) signals.inc({ outcome: 'failed' }, failed);
    },
    turn: (outcome, seconds) => turns.observe({ outcome }, seconds),
    wakeUpTaken: (lateSeconds) => lateness.observe(lateSeconds),
    notice: (outcome) => notices.inc({ outcome }),
    mail: (outcome, seconds) => mails.observe({ outcome }, seconds),
    committed: () => commits.inc(),
    differences: (code, mended, count) => found.inc({ code, mended: String(mended) }, count),
  };
}

/** The same way to the mail server, measured. */
export function measuredMail(mail: Mail, observe: WorkerMetrics['mail']): Mail {
  return {
    domain: mail.domain,
    send: async (message, stop) => {
      const begun = performance.now();
      const outcome = await mail.send(message, stop);
      observe(outcome.outcome, (performance.now() - begun) / 1_000);
      return outcome;
    },
    close: () => mail.close(),
  };
}
