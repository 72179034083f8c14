import { z } from 'zod';
import type { PlainDate } from '../../domain/calendar/dates';
import { eventSchema } from '../../domain/pathway/events';
import { contactsSchema, nameSchema } from '../../services/people/contacts';
import { dateField } from '../../services/shapes/fields';
import { Problem } from '../http/problem';
import type { BodyForms } from '../http/route';
import { callerEventIdSchema, instantSchema, nhsNumberSchema, registerIdSchema } from './common';

const occurredAt = instantSchema.optional();
const id = callerEventIdSchema.optional().meta({
  description:
    'Made by you. The same id and body again gets the same answer, so that a lost answer can be asked for again. Without it one is made',
  examples: ['5b8e4c1e-6b0a-4f0e-9a52-0d4f6f5a7c11'],
});

const SERVICE_EVENT = 'rules-adopted';

const bornOn = dateField.optional().meta({
  description:
    "The person's birth date beside the register id; an integrator's token needs it. (The event `birth-date-recorded` has one of its own: send it in a batch.)",
});

/** The events of contract section 4 that a caller may send, by type. */
const callersEvents = eventSchema.options.filter((option) => option.shape.type.value !== SERVICE_EVENT);
/** What a correction may put in their place. */
const replacements = callersEvents.filter((option) => option.shape.type.value !== 'corrected');

type OneOfSeveral = z.ZodDiscriminatedUnion<readonly z.ZodObject[], 'type'>;

function unionOf(options: readonly z.ZodObject[]): OneOfSeveral {
  const [first, ...others] = options;
  if (!first) throw new Error('no event type is known');
  return z.discriminatedUnion('type', [first, ...others]);
}

/** The union of all events, each with what stands around it; a field that an event has itself stays the event's. */
function eventUnion(envelope: z.ZodRawShape): OneOfSeveral {
  const around = (option: z.ZodObject): z.ZodRawShape => ({
    ...Object.fromEntries(Object.entries(envelope).filter(([field]) => !Object.hasOwn(option.shape, field))),
    ...('with' in option.shape ? { with: unionOf(replacements).optional() } : {}),
  });
  return unionOf(callersEvents.map((option: z.ZodObject) => option.safeExtend(around(option))));
}

/** One event as a caller sends it. */
export const singleSchema = eventUnion({ id, bornOn, occurredAt });
/** One event inside a batch or a referral: the id is that of the whole. */
export const partSchema = eventUnion({ occurredAt });

/** How many events a batch may have, and how many where a pathway is taken over from an older register. */
export const MOST_IN_BATCH = { anybody: 20, adoption: 200 } as const;
/** Events of one commit, all or none. */
export const batchSchema = z.strictObject({
  id,
  bornOn,
  events: z
    .array(partSchema)
    .min(1)
    .max(MOST_IN_BATCH.adoption)
    .meta({
      description: `Up to ${MOST_IN_BATCH.anybody}; after \`adopted\`, with the scope \`adoption:write\`, up to ${MOST_IN_BATCH.adoption}`,
    }),
});

const fieldOf = (value: unknown, field: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, field)
    ? Object.entries(value).find(([key]) => key === field)?.[1]
    : undefined;

/** Throws the problem `not-for-callers` where a body asks for an event that only the service itself may make. */
function refuseServiceEvents(body: unknown): void {
  const parts = fieldOf(body, 'events');
  const events = [body, fieldOf(body, 'event'), ...(Array.isArray(parts) ? parts : [])];
  const types = events.flatMap((event) => [fieldOf(event, 'type'), fieldOf(fieldOf(event, 'with'), 'type')]);
  if (types.includes(SERVICE_EVENT)) {
    throw Problem.of(
      'not-for-callers',
      'A rule set is adopted by the service, after a person has approved it; it cannot be sent as an event.',
    );
  }
}

interface Envelope {
  readonly id?: string | undefined;
  readonly bornOn?: PlainDate | undefined;
}
export type EventsBody = Envelope &
  ({ kind: 'single'; event: Record<string, unknown> } | { kind: 'batch'; events: Record<string, unknown>[] });

const envelopeSchema = z.object({ id: callerEventIdSchema.optional(), bornOn: dateField.optional() });
const singleForm = singleSchema.transform(({ id: own, ...sent }): EventsBody => {
  const { bornOn: born, ...others } = sent;
  const itsOwn = sent['type'] === 'birth-date-recorded';
  return { kind: 'single', ...envelopeSchema.parse({ id: own, bornOn: itsOwn ? undefined : born }), event: itsOwn ? sent : others };
});
const batchForm = batchSchema.transform(({ id: own, bornOn: born, events }): EventsBody => ({
  kind: 'batch',
  id: own,
  bornOn: born,
  events,
}));

/** The body of `POST /pathways/{registerId}/events`: a batch is told by having `events` and no `type`. */
export const eventsBody: BodyForms<EventsBody> = {
  forms: [singleForm, batchForm],
  pick: (body) => {
    refuseServiceEvents(body);
    return fieldOf(body, 'events') !== undefined && fieldOf(body, 'type') === undefined ? batchForm : singleForm;
  },
};

/** Somebody named by what a hospital knows of them. */
const addresseeSchema = z
  .strictObject({ nhsNumber: nhsNumberSchema, bornOn: dateField })
  .meta({ description: 'Whom it is about: both must be those of one person here' });
const addressedForm = eventUnion({ id, person: addresseeSchema, occurredAt }).transform(({ id: own, person, ...event }) => ({
  ...z.object({ id: callerEventIdSchema.optional(), person: addresseeSchema }).parse({ id: own, person }),
  event,
}));

/** The body of `POST /events`: one event, and whom it is about. */
export const addressedBody: BodyForms<z.output<typeof addressedForm>> = {
  forms: [addressedForm],
  pick: (body) => {
    refuseServiceEvents(body);
    return addressedForm;
  },
};

/** A person as a referral names them. */
export const personSchema = z
  .strictObject({
    name: nameSchema.meta({ description: 'The name, in one line' }),
    bornOn: dateField.meta({ description: 'The birth date' }),
    nhsNumber: nhsNumberSchema.optional(),
    contacts: contactsSchema.optional().meta({ description: 'Who is written to about the person; at most 50' }),
  })
  .meta({ description: 'Who is referred' });
export type ReferredPerson = z.output<typeof personSchema>;

const beginnings: readonly string[] = ['referral-received', 'adopted'];
const [first, ...others] = eventSchema.options
  .filter((option) => beginnings.includes(option.shape.type.value))
  .map((option) => option.safeExtend({ occurredAt }));
if (!first) throw new Error('the event referral-received is not known');
const referralEvent = z
  .looseObject({})
  .and(z.discriminatedUnion('type', [first, ...others]))
  .meta({ description: 'The event that begins the pathway' });

const newPersonForm = z.strictObject({ id, person: personSchema, event: referralEvent });
const knownPersonForm = z.strictObject({ id, registerId: registerIdSchema, bornOn, event: referralEvent });
export type ReferralBody = z.output<typeof newPersonForm> | z.output<typeof knownPersonForm>;

/** The body of `POST /referrals`: somebody new, or somebody known by their register id. */
export const referralBody: BodyForms<ReferralBody> = {
  forms: [newPersonForm, knownPersonForm],
  pick: (body) => {
    refuseServiceEvents(body);
    return fieldOf(body, 'registerId') === undefined ? newPersonForm : knownPersonForm;
  },
};
