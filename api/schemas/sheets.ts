import { z } from 'zod';
import { PRESENT_SHEETS } from '../../domain/forms/sheets/sheets';
import { count, registerId, text } from '../../services/shapes/fields';
import { registerIdSchema } from './common';

const code = (description: string, examples: string[]) =>
  z
    .string()
    .regex(/^[a-z0-9-]{1,40}$/)
    .meta({ description, examples });

export const sectionParams = z.strictObject({
  registerId: registerIdSchema,
  sheet: code(
    'Which sheet: its kind',
    PRESENT_SHEETS.map(({ kind }) => kind),
  ),
  section: code('Which section of it', ['communication']),
});

/** A section as it is from now on. Which fields there are says its sheet; they are checked by that. */
export const sectionBody = z.record(z.string(), z.union([z.string(), z.array(z.string())])).meta({
  description:
    'By the names of the fields of the section, or `{ "nothing-known": "yes" }`; at least one. Days are `YYYY-MM-DD`; of several choices the codes',
});

/** What came of saving a section. */
export const savedSectionSchema = z.strictObject({
  registerId,
  sheet: text('Which sheet'),
  section: text('Which section of it'),
  version: count('The version that the sheet has now'),
});

const option = z.strictObject({ code: text('Its code, which is sent'), words: text('What it says') });
const field = z.strictObject({
  name: text('Its name, by which it is sent'),
  label: text('What is asked'),
  as: text('`line`, `words`, `day`, `choice` (one code) or `choices` (several)'),
  options: z.array(option).meta({ description: 'What can be chosen; empty: it is answered in words or with a day' }),
});

/** The sheets that staff fill in about a person. */
export const sheetsAnswerSchema = z.strictObject({
  sheets: z
    .array(
      z.strictObject({
        kind: text('Which sheet'),
        edition: count('Its present edition'),
        title: text('What it is called'),
        source: text('The document whose sections these are'),
        sections: z
          .array(
            z.strictObject({
              code: text('Its code'),
              title: text('What it is called'),
              fields: z.array(field).meta({ description: 'What it asks' }),
            }),
          )
          .meta({ description: 'In the order of the sheet' }),
      }),
    )
    .meta({ description: 'In the order in which they are needed' }),
});
