/** What a program started: `failed` rejects where a part of it ends by itself. */
export interface Started {
  readonly stop: () => Promise<void>;
  readonly failed?: Promise<never>;
}

/**
 * Runs this process as one that `startProgram` started: says when it is ready, stops when told to or when its parent has gone, and ends
 * with 1, saying why, for an error.
 */
export function runProgram(start: () => Promise<Started>): void {
  const run = async (): Promise<void> => {
    const running = await start();
    let stopping: Promise<void> | undefined;
    const stop = (): void => {
      stopping ??= running.stop().then(() => process.disconnect?.());
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'disconnect']) process.on(signal, stop);
    process.send?.({ ready: true });
    await running.failed?.catch((error: unknown) => {
      if (!stopping) throw error;
    });
  };
  run().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
}
