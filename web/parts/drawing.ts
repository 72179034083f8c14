/** Makes pictures as inline SVG on the server: presentation attributes and classes alone, so that the content policy holds. */

const ESCAPED: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replace(/[&<>"]/g, (sign) => ESCAPED[sign] ?? sign);

/** An element with its attributes; its text is escaped, its children are elements already. */
export const element = (
  name: string,
  attributes: Readonly<Record<string, string | number>>,
  content: { readonly text?: string; readonly children?: readonly string[] } = {},
): string => {
  const written = Object.entries(attributes).map(([attribute, value]) => ` ${attribute}="${escaped(String(value))}"`);
  return `<${name}${written.join('')}>${content.text === undefined ? '' : escaped(content.text)}${(content.children ?? []).join('')}</${name}>`;
};

/** The forms of marks: each sort of thing has its own, so that colour never speaks alone. */
export type Shape = 'circle' | 'diamond' | 'square' | 'triangle' | 'flag';
/** What a mark says of its day: it happened; it is set; it passed undone. */
export type MarkState = 'done' | 'due' | 'missed';

/** A mark around a point. What passed undone is crossed out: black and dark grey are too alike to tell it by. */
export function mark(shape: Shape, state: MarkState, x: number, y: number, r: number): string {
  const c = r / 2;
  const cross = `M${x - c} ${y - c}L${x + c} ${y + c}M${x - c} ${y + c}L${x + c} ${y - c}`;
  return `${outline(shape, state, x, y, r)}${state === 'missed' ? element('path', { class: 'app-mark__cross', d: cross }) : ''}`;
}

function outline(shape: Shape, state: MarkState, x: number, y: number, r: number): string {
  const named = { class: `app-mark app-mark--${state}` };
  switch (shape) {
    case 'circle':
      return element('circle', { ...named, cx: x, cy: y, r });
    case 'diamond':
      return element('path', { ...named, d: `M${x} ${y - r - 1}L${x + r + 1} ${y}L${x} ${y + r + 1}L${x - r - 1} ${y}Z` });
    case 'square':
      return element('rect', { ...named, x: x - r + 1, y: y - r + 1, width: 2 * r - 2, height: 2 * r - 2 });
    case 'triangle':
      return element('path', { ...named, d: `M${x} ${y - r}L${x + r} ${y + r - 1}L${x - r} ${y + r - 1}Z` });
    case 'flag':
      return element('path', {
        ...named,
        d: `M${x - r + 2} ${y + r}V${y - r}H${x + r}L${x + r - 3} ${y - r / 2 + 1}L${x + r} ${y + 2}H${x - r + 2}`,
      });
  }
}
