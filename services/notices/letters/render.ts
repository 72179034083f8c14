import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import nunjucks from 'nunjucks';
import { z } from 'zod';
import { projectRoot } from '../../../infra/project-root';

/** In whose words a notice is written: the person and their family get plain words and somebody to call. */
export type Voice = 'professionals' | 'family';

interface Template {
  readonly id: string;
  readonly voice: Voice;
  readonly subject: string;
  readonly body: string;
}

/** A notice in words. */
export interface Rendered {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

const FOLDER = path.join(projectRoot, 'services', 'notices', 'templates');
const frontMatter = z.strictObject({ id: z.string(), audience: z.enum(['professionals', 'family']), subject: z.string() });

const options = { throwOnUndefined: true, trimBlocks: true, lstripBlocks: true };
const loader = new nunjucks.FileSystemLoader(FOLDER);
// The body is plain text; what becomes HTML of it goes through the layout, which escapes.
const plain = new nunjucks.Environment(loader, { ...options, autoescape: false });
const escaping = new nunjucks.Environment(loader, { ...options, autoescape: true });

let templates: ReadonlyMap<string, Template> | undefined;

/** All templates by `<id>/<voice>`, read once. Throws, naming the file, where the lines at its head are not as they should be. */
function all(): ReadonlyMap<string, Template> {
  templates ??= new Map(
    readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.njk') && file.includes(path.sep))
      .map((file) => read(file))
      .map((template) => [`${template.id}/${template.voice}`, template]),
  );
  return templates;
}

/** Which notices can be written in which voice. */
export const templateNames = (): string[] => [...all().keys()].toSorted();

function read(file: string): Template {
  const [, head = '', body = ''] = /^---\n([\s\S]*?)\n---\n([\s\S]*)$/.exec(readFileSync(path.join(FOLDER, file), 'utf8')) ?? [];
  const fields = head
    .split('\n')
    .map((line) => [line.slice(0, line.indexOf(':')), unquoted(line.slice(line.indexOf(':') + 1).trim())] as const);
  const parsed = frontMatter.safeParse(Object.fromEntries(fields));
  if (!parsed.success || body.trim() === '')
    throw new Error(`services/notices/templates/${file}: needs id, subject and audience at its head, and a body`);
  return { id: parsed.data.id, voice: parsed.data.audience, subject: parsed.data.subject, body };
}

const unquoted = (value: string): string =>
  value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1).replaceAll('\\"', '"') : value;

/**
 * Writes a notice. A notice without a family template is written to them as to professionals only if it never goes to them.
 * Throws where there is no template, or a value that it names is missing: a mail with a hole in it is never sent.
 */
export function render(id: string, voice: Voice, values: Readonly<Record<string, unknown>>): Rendered {
  const template = all().get(`${id}/${voice}`);
  if (!template) throw new Error(`no template for the notice ${id} to ${voice}`);
  const subject = plain.renderString(template.subject, values).trim();
  const text = plain
    .renderString(template.body, values)
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
  return { subject, text: `${text.replace(/^## /gm, '')}\n`, html: escaping.render('layout.njk', { subject, blocks: blocksOf(text) }) };
}

type Block = { readonly text: string } | { readonly heading: string } | { readonly list: readonly string[] };

/** Paragraphs, headings (`## `) and lists (`- `) of a text. */
function blocksOf(text: string): Block[] {
  const blocks: Block[] = [];
  let paragraph: string[] = [];
  let list: string[] = [];
  const close = (): void => {
    if (paragraph.length > 0) blocks.push({ text: paragraph.join(' ') });
    if (list.length > 0) blocks.push({ list });
    paragraph = [];
    list = [];
  };
  for (const line of text.split('\n')) {
    if (line === '') close();
    else if (line.startsWith('## ')) {
      close();
      blocks.push({ heading: line.slice(3) });
    } else if (line.startsWith('- ')) {
      if (paragraph.length > 0) close();
      list.push(line.slice(2));
    } else {
      if (list.length > 0) close();
      paragraph.push(line);
    }
  }
  close();
  return blocks;
}
