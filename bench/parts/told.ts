import { z } from 'zod';

/** What the bench's own processes are told, as JSON in their first argument; all else they have from the environment, as in service. */
const toldSchema = z.object({
  /** Milliseconds added to the machine's clock. */
  clockOffset: z.number(),
});
export type Told = z.infer<typeof toldSchema>;

/** Reads what this process was told. Throws where it was told nothing of the kind. */
export function readTold(): Told {
  return toldSchema.parse(JSON.parse(process.argv[2] ?? '{}'));
}
