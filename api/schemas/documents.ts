import { z } from 'zod';
import { documentCodeSchema, DOCUMENTS, FILE_TYPES, MOST_OF_FILE, MOST_OF_TITLE, MOST_OF_WHY } from '../../domain/forms/documents';
import { dateSchema } from '../../domain/pathway/events';
import { foldUuids } from '../../domain/uuids';
import { typedLine, typedText } from '../../domain/text';
import { at, count, day, orNull, registerId, text } from '../../services/shapes/fields';
import { registerIdSchema } from './common';

const id = z
  .uuid({ error: 'must be a UUID, made by you and kept, so that the same document can be sent again safely' })
  .transform(foldUuids)
  .meta({ description: 'The id of the document: a UUID, made by whoever adds it', examples: ['3f0a5c1e-6f0e-4e63-9d0e-1f2a3b4c5d6e'] });
export const documentParams = z.strictObject({ registerId: registerIdSchema, document: id });

const MOST_OF_BASE64 = Math.ceil(MOST_OF_FILE / 3) * 4;

/** A document as it is added. Its file is read and checked as bytes. */
export const documentBody = z.strictObject({
  what: documentCodeSchema.meta({ description: DOCUMENTS.map(({ code, words }) => `\`${code}\`: ${words.toLowerCase()}`).join('; ') }),
  title: typedLine(MOST_OF_TITLE).meta({ description: 'What somebody would look for it by' }).optional(),
  dated: dateSchema.optional().meta({ description: 'The day that stands on it, `YYYY-MM-DD`' }),
  content: z
    .string()
    .min(1)
    .max(MOST_OF_BASE64, `must be a file of at most ${MOST_OF_FILE} bytes`)
    .transform((base64, context) => {
      const bytes = Buffer.from(base64, 'base64');
      if (bytes.toString('base64') === base64) return bytes;
      context.issues.push({ code: 'custom', input: null, message: 'must be the file in base64, with its padding and without line breaks' });
      return z.NEVER;
    })
    .meta({
      minLength: 1,
      maxLength: MOST_OF_BASE64,
      description: 'The file, in base64: a PDF, JPEG or PNG of at most 10 MB, told by what stands in it',
    }),
});

export const takeAwayBody = z.strictObject({ reason: typedText(MOST_OF_WHY).meta({ description: 'Why it is taken away' }) });

const removed = z.strictObject({ at: at('When'), by: text('By whom: as the log of events names a source'), reason: text('Why') });
const document = z.strictObject({
  id: text('Its id'),
  what: documentCodeSchema.meta({ description: 'What it is' }),
  title: orNull(text('What it is looked for by'), 'What it is looked for by; null: nothing was said'),
  dated: orNull(day('The day that stands on it'), 'The day that stands on it; null: none was said'),
  type: z.enum(FILE_TYPES).meta({ description: 'What its file is' }),
  bytes: count('How large its file is'),
  sha256: text('The digest of its file, by which it is proved unaltered'),
  at: at('When it was added'),
  by: text('Who added it: as the log of events names a source'),
  takenAway: orNull(removed, 'That its file is gone, and why; null: it is there'),
});

/** The documents of a person. */
export const documentsAnswerSchema = z.strictObject({
  registerId,
  documents: z.array(document).meta({ description: 'The first one first' }),
});
export const documentAnswerSchema = z.strictObject({ registerId, id: text('Its id') });
