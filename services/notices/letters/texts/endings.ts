import { h, p, ul, type Block } from '../blocks';
import type { TellableMeeting, Values } from '../values';

type OfArea = Pick<Values, 'area'>;

/** Where to turn at once. */
export const emergency = ({ area }: OfArea): Block[] => [
  h('If you need help now'),
  ul(...area.emergency.map(({ when, contact }) => `${when}: ${contact}`)),
];

/** Other help. */
export const directory = ({ area }: OfArea): Block[] => [
  h('Other help'),
  ul(...area.directory.map(({ need, name, contact }) => `${need}: ${name}, ${contact}`)),
];

/** The end of a letter to a professional. */
export const staffEnd = ({ area }: OfArea): Block[] => [
  p('Open the record in the service to see why and what else is planned.'),
  p(`This mail was written by the service of ${area.team.name} (${area.team.phone}). It names no one: please keep it so when you answer.`),
];

/** The end of a letter to the person, their family or their advocate. */
export const privateEnd = (values: Values): Block[] => [
  ...emergency(values),
  p(
    `If you want to ask us something, call ${values.area.team.name} on ${values.area.team.phone}. We are there ${values.area.team.officeHours}.`,
  ),
  p(`Your reference is ${values.registerId}. Please say it when you call.`),
];

/** The same in easy words. */
export const easyEnd = (values: Values): Block[] => [
  h('Need to talk to us?'),
  ul(`Phone us: ${values.area.team.phone}.`, `We are here ${values.area.team.officeHours}.`, `Tell us your code: ${values.registerId}.`),
  ...emergency(values),
];

/** A place after `at`, unless it says by itself how it is meant (`by video`, `in the library`). */
export const atPlace = (place: string): string => {
  const inside = /^(?:the|a|an|our)\b/i.test(place) ? small(place) : place;
  return /^(?:at|in|on|by|via|over)\b/i.test(place) ? small(place) : `at ${inside}`;
};
const small = (words: string): string => words.charAt(0).toLowerCase() + words.slice(1);

/** `on Tuesday 13 October 2026, 2pm to 3.30pm, at County Hall` */
export const whenAndWhere = ({ on, times, place }: TellableMeeting): string =>
  `on ${on}${times === null ? '' : `, ${times}`}${place === null ? '' : `, ${atPlace(place)}`}`;

/** Whom to ask for a place that no mail may tell. */
export const askForPlace = ({ placeWithheld }: TellableMeeting, { area }: OfArea): Block | false =>
  placeWithheld && p(`This mail does not say where it is, to keep that private. Call us on ${area.team.phone}, and we will tell you.`);
