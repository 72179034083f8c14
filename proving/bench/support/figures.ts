/** A bound: of the ratio to the baseline where there is one, otherwise of the value itself. */
export type Aim = { readonly atLeast: number } | { readonly atMost: number };

/** One figure beside the bare thing that was measured with it. */
export interface Figure {
  readonly scenario: string;
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly baseline?: { readonly what: string; readonly value: number };
  readonly aim?: Aim;
}

/** How often the value contains its baseline; undefined without one. */
export const ratioOf = ({ value, baseline }: Figure): number | undefined => (baseline ? value / baseline.value : undefined);

/** Whether the aim is met; undefined where there is none. */
export function isMet(figure: Figure): boolean | undefined {
  const { aim, value } = figure;
  if (!aim) return undefined;
  const measured = ratioOf(figure) ?? value;
  return 'atLeast' in aim ? measured >= aim.atLeast : measured <= aim.atMost;
}

/** A number with about three figures that count. */
export function shown(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : Math.abs(value) >= 1 ? 2 : 3;
  return value.toFixed(digits);
}

const aimShown = (aim: Aim | undefined, unit: string): string => {
  if (!aim) return '';
  return 'atLeast' in aim ? `≥ ${aim.atLeast}${unit}` : `≤ ${aim.atMost}${unit}`;
};

/** The table of all figures, as lines of text. */
export function tableOf(figures: readonly Figure[]): string[] {
  const head = ['', 'what', 'figure', 'unit', 'baseline', 'ratio', 'aim', 'met', 'beside'];
  const rows = figures.map((figure) => {
    const ratio = ratioOf(figure);
    const met = isMet(figure);
    return [
      figure.scenario,
      figure.what,
      shown(figure.value),
      figure.unit,
      figure.baseline ? shown(figure.baseline.value) : '',
      ratio === undefined ? '' : shown(ratio),
      aimShown(figure.aim, ratio === undefined ? ` ${figure.unit}` : ''),
      met === undefined ? '' : met ? 'yes' : 'NO',
      figure.baseline?.what ?? '',
    ];
  });
  const right = new Set([2, 4, 5]);
  const widths = head.map((_, column) => Math.max(...[head, ...rows].map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((cell, column) => (right.has(column) ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((width) => '-'.repeat(width)).join('  '), ...rows.map(line)];
}
