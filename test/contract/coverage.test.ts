import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { contractNumbers } from '../support/core/contract';

const { sentences } = contractNumbers();

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
});
