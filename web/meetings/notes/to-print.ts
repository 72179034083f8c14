import type { MeetingSheetKind } from '../../../domain/forms/sheets/sheets';
import { paths } from '../../paths';

export interface PrintLink {
  readonly text: string;
  readonly href: string;
}

const link = (form: string, text: string): PrintLink => ({ text, href: paths.printedForm({ form }) });
const both = (form: string, text: string): readonly PrintLink[] => [
  link(form, `${text}, to print`),
  link(`${form}-easy-read`, `${text} in easy words, to print`),
];

/** What is given to the person and their family, by the section of the notes of a review that records it. */
const OF_REVIEW: Readonly<Record<string, readonly PrintLink[]>> = {
  person: [...both('cetr', 'Information about the review'), ...both('planner', 'The planner')],
  feedback: both('feedback', 'The feedback form'),
};

/** What is printed for a section of the notes of a meeting; none: nothing is. */
export const printedFor = (kind: MeetingSheetKind, section: string): readonly PrintLink[] =>
  kind === 'cetr' ? (OF_REVIEW[section] ?? []) : [];
