import { z } from 'zod';
import { runProgram, type Started } from '../../../operations/parts/programs/run';

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
function readDrill(): Drill {
  return drillSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
}

/** Runs one of the drill's processes with what it was told. */
export function runDrill(start: (drill: Drill) => Promise<Started>): void {
  runProgram(() => start(readDrill()));
}
