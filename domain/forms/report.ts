import { z } from 'zod';
import { dateSchema, referenceSchema } from '../pathway/events';

/** How the report of a review reached somebody, or that it need not; the last one takes back what was said before. */
export const REPORT_WAYS = ['hand', 'post', 'mail', 'read-aloud', 'not-wished', 'not-given'] as const;
export type ReportWay = (typeof REPORT_WAYS)[number];

const MOST_READERS = 200;

/** Whom the report of a review reached beside the mail of the service, and when, in the first edition: each as `contact:<id>`, `staff:<id>`, `book:<id>`, `attendee:<id>`, or `person`. */
export const reportGiven1 = z.strictObject({
  meeting: referenceSchema,
  given: z.array(z.strictObject({ to: z.string().min(1).max(160), on: dateSchema, how: z.enum(REPORT_WAYS) })).max(MOST_READERS),
});
export type ReportGiven = z.output<typeof reportGiven1>;
