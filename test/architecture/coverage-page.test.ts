import { existsSync } from 'node:fs';
import path from 'node:path';
import { projectRoot } from '../../infra/project-root';
import { textOf } from './modules';

const rows = textOf('docs/coverage.md')
  .split('\n')
  .filter((line) => /^\| (?!row |---)/.test(line))
  .map((line) => {
    const [row = '', state = '', , shownBy = ''] = line
      .split('|')
      .map((cell) => cell.trim())
      .slice(1);
    return { row, state, tests: [...shownBy.matchAll(/`([^`]+)`/g)].map(([, named = '']) => named) };
  });

describe('what of the documents stands (docs/coverage.md)', () => {
  it('has a line for every row of the sections that it covers, and for the sixteen', () => {
    const numbers = (letter: string, last: number): string[] => Array.from({ length: last }, (_, index) => `${letter}${index + 1}`);
    const wanted = [
      ...numbers('A', 17),
      ...numbers('B', 14),
      ...numbers('C', 12),
      ...numbers('D', 14),
      ...numbers('E', 16),
      ...numbers('F', 16),
      ...numbers('G', 12),
      ...numbers('H', 11),
      ...numbers('OD', 8),
      ...numbers('J', 9),
      ...numbers('K', 5),
      ...numbers('L', 10),
      ...numbers('M', 6),
      ...numbers('N', 7),
      ...numbers('O', 18),
      ...numbers('P', 2),
      ...numbers('Q', 12),
      ...numbers('R', 10),
      ...numbers('', 16),
    ];
    expect(rows.map(({ row }) => row)).toEqual(wanted);
  });

  it.each(rows.flatMap(({ row, tests }) => tests.map((named) => ({ row, named }))))('$row: $named is there', ({ named }) => {
    const [file = '', title] = named.split(' › ');
    expect(existsSync(path.join(projectRoot, file))).toBe(true);
    if (title !== undefined) expect(textOf(file)).toContain(title);
  });

  it('what stands names a test, and what does not stand names none', () => {
    expect(rows.filter(({ state, tests }) => (state === 'not yet') !== (tests.length === 0))).toEqual([]);
    expect(rows.filter(({ state }) => !['stands', 'in part', 'not yet'].includes(state))).toEqual([]);
  });
});
