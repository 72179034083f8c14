import { z } from 'zod';
import { dateSchema } from '../pathway/events';
import { typedLine, typedText } from '../text';

/** For whom somebody asks: for themself, for somebody of their family or whom they care for, or for somebody else whom they know. */
export const ASKED_FOR = ['me', 'family', 'other'] as const;
export type AskedFor = (typeof ASKED_FOR)[number];

/** How somebody wishes to be reached. */
export const REACHED_BY = ['phone', 'text', 'email', 'letter', 'through-somebody'] as const;
export type ReachedBy = (typeof REACHED_BY)[number];

/** What somebody says of a diagnosis. Whether there is one is checked by the team (LLR safeguarding newsletter June 2023, 004 L1043). */
export const SAID_OF_DIAGNOSIS = ['learning-disability', 'autism', 'both', 'waiting', 'not-sure', 'no'] as const;
export type SaidOfDiagnosis = (typeof SAID_OF_DIAGNOSIS)[number];

/** So many characters are kept of what is happening; of any other answer in words, and of one in a line. */
export const MOST_OF = { happening: 10_000, words: 4_000, line: 200, name: 120 } as const;

const trimmed = (longest: number) => typedLine(longest).transform((text) => text.trim());

/**
 * The first edition of the form with which somebody asks for help, for themself or for another: "Very simplified version of the form so not to
 * cause anxiety" (004 L1039). Only a name, one way to be reached and what is happening are needed; that they want to tell it on the phone
 * stands for the words.
 */
export const selfReferral1 = z
  .strictObject({
    for: z.enum(ASKED_FOR),
    name: trimmed(MOST_OF.name),
    /** Who asks, where they ask for another. */
    asker: trimmed(MOST_OF.name).optional(),
    bornOn: dateSchema.optional(),
    reach: z.strictObject({ by: z.enum(REACHED_BY), at: trimmed(320), when: trimmed(MOST_OF.line).optional() }),
    happening: typedText(MOST_OF.happening).optional(),
    /** They would rather tell it than write it. */
    tellsIt: z.boolean(),
    helps: typedText(MOST_OF.words).optional(),
    /** Their GP surgery or council. */
    services: trimmed(MOST_OF.line).optional(),
    diagnosis: z.enum(SAID_OF_DIAGNOSIS).optional(),
    /** Who may help them answer. */
    helper: trimmed(MOST_OF.line).optional(),
    /** They answered the form in easy words. */
    easyRead: z.boolean(),
  })
  .refine(({ happening, tellsIt }) => happening !== undefined || tellsIt, { path: ['happening'], error: 'must not be empty' })
  .refine((answers) => answers.for === 'me' || answers.asker !== undefined, { path: ['asker'], error: 'must not be empty' });
export type SelfReferral1 = z.output<typeof selfReferral1>;
