import { unzipSync } from 'fflate';
import readWorkbook from 'read-excel-file/node';
import writeWorkbook from 'write-excel-file/node';

/** A question of the notes of a meeting as a row of a file: what was answered, and what may be. */
export interface FileRow {
  readonly section: string;
  readonly question: string;
  readonly answer: string;
  /** What may be answered, a line for each; empty: any words. */
  readonly allowed: string;
  /** By which the row is read again: `<section>.<field>`. */
  readonly code: string;
}

/** A table of the file that is written and not read again. */
export interface FileTable {
  readonly name: string;
  readonly heads: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

/** Of which notes a file is: by these it is known again. */
export interface FileOf {
  readonly registerId: string;
  readonly meeting: string;
  readonly kind: string;
  readonly edition: number;
  /** Of the notes, when the file was made; 0: they were not begun. */
  readonly version: number;
}

export interface NotesFile {
  readonly of: FileOf;
  readonly title: string;
  readonly rows: readonly FileRow[];
  readonly tables: readonly FileTable[];
}

const [NOTES, ABOUT] = ['Review', 'About this file'];
const HEADS = ['Section', 'Question', 'Answer', 'One or more of', 'Code (leave as it is)'];

/** A text in a cell: never a formula, whatever it begins with. */
const cell = (value: string, bold = false) => ({
  value,
  type: String,
  wrap: true,
  alignVertical: 'top' as const,
  ...(bold ? { fontWeight: 'bold' as const } : {}),
});
const headed = (heads: readonly string[], rows: readonly (readonly string[])[]) => [
  heads.map((head) => cell(head, true)),
  ...rows.map((row) => row.map((text) => cell(text))),
];
const wide = (...widths: readonly number[]) => widths.map((width) => ({ width }));

/** Writes the notes of a meeting as a file for Excel (.xlsx). */
export function writeNotesFile({ of, title, rows, tables }: NotesFile): Promise<Buffer> {
  const about = [
    ['Title', title],
    ...Object.entries(of).map(([name, value]) => [name, String(value)]),
    [
      'How to fill it in',
      'Write in the column “Answer” alone. Where answers are listed beside it, copy one of them, or several, each in a line of its own. Leave the codes as they are.',
    ],
  ];
  return writeWorkbook([
    {
      sheet: NOTES,
      data: headed(
        HEADS,
        rows.map((row) => [row.section, row.question, row.answer, row.allowed, row.code]),
      ),
      columns: wide(24, 44, 70, 34, 22),
      stickyRowsCount: 1,
    },
    ...tables.map(({ name, heads, rows: own }) => ({
      sheet: name,
      data: headed(heads, own),
      columns: wide(...heads.map(() => 36)),
      stickyRowsCount: 1,
    })),
    { sheet: ABOUT, data: headed(['What', 'Is'], about), columns: wide(24, 80) },
  ]).toBuffer();
}

/** So large a file is read, and unpacked no larger than this: a small one can hold a very large one. */
export const MOST_OF_NOTES_FILE = 3_000_000;
const MOST_UNPACKED = 30_000_000;
const MOST_ROWS = 1_000;

/** Why a file cannot be read, in a sentence; or what it says. */
export type NotesFileRead =
  | { readonly problem: string }
  | {
      readonly of: Readonly<Record<string, string>>;
      readonly answers: ReadonlyMap<string, { readonly row: number; readonly text: string }>;
    };

const UNREADABLE = 'It is not a file for Excel (.xlsx) that can be read. Save it from Excel as a workbook, and choose it again.';

function isTooLarge(bytes: Buffer): boolean {
  let all = 0;
  // Nothing is unpacked: what the parts say of their sizes is added up.
  unzipSync(bytes, {
    filter: ({ originalSize }) => {
      all += originalSize;
      return false;
    },
  });
  return all > MOST_UNPACKED;
}

const textOf = (value: unknown): string =>
  value === null || value === undefined
    ? ''
    : value instanceof Date
      ? value.toISOString().slice(0, 10)
      : typeof value === 'string'
        ? value
        : JSON.stringify(value);

/** Reads a file of notes that somebody filled in: by the codes of its rows, wherever they stand. Never throws for what is in it. */
export async function readNotesFile(bytes: Buffer): Promise<NotesFileRead> {
  try {
    if (isTooLarge(bytes))
      return { problem: 'It holds far more than the notes of a meeting. Take the file that this service gave, and fill that in.' };
    const sheets = await readWorkbook(bytes);
    const data = (name: string) => sheets.find(({ sheet }) => sheet === name)?.data ?? [];
    const of = Object.fromEntries(data(ABOUT).map(([name, value]) => [textOf(name), textOf(value)]));
    const rows = data(NOTES);
    if (rows.length === 0 || rows.length > MOST_ROWS)
      return { problem: `It has no sheet “${NOTES}” of this service. Take the file that this service gave, and fill that in.` };
    const answers = new Map<string, { row: number; text: string }>();
    for (const [index, row] of rows.entries()) {
      const code = textOf(row[4]).trim();
      if (code !== '' && code !== HEADS.at(-1)) answers.set(code, { row: index + 1, text: textOf(row[2]).replaceAll('\r\n', '\n').trim() });
    }
    return { of, answers };
  } catch {
    // Whatever is wrong with the bytes: its sender can do one thing about it.
    return { problem: UNREADABLE };
  }
}
