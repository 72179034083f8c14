import path from 'node:path';
import nunjucks from 'nunjucks';
import { projectRoot } from '../../../infra/project-root';
import { oneLine } from './tell-place';

/** A part of a letter. Each piece of text is one line, so that typed words never become a heading, a list or a paragraph of their own. */
export type Block = { readonly paragraph: string } | { readonly heading: string } | { readonly list: readonly string[] };

/** A notice in words, before it is laid out. */
export interface Letter {
  readonly subject: string;
  /** What stands in each part; `false` leaves one out. */
  readonly blocks: readonly (Block | false)[];
}

/** A notice as a mail carries it. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

export const p = (words: string): Block => ({ paragraph: words });
export const h = (words: string): Block => ({ heading: words });
/** A list; `false` leaves an item out. */
export const ul = (...items: readonly (string | false)[]): Block => ({ list: items.filter((item) => item !== false) });

const layout = new nunjucks.Environment(new nunjucks.FileSystemLoader(path.join(projectRoot, 'services', 'notices', 'templates')), {
  throwOnUndefined: true,
  trimBlocks: true,
  lstripBlocks: true,
  autoescape: true,
});

/** Lays a letter out as plain text and as HTML; `large` for those who read easy words best. */
export function rendered({ subject, blocks }: Letter, large: boolean): Rendered {
  const clean = blocks.filter((block) => block !== false).map(cleaned);
  const line = oneLine(subject);
  return {
    subject: line,
    text: `${clean.map(asText).join('\n\n')}\n`,
    html: layout.render('layout.njk', { subject: line, blocks: clean, size: large ? 20 : 16 }),
  };
}

function cleaned(block: Block): Block {
  if ('list' in block) return { list: block.list.map(oneLine) };
  return 'heading' in block ? { heading: oneLine(block.heading) } : { paragraph: oneLine(block.paragraph) };
}

function asText(block: Block): string {
  if ('list' in block) return block.list.map((item) => `- ${item}`).join('\n');
  return 'heading' in block ? block.heading : block.paragraph;
}

/** So many characters go in a text message (GOV.UK Notify, "Text message length": six parts, with room for signs that take two). */
const MOST_OF_A_TEXT_MESSAGE = 850;

/** A letter as a text message: as much of it as goes in one, and whom to phone. The subject is what our own lists call it. */
export function asTextMessage({ subject, blocks }: Letter, team: { readonly name: string; readonly phone: string }): Rendered {
  const end = `${oneLine(team.name)}. Phone ${team.phone}.`;
  const lines = blocks
    .filter((block) => block !== false)
    .map(cleaned)
    .flatMap((block) => ('list' in block ? block.list : [asText(block)]));
  const kept: string[] = [];
  let length = end.length;
  for (const line of lines) {
    length += line.length + 1;
    if (length > MOST_OF_A_TEXT_MESSAGE) break;
    kept.push(line);
  }
  return { subject: oneLine(subject), text: [...kept, end].join('\n'), html: '' };
}
