/** What has been started, to be stopped. */
export interface Closing {
  add(close: () => unknown): void;
  /** Stops all of it, the last first, each once. */
  stop(): Promise<void>;
}

export function closing(): Closing {
  const steps: (() => unknown)[] = [];
  let stopped: Promise<void> = Promise.resolve();
  const stopAll = async (): Promise<void> => {
    for (const step of steps.splice(0).toReversed()) await step();
  };
  return {
    add: (close) => void steps.push(close),
    // Who asks while it is being done waits for it, and takes what has been added since.
    stop: () => (stopped = stopped.catch(() => undefined).then(stopAll)),
  };
}

const INTERRUPTIONS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Does something with what has been started, and stops it at the end, also where somebody interrupts. Throws what the work throws. */
export async function andStop<Out>(stop: () => Promise<void>, work: () => Promise<Out>): Promise<Out> {
  const interrupt = (): void => void stop().finally(() => process.exit(130));
  for (const signal of INTERRUPTIONS) process.once(signal, interrupt);
  try {
    return await work();
  } finally {
    for (const signal of INTERRUPTIONS) process.off(signal, interrupt);
    await stop();
  }
}
