import { createHash, createHmac } from 'node:crypto';
import type { SealVerdict, Seals } from '../../infra/seals';
import { canonicalJson } from '../../infra/canonical';

/** The forms of what is bound; another one gets another number, so that old links can still be checked. The first needed no key. */
const UNKEYED = '1';
const KEYED = '2';

/** What one link binds: everything of an event that is never changed, but the words typed, of which it binds a digest. */
export interface LinkedEvent {
  readonly registerId: string;
  readonly pathway: number;
  readonly id: string;
  readonly sequence: number | null;
  readonly type: string;
  readonly on: string | null;
  /** Milliseconds since 1970. */
  readonly at: number;
  /** When it was heard, where it was held back before it was decided; null or absent: at `at`. */
  readonly receivedAt?: number | null;
  readonly status: string;
  readonly batch: string | null;
  readonly reason: string | null;
  readonly source: string;
  readonly fact: string | null;
  readonly answer: string | null;
  readonly bodyDigest: string | null;
  readonly textsDigest: string | null;
}

/**
 * The link of one event in its pathway's chain: a seal over the link before it (null for the first) and the event, under a key that the
 * database does not have. Whoever can write to the database can alter an event, and cannot link it again.
 */
export function linkOf(seals: Seals, previous: string | null, event: LinkedEvent): string {
  return seals.make('link', textOf(KEYED, previous, event));
}

/** Whether a link says that no key made it: those of releases that had none, SHA-256 in hexadecimal. */
export const isUnkeyed = (link: string): boolean => !link.includes('.');

/** Whether a link is the one of this event behind that link; `unknown-key`: it was made under a key that is not on the ring. */
export function checkLink(seals: Seals, previous: string | null, event: LinkedEvent, link: string): SealVerdict {
  if (!isUnkeyed(link)) return seals.check('link', textOf(KEYED, previous, event), link);
  return createHash('sha256')
    .update(textOf(UNKEYED, previous, event))
    .digest('hex') === link
    ? 'right'
    : 'wrong';
}

/** Each field is written with its length, so that no two events have the same text. The migration that made the chain does the same in SQL. */
function textOf(form: string, previous: string | null, event: LinkedEvent): string {
  const { registerId, pathway, id, sequence, type, on, at, status, batch, reason, source, fact, answer, bodyDigest, textsDigest } = event;
  const fields = [
    ...[form, previous, registerId, pathway, id, sequence, type, on, at, status, batch, reason, source],
    ...[fact, answer, bodyDigest, textsDigest],
    // Absent as a rule, so that links from before events were held are what they were.
    ...(event.receivedAt === undefined || event.receivedAt === null ? [] : [event.receivedAt]),
  ];
  return fields.map(written).join(',');
}

function written(field: string | number | null): string {
  if (field === null) return '-';
  const text = String(field);
  return `${Buffer.byteLength(text)}:${text}`;
}

/** A digest that tells nothing without the person's key: HMAC-SHA-256, in hexadecimal. Null where there is nothing to seal, or no key any more. */
export function seal(key: Buffer | null, text: string | undefined): string | null {
  return key === null || text === undefined ? null : createHmac('sha256', key).update(text).digest('hex');
}

/** The sealed digest of an event's typed words, by field; null where there are none. */
export function sealTexts(key: Buffer | null, texts: Readonly<Record<string, string>>): string | null {
  return Object.keys(texts).length === 0 ? null : seal(key, canonicalJson(texts));
}
