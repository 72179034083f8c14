import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';

/** What the callers sent and were answered: kept outside the service, so that it can be held against what the service kept. */
const sentSchema = z.object({
  /** The event's or the batch's id. */
  id: z.string(),
  person: z.number(),
  /** Known once the person's referral was answered. */
  registerId: z.string().nullable(),
  way: z.enum(['referral', 'return', 'event', 'batch', 'signal']),
  type: z.string(),
  /** 0 for a single event, otherwise how many stand in the batch. */
  parts: z.number(),
  /** What the pure core makes of it. */
  expected: z.enum(['applied', 'refused']),
  /** Milliseconds since 1970 by the machine's clock. */
  sentAt: z.number(),
  answeredAt: z.number().nullable(),
  /** How often it was sent, how often the connection broke or the answer was 503, and what else was answered that is no decision. */
  tries: z.number(),
  unanswered: z.number(),
  odd: z.array(z.number()),
  /** The answer that counts, and how many later answers to the same differed from it. A signal is answered by Temporal's having it. */
  status: z.number().nullable(),
  body: z.unknown(),
  differing: z.number(),
});
export type Sent = z.infer<typeof sentSchema>;

/** What somebody filled in on a form while the parts were killed, and whether they were told that it is kept. */
const filledSchema = z.object({
  kind: z.enum(['section', 'document', 'asked']),
  /** Whose: the register id; of who asked on a public form, the code that they were told. */
  about: z.string(),
  /** Which section, or the id of the document. */
  part: z.string(),
  words: z.string(),
  told: z.boolean(),
  tries: z.number(),
  unanswered: z.number(),
  odd: z.array(z.number()),
});
export type FilledIn = z.infer<typeof filledSchema>;

const partSchema = z.enum(['worker', 'API', 'Temporal', 'PostgreSQL', 'mail']);
export type PartName = z.infer<typeof partSchema>;

const howSchema = z.enum(['killed', 'suspended', 'disk full']);
/** What was done to a part: all its processes killed; stopped for a while, and let go on; or its disk filled for a while. */
export type How = z.infer<typeof howSchema>;

const cutSchema = z.object({
  part: partSchema,
  how: howSchema.default('killed'),
  /** When it was struck, and when the last of its processes was gone, or it could go on: milliseconds since 1970 by the machine's clock. */
  at: z.number(),
  gone: z.number(),
});
/** A part that was struck. */
export type Cut = z.infer<typeof cutSchema>;

const journalSchema = z.object({
  seed: z.string(),
  /** Milliseconds added to the machine's clock: the service's. */
  clockOffset: z.number(),
  /** When the storm began and ended by the machine's clock. */
  began: z.number(),
  ended: z.number(),
  sent: z.array(sentSchema),
  filled: z.array(filledSchema),
  cuts: z.array(cutSchema),
  /** Parts that ended without having been killed, and how. */
  endedThemselves: z.array(z.object({ part: partSchema, at: z.number(), how: z.string() })),
});
export type Journal = z.infer<typeof journalSchema>;

const fileIn = (folder: string): string => path.join(folder, 'journal.json');

/** Writes the journal into the run's folder. */
export function writeJournal(folder: string, journal: Journal): void {
  writeFileSync(`${fileIn(folder)}.new`, JSON.stringify(journal, null, 1));
  renameSync(`${fileIn(folder)}.new`, fileIn(folder));
}

/** Reads the journal of a run that was kept. Throws where it is not there, or not as it should be. */
export function readJournal(folder: string): Journal {
  return journalSchema.parse(JSON.parse(readFileSync(fileIn(folder), 'utf8')));
}
