import { daysBetween, type PlainDate } from '../../domain/calendar/dates';
import { element, mark } from '../parts/drawing';
import type { Lane } from './year';

const MONTHS = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

export interface Picture {
  readonly lanes: readonly Lane[];
  readonly from: PlainDate;
  readonly to: PlainDate;
  readonly today: PlainDate;
  readonly width: number;
  /** Where the names of the lanes stand: at the side, or above each. */
  readonly names: 'side' | 'above';
  readonly title: string;
  readonly id: string;
}

const TOP = 30;
const RIGHT = 10;

/** The first day of each month from one day to another, that of the first day's month too. */
function monthsBetween(from: PlainDate, to: PlainDate): PlainDate[] {
  const months: PlainDate[] = [];
  let [year = 0, month = 1] = from.split('-').map(Number);
  for (;;) {
    const first = `${year}-${String(month).padStart(2, '0')}-01` as PlainDate;
    if (first > to) return months;
    months.push(first);
    [year, month] = month === 12 ? [year + 1, 1] : [year, month + 1];
  }
}

/** One strip of somebody's course: a lane for each sort of thing, stripes for the months, a line for today. Out: SVG. */
export function drawYear({ lanes, from, to, today, width, names, title, id }: Picture): string {
  const left = names === 'side' ? 172 : 8;
  const laneHeight = names === 'side' ? 34 : 46;
  const height = TOP + lanes.length * laneHeight + 24;
  const span = daysBetween(from, to);
  const at = (day: PlainDate): number => Math.round((left + (daysBetween(from, day) / span) * (width - left - RIGHT)) * 10) / 10;
  const within = (x: number): number => Math.min(Math.max(x, left), width - RIGHT);
  const months = monthsBetween(from, to);
  const newYear = months.find((first) => first > from && first.endsWith('-01-01'));
  // Two numbers beside each other would run together: the first year then has no room.
  const firstHasRoom = newYear === undefined || at(newYear) - left > 34;
  const parts = months.flatMap((first, index): string[] => {
    const [start, end] = [within(at(first)), within(at(months[index + 1] ?? to))];
    const [year = '', month = '1'] = first.split('-');
    const name = MONTHS[Number(month) - 1] ?? '';
    const isNamed = end - start > 18;
    return [
      ...(index % 2 === 0
        ? [element('rect', { class: 'app-year__month', x: start, y: TOP - 8, width: Math.max(end - start, 0), height: height - TOP - 12 })]
        : []),
      ...(isNamed
        ? [
            element(
              'text',
              { class: 'app-year__tick', x: (start + end) / 2, y: height - 6, 'text-anchor': 'middle' },
              { text: end - start > 26 ? name : name.charAt(0) },
            ),
          ]
        : []),
      ...(((index === 0 && firstHasRoom) || (index > 0 && month === '01')) && Math.abs(start - at(today)) > 60
        ? [element('text', { class: 'app-year__tick', x: start + 2, y: 12 }, { text: year })]
        : []),
    ];
  });
  if (from <= today && today <= to) {
    const x = at(today);
    const anchor = x > width - 60 ? 'end' : x < left + 40 ? 'start' : 'middle';
    parts.push(
      element('line', { class: 'app-year__today', x1: x, x2: x, y1: 16, y2: height - 20 }),
      element('text', { class: 'app-year__now', x, y: 12, 'text-anchor': anchor }, { text: 'Today' }),
    );
  }
  for (const [index, lane] of lanes.entries()) {
    const top = TOP + index * laneHeight;
    const y = names === 'side' ? top + 12 : top + 27;
    parts.push(
      element(
        'text',
        { class: 'app-year__lane', x: names === 'side' ? 0 : left, y: names === 'side' ? y + 5 : top + 9 },
        { text: lane.name },
      ),
      element('line', { class: 'app-year__rule', x1: left, x2: width - RIGHT, y1: y, y2: y }),
    );
    for (const band of lane.bands.filter((one) => one.to >= from && one.from <= to)) {
      const [start, end] = [within(at(band.from)), within(at(band.to))];
      parts.push(
        element('rect', { class: `app-band app-band--${band.colour}`, x: start, y: y - 9, width: Math.max(end - start, 3), height: 18 }),
      );
      if (end - start > band.text.length * 7 + 8)
        parts.push(
          element('text', { class: `app-band__text app-band__text--${band.colour}`, x: start + 5, y: y + 4.5 }, { text: band.text }),
        );
    }
    for (const one of lane.marks.filter(({ on }) => on >= from && on <= to))
      parts.push(mark(one.shape, one.state, at(one.on), y, names === 'side' ? 7 : 6));
  }
  const titled = element('title', { id: `${id}-title` }, { text: title });
  return element(
    'svg',
    { class: 'app-year', viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-labelledby': `${id}-title`, focusable: 'false' },
    { children: [titled, ...parts] },
  );
}
