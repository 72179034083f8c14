import fc from 'fast-check';
import { byVersion, followersOf, type Written } from '../../../services/rules/laid-over';

const rule = (kind: string, ladder = 'dated') => ({ kind, ladder });
/** A rule set's file: `country@2`, laid over nothing or over another. By itself it has rules for a mam and a visit. */
const file = (ref: string, over?: string, more: Partial<Written> = {}): Written => {
  const [name = '', version = ''] = ref.split('@');
  const own = over === undefined ? { rules: [rule('mam'), rule('visit')], ladders: { dated: [] } } : { rules: [rule('mam')] };
  return { name, version, ...(over === undefined ? {} : { over }), ...own, ...more };
};
const followers = (files: readonly Written[], locked: readonly string[] = []): Map<string, Written> =>
  followersOf(new Map(files.map((one) => [`${one.name}@${one.version}`, one])), (ref) => locked.includes(ref));
const refsAndBases = (made: ReadonlyMap<string, Written>): readonly string[] => [...made].map(([ref, { over }]) => `${ref} over ${over}`);

describe('what an area has changed follows the versions of what it is laid over', () => {
  test.each<[string, Written[], string[]]>([
    ['nothing is laid over it', [file('country@1'), file('country@2')], []],
    ['nothing newer', [file('country@1'), file('area@1', 'country@1')], []],
    [
      'a newer version, for which no file is written',
      [file('country@1'), file('country@2'), file('area@1', 'country@1')],
      ['area@1.2 over country@2'],
    ],
    [
      'one with a file of its own for the newer version: the file is it',
      [file('country@1'), file('country@2'), file('area@1', 'country@1'), file('area@2', 'country@2')],
      [],
    ],
    [
      'each newer version, the newest file alone',
      [
        file('country@1'),
        file('country@2'),
        file('country@3'),
        file('country@10'),
        file('area@1', 'country@1'),
        file('area@2', 'country@2'),
      ],
      ['area@2.3 over country@3', 'area@2.10 over country@10'],
    ],
    [
      'a version between two that have files: the older follows',
      [file('country@1'), file('country@2'), file('country@3'), file('area@1', 'country@1'), file('area@2', 'country@3')],
      ['area@1.2 over country@2'],
    ],
    [
      'a file that is written over the older version when there is a newer one already',
      [file('country@2'), file('country@3'), file('area@2', 'country@2'), file('area@3', 'country@2')],
      ['area@3.3 over country@3'],
    ],
    [
      'what follows has followers in its turn',
      [file('country@1'), file('country@2'), file('area@1', 'country@1'), file('town@4', 'area@1')],
      ['area@1.2 over country@2', 'town@4.1.2 over area@1.2'],
    ],
    [
      'a version of the country that is laid over the one before it follows nothing',
      [file('country@1'), file('country@2', 'country@1')],
      [],
    ],
    ['two that are laid over each other come to an end', [file('a@1'), file('a@2', 'b@1'), file('b@1', 'a@1'), file('a@3', 'b@1')], []],
  ])('%s', (_, files, expected) => {
    expect(refsAndBases(followers(files))).toEqual(expected);
  });

  test('it says what the file says, but for its version and what it lies over', () => {
    const more = { title: 'Area', ratings: ['red', 'blue'], ladders: { dated: [1] } };
    const made = followers([file('country@1'), file('country@2'), file('area@1', 'country@1', more)]);
    expect(made.get('area@1.2')).toEqual({ name: 'area', version: '1.2', over: 'country@2', rules: [rule('mam')], ...more });
  });

  test('one that is locked stays where a newer file takes its place', () => {
    const files = [file('country@2'), file('country@3'), file('area@2', 'country@2'), file('area@3', 'country@3')];
    expect(refsAndBases(followers(files))).toEqual([]);
    expect(refsAndBases(followers(files, ['area@2.3']))).toEqual(['area@2.3 over country@3']);
  });

  test('versions are ordered by their numbers: a file comes after what followed of the one before it', () => {
    const versions = ['2.10', '10', '3', '2.3', '2', '1.2.3', '1'];
    expect(versions.map((version) => ({ version })).sort(byVersion)).toEqual(
      ['1', '1.2.3', '2', '2.3', '2.10', '3', '10'].map((version) => ({ version })),
    );
  });

  test('whatever is written later: what is locked is made again, and says the same', () => {
    const ref = fc.record({ name: fc.constantFrom('a', 'b', 'c'), version: fc.integer({ min: 1, max: 4 }) });
    const written = fc
      .record({ of: ref, over: fc.option(ref, { nil: undefined }) })
      // As it grows in truth: what a file lies over has another name, and was there before.
      .filter(({ of, over }) => over === undefined || over.name < of.name)
      .map(({ of, over }) => file(`${of.name}@${of.version}`, over && `${over.name}@${over.version}`, { ladders: { dated: [] } }));
    fc.assert(
      fc.property(fc.uniqueArray(written, { selector: ({ name, version }) => `${name}@${version}`, maxLength: 10 }), (files) => {
        let locked = new Map<string, Written>();
        for (let number = 1; number <= files.length; number += 1) {
          const made = followers(files.slice(0, number), [...locked.keys()]);
          for (const [ref, one] of locked) expect([ref, made.get(ref)]).toEqual([ref, one]);
          locked = made;
        }
      }),
    );
  });
});

describe('what is no longer in the newer version', () => {
  const dropped = (country: Partial<Written>, area: Partial<Written> = {}, more: readonly Written[] = []) =>
    followers([file('country@1'), file('country@2', undefined, country), file('area@1', 'country@1', area), ...more]);

  test.each<[string, Partial<Written>, Partial<Written>, RegExp | null]>([
    [
      'the rule that an area changes',
      { rules: [rule('visit')] },
      {},
      /area@1\.json cannot be laid over country@2, .*the rule for mam\. Write the next version of area over country@2/,
    ],
    [
      'the ladder that its rule names',
      { ladders: { other: [] } },
      {},
      /area@1\.json cannot be laid over country@2, .*the ladder dated\. Write the next version/,
    ],
    [
      'the ladder that its rule names where it turns out to have no date',
      {},
      { rules: [{ ...rule('mam'), ladderWithoutDate: 'undated' }] },
      /the ladder undated/,
    ],
    ['a rule that it does not change', { rules: [rule('mam')] }, {}, null],
    ['a ladder, where it has one of that name of its own', { ladders: { other: [] } }, { ladders: { dated: [] } }, null],
    ['nothing, where it adds a rule that the country never had', {}, { rules: [rule('own')] }, null],
  ])('%s', (_, country, area, message) => {
    const make = () => dropped(country, area);
    if (message) expect(make).toThrow(message);
    else expect([...make().keys()]).toEqual(['area@1.2']);
  });

  test('is nothing to a file that is followed by one for the newer version', () => {
    const own = file('area@2', 'country@2', { rules: [rule('visit')] });
    expect(dropped({ rules: [rule('visit')] }, {}, [own]).size).toBe(0);
  });
});
