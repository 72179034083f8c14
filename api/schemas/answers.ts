import { z } from 'zod';
import { DIFFERENCES } from '../../services/proof/difference';
import { dateField } from './common';

/** The answers as they are described and, in the tests, checked. Instants are ISO 8601 with London's offset. */
const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?[+-]\d{2}:\d{2}$/)
  .meta({ examples: ['2026-10-01T19:30:00+01:00'] });
const registerId = z
  .string()
  .regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ examples: ['7K3M-9QX1'] });
const pathway = z.number().int().min(1).meta({ description: "Which of the person's pathways" });
const sequence = z.number().int().min(0).meta({ description: 'How many events have been accepted; goes back as `If-Match`' });
const due = dateField.nullable().meta({ description: 'Null: no figure gives a date' });

/** One line of a timeline (contract section 3). */
export const lineSchema = z.looseObject({ at: instant, what: z.string(), pathway }).meta({
  description:
    'What happened, in order of time: `event-applied`, `rating`, `deadline-opened`, `step`, `notice`, `warning`, …; the other fields depend on `what`',
});

const owedSchema = z.strictObject({ deadline: z.string(), kind: z.string(), due, rule: z.string(), status: z.enum(['open', 'missed']) });
const owed = z.array(owedSchema).optional().meta({ description: 'Where the event ended the pathway: what was owed until then' });
const applied = z.strictObject({ id: z.string(), status: z.literal('applied'), sequence });

/** What an event, or a batch, came to. */
export const eventAnswerSchema = z.strictObject({ event: applied, changes: z.array(lineSchema), owed });
export const batchAnswerSchema = z.strictObject({ events: z.array(applied), changes: z.array(lineSchema), owed });
/** What it would come to. */
export const wouldApplySchema = z.strictObject({ status: z.literal('would-apply'), sequence, changes: z.array(lineSchema) });
export const referralAnswerSchema = z.strictObject({ registerId, event: applied, changes: z.array(lineSchema) });

/** A problem (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    code: z.string().meta({ description: 'Stable; programs decide by this' }),
    detail: z.string().meta({ description: 'What to do about it, in words' }),
    errors: z.array(z.strictObject({ path: z.string(), message: z.string() })).optional(),
    event: z.strictObject({ id: z.string(), status: z.literal('refused') }).optional(),
    part: z.number().int().optional().meta({ description: 'The first illegal part of a batch, counted from 1' }),
    events: z.array(z.string()).optional().meta({ description: 'Ids of the events that it contradicts' }),
    requestId: z.string(),
  })
  .meta({ description: 'A problem as RFC 9457 says, with a stable `code`' });

const deadlineStatus = z.enum(['open', 'met', 'late', 'missed', 'excused', 'superseded']);

/** A deadline as lists show it. */
export const deadlineSchema = z.strictObject({
  registerId,
  pathway,
  deadline: z.string().meta({ description: 'Its id, the same for its life' }),
  kind: z.string(),
  anchor: dateField.meta({ description: 'The date that it runs from' }),
  due,
  rule: z.string(),
  status: deadlineStatus.meta({ description: '`missed` as soon as its day has ended in London' }),
  owed: z.boolean(),
  soft: z.boolean(),
  before: z.boolean().meta({ description: 'Due before this service took the pathway over' }),
  settledOn: dateField.nullable(),
  subject: z.string().nullable().meta({ description: 'The meeting or action that it belongs to' }),
});

/** The same with the reasoning that made its date. */
export const tracedDeadlineSchema = deadlineSchema.extend({
  held: z.boolean().meta({ description: 'Its steps wait for a release' }),
  trace: z.array(
    z.strictObject({ code: z.string(), params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])) }),
  ),
});

export const pathwaySchema = z.strictObject({
  registerId,
  pathway,
  pathways: z.number().int().min(1).meta({ description: 'How many the person has' }),
  status: z.enum(['open', 'ended']),
  rating: z.enum(['green', 'amber', 'red', 'blue']).nullable(),
  setting: z.enum(['community', 'inpatient']),
  onRegister: z.boolean(),
  eligibility: z.enum(['eligible', 'not-eligible', 'watch']).nullable(),
  registerConsent: z.boolean(),
  consentLapsed: z.boolean(),
  ended: z.strictObject({ type: z.string(), on: dateField, owed: z.array(owedSchema) }).nullable(),
  duplicateOf: registerId.nullable().meta({ description: 'Where this record was closed as a duplicate: the one that lives on' }),
  openDeadlines: z.array(deadlineSchema),
  ruleSet: z.string(),
  sequence,
  openedAt: instant,
});

