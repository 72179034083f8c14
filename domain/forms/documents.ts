import { z } from 'zod';
import { dateSchema } from '../pathway/events';
import { typedLine, typedText } from '../text';

/** What a document of a person can be. Codes are never given to other words. */
export const DOCUMENTS = [
  { code: 'diagnosis', words: 'Evidence of a diagnosis' },
  { code: 'consent', words: 'A signed consent form' },
  { code: 'assessment', words: 'An assessment or a report' },
  { code: 'plan', words: 'A plan: education, health and care, support, or crisis' },
  { code: 'letter', words: 'A letter' },
  { code: 'other', words: 'Something else' },
] as const;
export type DocumentCode = (typeof DOCUMENTS)[number]['code'];
export const documentCodeSchema = z.enum(DOCUMENTS.map(({ code }) => code));

/** What its file can be: what every browser and every printer reads. */
export const FILE_TYPES = ['pdf', 'jpeg', 'png'] as const;
export type FileType = (typeof FILE_TYPES)[number];

/** The largest file, in bytes: a photograph of a letter, or a scan of thirty pages. */
export const MOST_OF_FILE = 10 * 1024 * 1024;
export const MOST_OF_TITLE = 200;
export const MOST_OF_WHY = 1_000;

/** What a document is, in its first edition: its file is held beside it, by the digest. */
export const document1 = z.strictObject({
  what: documentCodeSchema,
  title: typedLine(MOST_OF_TITLE).optional(),
  /** The day that stands on it. */
  dated: dateSchema.optional(),
  file: z.strictObject({
    type: z.enum(FILE_TYPES),
    bytes: z.number().int().min(1).max(MOST_OF_FILE),
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** Somebody took it away: its file is gone. */
  removed: z.strictObject({ why: typedText(MOST_OF_WHY) }).optional(),
});
