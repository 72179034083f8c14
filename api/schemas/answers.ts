import { z } from 'zod';
import { AUDIENCES } from '../../domain/notices/catalogue';
import { RATINGS } from '../../domain/pathway/events';
import { DEADLINE_KINDS } from '../../domain/pathway/kinds';
import type { Line } from '../../domain/pathway/lines/line';
import { dateField } from './common';

/** The answers as they are described and, in the tests, checked. Instants are ISO 8601 with London's offset. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?[+-]\d{2}:\d{2}$/)
  .meta({ description: 'An instant, with London’s offset', examples: ['2026-10-01T19:30:00+01:00'] });
export const text = (description: string) => z.string().meta({ description });
export const flag = (description: string) => z.boolean().meta({ description });
export const count = (description: string) => z.number().int().min(0).meta({ description });
export const at = (description: string) => instant.meta({ description });
const day = (description: string) => dateField.meta({ description });
/** Null where there is none. */
export const orNull = <S extends z.ZodType>(schema: S, description: string) => schema.nullable().meta({ description });

export const registerId = z
  .string()
  .regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ description: 'The register id', examples: ['7K3M-9QX1'] });
export const pathway = z.number().int().min(1).meta({ description: "Which of the person's pathways" });
export const sequence = count('How many events have been accepted; goes back as `If-Match`');
const due = orNull(dateField, 'The day by which; null: no figure gives a date');
const kind = z.enum(DEADLINE_KINDS).meta({ description: 'The kind of deadline' });
const rule = text('The rule that made it, and the version of the rule set');
const deadline = text('The id of the deadline, the same for its life');
const rating = orNull(z.enum(RATINGS), 'The rating; null: none yet');
const setting = z.enum(['community', 'inpatient']).meta({ description: 'Where the person lives now' });
const pathwayStatus = z.enum(['open', 'ended']).meta({ description: 'Whether the pathway runs' });
const onRegister = flag('Whether the person is a member of the register');
const consentLapsed = flag('Whether the consent to the register was due for renewal and was not renewed');
const openedAt = at('When the pathway began');

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
    deadline: deadline.optional(),
    kind: text('The kind of deadline, or of meeting').optional(),
    due: due.optional(),
    from: orNull(dateField, 'Of a deadline moved: the day before').optional(),
    rule: rule.optional(),
    before: flag('Whether it was due before this service took the pathway over').optional(),
    step: z.enum(['remind', 'due', 'overdue', 'escalate']).meta({ description: 'Which step of the ladder' }).optional(),
    audience: z.enum(AUDIENCES).meta({ description: 'Who hears of it' }).optional(),
    notice: text('The template of the notice').optional(),
    meeting: text('The id of the meeting').optional(),
    code: text('Of a warning: its code').optional(),
  })
  .meta({
    description:
      'What happened, in order of time: `event-applied`, `rating`, `deadline-opened`, `step`, `notice`, `warning`, …; the other fields depend on `what`',
  });
/** What was owed when a pathway ended. */
export const owedSchema = z.strictObject({
  deadline,
  kind,
  due,
  rule,
  status: z.enum(['open', 'missed']).meta({ description: 'Whether its day had passed' }),
});

/** A problem (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: text('As RFC 9457 says; `about:blank`'),
    title: text('The words of the HTTP status'),
    status: z.number().int().meta({ description: 'The HTTP status' }),
    code: text('Stable; programs decide by this'),
    detail: text('What to do about it, in words'),
    errors: z
      .array(z.strictObject({ path: text('Which field; empty for the whole'), message: text('How it must be') }))
      .optional()
      .meta({ description: 'What is wrong with which field' }),
    event: z
      .strictObject({ id: text('Its id'), status: z.literal('refused').meta({ description: 'It was refused' }) })
      .optional()
      .meta({ description: 'The event that is kept as refused' }),
    part: z.number().int().optional().meta({ description: 'The first illegal part of a batch, counted from 1' }),
    events: z.array(z.string()).optional().meta({ description: 'Ids of the events that it contradicts' }),
    contact: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Where somebody has changed or ended a contact: what it is now' }),
    duplicateOf: text('Of a record that was closed as a duplicate: the register id that lives on').optional(),
    requestId: text('The id of this request: tell it to us where something is our fault'),
  })
  .meta({ description: 'A problem as RFC 9457 says, with a stable `code`' });

const deadlineStatus = z.enum(['open', 'met', 'late', 'missed', 'excused', 'superseded']);

/** A deadline as lists show it. */
export const deadlineSchema = z.strictObject({
  registerId,
  pathway,
  deadline,
  kind,
  anchor: day('The date that it runs from'),
  due,
  rule,
  status: deadlineStatus.meta({ description: '`missed` as soon as its day has ended in London' }),
  owed: flag('Whether it is still to be done'),
  soft: flag('Whether it is never missed'),
  before: flag('Due before this service took the pathway over'),
  settledOn: orNull(dateField, 'The day on which it was met, excused or superseded'),
  subject: orNull(z.string(), 'The meeting or action that it belongs to'),
});

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
/** The same with the reasoning that made its date. */
export const tracedDeadlineSchema = deadlineSchema.extend({
  held: flag('Its steps wait for a release'),
  trace: z
    .array(
      z.strictObject({
        code: text('What was reasoned'),
        params: z.record(z.string(), scalar).meta({ description: 'From which figures' }),
      }),
    )
    .meta({ description: 'The steps of reasoning that made the date' }),
});

