import fc from 'fast-check';
import { parseNhsNumber } from '../../../services/people/nhs-number';

describe('the NHS number', () => {
  test('is ten digits with a check digit by modulus 11, spaces accepted', () => {
    // By hand: 9×10 + 9×9 + 9×8 + 0 + 0 + 0 + 0 + 0×3 + 1×2 = 245; 245 mod 11 = 3; 11 − 3 = 8.
    expect(parseNhsNumber('9990000018')).toBe('9990000018');
    expect(parseNhsNumber('999 000 0018')).toBe('9990000018');
    expect(parseNhsNumber(' 9 9 9 0 0 0 0 0 1 8 ')).toBe('9990000018');
  });

  test('a remainder of one makes no number at all, a remainder of nought the digit 0', () => {
    // 999000000: 9×10 + 9×9 + 9×8 = 243, remainder 1, so the check would be 10. 999000005: 243 + 5×2 = 253, remainder 0.
    const valid = (nine: string): string[] => [...'0123456789'].filter((check) => parseNhsNumber(`${nine}${check}`) !== null);
    expect(valid('999000000')).toEqual([]);
    expect(valid('999000005')).toEqual(['0']);
  });

  test('any single wrong digit, and two neighbours that changed places, are caught', () => {
    const numbers = fc
      .integer({ min: 0, max: 999_999 })
      .map((serial) => `999${String(serial).padStart(6, '0')}`)
      .map((nine) => [...'0123456789'].map((digit) => `${nine}${digit}`).find((ten) => parseNhsNumber(ten) !== null))
      .filter((found) => found !== undefined);
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 9 }), fc.integer({ min: 1, max: 9 }), (number, place, by) => {
        const digits = [...number];
        digits[place] = String((Number(digits[place]) + by) % 10);
        expect(parseNhsNumber(digits.join(''))).toBeNull();
      }),
    );
    fc.assert(
      fc.property(numbers, fc.integer({ min: 0, max: 8 }), (number, place) => {
        const digits = [...number];
        const [first = '', second = ''] = digits.slice(place, place + 2);
        fc.pre(first !== second);
        digits.splice(place, 2, second, first);
        expect(parseNhsNumber(digits.join(''))).toBeNull();
      }),
    );
  });

  test('anything else is none', () => {
    for (const text of ['', '999000001', '99900000180', '999-000-0018', '999000001X', '٩٩٩٠٠٠٠٠١٨', '9990000018\n'])
      expect([text, parseNhsNumber(text)]).toEqual([text, null]);
  });
});
