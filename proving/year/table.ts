import type { Figures, Requests, Spread } from './figures';

const days = ({ median, ninetieth }: Spread): string => (median === null ? '–' : `${median} / ${ninetieth}`);

type Row = readonly [string, (figures: Figures) => string | number];

const outcomes = (title: string, requests: (figures: Figures) => Requests): readonly Row[] => [
  [title, (figures) => requests(figures).requests],
  ['– met in time by the first offer', (figures) => requests(figures).metByFirst],
  ['– met in time in the end', (figures) => requests(figures).met],
  ['– late', (figures) => requests(figures).late],
  ['– overtaken', (figures) => requests(figures).overtaken],
  ['– still ahead', (figures) => requests(figures).ahead],
];
const without = (requests: (figures: Figures) => Requests): Row => [
  '– of all these, no place in time at first',
  (figures) => requests(figures).withoutPlace,
];
const waited = (requests: (figures: Figures) => Requests): Row => [
  '– days waited, median / 90th',
  (figures) => days(requests(figures).wait),
];

const ROWS: readonly Row[] = [
  ...outcomes('Requests with a date', ({ dated }) => dated),
  without(({ dated }) => dated),
  waited(({ dated }) => dated),
  ['– days in hand, median / 90th', ({ dated }) => days(dated.inHand)],
  ...outcomes('Requests without a date', ({ undated }) => undated),
  without(({ undated }) => undated),
  waited(({ undated }) => undated),
  ...outcomes('Reviews that come round in a stay', ({ round }) => round),
  ['Tasks: no place in time', ({ tasks }) => tasks],
  ['Places used, of those there', ({ placesUsed, placesThere }) => `${placesUsed} of ${placesThere}`],
  ['Visits', ({ visits }) => visits],
  ['– late', ({ visitsLate }) => visitsLate],
  ['– journeys', ({ journeys }) => journeys],
  ['– journeys saved: visits less journeys', ({ journeysSaved }) => journeysSaved],
];

/** The table of all figures, as Markdown, which a terminal shows as well: a column for each area and way. */
export function tableOf(all: readonly Figures[]): string[] {
  const head = ['', ...all.map(({ setting, way }) => `${setting}: ${way}`)];
  const rows = ROWS.map(([title, figure]) => [title, ...all.map((one) => String(figure(one)))]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    `| ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column === 0 ? '-'.repeat(width + 2) : `${'-'.repeat(width + 1)}:`)).join('|')}|`;
  return [line(head), rule, ...rows.map(line)];
}
