/** A number that stands for itself (`6.12(8)`, `5.1`, `3`). */
const PLACE = String.raw`\d+(?:\.\d+)?(?:\(\d+\))?`;
/** What goes on with it: `, (13)`, `; 6.17(1)`, ` and 6.18`. A whole number may be anything, but for the last of `sections 4 and 6`. */
const MORE = String.raw`(?:(?:,|;)?(?: and)? (?:\d+\.\d+(?:\(\d+\))?|\(\d+\)))`;
const CITED = new RegExp(String.raw`\bcontract,? (?:sections? )?(${PLACE}${MORE}*(?: and \d+(?![\w.]))?)`, 'gi');
/** A numbered sentence is cited without the word, too: in the names of tests, and further on in a comment. */
const BARE = /(?<![\w.])[1-7]\.\d+\(\d+\)/g;
const NUMBERS = String.raw`(\d+(?:(?:,| and|, and) \d+)*)`;
const INVARIANTS = new RegExp(String.raw`\binvariants? ${NUMBERS}`, 'gi');
const DECISIONS = new RegExp(String.raw`\bADRs? ${NUMBERS}(?:\]\(([^)\s]+)\))?`, 'g');

/** A text in one line, as it is read: without the signs that stand before the lines of a comment. */
export const inOneLine = (text: string): string => text.replaceAll(/\n[ \t]*(?:\*(?!\/)|\/\/|#|--)?[ \t]*/g, ' ');

/** The comments of TypeScript and JavaScript; of any other file the whole. */
export function commentsOf(file: string, text: string): string {
  if (!/\.(?:ts|mjs|cjs)$/.test(file)) return text;
  return [...text.matchAll(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g)].map(([comment]) => comment).join('\n');
}

/** Which places of the contract a text cites, each written in full: of `6.12(12), (13)` the second is `6.12(13)`. */
export function contractPlaces(text: string): string[] {
  const line = inOneLine(text);
  const lists = [...line.matchAll(CITED)].flatMap(([, list = '']) => inFull(list));
  return [...new Set([...lists, ...[...line.matchAll(BARE)].map(([place]) => place)])];
}

function inFull(list: string): string[] {
  let paragraph = '';
  return [...list.matchAll(/(\d+(?:\.\d+)?)?(\(\d+\))?/g)].flatMap(([whole, number, sentence = '']) => {
    if (whole === '') return [];
    paragraph = number ?? paragraph;
    return [`${paragraph}${sentence}`];
  });
}

/** Places that the contract itself refers to: any number with a point, and `(4)` for a sentence of the same paragraph. */
export function placesWithin(contract: string): string[] {
  return contract.split('\n').flatMap((line) => {
    const own = /^\*\*(6\.\d+)\(\d+\)\*\* /.exec(line)?.[1];
    const full = [...line.matchAll(/(?<![\w.@/-])[1-7]\.\d+(?:\(\d+\))?(?![\w.])/g)].map(([place]) => place);
    const near = own === undefined ? [] : [...line.matchAll(/(?<!\d)\(\d+\)/g)].map(([sentence]) => `${own}${sentence}`);
    return [...full, ...near];
  });
}

const numbersIn = (list: string): number[] => [...list.matchAll(/\d+/g)].map(([number]) => Number(number));

/** Which invariants of docs/design.md a text cites. */
export const invariantsIn = (text: string): number[] =>
  [...inOneLine(text).matchAll(INVARIANTS)].flatMap(([, list = '']) => numbersIn(list));

/** A decision that a text cites, and where its link leads, if it is one. */
export interface CitedDecision {
  readonly number: number;
  readonly link: string | null;
}

/** Which decisions (docs/adr) a text cites. */
export function decisionsIn(text: string): CitedDecision[] {
  return [...inOneLine(text).matchAll(DECISIONS)].flatMap(([, list = '', link]) =>
    numbersIn(list).map((number) => ({ number, link: link ?? null })),
  );
}

/** Sections of a design by number: the design on this shelf has none, so that a number would lead nowhere. */
export const designSectionsIn = (text: string): string[] =>
  [...inOneLine(text).matchAll(/\bdesign(?:\.md)?`?,? sections? \d+/gi)].map(([cited]) => cited);

const FOLDERS = 'activities|api|deploy|docs|domain|infra|operations|policies|prisma|proving|scenarios|scripts|services|test|web|workflows';
const ROOTS = `(?:${FOLDERS})`;
const ENDINGS = '(?:ts|mjs|cjs|md|json|sql|prisma|yml|sh|njk)';
const TICKED = new RegExp(String.raw`^(?:${ROOTS}/\S*|(?:\.{1,2}/)?[\w@.-]+(?:/[\w@.-]+)*/[\w@.-]+\.${ENDINGS})$`);
const PLAIN = new RegExp(String.raw`(?<![\w./@-])${ROOTS}/[\w@./-]+\.${ENDINGS}\b`, 'g');

/**
 * Paths of this repository that a text names: those in backticks, and those that end like a file. Of one with a gap to fill
 * (`prisma/migrations/<name>/migration.sql`) the folder before the gap.
 */
export function pathsIn(text: string): string[] {
  const ticked = [...text.matchAll(/`([^`\n]+)`/g)].flatMap(([, inside]) => (inside !== undefined && TICKED.test(inside) ? [inside] : []));
  const plain = [...text.matchAll(PLAIN)].map(([named]) => named);
  return [...new Set([...ticked, ...plain])].map(withoutGap);
}

function withoutGap(named: string): string {
  const gap = named.search(/[<*…{$]/);
  return (gap < 0 ? named : named.slice(0, named.lastIndexOf('/', gap))).replace(/#.*$/, '').replace(/\/$/, '');
}

/** The links of a document to files of this repository, and to its own headings. */
export function linksIn(markdown: string): string[] {
  const words = markdown.replaceAll(/^```[\s\S]*?^```/gm, '').replaceAll(/`[^`\n]*`/g, '');
  return [...words.matchAll(/\]\(([^)\s]+)\)/g)].flatMap(([, to]) => (to === undefined || /^[a-z]+:/.test(to) ? [] : [to]));
}

/** The anchors of a document's headings, as GitHub makes them. */
export function anchorsOf(markdown: string): string[] {
  const seen = new Map<string, number>();
  return [...markdown.replaceAll(/^```[\s\S]*?^```/gm, '').matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = '']) => {
    const slug = heading
      .toLowerCase()
      .replaceAll(/\[([^\]]*)\]\([^)]*\)/g, '$1')
      .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
      .trim()
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    return before === 0 ? slug : `${slug}-${before}`;
  });
}
