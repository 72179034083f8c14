import { MEETING_KINDS, MEETING_OUTCOMES, type EventType } from '../../domain/pathway/events';

export type JsonSchema = Record<string, unknown>;

const kindsWithout = MEETING_KINDS.filter((kind) => MEETING_OUTCOMES[kind] === undefined);

const present = (field: string): JsonSchema => ({ required: [field] });
const absent = (field: string): JsonSchema => ({ properties: { [field]: false } });

/** What ties the fields of an event together, as the domain checks it, in JSON Schema. A test compares both for events of every kind. */
export const CONDITIONS: { readonly [T in EventType]?: JsonSchema } = {
  'eligibility-decided': {
    oneOf: [
      { properties: { outcome: { const: 'watch' } }, ...present('reviewOn') },
      { properties: { outcome: { enum: ['eligible', 'not-eligible'] }, reviewOn: false } },
    ],
  },
  'meeting-held': {
    oneOf: [
      ...Object.entries(MEETING_OUTCOMES).map(([kind, outcomes]) => ({
        properties: { kind: { const: kind }, outcome: { enum: outcomes } },
        ...present('outcome'),
      })),
      { properties: { kind: { enum: kindsWithout }, outcome: false } },
    ],
  },
  corrected: {
    oneOf: [
      { ...present('event'), ...absent('events') },
      { ...present('events'), ...absent('event') },
    ],
  },
};
