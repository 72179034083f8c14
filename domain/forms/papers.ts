import { z } from 'zod';
import { dateSchema, referenceSchema } from '../pathway/events';

/** Papers stay open to a panel for so long after the day of the review: until its report is written (003 L307). */
export const PAPERS_AFTER_DAYS = 14;
/** The latest last day: as many days after the review, should the report be late [D]. */
export const MOST_PAPERS_AFTER_DAYS = 42;

const documentId = z.string().min(1).max(40);

/** Which of a person's documents the panel of a review may read, in the first edition, until the end of a London day. None: nothing is shared any more. */
export const panelPapers1 = z.strictObject({ meeting: referenceSchema, documents: z.array(documentId).max(200), until: dateSchema });
export type PanelPapers = z.output<typeof panelPapers1>;

/** What a member of a panel did with its papers, in the first edition: which they opened, and whether they say since then that they keep no copy. */
export const panelReading1 = z.strictObject({ meeting: referenceSchema, opened: z.array(documentId).max(200), deleted: z.boolean() });
export type PanelReading = z.output<typeof panelReading1>;
