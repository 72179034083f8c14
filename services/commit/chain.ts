import { createHash, createHmac } from 'node:crypto';
import { canonicalJson } from './canonical';

/** The form of what is hashed; another one gets another number, so that old links can still be checked. */
const FORM = '1';

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
 * The link of one event in its pathway's chain: SHA-256, in hexadecimal, over the link before it (null for the first) and the event.
 * Each field is written with its length, so that no two events have the same text. The migration that made the chain does the same in SQL.
 */
export function linkOf(previous: string | null, event: LinkedEvent): string {
  const { registerId, pathway, id, sequence, type, on, at, status, batch, reason, source, fact, answer, bodyDigest, textsDigest } = event;
  const fields = [
    ...[FORM, previous, registerId, pathway, id, sequence, type, on, at, status, batch, reason, source],
    ...[fact, answer, bodyDigest, textsDigest],
  ];
  return createHash('sha256').update(fields.map(written).join(',')).digest('hex');
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
