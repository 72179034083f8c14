import { z } from 'zod';
import { isPlainDate, type PlainDate } from '../calendar/dates';
import { CRITERION_CODES } from '../rules/criteria';
import { typedLine, typedText } from '../text';

/** A date of the calendar, `YYYY-MM-DD`. */
export const dateSchema = z
  .string()
  .refine((text): text is PlainDate => isPlainDate(text) && text >= '1900-01-01' && text <= '2199-12-31', {
    error: 'must be a date of the calendar, written YYYY-MM-DD, between 1900 and 2199',
  });

const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/;

const UUID = /^[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$/;
/** True for an id that is written as a UUID. */
export const isUuid = (id: string): boolean => UUID.test(id);
/** Ten digits in a row, with or without hyphens between, as an NHS number is written. */
const TEN_DIGITS = /[0-9](-?[0-9]){9}/;
/** True where an id holds ten digits in a row, so that it may be somebody's NHS number; a UUID's are random. */
export const holdsTenDigits = (id: string): boolean => !isUuid(id) && TEN_DIGITS.test(id);

/** The id of a meeting, an action or a contact: it travels to Temporal, so that it must be a code and never a name or a number of somebody's. */
export const referenceSchema = z
  .string()
  .regex(REFERENCE, 'must be an id of letters, digits and hyphens, at most 64 of them')
  .refine((id) => !holdsTenDigits(id), { error: 'must not hold ten digits in a row, which may be an NHS number: use a random id' })
  .meta({ anyOf: [{ pattern: UUID.source }, { not: { pattern: TEN_DIGITS.source } }] });
/** A code out of a list kept elsewhere: an ODS code, a legal status. */
const codeSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/, 'must be a code of letters, digits, dots and hyphens, at most 64 of them');
/** A rule set, with its version where one is named: `england-2023@2`. */
const ruleSetSchema = z
  .string()
  .regex(
    /^[a-z0-9][a-z0-9-]{0,63}(@[a-z0-9][a-z0-9.-]{0,15})?$/,
    'must be the name of a rule set, with or without its version (`england-2023@2`)',
  );
