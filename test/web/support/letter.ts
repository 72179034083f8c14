/** A letter, part by part, as it is laid out: an empty line between the parts of it. */
export const letter = (...parts: readonly (string | readonly string[])[]): string =>
  parts.map((part) => (typeof part === 'string' ? part : part.map((item) => `- ${item}`).join('\n'))).join('\n\n');

const EMERGENCY = [
  'Someone is in danger now, or badly hurt: Call 999',
  'You need urgent help with mental health, day or night: Call 111 and choose option 2',
  'You need other medical help that cannot wait: Call 111, or go to 111.nhs.uk',
  'You are deaf, or cannot speak on the telephone: Use 18001 before the number, or text 999 if you have signed up',
  'You want to talk to someone in Example Valley at night or at the weekend: Call the Example Valley crisis line on 0116 496 0199',
];
/** Whom to call at once, in the example area. */
export const NOW = ['If you need help now', EMERGENCY] as const;

const OPEN = 'Monday to Friday, 9am to 5pm, not on bank holidays';

/** How what goes to professionals ends. */
export const STAFF_END = [
  'Open the record in the service to see why and what else is planned.',
  'This mail was written by the service of Example Valley learning disability and autism team (0116 496 0100). It names no one: please keep it so when you answer.',
] as const;

/** How what goes to the family ends. */
export const familyEnd = (registerId: string) => [
  ...NOW,
  `If you want to ask us something, call Example Valley learning disability and autism team on 0116 496 0100. We are there ${OPEN}.`,
  `Your reference is ${registerId}. Please say it when you call.`,
];

/** The same in easy words. */
export const easyEnd = (registerId: string) => [
  'Need to talk to us?',
  ['Phone us: 0116 496 0100.', `We are here ${OPEN}.`, `Tell us your code: ${registerId}.`],
  ...NOW,
];

const ANSWER = 'Please tell Example Valley learning disability and autism team (0116 496 0100) whether you come.';
/** An invitation, or a change, to professionals: what is said of the meeting, and what is asked of them. */
export const toProfessional = (...said: readonly string[]): string => letter(...said, ANSWER, ...STAFF_END);
