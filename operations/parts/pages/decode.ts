import type { IncomingMessage } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { z } from 'zod';

const largestBody = 16 * 1024 * 1024;

const payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() })).default([]),
});

/**
 * Decrypts payloads as Temporal's pages ask for it (https://docs.temporal.io/codec-server): in and out as JSON text.
 * Throws for what cannot be read.
 */
export async function decode(codec: PayloadCodec, text: string): Promise<string> {
  const body = payloads.parse(JSON.parse(text));
  const decoded = await codec.decode(body.payloads.map(fromJson));
  return JSON.stringify({ payloads: decoded.map(toJson) });
}

/** Reads a body of some megabytes at the most. Throws RangeError for a larger one. */
export async function readRequest(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > largestBody) throw new RangeError('the body is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

type Payload = Parameters<PayloadCodec['decode']>[0][number];
type JsonPayload = z.infer<typeof payloads>['payloads'][number];

function fromJson({ metadata = {}, data = '' }: JsonPayload): Payload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: Buffer.from(data, 'base64'),
  };
}

function toJson({ metadata, data }: Payload): JsonPayload {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
    data: base64(data ?? new Uint8Array()),
  };
}
