import { parse } from 'node-html-parser';

/** What came of a request, with the page that was landed on. */
export interface Landed {
  readonly status: number;
  readonly url: URL;
  readonly html: string;
  readonly headers: Headers;
  /** Where it was sent on its way, in order. */
  readonly way: readonly string[];
}

const MOST_REDIRECTS = 10;

/** A browser without JavaScript: it keeps cookies, follows redirects, and sends forms as they stand on the page. */
export class TextBrowser {
  private readonly cookies = new Map<string, Map<string, string>>();
  page: Landed | undefined;

  constructor(private readonly base: string) {}

  async go(path: string, init: RequestInit = {}): Promise<Landed> {
    let url = new URL(path, this.page?.url ?? this.base);
    let request = init;
    const way: string[] = [];
    for (let step = 0; step < MOST_REDIRECTS; step += 1) {
      const response = await fetch(url, { ...request, redirect: 'manual', headers: { ...request.headers, cookie: this.cookieFor(url) } });
      this.keep(url, response.headers.getSetCookie());
      const to = response.headers.get('location');
      if (response.status < 300 || response.status > 399 || to === null) {
        this.page = { status: response.status, url, html: await response.text(), headers: response.headers, way };
        return this.page;
      }
      await response.text();
      url = new URL(to, url);
      way.push(url.href);
      if (response.status !== 307 && response.status !== 308) request = {};
    }
    throw new Error(`sent on without end: ${way.join(' → ')}`);
  }

  /** Sends the form of the present page whose button says this, with these answers in place of those that stand there. */
  async press(
    button: string,
    answers: Readonly<Record<string, string | readonly string[]>> = {},
    files: Readonly<Record<string, File>> = {},
  ): Promise<Landed> {
    if (!this.page) throw new Error('no page is open');
    const root = parse(this.page.html);
    const pressed = root.querySelectorAll('form button').find((one) => one.text.replace(/\s+/g, ' ').trim().startsWith(button));
    if (!pressed) throw new Error(`no button says ${button} on ${this.page.url.pathname}: ${this.text()}`);
    let form = pressed.parentNode;
    while (form && form.tagName !== 'FORM') form = form.parentNode;
    const values = new URLSearchParams();
    for (const field of form.querySelectorAll('input, select, textarea')) {
      const name = field.getAttribute('name');
      if (!name || name in answers || field.getAttribute('type') === 'file') continue;
      const type = field.getAttribute('type');
      if ((type === 'radio' || type === 'checkbox') && field.getAttribute('checked') === undefined) continue;
      if (field.tagName === 'SELECT') {
        const chosen = field.querySelectorAll('option').find((option) => option.getAttribute('selected') !== undefined);
        values.append(name, chosen?.getAttribute('value') ?? '');
      } else values.append(name, field.tagName === 'TEXTAREA' ? field.text : (field.getAttribute('value') ?? ''));
    }
    for (const [name, value] of Object.entries(answers)) for (const one of [value].flat()) values.append(name, one);
    const own = pressed.getAttribute('name');
    if (own) values.append(own, pressed.getAttribute('value') ?? '');
    const action = pressed.getAttribute('formaction') ?? form.getAttribute('action') ?? this.page.url.href;
    if (form.getAttribute('method')?.toLowerCase() !== 'post') return this.go(`${action}?${values.toString()}`);
    if (form.getAttribute('enctype') === 'multipart/form-data') {
      const parts = new FormData();
      for (const [name, value] of values) parts.append(name, value);
      for (const [name, file] of Object.entries(files)) parts.append(name, file);
      return this.go(action, { method: 'POST', body: parts });
    }
    return this.go(action, { method: 'POST', body: values, headers: { 'content-type': 'application/x-www-form-urlencoded' } });
  }

  /** A file as it is given out; the page that is open stays. */
  async download(path: string): Promise<{ readonly bytes: Buffer; readonly headers: Headers }> {
    const url = new URL(path, this.base);
    const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.cookieFor(url) } });
    return { bytes: Buffer.from(await response.arrayBuffer()), headers: response.headers };
  }

  /** Follows the link that says this. */
  async follow(link: string): Promise<Landed> {
    const found = parse(this.page?.html ?? '')
      .querySelectorAll('a')
      .find((one) => one.text.replace(/\s+/g, ' ').trim().startsWith(link));
    if (!found) throw new Error(`no link says ${link} on ${this.page?.url.pathname}: ${this.text()}`);
    return this.go(found.getAttribute('href') ?? '');
  }

  /** Loses a cookie, on every host. */
  forget(name: string): void {
    for (const own of this.cookies.values()) own.delete(name);
  }

  /** What the main part of the page says, with single spaces. */
  text(): string {
    const root = parse(this.page?.html ?? '');
    return (root.querySelector('main') ?? root).text.replace(/\s+/g, ' ').trim();
  }

  private cookieFor(url: URL): string {
    return [...(this.cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  private keep(url: URL, set: readonly string[]): void {
    const own = this.cookies.get(url.host) ?? new Map<string, string>();
    for (const line of set) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '' || /expires=Thu, 01 Jan 1970/i.test(line)) own.delete(name);
      else own.set(name, value);
    }
    this.cookies.set(url.host, own);
  }
}
