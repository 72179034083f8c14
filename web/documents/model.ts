import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import { DOCUMENTS } from '../../domain/forms/documents';
import type { PersonDocument } from '../../services/forms/documents';
import { dayText, momentText } from '../content/dates';
import { actorWords } from '../content/actors';
import { paths } from '../paths';
import type { PersonHeader, SubItem } from '../person/header';

interface DocumentShown {
  readonly id: string;
  readonly what: string;
  /** What it is looked for by; null: nothing was said. */
  readonly title: string | null;
  /** Of which day, of which kind and size, and who added it when. */
  readonly facts: readonly string[];
  readonly open: string;
  /** Where it is taken away; null: the reader may not. */
  readonly remove: string | null;
}

interface RemovedShown {
  readonly id: string;
  readonly said: string;
  readonly why: string;
}

export interface DocumentsModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  /** Where one is added; null: the reader may not. */
  readonly add: string | null;
  /** The newest first. */
  readonly documents: readonly DocumentShown[];
  /** Those that were taken away, the last one first. */
  readonly removed: readonly RemovedShown[];
}

/** Which document it is: what it is, what it is looked for by, and the date on it. */
export function wordsOfDocument({ what, title, dated }: PersonDocument): string {
  const { words } = DOCUMENTS.find(({ code }) => code === what) ?? { words: what };
  return `${words}${title === null ? '' : `, “${title}”`}${dated === null ? '' : `, of ${dayText(dated)}`}`;
}

const KILOBYTE = 1024;
/** How large a file is: kilobytes, and from a tenth of a megabyte on megabytes, to one decimal place. */
export const sizeText = (bytes: number): string =>
  bytes < KILOBYTE ** 2 / 10 ? `${Math.max(1, Math.round(bytes / KILOBYTE))} kB` : `${(bytes / KILOBYTE ** 2).toFixed(1)} MB`;

interface Shown {
  readonly registerId: string;
  readonly documents: readonly PersonDocument[];
  /** Of members of staff, as `namesOfActors` gives them. */
  readonly names: ReadonlyMap<string, string>;
  readonly today: PlainDate;
  readonly mayWrite: boolean;
}

/** What the page of a person's documents shows. */
export function documentsModel({
  registerId,
  documents,
  names,
  today,
  mayWrite,
}: Shown): Pick<DocumentsModel, 'add' | 'documents' | 'removed'> {
  const newest = documents.toReversed();
  return {
    add: mayWrite ? paths.documentAdd({ registerId }) : null,
    documents: newest
      .filter(({ removed }) => removed === null)
      .map(({ id, what, title, dated, file, addedAt, addedBy }) => ({
        ...{ id, title },
        what: DOCUMENTS.find(({ code }) => code === what)?.words ?? what,
        facts: [
          ...(dated === null ? [] : [`Of ${dayText(dated)}`]),
          `${file.type.toUpperCase()}, ${sizeText(file.bytes)}`,
          `Added ${momentText(addedAt, today)}, by ${actorWords(addedBy, names)}`,
        ],
        open: paths.documentFile({ registerId, document: id }),
        remove: mayWrite ? paths.documentRemove({ registerId, document: id }) : null,
      })),
    removed: newest.flatMap((document) =>
      document.removed === null
        ? []
        : [
            {
              id: document.id,
              said: `${wordsOfDocument(document)}: added on ${dayText(londonDate(document.addedAt))}, taken away ${momentText(document.removed.at, today)}, by ${actorWords(document.removed.by, names)}`,
              why: document.removed.why,
            },
          ],
    ),
  };
}
