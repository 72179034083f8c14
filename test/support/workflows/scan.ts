/** What was found where it must not be. */
export interface Finding {
  readonly what: 'marker' | 'nhs-number' | 'e-mail' | 'postcode' | 'free-text';
  readonly text: string;
}

/** Words that Temporal or this service's code writes itself, the same for everybody. */
const FIXED_TEXTS = new Set(['the rehearsal is over', 'Encoded failure']);
/** What the codec says of a key that it has not, with where in the code. */
const NO_KEY = /^(ValueError: )?a payload is encrypted with the key [\w-]+, which is not on the key ring/;
/** Where in the code an error came from. */
const STACK = /^(\s*at [^\n]+\n?)*$/;
/** How a worker names its build. */
const BUILD = /^@temporalio\/[a-z]+@[\w.+-]+$/;
/** A timer's name: kind, step, day. */
const LABEL = /^[a-z0-9-]+ (remind|due|overdue|escalate|begin|refuse) \d{4}-\d{2}-\d{2}$/;

/**
 * Looks through a history in the clear (its JSON) for what may never be in Temporal: planted markers, NHS numbers, e-mail addresses,
 * postcodes, and any string with a blank in it, which no code, date or id has.
 */
export function scan(json: string, markers: readonly string[]): Finding[] {
  const findings: Finding[] = [];
  for (const text of stringsOf(JSON.parse(json))) {
    if (BUILD.test(text)) continue;
    for (const marker of markers) if (text.toLowerCase().includes(marker.toLowerCase())) findings.push({ what: 'marker', text });
    if ([...text.matchAll(/(?<![\w-])\d{3}[ -]?\d{3}[ -]?\d{4}(?![\w-])/g)].some(([number]) => isNhsNumber(number)))
      findings.push({ what: 'nhs-number', text });
    if (/[\w.+-]+@[\w-]+\.[\w.-]+/.test(text)) findings.push({ what: 'e-mail', text });
    if (/\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b/i.test(text)) findings.push({ what: 'postcode', text });
    if (/\s/.test(text) && !LABEL.test(text) && !FIXED_TEXTS.has(text) && !NO_KEY.test(text) && !STACK.test(text))
      findings.push({ what: 'free-text', text });
  }
  return findings;
}

/** Every string within, those of payloads (base64 of JSON) read too, and the names of fields. */
function* stringsOf(value: unknown): Generator<string> {
  if (typeof value === 'string') yield value;
  else if (Array.isArray(value)) for (const inner of value) yield* stringsOf(inner);
  else if (typeof value === 'object' && value !== null) {
    const payload = payloadText(value);
    if (payload !== null) return yield* stringsOf(payload === '' ? '' : JSON.parse(payload));
    for (const [key, inner] of Object.entries(value)) {
      yield key;
      yield* stringsOf(inner);
    }
  }
}

function payloadText(value: object): string | null {
  const metadata: unknown = Reflect.get(value, 'metadata');
  if (typeof metadata !== 'object' || metadata === null || !Reflect.has(metadata, 'encoding')) return null;
  const encoding = Buffer.from(String(Reflect.get(metadata, 'encoding')), 'base64').toString();
  if (encoding === 'binary/null') return '';
  if (encoding !== 'json/plain') throw new Error(`a payload is not in the clear: ${encoding}`);
  return Buffer.from(String(Reflect.get(value, 'data') ?? ''), 'base64').toString();
}

/** The check digit of an NHS number (modulo 11). */
function isNhsNumber(text: string): boolean {
  const digits = [...text.replace(/\D/g, '')].map(Number);
  const sum = digits.slice(0, 9).reduce((total, digit, index) => total + digit * (10 - index), 0);
  const check = (11 - (sum % 11)) % 11;
  return digits.length === 10 && check !== 10 && check === digits[9];
}
