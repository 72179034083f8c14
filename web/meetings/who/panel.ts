import { type Attendee, PANEL_NEEDS } from '../../../domain/forms/meetings';
import { PANEL_WORDS } from '../words';

/** Whether the panel of a review is complete, in words. */
export interface Panel {
  readonly said: string;
  readonly complete: boolean;
}

type OnPanel = NonNullable<Attendee['panel']>;
const isConfirmed = ({ trained, independent }: OnPanel): boolean => trained && independent;

/** As what somebody sits on the panel, and what is not confirmed of them yet. */
export function panelText({ as, trained, independent }: OnPanel): string {
  const open = [...(trained ? [] : ['training']), ...(independent ? [] : ['no conflict of interest'])];
  return `${PANEL_WORDS[as]}${open.length === 0 ? ', confirmed' : `; to be confirmed: ${open.join(' and ')}`}`;
}

/** Whether a panel has everybody whom it needs: there, or expected, and confirmed. */
export function panelOf(who: readonly Attendee[]): Panel {
  const sits = who.filter(({ came }) => came !== 'did-not-come').flatMap(({ panel }) => (panel && isConfirmed(panel) ? [panel.as] : []));
  const there = PANEL_NEEDS.filter((role) => sits.includes(role));
  const missing = PANEL_NEEDS.filter((role) => !sits.includes(role)).map((role) => PANEL_WORDS[role].toLowerCase());
  const complete = missing.length === 0;
  return {
    complete,
    said: complete
      ? 'The panel is complete.'
      : `${there.length} of ${PANEL_NEEDS.length} of the panel confirmed. Missing: ${missing.join(', ')}.`,
  };
}
