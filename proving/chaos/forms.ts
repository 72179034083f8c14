import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { uuidOf } from '../../infra/canonical';
import type { Dice } from '../../services/practice/dice';
import { askingPaths } from '../../web/paths';
import type { FilledIn } from '../counts/journal';

const CALL_LIMIT_MS = 10_000;
const AGAIN_AFTER_MS = [200, 700] as const;
/** So long somebody types, at most, before they send. */
const TYPING_MS = 8_000;

/** Sections of the referral that are filled in, each with the field that is. */
const SECTIONS = [
  ['communication', 'how'],
  ['current', 'concerns'],
  ['history', 'strengths'],
] as const;

export interface FormDeps {
  readonly url: string;
  readonly token: string;
  readonly dice: Dice;
  /** Nothing is sent again after this; what has no answer by then stays without. Milliseconds since 1970. */
  readonly giveUpAt: () => number;
}

const savedSchema = z.object({ version: z.number() });

/**
 * Those who fill in forms while the parts are killed: sections and a document of people on record, and requests for help on the public form. Each
 * sends the same again until it is told that it is kept, and writes down what it was told.
 */
export class FormFillers {
  readonly filled: FilledIn[] = [];
  private count = 0;

  constructor(private readonly deps: FormDeps) {}

  /** Fills in three sections of a person's referral, one after the other, and adds a document. */
  async about(registerId: string): Promise<void> {
    const version = { now: 0 };
    for (const [section, field] of SECTIONS) {
      const words = this.words();
      const note = this.note('section', registerId, section, words);
      const headers = { 'if-match': `"${version.now}"` };
      const answer = await this.untilTold(note, () =>
        this.put(`/people/${registerId}/sheets/referral/${section}`, { [field]: words }, headers),
      );
      if (answer === null) return;
      version.now = savedSchema.parse(answer).version;
    }
    const words = this.words();
    const id = uuidOf(words);
    const content = Buffer.from(`%PDF-1.4\n${words}\n%%EOF\n`).toString('base64');
    const note = this.note('document', registerId, id, words);
    await this.untilTold(note, () => this.put(`/people/${registerId}/documents/${id}`, { what: 'diagnosis', content }));
  }

  /** Asks for help on the public form, some time within so many milliseconds. */
  async ask(within: number): Promise<void> {
    const words = this.words();
    await sleep(this.deps.dice.between(0, within));
    const note = this.note('asked', '', '', words);
    const form = { for: 'me', name: 'Test Asker', by: 'phone', at: '0116 496 0000', happening: words };
    const told = await this.untilTold(note, () => this.askOnce(form));
    if (told !== null) note.about = z.string().parse(told);
  }

  private words(): string {
    this.count += 1;
    return `Made up for this storm, ${this.count}: ${this.deps.dice.between(1, 1_000_000_000)}`;
  }

  private note(kind: FilledIn['kind'], about: string, part: string, words: string): FilledIn {
    const note: FilledIn = { kind, about, part, words, told: false, tries: 0, unanswered: 0, odd: [] };
    this.filled.push(note);
    return note;
  }

  private async untilTold(note: FilledIn, send: () => Promise<Sending>): Promise<unknown> {
    await sleep(this.deps.dice.between(0, TYPING_MS));
    while (Date.now() < this.deps.giveUpAt()) {
      note.tries += 1;
      try {
        const { status, answer } = await send();
        if (status === 200) {
          note.told = true;
          return answer;
        }
        if (status === 503 || status === 429) note.unanswered += 1;
        else note.odd.push(status);
      } catch {
        // Refused, reset, cut in the middle of an answer, or too long: nobody knows whether it was kept.
        note.unanswered += 1;
      }
      await sleep(this.deps.dice.between(...AGAIN_AFTER_MS));
    }
    return null;
  }

  private async put(path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Sending> {
    const response = await fetch(`${this.deps.url}/api/v1${path}`, {
      method: 'PUT',
      headers: { authorization: `Bearer ${this.deps.token}`, 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
      signal: AbortSignal.timeout(CALL_LIMIT_MS),
    });
    return { status: response.status, answer: await response.json() };
  }

  /** Sends the form as a browser does, and opens the page that says that it is kept. Out: the code that stands there. */
  private async askOnce(form: Readonly<Record<string, string>>): Promise<Sending> {
    const { send, sent } = askingPaths['self-referral'].plain;
    const limit = () => ({ signal: AbortSignal.timeout(CALL_LIMIT_MS) });
    const body = new URLSearchParams(form);
    const posted = await fetch(`${this.deps.url}${send()}`, { method: 'POST', body, redirect: 'manual', ...limit() });
    await posted.text();
    if (posted.status !== 303) return { status: posted.status, answer: null };
    const cookie = posted.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0] ?? '')
      .join('; ');
    const page = await fetch(`${this.deps.url}${sent()}`, { headers: { cookie }, ...limit() });
    const [code] = /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec((await page.text()).replaceAll(/<[^>]+>/g, ' ')) ?? [];
    return code === undefined ? { status: page.status === 200 ? 404 : page.status, answer: null } : { status: 200, answer: code };
  }
}

interface Sending {
  readonly status: number;
  readonly answer: unknown;
}
