/** What a check can find. Each is explained, with what to do about it, in docs/runbook.md. */
export const DIFFERENCES = [
  // The timers of Temporal against the wake-ups of the database.
  'workflow-not-running',
  'workflow-stuck',
  'timer-missing',
  'timer-unwanted',
  'wake-up-late',
  'log-behind-workflow',
  'workflow-unknown-to-log',
  // A workflow that this service did not start as it stands there.
  'workflow-stranger',
  // The event log in itself.
  'chain-broken',
  'chain-cut',
  // The event log against what was made of it.
  'decision-differs',
  'deadlines-differ',
  'wake-ups-differ',
  'steps-differ',
  'timeline-differs',
  // What stands although the present core, rules or holidays would answer differently: somebody adopts it.
  'not-adopted',
] as const;
/** What shows only when somebody's log is worked out afresh: the next check looks at others. */
export const SEEN_ONCE_A_DAY: ReadonlySet<DifferenceCode> = new Set([
  'decision-differs',
  'deadlines-differ',
  'wake-ups-differ',
  'steps-differ',
  'timeline-differs',
]);
export type DifferenceCode = (typeof DIFFERENCES)[number];

/** One thing that is not as it should be: codes, dates and ids only. */
export interface Difference {
  readonly code: DifferenceCode;
  readonly registerId: string;
  readonly pathway: number;
  readonly params: Readonly<Record<string, string | number | null>>;
  /** True where the check itself put it right. */
  readonly mended: boolean;
}
