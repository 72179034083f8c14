import type { EventType } from '../../../domain/pathway/events';
import { ENTRY_FORMS } from './entry';
import { MEETINGS_FORMS } from './meetings';
import { STAYS_FORMS } from './stays';
import { WORK_FORMS } from './work';
import { ENDINGS_FORMS } from './endings';
import type { Form } from './form';

/** The form of each type of event: one that is missing does not compile. A correction has a page of its own; what only the service records has none. */
export const FORMS: Readonly<Record<EventType, Form | null>> = {
  ...ENTRY_FORMS,
  ...MEETINGS_FORMS,
  ...STAYS_FORMS,
  ...WORK_FORMS,
  ...ENDINGS_FORMS,
  adopted: null,
  'rules-adopted': null,
  corrected: null,
};
