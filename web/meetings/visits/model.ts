import type { PlainDate } from '../../../domain/calendar/dates';
import { VISIT_1 } from '../../../domain/forms/sheets/visit';
import { sheetVersions } from '../../../services/forms/sheets';
import type { WrittenForm } from '../../../services/forms/written-forms';
import { visitFormId, type VisitMade, visitsMade } from '../../../services/meetings/visits';
import type { Standing } from '../../../services/pathway/standing';
import { actorWords } from '../../content/actors';
import { purposeWords } from '../../content/codes';
import { dayText, momentText } from '../../content/dates';
import { answersOf, type SheetAnswer } from '../../forms/answers';
import { paths } from '../../paths';

/** The one section of what is written of a visit. */
export const [SECTION] = VISIT_1.sections;

/** A visit that was made, with what was found. */
export interface VisitShown {
  readonly id: string;
  readonly title: string;
  readonly state: string;
  readonly answers: readonly SheetAnswer[];
  /** Where it is written; null: the reader may not. */
  readonly href: string | null;
  readonly act: string;
}

/** Which visit it was. */
export const visitTitle = ({ on, purpose }: Pick<VisitMade, 'on' | 'purpose'>): string =>
  `${purpose === undefined ? 'A visit' : purposeWords(purpose)}, ${dayText(on)}`;

const howText = ({ onSite, seen }: VisitMade): string =>
  [
    ...(onSite === undefined ? [] : [onSite ? 'On site' : 'Not on site']),
    ...(seen === undefined ? [] : [seen ? 'the person was seen' : 'the person was not seen']),
  ].join(', ');

/** Of whom what was written comes, for their names. */
export const visitSources = (forms: readonly WrittenForm[]): readonly string[] =>
  forms.flatMap(({ form, source }) => (form.kind === 'visit' ? [source] : []));

/** The visits of a pathway, the last one first, each with what was found. `names`: of members of staff. */
export function visitsShown(
  { registerId, pathway, record }: Pick<Standing, 'registerId' | 'pathway' | 'record'>,
  forms: readonly WrittenForm[],
  { names, today, mayWrite }: { readonly names: ReadonlyMap<string, string>; readonly today: PlainDate; readonly mayWrite: boolean },
): readonly VisitShown[] {
  return visitsMade(record, pathway).map((visit) => {
    const own = forms.filter(({ id }) => id === visitFormId(pathway, visit.id)).toSorted((a, b) => a.version - b.version);
    const last = sheetVersions(own).at(-1);
    const written =
      last === undefined
        ? 'Nothing is written down of it yet'
        : `Written ${momentText(last.at, today)} by ${actorWords(last.source, names)}`;
    return {
      id: visit.id,
      title: visitTitle(visit),
      state: [howText(visit), written].filter((part) => part !== '').join('. '),
      answers: last === undefined || !SECTION ? [] : answersOf(SECTION, last.answers[SECTION.code] ?? {}),
      href: mayWrite ? paths.visit({ registerId, visit: visit.id }) : null,
      act: last === undefined ? 'Write down what was found' : 'Change',
    };
  });
}
