import fc from 'fast-check';
import { canonicalJson, digestOf } from '../../../infra/canonical';

test('keys are sorted at every depth, and what is undefined is left out', () => {
  expect(canonicalJson({ b: 1, a: { d: [2, { f: undefined, e: 'é"\n' }], c: null } })).toBe(
    '{"a":{"c":null,"d":[2,{"e":"é\\"\\n"}]},"b":1}',
  );
});

test('the text says what the value says, whatever the order of its keys', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = canonicalJson(value);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      expect(canonicalJson(reversed(value))).toBe(text);
    }),
  );
});

test('what the hash chains of stored logs were made with stays as it is', () => {
  const fact = { type: 'rating-set', rating: 'red', on: '2026-10-01' };
  expect(digestOf(fact)).toBe('a215983f85a7e02154e9c54e68ee6f1116621b832bbfcc17b14385cb6d7e0cd8');
});

test('what is no JSON is refused', () => {
  expect(() => canonicalJson(undefined)).toThrow(TypeError);
});

/** The same value with its keys written in another order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(reversed);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toReversed()
      .map(([key, inner]) => [key, reversed(inner)]),
  );
}
