import { randomBytes } from 'node:crypto';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { encryptionCodec, newKeyRing, readKeyRing } from '../../infra/temporal/codec';

const payload = (value: unknown): Payload => defaultPayloadConverter.toPayload(value);
const value = (one: Payload | undefined): unknown => (one ? defaultPayloadConverter.fromPayload(one) : undefined);
const bytes = (one: Payload): string =>
  Buffer.concat([one.data ?? Buffer.alloc(0), ...Object.values(one.metadata ?? {}).map((part) => Buffer.from(part))]).toString('latin1');

const old = newKeyRing('2026-01');
const fresh = newKeyRing('2026-11');

test('what is encrypted is read again, and nothing of it can be seen but the id of its key', async () => {
  const codec = encryptionCodec(readKeyRing(old));
  const [sealed] = await codec.encode([payload({ registerId: 'ABCD-1234', rating: 'red' })]);
  expect(value((await codec.decode(sealed ? [sealed] : []))[0])).toEqual({ registerId: 'ABCD-1234', rating: 'red' });
  expect(bytes(sealed ?? {})).not.toMatch(/ABCD|red|json/);
  expect(bytes(sealed ?? {})).toContain('2026-01');
});

test('the same value never looks the same twice', async () => {
  const codec = encryptionCodec(readKeyRing(old));
  const [first, second] = await codec.encode([payload('red'), payload('red')]);
  expect(Buffer.from(first?.data ?? []).equals(Buffer.from(second?.data ?? []))).toBe(false);
});

test('the first key of the ring encrypts, any decrypts; without the key a payload stays shut', async () => {
  const [before] = await encryptionCodec(readKeyRing(old)).encode([payload('red')]);
  const both = encryptionCodec(readKeyRing(`${fresh},${old}`));
  expect(value((await both.decode(before ? [before] : []))[0])).toBe('red');
  const [after] = await both.encode([payload('red')]);
  expect(bytes(after ?? {})).toContain('2026-11');
  await expect(encryptionCodec(readKeyRing(fresh)).decode(before ? [before] : [])).rejects.toThrow('2026-01');
});

test('a payload that was tampered with, or given another key id, is not read', async () => {
  const codec = encryptionCodec(readKeyRing(`${old},${fresh}`));
  const [sealed] = await codec.encode([payload('red')]);
  const data = Buffer.from(sealed?.data ?? []);
  data[14] = (data[14] ?? 0) ^ 1;
  await expect(codec.decode([{ metadata: sealed?.metadata ?? {}, data }])).rejects.toThrow();
  await expect(
    codec.decode([{ metadata: { ...sealed?.metadata, 'encryption-key-id': Buffer.from('2026-11') }, data: sealed?.data ?? null }]),
  ).rejects.toThrow();
  await expect(codec.decode([{ metadata: sealed?.metadata ?? {}, data: Buffer.from('short') }])).rejects.toThrow('too short');
});

test('what comes in the clear is read as it is', async () => {
  expect(value((await encryptionCodec(readKeyRing(old)).decode([payload('green')]))[0])).toBe('green');
});

test.each([
  ['', 'empty'],
  ['nonsense', 'id:base64'],
  [`a:${randomBytes(16).toString('base64')}`, '32 bytes'],
  [`${old},${old}`, 'twice'],
])('a key ring written %j is refused', (text, why) => {
  expect(() => readKeyRing(text)).toThrow(why);
});