const ended = { type: text('The event that ended it'), on: day('The day of its end') };

export const pathwaySchema = z.strictObject({
  registerId,
  pathway,
  pathways: z.number().int().min(1).meta({ description: 'How many the person has' }),
  status: pathwayStatus,
  rating,
  setting,
  onRegister,
  eligibility: orNull(z.enum(['eligible', 'not-eligible', 'watch']), 'What was decided last; null: nothing yet'),
  registerConsent: flag('Whether consent to the register stands'),
  consentLapsed,
  ended: orNull(z.strictObject({ ...ended, owed: z.array(owedSchema).meta({ description: 'What was owed until then' }) }), 'How it ended'),
  duplicateOf: orNull(registerId, 'Where this record was closed as a duplicate: the one that lives on'),
  openDeadlines: z.array(deadlineSchema).meta({ description: 'All that is still owed, open or missed' }),
  ruleSet: text('The rule set that it goes by'),
  ruleSetVersion: text('Its version'),
  sequence,
  openedAt,
});

export const registerRowSchema = z.strictObject({
  registerId,
  pathway,
  status: pathwayStatus,
  rating,
  setting,
  onRegister,
  consentLapsed,
  nextDue: orNull(dateField, 'The next day by which something is owed'),
  owed: z
    .strictObject({ open: count('Whose day has not passed, or that have none'), missed: count('Whose day has passed') })
    .meta({ description: 'How many deadlines are owed' }),
  ended: orNull(z.strictObject(ended), 'How it ended'),
  openedAt,
});

export const eventRowSchema = z.strictObject({
  id: text('The id that it was sent with, a UUID in small letters; of a part of a batch `<id>/<n>`'),
  registerId,
  pathway: orNull(z.number().int().min(1), "Which of the person's pathways; null: none yet"),
  type: text('The type of event; `batch` for a batch that was refused as a whole'),
  status: z.enum(['applied', 'refused', 'held']).meta({ description: 'What became of it' }),
  sequence: orNull(z.number().int().min(0), 'Its place among the accepted; null: it was not'),
  on: orNull(dateField, 'The day on which it was true'),
  at: at('When it was decided; of one that waits, when it was heard'),
  received: orNull(at('When it was heard'), 'When it was heard, where it waited before it was decided; null: at `at`'),
  until: orNull(at('Until when it waits'), 'Until when it waits; null: it does not'),
  batch: orNull(z.string(), 'The batch that it came in'),
  reason: orNull(z.string(), 'Why it was refused, or waits: a code'),
  source: text('Who sent it'),
  event: orNull(z.record(z.string(), z.unknown()), 'The event as it was sent, its words included'),
  resolved: orNull(
    z.strictObject({
      outcome: z.enum(['dismissed', 'sent-again']).meta({ description: 'What came of it' }),
      as: orNull(z.string(), 'The accepted event, or batch, that stands in its place'),
      reason: text('Why, in words'),
      by: text('Who: the name of the token'),
      at: at('When'),
    }),
    'How a person sorted out a refused one; null: nobody has',
  ),
});

export const eventDetailSchema = eventRowSchema.extend({
  answer: orNull(z.record(z.string(), z.unknown()), 'What the caller was answered'),
});

export const meetingSchema = z.strictObject({
  pathway,
  meeting: text('Its id'),
  kind: text('The kind of meeting'),
  status: z.enum(['scheduled', 'held', 'cancelled']).meta({ description: 'What became of it' }),
  on: day('The day on which it is to be, or was, held'),
  time: orNull(z.string(), 'When it begins, in London'),
  until: orNull(z.string(), 'When it ends, in London'),
  place: orNull(z.string(), 'Where'),
  invited: z.array(z.string()).meta({ description: 'Audiences and ids of contacts' }),
});

export const actionSchema = z.strictObject({
  pathway,
  action: text('Its id'),
  agreedOn: day('The day on which it was agreed'),
  due,
  status: z.enum(['open', 'blocked', 'done']).meta({ description: 'What became of it' }),
});

export const noticeSchema = z.strictObject({
  pathway: orNull(z.number().int().min(1), "Which of the person's pathways"),
  notice: text('Its template'),
  audience: text('As whom the recipient hears of it'),
  recipient: text('A reference, never an address'),
  channel: text('How it goes'),
  status: z.enum(['queued', 'sending', 'sent', 'failed', 'held', 'dropped', 'digested']).meta({ description: 'What became of it' }),
  reason: orNull(z.string(), 'Why it did not go: a code'),
  deadline: orNull(z.string(), 'The deadline that it is about'),
  event: orNull(z.string(), 'The event that it is about'),
  meeting: orNull(z.string(), 'The meeting that it is about'),
  plannedAt: at('When it was wanted'),
  sentAt: orNull(instant, 'When it went'),
  attempts: count('How often it was tried'),
});

const nextCursor = orNull(z.string(), 'Goes back as `cursor` for the next page; null at the end');

/** An answer that is one person's whole list. */
export const wholeList = <N extends string>(name: N, item: z.ZodType) =>
  z.strictObject({ registerId, [name]: z.array(item).meta({ description: 'The whole list' }) });
/** An answer that is a page of a list across the register. */
export const pageOf = <N extends string>(name: N, item: z.ZodType) =>
  z.strictObject({ [name]: z.array(item).meta({ description: 'This page' }), nextCursor });
