import { addMonths, type PlainDate } from '../../domain/calendar/dates';
import type { ByRating, RegisterWeek } from '../../services/today/register/over-time';
import { type RatingTag, ratingTag, RESTRICTED_TAG } from '../content/ratings';
import { element } from '../parts/drawing';

/** From the ground up: those who need most attention stand on the line, where heights can be compared. */
export const LAYERS = ['red', 'blue', 'amber', 'green', 'none', 'restricted'] as const satisfies readonly (keyof ByRating)[];
type Layer = (typeof LAYERS)[number];

export const layerTag = (layer: Layer): RatingTag => (layer === 'restricted' ? RESTRICTED_TAG : ratingTag(layer === 'none' ? null : layer));
/** Layers that stand only where there is somebody on them. */
export const isRare = (layer: Layer): boolean => layer === 'none' || layer === 'restricted';
export const sumOf = (byRating: ByRating): number => LAYERS.reduce((sum, layer) => sum + byRating[layer], 0);

interface Picture {
  readonly weeks: readonly RegisterWeek[];
  readonly width: number;
  readonly height: number;
  readonly title: string;
  /** Unique on its page. */
  readonly id: string;
}

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];
const TOP = 18;
const BOTTOM = 24;
const LEFT = 38;
const RIGHT = 92;
const LINE = 15;

const round = (value: number): number => Math.round(value * 10) / 10;

/** The pattern that each rating has besides its colour: lines, dots or none. */
const PATTERNS: Readonly<Record<Layer, string | null>> = {
  red: 'M-2 2L2 -2M0 8L8 0M6 10L10 6',
  blue: 'M0 2H8M0 6H8',
  amber: 'M2 2h.01M6 6h.01',
  green: null,
  none: 'M2 0V8M6 0V8',
  restricted: 'M0 4H8M4 0V8',
};

function patternOf(id: string, layer: Layer): string[] {
  const drawn = PATTERNS[layer];
  if (drawn === null) return [];
  return [
    element(
      'pattern',
      { id: `${id}-${layer}`, width: 8, height: 8, patternUnits: 'userSpaceOnUse' },
      { children: [element('path', { class: `app-hatch app-hatch--${layerTag(layer).colour}`, d: drawn })] },
    ),
  ];
}

/** The same for a legend, as a picture of its own. */
export const swatch = (layer: Layer, id: string): string =>
  element(
    'svg',
    { class: 'app-legend__mark', viewBox: '0 0 20 20', width: 20, height: 20, 'aria-hidden': 'true', focusable: 'false' },
    {
      children: [
        element('defs', {}, { children: patternOf(id, layer) }),
        element('rect', { class: `app-band app-band--${layerTag(layer).colour}`, x: 1, y: 1, width: 18, height: 18 }),
        ...(PATTERNS[layer] === null ? [] : [element('rect', { x: 1, y: 1, width: 18, height: 18, fill: `url(#${id}-${layer})` })]),
      ],
    },
  );

/** A step of an axis that people count in, so that there are some four of them. */
function stepFor(most: number): number {
  const rough = Math.max(1, most / 4);
  const power = 10 ** Math.floor(Math.log10(rough));
  return [1, 2, 5, 10].map((times) => times * power).find((step) => step >= rough) ?? rough;
}

/** The register week by week, one rating upon the other, each with its pattern and its name. Needs a week at least. Out: SVG. */
export function drawOverTime({ weeks, width, height, title, id }: Picture): string {
  const sums = weeks.map(({ byRating }) => sumOf(byRating));
  const step = stepFor(Math.max(...sums));
  const most = Math.max(step, Math.ceil(Math.max(...sums) / step) * step);
  const [right, ground] = [width - RIGHT, height - BOTTOM];
  const x = (week: number): number => round(LEFT + (week / weeks.length) * (right - LEFT));
  const y = (count: number): number => round(ground - (count / most) * (ground - TOP));
  const parts: string[] = [element('defs', {}, { children: LAYERS.flatMap((layer) => patternOf(id, layer)) })];
  for (let count = 0; count <= most; count += step)
    parts.push(
      element('line', { class: 'app-year__rule', x1: LEFT, x2: right, y1: y(count), y2: y(count) }),
      element('text', { class: 'app-year__tick', x: LEFT - 6, y: y(count) + 4, 'text-anchor': 'end' }, { text: String(count) }),
    );
  let below = weeks.map(() => 0);
  const labels: { readonly at: number; readonly text: string }[] = [];
  for (const layer of LAYERS) {
    const floor = below;
    below = weeks.map(({ byRating }, week) => (floor[week] ?? 0) + byRating[layer]);
    if (weeks.every(({ byRating }) => byRating[layer] === 0)) continue;
    const d = outline(floor, below, x, y);
    const { colour, word } = layerTag(layer);
    parts.push(element('path', { class: `app-band app-band--${colour}`, d }));
    if (PATTERNS[layer] !== null) parts.push(element('path', { d, fill: `url(#${id}-${layer})` }));
    const now = weeks.at(-1)?.byRating[layer] ?? 0;
    labels.push({ at: (y(floor.at(-1) ?? 0) + y(below.at(-1) ?? 0)) / 2 + 4, text: `${word} ${now}` });
  }
  parts.push(...namesBeside(labels, right + 8, ground), ...ticks(weeks, x, right, height));
  const titled = element('title', { id: `${id}-title` }, { text: title });
  return element(
    'svg',
    { class: 'app-year', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': `${id}-title`, focusable: 'false' },
    { children: [titled, ...parts] },
  );
}

/** What lies between two lines of steps, one step a week. */
function outline(floor: readonly number[], roof: readonly number[], x: (week: number) => number, y: (count: number) => number): string {
  const above = roof.flatMap((count, week) => [`${x(week)} ${y(count)}`, `${x(week + 1)} ${y(count)}`]);
  const under = floor.flatMap((count, week) => [`${x(week)} ${y(count)}`, `${x(week + 1)} ${y(count)}`]);
  return `M${[...above, ...under.toReversed()].join('L')}Z`;
}

/** The names with the latest counts, pushed apart where they would lie over each other; from the ground up. */
function namesBeside(labels: readonly { readonly at: number; readonly text: string }[], x: number, ground: number): string[] {
  let last = ground + LINE;
  return labels.map(({ at, text }) => {
    last = Math.min(at, last - LINE);
    return element('text', { class: 'app-year__lane', x, y: round(last) }, { text });
  });
}

/** The months below, or the years alone where there are too many. */
function ticks(weeks: readonly RegisterWeek[], x: (week: number) => number, right: number, height: number): string[] {
  const [first, last] = [weeks[0]?.from, weeks.at(-1)?.on];
  if (first === undefined || last === undefined) return [];
  const at = (day: PlainDate): number => x(weeks.filter(({ from }) => from < day).length);
  const ticked: string[] = [];
  let free = 0;
  for (let month = `${first.slice(0, 7)}-01` as PlainDate; month <= last; month = addMonths(month, 1)) {
    const isYear = month.slice(5, 7) === '01';
    const text = weeks.length > 60 ? month.slice(0, 4) : `${MONTHS[Number(month.slice(5, 7)) - 1]}${isYear ? ` ${month.slice(0, 4)}` : ''}`;
    const place = at(month);
    if ((weeks.length > 60 && !isYear) || place < free || place > right - 20) continue;
    ticked.push(element('text', { class: 'app-year__tick', x: place, y: height - 6 }, { text }));
    free = place + text.length * 7 + 8;
  }
  return ticked;
}
