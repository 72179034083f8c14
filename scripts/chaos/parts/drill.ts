import { z } from 'zod';

/** What the drill's own processes are told, as JSON in their first argument; all else they have from the environment, as in service. */
const drillSchema = z.object({
  /** Milliseconds added to the machine's clock. */
  clockOffset: z.number(),
  /** The minute of the service's clock after 08:00 in which the storm ends: nobody's steps come later. */
  lastMinute: z.number(),
  /** For what a process throws by itself. */
  seed: z.string(),
  /** Where the mail catcher keeps mails, and its port. */
  mails: z.string(),
  smtpPort: z.number(),
  /** How long a notice stays in one sender's hand, in milliseconds. */
  leaseMs: z.number(),
});
export type Drill = z.infer<typeof drillSchema>;

/** Reads what this process was told. Throws where it was told nothing of the kind. */
export function readDrill(): Drill {
  return drillSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
}

/** Runs one of the drill's processes: says when it is ready, stops when told to or when its parent has gone, and ends with 1 for an error. */
export function runDrill(start: (drill: Drill) => Promise<{ stop: () => Promise<void>; failed?: Promise<never> }>): void {
  const run = async (): Promise<void> => {
    const running = await start(readDrill());
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
