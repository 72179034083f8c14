import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import type { KeyRing } from './temporal/codec';

/** What a seal is for: the same text under the same key is sealed differently for each, so that none can stand in another's place. */
export type Purpose =
  'session' | 'parcel' | 'link' | 'signal' | 'record' | 'identity' | 'access' | 'notice' | 'head' | 'form' | 'typed' | 'asked' | 'answer';

/** How a seal was found: one under a key that is not on the ring can neither be trusted nor called false. */
export type SealVerdict = 'right' | 'wrong' | 'unknown-key';

/** Makes and checks seals: HMAC-SHA-256 under keys that neither the database nor Temporal has. */
export interface Seals {
  /** `<hexadecimal>.<key id>`, under the first key of the ring. */
  make(purpose: Purpose, text: string): string;
  check(purpose: Purpose, text: string, seal: string): SealVerdict;
  /** The text's digest under each key of the ring, in hexadecimal, that of the first one first. */
  every(purpose: Purpose, text: string): readonly string[];
}

const KEY_BYTES = 32;
const SEAL = /^([0-9a-f]{64})\.(.+)$/;

/** The seals of a key ring (`LOG_KEYS`). Throws where the ring is empty. */
export function sealsOf(ring: KeyRing): Seals {
  const [first] = ring.keys();
  if (first === undefined) throw new Error('the ring of the log keys is empty');
  const derived = new Map<string, Buffer>();
  const keyFor = (id: string, purpose: Purpose): Buffer | undefined => {
    const name = `${purpose} ${id}`;
    const known = derived.get(name);
    const key = ring.get(id);
    if (known || !key) return known;
    const made = Buffer.from(hkdfSync('sha256', key, '', `pathway ${purpose}`, KEY_BYTES));
    derived.set(name, made);
    return made;
  };
  const under = (id: string, purpose: Purpose, text: string): string | undefined => {
    const key = keyFor(id, purpose);
    return key && createHmac('sha256', key).update(text).digest('hex');
  };
  return {
    make: (purpose, text) => `${under(first, purpose, text)}.${first}`,
    every: (purpose, text) => [...ring.keys()].flatMap((id) => under(id, purpose, text) ?? []),
    check: (purpose, text, seal) => {
      const [, hex = '', id = ''] = SEAL.exec(seal) ?? [];
      if (hex === '') return 'wrong';
      const right = under(id, purpose, text);
      if (right === undefined) return 'unknown-key';
      return timingSafeEqual(Buffer.from(right), Buffer.from(hex)) ? 'right' : 'wrong';
    },
  };
}
