import type { KeptForm } from '../../../services/staff/kept-forms';

/** A page with what somebody had typed put back into its form. */
export interface Filled {
  readonly html: string;
  /** `typed`: the form is there, to be looked at; `press`: it is a button alone; `none`: the page has it no more. */
  readonly form: 'typed' | 'press' | 'none';
  /** Words that the page has no field for any more. */
  readonly left: readonly string[];
  /** Something was chosen that can be chosen no more. */
  readonly gone: boolean;
}

// Our own pages, as our templates write them: attributes in double quotes, and no bare `>` in them.
const FORM = /<form\b([^>]*)>([\s\S]*?)<\/form>/g;
const FIELD = /<input\b([^>]*)>|<textarea\b([^>]*)>([\s\S]*?)<\/textarea>|<select\b([^>]*)>([\s\S]*?)<\/select>/g;
const OPTION = /<option\b([^>]*)>/g;
const ATTRIBUTE = /\s([\w-]+)(?:="([^"]*)")?/g;

const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#92': '\\' };
const plain = (text: string): string => text.replace(/&(amp|lt|gt|quot|#39|#92);/g, (_, name: string) => ENTITIES[name] ?? '');
const escaped = (text: string): string => text.replace(/[&<>"'\\]/g, (one) => `&#${one.charCodeAt(0)};`);

const attributesOf = (text: string): ReadonlyMap<string, string> =>
  new Map([...text.matchAll(ATTRIBUTE)].map(([, name = '', value = '']) => [name, plain(value)]));
const without = (text: string, name: string): string => text.replace(new RegExp(`\\s${name}(?:="[^"]*")?(?=[\\s/]|$)`, 'g'), '');
const marked = (text: string, name: string, is: boolean): string => `${is ? ` ${name}` : ''}${without(text, name)}`;

interface Found {
  readonly whole: string;
  readonly action: string;
  readonly inner: string;
  readonly fields: readonly { readonly name: string; readonly hidden: boolean; readonly value: string }[];
}

function formsOf(html: string): readonly Found[] {
  return [...html.matchAll(FORM)].flatMap(([whole, attributes = '', inner = '']) => {
    const of = attributesOf(attributes);
    if (of.get('method')?.toLowerCase() !== 'post') return [];
    const fields = [...inner.matchAll(FIELD)].map(([, input, area, , select]) => {
      const own = attributesOf(input ?? area ?? select ?? '');
      return { name: own.get('name') ?? '', hidden: own.get('type') === 'hidden', value: own.get('value') ?? '' };
    });
    return [{ whole, action: of.get('action') ?? '', inner, fields }];
  });
}

/** Made anew for each form that is shown: by them no form is told from another. */
const ANEW = new Set(['token', 'event']);

/** The form that is meant: of several to one address, that whose hidden fields are what was sent. */
function meant(forms: readonly Found[], { action, page, fields }: KeptForm): Found | undefined {
  const to = forms.filter((form) => form.action === action);
  if (to.length === 1) return to[0];
  if (to.length > 1)
    return to.findLast((form) =>
      form.fields.every(({ name, hidden, value }) => !hidden || ANEW.has(name) || [fields[name]].flat().includes(value)),
    );
  // What was sent from the page after the form, which is looked at again: the form before it has the answers.
  return forms.findLast((form) => form.action === page);
}

const isWords = (text: string): boolean => /\s/.test(text.trim()) || text.length > 40;

/** Puts what somebody had typed back into the form of a page, with the id under which it is kept. */
export function fillForm(html: string, kept: KeptForm): Filled {
  const form = meant(formsOf(html), kept);
  const open = new Map(Object.entries(kept.fields).map(([name, value]) => [name, [value].flat()]));
  if (!form) return { html, form: 'none', left: [...open.values()].flat().filter(isWords), gone: false };
  const names = new Set(form.fields.map(({ name }) => name));
  const take = (name: string): string | undefined => open.get(name)?.shift();
  const choose = (name: string, value: string): boolean => {
    const at = open.get(name)?.indexOf(value) ?? -1;
    if (at >= 0) open.get(name)?.splice(at, 1);
    return at >= 0;
  };
  const inputFilled = (attributes: string): string => {
    const own = attributesOf(attributes);
    const name = own.get('name') ?? '';
    const type = own.get('type') ?? 'text';
    if (name === 'token') return `<input${attributes}>`;
    if (type === 'radio' || type === 'checkbox') return `<input${marked(attributes, 'checked', choose(name, own.get('value') ?? ''))}>`;
    const value = take(name);
    return value === undefined ? `<input${attributes}>` : `<input value="${escaped(value)}"${without(attributes, 'value')}>`;
  };
  const areaFilled = (attributes: string, whole: string): string => {
    const value = take(attributesOf(attributes).get('name') ?? '');
    // A line that ends right after the start tag is no part of the text.
    const first = value !== undefined && /^[\r\n]/.test(value) ? '\n' : '';
    return value === undefined ? whole : `<textarea${attributes}>${first}${escaped(value)}</textarea>`;
  };
  const selectFilled = (attributes: string, options: string): string => {
    const name = attributesOf(attributes).get('name') ?? '';
    const chosen = options.replace(OPTION, (_, own: string) => {
      const value = attributesOf(own).get('value') ?? '';
      return `<option${marked(own, 'selected', choose(name, value))}>`;
    });
    return `<select${attributes}>${open.has(name) ? chosen : options}</select>`;
  };
  const inner = form.inner
    .replace(FIELD, (whole: string, input?: string, area?: string, _text?: string, select?: string, options?: string) => {
      if (input !== undefined) return inputFilled(input);
      return area === undefined ? selectFilled(select ?? '', options ?? '') : areaFilled(area, whole);
    })
    // Nothing that was typed is folded away.
    .replace(/<details\b(?![^>]*\sopen\b)/g, '<details open');
  const start = form.whole.slice(0, form.whole.indexOf('>') + 1);
  const filled = `${start}<input type="hidden" name="kept" value="${escaped(kept.id)}">${inner}</form>`;
  const rest = [...open].filter(([, values]) => values.some((value) => value !== ''));
  return {
    html: html.replace(form.whole, () => filled),
    form: form.fields.some(({ hidden }) => !hidden) ? 'typed' : 'press',
    left: rest.flatMap(([, values]) => values).filter(isWords),
    gone: rest.some(([name]) => names.has(name)),
  };
}
