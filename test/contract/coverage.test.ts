import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import sentences from './sentences.json';

/** The names of all tests in this folder, read from the files. */
function testNames(): string[] {
  const files = readdirSync(__dirname, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.test.ts'));
  return files.flatMap((name) => {
    const text = readFileSync(path.join(__dirname, name), 'utf8');
    return [...text.matchAll(/\bit(?:\.each(?:<[^;]*?>)?\([\s\S]*?\))?\(\s*(['"`])(6\.\d+\(\d+\)[\s\S]*?)\1\s*,/g)].map(
      (match) => match[2] ?? '',
    );
  });
}

describe('the numbered sentences of the contract, section 6', () => {
  const names = testNames();
  const numberOf = (name: string): string => /^6\.\d+\(\d+\)/.exec(name)?.[0] ?? '';

  it.each(sentences)('%s has a test that carries its number', (sentence) => {
    expect(names.filter((name) => numberOf(name) === sentence)).not.toEqual([]);
  });

  it('no test carries a number that the contract does not have', () => {
    expect([...new Set(names.map(numberOf))].filter((number) => !sentences.includes(number))).toEqual([]);
  });

  it('the list runs from 6.1(1) to 6.18(5) without a gap', () => {
    for (const [index, sentence] of sentences.entries()) {
      const [, section, number] = /^6\.(\d+)\((\d+)\)$/.exec(sentence) ?? [];
      const next = /^6\.(\d+)\((\d+)\)$/.exec(sentences[index + 1] ?? '6.19(1)') ?? [];
      const follows =
        next[1] === section ? Number(next[2]) === Number(number) + 1 : Number(next[1]) === Number(section) + 1 && next[2] === '1';
      expect([sentence, follows]).toEqual([sentence, true]);
    }
    expect([sentences[0], sentences.at(-1)]).toEqual(['6.1(1)', '6.18(5)']);
  });
});
