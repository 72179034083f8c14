import { z } from 'zod';

/** What the bench's own processes are told, as JSON in their first argument; all else they have from the environment, as in service. */
export const serviceTold = z.object({
  /** Milliseconds added to the machine's clock. */
  clockOffset: z.number(),
});
export type ServiceTold = z.infer<typeof serviceTold>;

export const bareHttpTold = z.object({
  /** A file with the statements, as JSON, each in a line. */
  statements: z.string(),
});
export type BareHttpTold = z.infer<typeof bareHttpTold>;

export const pageFilesTold = z.object({
  /** The folder with the pages. */
  folder: z.string(),
});
export type PageFilesTold = z.infer<typeof pageFilesTold>;

/** Reads what this process was told. Throws where it was told nothing of the kind. */
export function readTold<Told>(schema: z.ZodType<Told>): Told {
  return schema.parse(JSON.parse(process.argv[2] ?? '{}'));
}
