import { z } from 'zod';
import { formatInstant } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import type { Line } from '../../domain/pathway/lines/line';
import { STEP_NAMES } from '../../domain/rules/rule-set';
import { at, dateField, deadlineId, deadlineKind, due, flag, orNull, pathway, rating, rule, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';

/** One of each: a kind of line that is not named does not compile. */
const LINES: Readonly<Record<Line['what'], true>> = {
  'event-applied': true,
  'event-refused': true,
  rating: true,
  'deadline-opened': true,
  'deadline-moved': true,
  'deadline-met': true,
  'deadline-late': true,
  'deadline-missed': true,
  'deadline-excused': true,
  'deadline-superseded': true,
  step: true,
  'meeting-requested': true,
  notice: true,
  warning: true,
};
const lineKinds = Object.keys(LINES) as Line['what'][];

/** One line of a timeline (contract section 3). */
export const lineSchema = z
  .looseObject({
    at: at('The planned instant of what happened'),
    what: z.enum(lineKinds).meta({ description: 'What happened; the other fields depend on it' }),
    pathway,
    type: text('Of an event: its type').optional(),
    event: text('The id of the event').optional(),
    received: at('Of an event that was held back: when it was heard').optional(),
    reason: text('Of a refusal: the code of the reason').optional(),
    rating: rating.optional(),
    deadline: deadlineId.optional(),
    kind: text('The kind of deadline, or of meeting').optional(),
    due: due.optional(),
    from: orNull(dateField, 'Of a deadline moved: the day before').optional(),
    rule: rule.optional(),
    before: flag('Whether it was due before this service took the pathway over').optional(),
    step: z.enum(STEP_NAMES).meta({ description: 'Which step of the ladder' }).optional(),
    audience: z.enum(AUDIENCES).meta({ description: 'Who hears of it' }).optional(),
    notice: text('The template of the notice').optional(),
    meeting: text('The id of the meeting').optional(),
    code: text('Of a warning: its code').optional(),
  })
  .meta({
    description:
      'What happened, in order of time: `event-applied`, `rating`, `deadline-opened`, `step`, `notice`, `warning`, …; the other fields depend on `what`',
  });
export type LineView = Shape<typeof lineSchema>;

/** A timeline line as the contract writes it: instants as ISO 8601 with London's offset, the other fields in a fixed order. */
export function lineJson({ at: instant, pathway: number, what, ...rest }: Line): LineView {
  const { received, ...facts } = { received: undefined, ...rest };
  return {
    at: formatInstant(instant),
    what,
    pathway: number,
    ...facts,
    ...(received === undefined ? {} : { received: formatInstant(received) }),
  };
}

/** What was owed when a pathway ended. */
export const owedSchema = z.strictObject({
  deadline: deadlineId,
  kind: deadlineKind,
  due,
  rule,
  status: z.enum(['open', 'missed']).meta({ description: 'Whether its day had passed' }),
});
