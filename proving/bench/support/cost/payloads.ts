import type { Payload } from '@temporalio/common';

const isPayload = (value: object): value is Payload => Reflect.has(value, 'metadata') && Reflect.has(value, 'data');

/** Every payload in a message of Temporal's, however deep it lies. */
export function payloadsOf(value: unknown): Payload[] {
  if (Array.isArray(value)) return value.flatMap(payloadsOf);
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return [];
  if (isPayload(value)) return [value];
  return Object.values(value).flatMap(payloadsOf);
}
