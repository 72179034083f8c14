import { z } from 'zod';
import { MOST_OF_PROMPT, MOST_PROMPTS, PROMPTED_SHEETS, promptedSections } from '../../domain/forms/sheets/prompts';
import { typedLine } from '../../domain/text';

/** The prompts of one section: at least one, each in one line. */
export const promptLines = z.array(typedLine(MOST_OF_PROMPT)).min(1).max(MOST_PROMPTS, `must be at most ${MOST_PROMPTS} prompts`);

/** The prompts of an area in its profile, by the kind of the notes and the code of the section; a code that is not known is refused with those that are. */
export const promptsSchema = z.record(z.string(), z.record(z.string(), promptLines)).superRefine((own, context) => {
  for (const [kind, sections] of Object.entries(own)) {
    const known = promptedSections(kind);
    if (known === null) {
      const kinds = PROMPTED_SHEETS.map((sheet) => sheet.kind).join(', ');
      context.addIssue({ code: 'custom', path: [kind], message: `there are no notes of this kind; known are ${kinds}` });
      continue;
    }
    for (const code of Object.keys(sections))
      if (!known.includes(code))
        context.addIssue({
          code: 'custom',
          path: [kind, code],
          message: `there is no section of this code; known are ${known.join(', ')}`,
        });
  }
});
