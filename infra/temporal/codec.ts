import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { defaultPayloadConverter, METADATA_ENCODING_KEY, ValueError, type Payload, type PayloadCodec } from '@temporalio/common';
import { temporal } from '@temporalio/proto';

const CIPHER = 'aes-256-gcm';
const ENCODING = 'binary/encrypted';
/** Where a payload's metadata names the key that it is encrypted with. */
export const KEY_ID = 'encryption-key-id';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Keys by id, in order: the first encrypts, any decrypts. */
export type KeyRing = ReadonlyMap<string, Buffer>;

/** Reads `id:base64,id:base64,…` (32 bytes each). Throws where an id comes twice, a key has another length, or there is none. */
export function readKeyRing(text: string): KeyRing {
  const ring = new Map<string, Buffer>();
  for (const part of text.split(',').filter((piece) => piece.trim() !== '')) {
    const colon = part.indexOf(':');
    const id = part.slice(0, colon).trim();
    const key = Buffer.from(part.slice(colon + 1).trim(), 'base64');
    if (colon < 1) throw new Error('the key ring must be written id:base64,id:base64');
    if (ring.has(id)) throw new Error(`the key ring has the id ${id} twice`);
    if (key.length !== 32) throw new Error(`the key ${id} of the key ring must be 32 bytes in base64, and has ${key.length}`);
    ring.set(id, key);
  }
  if (ring.size === 0) throw new Error('the key ring is empty');
  return ring;
}

/** A key ring of one new random key, as `readKeyRing` reads it. */
export function newKeyRing(id: string): string {
  return `${id}:${randomBytes(32).toString('base64')}`;
}

/**
 * Encrypts each payload whole (its metadata too) with AES-256-GCM, so that Temporal holds nothing that can be read.
 * The key's id stands beside it in the clear and is bound to it as additional data. What is not encrypted is read as it is: for those who
 * show a history, or look through one; nobody acts upon it.
 */
export function encryptionCodec(ring: KeyRing): PayloadCodec {
  const first = ring.entries().next().value;
  if (!first) throw new Error('the key ring is empty');
  const [firstId, firstKey] = first;
  return {
    encode: async (payloads) => payloads.map((payload) => encrypt(firstId, firstKey, payload)),
    decode: async (payloads) => payloads.map((payload) => decrypt(ring, payload)),
  };
}

function encrypt(keyId: string, key: Buffer, payload: Payload): Payload {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv(CIPHER, key, iv).setAAD(Buffer.from(keyId));
  const whole = temporal.api.common.v1.Payload.encode(payload).finish();
  return {
    metadata: { [METADATA_ENCODING_KEY]: Buffer.from(ENCODING), [KEY_ID]: Buffer.from(keyId) },
    data: Buffer.concat([iv, cipher.update(whole), cipher.final(), cipher.getAuthTag()]),
  };
}

/** Why a payload was not made with a key of the ring. */
export type NotSealed = 'plain' | 'unknown-key' | 'not-decrypted';

/** What stands in the place of a payload that no key of the ring made: whoever reads it must decide what it may do (`workflows/names.ts`). */
export interface Unsealed {
  /** What it says, where it is JSON in the clear and no longer than a signal needs; otherwise null. */
  readonly unsealed: string | null;
  readonly why: NotSealed;
}

/** A batch of twenty events is some kilobytes. */
const LONGEST_PLAIN = 64 * 1024;

/**
 * The codec of those who act upon what they read: whoever reaches Temporal's port can write payloads there. What no key of the ring made
 * is never taken for what it says, and never thrown: a workflow that met it in its history would fail its task again and again, for good.
 * It is read as `Unsealed`.
 */
export function sealingCodec(ring: KeyRing): PayloadCodec {
  const codec = encryptionCodec(ring);
  return { encode: codec.encode, decode: async (payloads) => payloads.map((payload) => decryptOrTell(ring, payload)) };
}

function decryptOrTell(ring: KeyRing, payload: Payload): Payload {
  const encoding = Buffer.from(payload.metadata?.[METADATA_ENCODING_KEY] ?? new Uint8Array()).toString();
  const tell = (why: NotSealed, unsealed: string | null = null): Payload =>
    defaultPayloadConverter.toPayload({ unsealed, why } satisfies Unsealed);
  if (encoding !== ENCODING) {
    const data = Buffer.from(payload.data ?? new Uint8Array());
    return tell('plain', encoding === 'json/plain' && data.length <= LONGEST_PLAIN ? data.toString('utf8') : null);
  }
  if (!ring.has(keyIdOf(payload))) return tell('unknown-key');
  try {
    return decrypt(ring, payload);
  } catch {
    return tell('not-decrypted');
  }
}

const keyIdOf = (payload: Payload): string => Buffer.from(payload.metadata?.[KEY_ID] ?? new Uint8Array()).toString();

function decrypt(ring: KeyRing, payload: Payload): Payload {
  const encoding = payload.metadata?.[METADATA_ENCODING_KEY];
  if (!encoding || Buffer.from(encoding).toString() !== ENCODING) return payload;
  const keyId = keyIdOf(payload);
  const key = ring.get(keyId);
  if (!key) throw new ValueError(`a payload is encrypted with the key ${keyId || '(none)'}, which is not on the key ring`);
  const data = Buffer.from(payload.data ?? new Uint8Array());
  if (data.length < IV_BYTES + TAG_BYTES) throw new ValueError('an encrypted payload is too short');
  const decipher = createDecipheriv(CIPHER, key, data.subarray(0, IV_BYTES))
    .setAAD(Buffer.from(keyId))
    .setAuthTag(data.subarray(data.length - TAG_BYTES));
  const whole = Buffer.concat([decipher.update(data.subarray(IV_BYTES, data.length - TAG_BYTES)), decipher.final()]);
  return temporal.api.common.v1.Payload.decode(whole);
}
