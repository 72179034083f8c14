import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { NOTHING_KNOWN, type Sheet } from '../../domain/forms/sheets/sheet';
import { type SheetKind, sheetOf } from '../../domain/forms/sheets/sheets';
import { savedLast, type SheetVersion } from '../../services/forms/sheets';
import { momentText } from '../content/dates';
import { actorWords } from '../content/actors';
import { paths } from '../paths';
import type { PersonHeader, SubItem } from '../person/header';
import { answersOf, type SheetAnswer } from './answers';

interface SectionShown {
  readonly code: string;
  readonly title: string;
  readonly state: 'Not started' | 'Filled in' | 'Nothing known yet';
  /** By whom it was saved last, and when; empty: nobody has. */
  readonly saved: string;
  /** Where it is filled in; null: the reader may not, or it is an earlier version. */
  readonly href: string | null;
  readonly answers: readonly SheetAnswer[];
}

export interface SheetModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly title: string;
  readonly about: string;
  readonly source: string;
  /** How many sections are filled in, of how many. */
  readonly progress: string;
  readonly sections: readonly SectionShown[];
  /** What was saved, the newest first. */
  readonly versions: readonly { readonly said: string; readonly href: string }[];
  /** Of an earlier version: as of when, and where the present one is; null: it is the present one. */
  readonly earlier: { readonly said: string; readonly href: string } | null;
}

interface Shown {
  readonly registerId: string;
  readonly sheet: Sheet<SheetKind>;
  readonly versions: readonly SheetVersion[];
  /** Which of them is shown; null: none has been saved. */
  readonly shown: SheetVersion | null;
  readonly mayWrite: boolean;
  /** Of members of staff, as `namesOfActors` gives them. */
  readonly names: ReadonlyMap<string, string>;
  readonly now: Instant;
}

const saidOf = ({ at, source }: SheetVersion, names: ReadonlyMap<string, string>, today: PlainDate): string =>
  `${momentText(at, today)}, by ${actorWords(source, names)}`;

/** What the page of a sheet shows, as it stands or as it stood. */
export function sheetModel({ registerId, sheet, versions, shown, mayWrite, names, now }: Shown): Omit<SheetModel, 'person' | 'subnav'> {
  const today = londonDate(now);
  const isEarlier = shown !== null && shown !== versions.at(-1);
  // By the words of the edition that was answered.
  const edition = shown === null ? sheet : (sheetOf({ kind: sheet.kind, edition: shown.edition }) ?? sheet);
  const until = versions.filter(({ version }) => version <= (shown?.version ?? 0));
  const sections = edition.sections.map((section): SectionShown => {
    const { code, title } = section;
    const answers = shown?.answers[code];
    const last = savedLast(until, code);
    return {
      ...{ code, title },
      state: answers === undefined ? 'Not started' : NOTHING_KNOWN in answers ? 'Nothing known yet' : 'Filled in',
      saved: last === null ? '' : saidOf(last, names, today),
      href: mayWrite && !isEarlier ? paths.sheetSection({ registerId, sheet: sheet.kind, section: code }) : null,
      answers: answers === undefined ? [] : answersOf(section, answers),
    };
  });
  const saved = sections.filter(({ state }) => state !== 'Not started').length;
  const titles = new Map(edition.sections.map(({ code, title }) => [code, title]));
  return {
    ...{ title: edition.title, about: edition.about, source: edition.source, sections },
    progress: `${saved} of ${sections.length} sections filled in`,
    versions: versions.toReversed().map((one) => ({
      said: `${titles.get(one.section) ?? 'A section'}: ${saidOf(one, names, today)}`,
      href: paths.sheetVersion({ registerId, sheet: sheet.kind, version: String(one.version) }),
    })),
    earlier: isEarlier ? { said: saidOf(shown, names, today), href: paths.sheet({ registerId, sheet: sheet.kind }) } : null,
  };
}
