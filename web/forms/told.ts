import { londonDate } from '../../domain/calendar/dates';
import type { SheetSection } from '../../domain/forms/sheets/sheet';
import type { SheetVersion } from '../../services/forms/sheets';
import { namesOfActors } from '../../services/staff/actors';
import type { WebContext } from '../app/context';
import { actorWords } from '../content/actors';
import { momentText } from '../content/dates';
import { answersOf } from './answers';

/** What somebody else saved of a section meanwhile, for whoever was about to save the same. */
export async function toldOf(
  { pool, clock }: WebContext,
  section: SheetSection,
  { source, at, answers }: SheetVersion,
): Promise<readonly string[]> {
  const names = await namesOfActors(pool, [source]);
  return [
    `It was saved ${momentText(at, londonDate(clock()))} by ${actorWords(source, names)}`,
    ...answersOf(section, answers[section.code] ?? {}).map(
      ({ label, lines, isName }) => `${label}: ${isName ? 'a name, which the section shows' : lines.join('; ')}`,
    ),
  ];
}
