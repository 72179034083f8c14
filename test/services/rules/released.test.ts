import { coreContext } from '../../../services/rules/policies';
import { PoliciesCopy, withInterval } from '../../support/core/policies';

type Json = Record<string, unknown>;

/** A copy of the policies in which the country's rules have one version more, with consent renewed every two years, and its reference. */
function withNextVersion(): { copy: PoliciesCopy; next: string } {
  const copy = new PoliciesCopy();
  return { copy, next: copy.newVersion('england-2023', withInterval('consent-renewal', { number: 2, unit: 'years' })) };
}
const versionOf = (ref: string): string => ref.split('@')[1] ?? '';
/** The newest file of the area's rule set, which what is in use may follow. */
const areasFile = (): string => coreContext().ruleSet('llr-2023').ref.replace(/\..*/, '');
/** The lines that a refusal asks to be added to `released.json`. */
const asked = (load: () => unknown): Json => {
  try {
    load();
  } catch (error) {
    return JSON.parse(`{${String((error as Error).message.split('Add there: ')[1])}}`) as Json;
  }
  return {};
};

describe('a released rule set', () => {
  test('is locked: a process whose file says something else does not start, and says what to do', () => {
    const { ref } = coreContext().ruleSet('england-2023');
    const copy = new PoliciesCopy().edit(`rule-sets/${ref}.json`, withInterval('consent-renewal', { number: 2, unit: 'years' }));
    expect(() => copy.load()).toThrow(new RegExp(`${ref}\\.json is not what was released.*new version`));
  });

  test('cannot go missing', () => {
    const copy = new PoliciesCopy().edit('released.json', (released) => ({ ...released, 'england-2023@0': 'a hash' }));
    expect(() => copy.load()).toThrow(/england-2023@0\.json is missing/);
  });
});

describe('a new version of the country’s rules', () => {
  test('is followed by what areas have changed, under references of their own, and changes none that there were', () => {
    const { copy, next } = withNextVersion();
    const now = coreContext();
    const loaded = copy.load();
    const area = loaded.ruleSet('llr-2023');
    expect(area.ref).toBe(`${areasFile()}.${versionOf(next)}`);
    expect(area.rules.get('mam')?.intervals).toEqual({ default: { number: 14, unit: 'days' } });
    expect(area.rules.get('consent-renewal')).toMatchObject({ intervals: { default: { number: 2, unit: 'years' } } });
    expect(area.rules.get('consent-renewal')?.ref).toContain(`@england-2023/${versionOf(next)}`);
    expect(loaded.ruleSet('mha-2025-draft').notInForce).toBe(now.ruleSet('mha-2025-draft').notInForce);
    for (const ref of ['england-2023@1', 'england-2023@2', 'llr-2023@1', 'llr-2023@2', 'mha-2025-draft@1', 'mha-2025-draft@2'])
      expect(loaded.ruleSet(ref)).toEqual(now.ruleSet(ref));
    expect(loaded.stamp).not.toBe(now.stamp);
  });

  test('is not released without what follows it: the refusal says what is to be added', () => {
    const { copy, next } = withNextVersion();
    copy.release(next);
    const lines = asked(() => copy.load());
    expect(Object.keys(lines).map((ref) => ref.split('@')[0])).toEqual(expect.arrayContaining(['llr-2023', 'mha-2025-draft']));
    copy.edit('released.json', (released) => ({ ...released, ...lines }));
    expect(copy.load().ruleSet('llr-2023').version).toContain('.');
  });

  test('keeps what is released of it where a file takes its place later, and the file is newer', () => {
    const { copy, next } = withNextVersion();
    copy.release(next);
    copy.edit('released.json', (released) => ({ ...released, ...asked(() => copy.load()) }));
    const followed = copy.load().ruleSet('llr-2023');
    const version = String(Number(versionOf(areasFile())) + 1);
    const written = withInterval('mam', { number: 10, unit: 'days' }, { version, over: next });
    copy.write(`rule-sets/llr-2023@${version}.json`, copy.changed(`rule-sets/${areasFile()}.json`, written));
    const loaded = copy.load();
    expect(loaded.ruleSet('llr-2023')).toMatchObject({ version, ref: `llr-2023@${version}` });
    expect(loaded.ruleSet('llr-2023').rules.get('mam')?.intervals).toEqual({ default: { number: 10, unit: 'days' } });
    expect(loaded.ruleSet(followed.ref)).toEqual(followed);
  });

  test('is locked with what follows of it: one that would say something else is not made', () => {
    const { copy, next } = withNextVersion();
    copy.release(next);
    const lines = asked(() => copy.load());
    const [[ref, hash]] = Object.entries(lines) as [[string, unknown]];
    const other = String(hash).replace(/^./, (digit) => (digit === '0' ? '1' : '0'));
    copy.edit('released.json', (released) => ({ ...released, ...lines, [ref]: other }));
    expect(() => copy.load()).toThrow(new RegExp(`^${ref}, .* laid over ${next}, is not what was released`));
  });
});

test('a file has a whole number for its version: the others are for what follows', () => {
  const copy = new PoliciesCopy();
  copy.write(
    'rule-sets/llr-2023@2.3.json',
    copy.changed('rule-sets/llr-2023@2.json', (json) => ({ ...json, version: '2.3' })),
  );
  expect(() => copy.load()).toThrow(/llr-2023@2\.3\.json: the version of a file is a whole number/);
});

/** Each as it was released, by a hash that is written here once more: `released.json` itself is no file to be edited where it has a line already. */
test.each([
  ['england-2023@1', 'c39ccdad9f2b920e8e31988e96123b621afccbae9f2524a2e215b272fe5324b4'],
  ['england-2023@2', '4f6cb271156688fa2038b7ee352d79048502a30838f15935572eb4130d4c3c73'],
  ['llr-2023@1', '261a2892e7c00ab108841ffd862719684ea6db3c66f105d431764274658ad6bf'],
  ['llr-2023@2', '49781497d2c01f63a05ca12e4f8654bd71b2d07b98b4c09e73e8b35714d611dd'],
  ['mha-2025-draft@1', 'ad2ed7db0ca347e234059de07d26256304df08c7011257baa325730aa2ec4a17'],
  ['mha-2025-draft@2', '0ce7be46392e1d1c4c93ae7121cd8e031884a64a1330901bdcf937abfc299ccd'],
])('%s is locked as it was released', (ref, hash) => {
  expect(new PoliciesCopy().changed('released.json', (json) => json)).toHaveProperty([ref], hash);
});
