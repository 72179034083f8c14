import { ASKING } from './desk-asking';
import { DOCUMENTS } from './desk-documents';
import { STATES } from './desk-filled';
import { MEASURES } from './desk-measures';
import { MEETINGS } from './desk-meetings';
import { MESSAGES } from './desk-messages';
import { MOVED } from './desk-moved';
import { PANEL } from './desk-panel';
import { PROMPTS } from './desk-prompts';
import { REVIEWS } from './desk-reviews';
import { SHEETS } from './desk-sheets';
import type { Shown } from './desk-shown';
import { AFTER } from './desk-states';

/** Every page in every state with people on the register, in the order in which they are looked at: what some do is found by those after them. */
export const EVERY_STATE: readonly Shown[] = [
  ...STATES,
  ...PROMPTS,
  ...MOVED,
  ...SHEETS,
  ...DOCUMENTS,
  ...MEETINGS,
  ...REVIEWS,
  ...MEASURES,
  ...PANEL,
  ...MESSAGES,
  ...ASKING,
  ...AFTER,
];