/** The id of an event: a UUID where a caller of the API made it, `<id>/<n>` for a part of a batch. */
export const eventIdSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}(\/\d{1,3})?$/, 'must be an event id (a UUID is best)');
/** The id of a deadline, or its kind: codes and references, as it travels to Temporal too. */
const deadlineSchema = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,63}(:[A-Za-z0-9._:/-]{1,180})?$/, 'must be the id of a deadline, as in oversight-visit:…, or its kind');
/** Words typed by a person. They stay in PostgreSQL and never travel to Temporal. */
const textSchema = typedText(4_000);
const MOST_OF_A_PLACE = 200;
/** Links, however their letters are written; spelt out, because a published pattern has no flags. */
const LINK =
  /:\/\/|(^|[^A-Za-z0-9_])([Ww]{3}[.]|([Mm][Aa][Ii][Ll][Tt][Oo]|[Jj][Aa][Vv][Aa][Ss][Cc][Rr][Ii][Pp][Tt]|[Dd][Aa][Tt][Aa]|[Tt][Ee][Ll]):)|\]\(/;
/** Where a meeting is held: one line of plain words, because it stands in other people's mails and calendars. */
export const placeSchema = typedLine(MOST_OF_A_PLACE)
  .refine((text) => !LINK.test(text), { error: 'must be plain words without links: say how to join by another way' })
  .meta({ not: { pattern: LINK.source } });
export const timeSchema = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time of day, written HH:MM');

export const REFERRAL_SOURCES = ['professional', 'self', 'family', 'flag'] as const;
export const CHANGE_SOURCES = [...REFERRAL_SOURCES, 'keyworker', 'provider'] as const;
export const CHANGE_URGENCIES = ['today', 'this-week', 'can-wait'] as const;
export const CHANGE_OUTCOMES = ['no-change', 'rating-changed', 'meeting-asked-for', 'other'] as const;
export const WITHOUT_REVIEW = ['mental-health-act', 'emergency', 'person-declined', 'not-arranged', 'other', 'not-known'] as const;
export const VISIT_PURPOSES = ['oversight', 'wellbeing'] as const;
export const RATINGS = ['green', 'amber', 'red', 'blue'] as const;
export const SECURITIES = ['non-secure', 'low', 'medium', 'high', 'picu', 'not-known'] as const;
export const DIAGNOSES = ['learning-disability', 'autism', 'both', 'considered', 'none'] as const;
export const CONSENT_SCOPES = ['register', 'meeting', 'disclosure', 'use'] as const;
export const BASES = ['own', 'gillick', 'parental-responsibility', 'attorney', 'deputy', 'best-interests'] as const;
export const CETR_KINDS = ['community-cetr', 'post-admission-cetr', 'inpatient-cetr', 'discharge-cetr'] as const;
export const MEETING_KINDS = ['mam', 'mdt', ...CETR_KINDS, 'laep', 'cpa', 'discharge-planning', 'rca', 'register-review'] as const;
export const EXCUSE_REASONS = ['person-declined', 'person-unwell', 'provider-refused', 'service-unavailable', 'other'] as const;
export const DESTINATIONS = [
  'home',
  'supported-living',
  'residential-care',
  'residential-school',
  'other-hospital',
  'prison',
  'other',
  'not-known',
] as const;

const STAY_CETR_OUTCOMES = ['at-1', 'at-2', 'at-3', 'at-4', 'at-5', 'at-6', 'at-7'] as const;
/** The outcomes that each kind of meeting can have; a kind that is absent has none. */
export const MEETING_OUTCOMES: Partial<Record<MeetingKind, readonly string[]>> = {
  mam: ['continue', 'escalate', 'stand-down'],
  laep: ['admit', 'no-admission', 'adjourned'],
  'community-cetr': ['stay-in-community', 'admission-supported'],
  'post-admission-cetr': STAY_CETR_OUTCOMES,
  'inpatient-cetr': STAY_CETR_OUTCOMES,
  'discharge-cetr': STAY_CETR_OUTCOMES,
};

export type Rating = (typeof RATINGS)[number];
export type Security = (typeof SECURITIES)[number];
export type Diagnosis = (typeof DIAGNOSES)[number];
export type ConsentScope = (typeof CONSENT_SCOPES)[number];
export type Basis = (typeof BASES)[number];
export type MeetingKind = (typeof MEETING_KINDS)[number];

/** True for the kinds of meeting that are Care (Education) and Treatment Reviews (contract section 4). */
export const isCetr = (kind: MeetingKind): boolean => (CETR_KINDS as readonly string[]).includes(kind);
/** True for the reviews that can only be held in a stay. */
export const isStayCetr = (kind: MeetingKind): boolean => isCetr(kind) && kind !== 'community-cetr';

const event = <T extends string, S extends z.ZodRawShape>(type: T, shape: S) =>
  z.strictObject({ type: z.literal(type), on: dateSchema.optional(), ...shape });

/** Which criteria whoever decided saw: prompts, never a score. */
const criteria = z.array(z.enum(CRITERION_CODES)).min(1).max(CRITERION_CODES.length).optional();
const meetingDeed = { meeting: referenceSchema };
const whereTheyAre = { site: codeSchema.optional(), legalStatus: codeSchema.optional() };
const security = z.enum(SECURITIES);
const detained = z.boolean().nullable();

const meetingHeld = event('meeting-held', {
  meeting: referenceSchema,
  kind: z.enum(MEETING_KINDS),
  outcome: z.string().optional(),
  quorate: z.boolean().optional(),
}).check((context) => {
  const { kind, outcome } = context.value;
  const allowed = MEETING_OUTCOMES[kind];
  const complain = (message: string): void => void context.issues.push({ code: 'custom', input: outcome, path: ['outcome'], message });
  if (!allowed && outcome !== undefined) complain(`a meeting of the kind ${kind} has no outcome`);
  if (allowed && (outcome === undefined || !allowed.includes(outcome))) complain(`must be one of ${allowed.join(', ')} for a ${kind}`);
});

const eligibilityDecided = <Text extends z.ZodType>(text: Text) =>
  event('eligibility-decided', {
    outcome: z.enum(['eligible', 'not-eligible', 'watch']),
    diagnosis: z.enum(DIAGNOSES),
    reviewOn: dateSchema.optional(),
    criteria,
    reason: text.optional(),
  }).check((context) => {
    const { outcome, reviewOn } = context.value;
    if ((outcome === 'watch') !== (reviewOn !== undefined)) {
      context.issues.push({
        code: 'custom',
        input: reviewOn,
        path: ['reviewOn'],
        message: outcome === 'watch' ? 'is needed where the outcome is watch' : 'belongs to the outcome watch only',
      });
    }
  });

/** The events that can be corrected (all but the correction itself), with the schema that their typed words have. */
const correctableSchemas = <Text extends z.ZodType, Place extends z.ZodType>(text: Text, place: Place) =>
  [
    event('referral-received', {
      source: z.enum(REFERRAL_SOURCES),
      suggestedRating: z.enum(RATINGS).optional(),
    }),
    eligibilityDecided(text),
    event('consent-given', {
      basis: z.enum(BASES),
      scope: z.array(z.enum(CONSENT_SCOPES)).min(1).max(4),
      assessedOn: dateSchema.optional(),
      meeting: referenceSchema.optional(),
    }),
    event('consent-refused', {
      scope: z.array(z.enum(CONSENT_SCOPES)).min(1).max(4).optional(),
      by: z.enum(['person', 'other']).optional(),
    }),
    event('consent-withdrawn', {
      scope: z.array(z.enum(CONSENT_SCOPES)).min(1).max(4).optional(),
      by: z.enum(['person', 'other']).optional(),
    }),
    event('contact-wish-recorded', { family: z.enum(['yes', 'no']) }),
    event('rating-set', { rating: z.enum(RATINGS), reason: text, criteria }),
    event('meeting-scheduled', {
      meeting: referenceSchema,
      kind: z.enum(MEETING_KINDS),
      time: timeSchema.optional(),
      until: timeSchema.optional(),
      place: place.optional(),
      invited: z.array(referenceSchema).max(50).optional(),
    }).required({ on: true }),
    meetingHeld,
    event('meeting-cancelled', { meeting: referenceSchema, kind: z.enum(MEETING_KINDS).optional() }),
    event('arrangements-begun', meetingDeed),
    event('family-contacted', meetingDeed),
    event('papers-sent', meetingDeed),
    event('report-sent', meetingDeed),
    event('feedback-taken', { ...meetingDeed, declined: z.boolean().optional() }),
    event('action-agreed', {
      action: referenceSchema,
      due: dateSchema.optional(),
      what: text.optional(),
      owner: referenceSchema.optional(),
      meeting: referenceSchema.optional(),
      insteadOf: referenceSchema.optional(),
    }),
    event('action-redated', { action: referenceSchema, due: dateSchema }),
    event('action-done', { action: referenceSchema, evidence: text.optional() }),
    event('action-blocked', { action: referenceSchema, planB: text }),
    event('admitted', { security, detained, planned: z.boolean(), withoutReview: z.enum(WITHOUT_REVIEW).optional(), ...whereTheyAre }),
    event('stay-details-confirmed', { security, detained, ...whereTheyAre }),
    event('transferred', { security, detained, newHospital: z.boolean().optional(), ...whereTheyAre }),
    event('legal-status-changed', { detained, legalStatus: codeSchema.optional() }),
    event('leave-began', {}),
    event('leave-ended', {}),
    event('discharged', { destination: z.enum(DESTINATIONS).optional() }),
    event('diagnosis-confirmed', { diagnosis: z.enum(DIAGNOSES) }),
    event('birth-date-recorded', { bornOn: dateSchema }),
    event('visit-held', { purpose: z.enum(VISIT_PURPOSES).optional(), onSite: z.boolean().optional(), seen: z.boolean().optional() }),
    event('change-reported', { source: z.enum(CHANGE_SOURCES), urgency: z.enum(CHANGE_URGENCIES), what: text.optional() }),
    event('change-reviewed', { outcome: z.enum(CHANGE_OUTCOMES), reason: text.optional() }),
    event('next-step-set', { lookAgainOn: dateSchema, reason: text }),
    event('crisis-support-recorded', { until: dateSchema.optional() }),
    event('review-requested', { by: codeSchema, reason: text }),
    event('review-refused', { by: codeSchema, reason: text }),
    event('deadline-excused', { deadline: deadlineSchema, reason: z.enum(EXCUSE_REASONS) }),
    event('keyworker-assigned', {}),
    event('transition-planned', {}),
    event('adopted', {}),
    event('steps-released', { deadline: deadlineSchema.optional() }),
    event('rules-adopted', { ruleSet: ruleSetSchema }),
    event('person-died', {}),
    event('moved-away', { acceptedBy: codeSchema.optional() }),
    event('pathway-closed', { reason: text, duplicateOf: codeSchema.optional() }),
  ] as const;

const correctionSchema = <Text extends z.ZodType, With extends z.ZodType>(text: Text, replacement: With) =>
  event('corrected', {
    event: eventIdSchema.optional(),
    events: z.array(eventIdSchema).min(1).max(20).optional(),
    reason: text,
    with: replacement.optional(),
  }).check((context) => {
    const { event: one, events: several } = context.value as { event?: string; events?: string[] };
    if ((one === undefined) === (several === undefined)) {
      context.issues.push({
        code: 'custom',
        input: one,
        path: ['event'],
        message: 'name the event to take back in `event`, or several in `events`; one of the two',
      });
    }
  });

const said = correctableSchemas(textSchema, placeSchema);
/** Every event of contract section 4, as a caller writes it. */
export const eventSchema = z.discriminatedUnion('type', [...said, correctionSchema(textSchema, z.discriminatedUnion('type', said))]);

const noText = z.never().optional();
const bare = correctableSchemas(noText, noText);
/** The same without typed words: what the log of facts, the core and Temporal hold (invariant 6). */
export const factSchema = z.discriminatedUnion('type', [...bare, correctionSchema(noText, z.discriminatedUnion('type', bare))]);

/** An event as a caller writes it. `on` may be absent: then it was true on the London date of its `at`. */
export type PathwayEvent = z.infer<typeof eventSchema>;
/** An event as the core reads it: codes, dates and references only. */
export type Fact = z.infer<typeof factSchema>;
export type EventType = Fact['type'];
/** One fact by its type. */
export type FactOf<T extends EventType> = Extract<Fact, { type: T }>;

export const EVENT_TYPES: readonly EventType[] = [...bare.map((schema) => schema.shape.type.value), 'corrected'];

/** Where each event keeps words that a person typed. Only these fields are split off; all others are codes, dates and references. */
const TEXT_FIELDS: Partial<Record<EventType, readonly string[]>> = {
  'eligibility-decided': ['reason'],
  'rating-set': ['reason'],
  'meeting-scheduled': ['place'],
  'action-agreed': ['what'],
  'action-done': ['evidence'],
  'action-blocked': ['planB'],
  'change-reported': ['what'],
  'change-reviewed': ['reason'],
  'next-step-set': ['reason'],
  'review-requested': ['reason'],
  'review-refused': ['reason'],
  'pathway-closed': ['reason'],
  corrected: ['reason'],
};

/** The types of events in which somebody may have typed words: the fact does not tell whether they did. */
export const WORDY_TYPES: readonly string[] = Object.keys(TEXT_FIELDS);

/**
 * Splits the typed words from an event, because they stay in PostgreSQL (invariant 6).
 * Out: the fact without them, and the words by field (`with.reason` for one inside a correction).
 */
export function splitTexts(whole: PathwayEvent): { fact: Fact; texts: Record<string, string> } {
  const stripped: Record<string, unknown> = { ...whole };
  const texts: Record<string, string> = {};
  for (const field of TEXT_FIELDS[whole.type] ?? []) {
    const value = stripped[field];
    if (typeof value === 'string') texts[field] = value;
    delete stripped[field];
  }
  if (whole.type === 'corrected' && whole.with) {
    const inner = splitTexts(whole.with);
    stripped['with'] = inner.fact;
    for (const [field, value] of Object.entries(inner.texts)) texts[`with.${field}`] = value;
  }
  return { fact: stripped as Fact, texts };
}