export const registerRowSchema = z.strictObject({
  registerId,
  pathway,
  status: z.enum(['open', 'ended']),
  rating: z.enum(['green', 'amber', 'red', 'blue']).nullable(),
  setting: z.enum(['community', 'inpatient']),
  onRegister: z.boolean(),
  consentLapsed: z.boolean(),
  nextDue: due,
  owed: z.strictObject({ open: z.number().int(), missed: z.number().int() }),
  ended: z.strictObject({ type: z.string(), on: dateField }).nullable(),
  openedAt: instant,
});

export const eventRowSchema = z.strictObject({
  id: z.string(),
  registerId,
  pathway: pathway.nullable(),
  type: z.string(),
  status: z.enum(['applied', 'refused', 'held']),
  sequence: sequence.nullable(),
  on: dateField.nullable(),
  at: instant,
  batch: z.string().nullable(),
  reason: z.string().nullable().meta({ description: 'Why it was refused' }),
  source: z.string(),
  event: z.record(z.string(), z.unknown()).nullable().meta({ description: 'The event as it was sent, its words included' }),
  resolved: z
    .strictObject({
      outcome: z.enum(['dismissed', 'sent-again']),
      as: z.string().nullable(),
      reason: z.string(),
      by: z.string(),
      at: instant,
    })
    .nullable()
    .meta({ description: 'How a person sorted out a refused one; null: nobody has' }),
});

export const eventDetailSchema = eventRowSchema.extend({
  answer: z.record(z.string(), z.unknown()).nullable().meta({ description: 'What the caller was answered' }),
});

export const meetingSchema = z.strictObject({
  pathway,
  meeting: z.string(),
  kind: z.string(),
  status: z.enum(['scheduled', 'held', 'cancelled']),
  on: dateField,
  time: z.string().nullable(),
  until: z.string().nullable(),
  place: z.string().nullable(),
  invited: z.array(z.string()),
});

export const actionSchema = z.strictObject({
  pathway,
  action: z.string(),
  agreedOn: dateField,
  due,
  status: z.enum(['open', 'blocked', 'done']),
});

export const noticeSchema = z.strictObject({
  pathway: pathway.nullable(),
  notice: z.string(),
  audience: z.string(),
  recipient: z.string().meta({ description: 'A reference, never an address' }),
  channel: z.string(),
  status: z.enum(['queued', 'sending', 'sent', 'failed', 'held', 'dropped', 'digested']),
  reason: z.string().nullable(),
  deadline: z.string().nullable(),
  event: z.string().nullable(),
  meeting: z.string().nullable(),
  plannedAt: instant,
  sentAt: instant.nullable(),
  attempts: z.number().int(),
});

const nextCursor = z.string().nullable().meta({ description: 'Goes back as `cursor` for the next page; null at the end' });

/** An answer that is one person's whole list. */
export const wholeList = <N extends string>(name: N, item: z.ZodType) => z.strictObject({ registerId, [name]: z.array(item) });
/** An answer that is a page of a list across the register. */
export const pageOf = <N extends string>(name: N, item: z.ZodType) => z.strictObject({ [name]: z.array(item), nextCursor });

export const historySchema = z.strictObject({
  registerId,
  pathway,
  workflowId: z.string(),
  runs: z.array(
    z.strictObject({
      runId: z.string(),
      events: z.array(z.strictObject({ eventId: z.string(), at: instant, type: z.string(), details: z.record(z.string(), z.unknown()) })),
    }),
  ),
});

/** The last check of timers and log. */
export const proofSchema = z.strictObject({
  provedAt: instant.nullable().meta({ description: 'When everything had been looked at; null: there was no check yet' }),
  wellAt: instant.nullable().meta({ description: 'When a check last left nothing wrong behind; null: never' }),
  pathways: z.number().int().meta({ description: 'How many pathways were compared' }),
  timersExpected: z.number().int().meta({ description: 'Wake-ups that should have a timer' }),
  timersFound: z.number().int().meta({ description: 'Those of them that have it' }),
  differences: z.array(
    z.strictObject({
      code: z.enum(DIFFERENCES),
      registerId: z.string(),
      pathway: z.number().int(),
      params: z.record(z.string(), z.union([z.string(), z.number(), z.null()])),
      mended: z.boolean().meta({ description: 'Whether the check itself put it right' }),
    }),
  ),
  more: z.number().int().meta({ description: 'How many differences there were beyond those listed' }),
});
