import fc from 'fast-check';
import { checkCharacter, newRegisterId, parseRegisterId } from '../../../services/people/register-id';

const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** An id as the service gives it out, from seven numbers that chance chose. */
const given = fc.infiniteStream(fc.integer({ min: 0, max: 31 })).map((stream) => newRegisterId(() => Number(stream.next().value)));
const plain = (id: string): string => id.replace('-', '');

describe('the register id', () => {
  test('is XXXX-XXXX of Crockford base 32, and reads back as itself', () => {
    fc.assert(
      fc.property(given, (id) => {
        expect(id).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}$/);
        expect(parseRegisterId(id)).toBe(id);
      }),
    );
  });

  test('has the check character that Luhn modulo 32 gives', () => {
    // By hand: from the right, 1 doubled is 2; then 0, 0, … 0; 2 and what makes 32 is 30, the character Y.
    expect(checkCharacter('0000001')).toBe('Y');
    // 31 doubled is 62, in base 32 the digits 1 and 30, together 31; 1 more makes 32.
    expect(checkCharacter('000000Z')).toBe('1');
    expect(checkCharacter('0000000')).toBe('0');
    expect(() => checkCharacter('000000U')).toThrow(RangeError);
  });

  test('any single wrong character is caught', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 7 }), fc.constantFrom(...ALPHABET), (id, place, other) => {
        const characters = [...plain(id)];
        fc.pre(characters[place] !== other);
        characters[place] = other;
        expect(parseRegisterId(characters.join(''))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('any two neighbours that changed places are caught', () => {
    fc.assert(
      fc.property(given, fc.integer({ min: 0, max: 6 }), (id, place) => {
        const characters = [...plain(id)];
        const [first = '', second = ''] = characters.slice(place, place + 2);
        fc.pre(first !== second);
        characters.splice(place, 2, second, first);
        expect(parseRegisterId(characters.join(''))).toBeNull();
      }),
      { numRuns: 2_000 },
    );
  });

  test('an id with 0 and Z side by side, whose change of places no Luhn can see, is never given out', () => {
    const numbers = [0, 31, 5, 5, 5, 5, 5, 1, 2, 3, 4, 5, 6, 7];
    const id = newRegisterId(() => numbers.shift() ?? 0);
    expect(id.startsWith('1234-567')).toBe(true);
    fc.assert(fc.property(given, (one) => expect(plain(one)).not.toMatch(/0Z|Z0/)));
  });

  test('is read as people write it: small letters, O for 0, I and L for 1, no hyphen', () => {
    fc.assert(
      fc.property(given, fc.boolean(), fc.constantFrom('i', 'l', 'I', 'L'), fc.constantFrom('o', 'O'), (id, hyphen, one, nought) => {
        const written = (hyphen ? id : plain(id)).toLowerCase().replaceAll('1', one).replaceAll('0', nought);
        expect(parseRegisterId(written)).toBe(id);
      }),
    );
  });

  test('anything else is none, and nothing makes it throw', () => {
    for (const text of [
      '',
      '-',
      '7K3M9QX',
      '7K3M-9QX',
      '7K3-M9QX1',
      '7K3M--9QX1',
      ' 7K3M-9QX1',
      '7K3M-9QX1\n',
      'UUUU-UUUU',
      '7K3M 9QX1',
      '7K3M-9QX1-',
      '٧K3M-9QX1',
      'ſ0000000',
    ]) {
      expect([text, parseRegisterId(text)]).toEqual([text, null]);
    }
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void parseRegisterId(text)));
  });
});
