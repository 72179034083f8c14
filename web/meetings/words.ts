import { type Came, CAME, CATEGORIES, type Category, PANEL_ROLES, type PanelRole } from '../../domain/forms/meetings';
import { isAudience } from '../../domain/notices/catalogue';
import type { Contact } from '../../domain/notices/recipients';
import { audienceTitle } from '../content/audiences';

/** How somebody was at a meeting. */
export const CAME_WORDS: Readonly<Record<Came, string>> = {
  expected: 'Is expected',
  'in-person': 'Was there',
  video: 'By video',
  phone: 'By telephone',
  'sent-words': 'Sent word',
  'did-not-come': 'Did not come',
};
export const CAME_CHOICES = CAME.map((value) => ({ value, text: CAME_WORDS[value] }));

/** As what somebody sits on the panel of a review. */
export const PANEL_WORDS: Readonly<Record<PanelRole, string>> = {
  chair: 'Chair',
  'clinical-expert': 'Independent clinical expert',
  'expert-by-experience': 'Independent person with lived experience',
  other: 'Beside the panel',
};
export const PANEL_CHOICES = PANEL_ROLES.map((value) => ({ value, text: PANEL_WORDS[value] }));

/** What a recommendation is about. */
export const CATEGORY_WORDS: Readonly<Record<Category, string>> = {
  safety: 'Safety',
  care: 'Care and treatment',
  health: 'Physical health and medication',
  home: 'A home and support',
  education: 'Education or work',
  family: 'Family',
  rights: 'Rights',
  discharge: 'Discharge',
  other: 'Something else',
};
export const CATEGORY_CHOICES = CATEGORIES.map((value) => ({ value, text: CATEGORY_WORDS[value] }));

/** What a multi-agency meeting has to have (004 L418 to 425), as a list to go through before it. */
export const WHAT_IT_NEEDS: readonly string[] = [
  'Its purpose is clear to everybody, the person and the family among them.',
  'It is agreed what may be shared, with whom, and on what ground.',
  'Risks are looked at together.',
  'It is said what was decided, and why, so that it can be stood by.',
  'The plan has names and dates, and another way if something cannot be done.',
  'What was agreed last time is gone through.',
  'It is agreed how everybody hears of progress between meetings.',
  'It is written down so that whoever was not there understands it.',
];

/** Who an invitation, or an action, names: a contact or a member of staff by name, an audience in words; anybody else by the code that stands there. */
export function namedParty(
  id: string,
  contacts: readonly Pick<Contact, 'id' | 'name'>[],
  others: ReadonlyMap<string, string>,
): { readonly text: string; readonly isName: boolean } {
  const contact = contacts.find((one) => one.id === id);
  if (contact) return { text: contact.name, isName: true };
  return { text: isAudience(id) ? audienceTitle(id) : (others.get(id) ?? id), isName: false };
}

/** What of the notes of a review does not stand in its report: how it was prepared, and what followed. Of any other notes all of it is told. */
export const NOT_IN_REPORT: ReadonlySet<string> = new Set(['person', 'family', 'agenda', 'report', 'feedback']);
