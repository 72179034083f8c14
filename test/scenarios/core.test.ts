import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Line } from '../../domain/pathway/types';
import { rehearseCore } from '../../services/rehearsal/rehearsal-core';
import type { Scenario } from '../../services/rehearsal/scenario';
import { londonTime } from '../support/core/story';

const FOLDER = path.join(__dirname, '../../scenarios');
const EXPECTED = path.join(__dirname, 'expected');

/** What a hand worked out from the contract: ratings, deadlines and (where the file says so) steps, in the order of contract section 3. */
interface Expected {
  /** False where the steps are not written down. */
  readonly steps?: boolean;
  readonly lines: readonly string[];
  readonly summary: { readonly rating: string | null; readonly owed: readonly string[] };
}

const noDate = (due: string | null | undefined): string => due ?? 'no date';

/** A line in the words of the expected files; undefined for those that they do not hold. */
function written(line: Line, steps: boolean): string | undefined {
  const when = londonTime(line.at);
  const pathway = line.pathway === 1 ? '' : `pathway ${line.pathway}: `;
  switch (line.what) {
    case 'rating':
      return `${when} ${pathway}rating ${line.rating}`;
    case 'step':
      // Nobody owns anything in a rehearsal: the contract leaves open whether the owner or the team is named.
      return steps ? `${when} ${pathway}step ${line.kind} ${line.step} ${line.audience === 'team' ? 'owner' : line.audience}` : undefined;
    case 'deadline-moved':
      return `${when} ${pathway}moved ${line.kind} ${noDate(line.due)} from ${noDate(line.from)}`;
    case 'event-applied':
    case 'notice':
    case 'meeting-requested':
    case 'warning':
      return undefined;
    case 'event-refused':
      return `${when} ${pathway}refused ${line.type}`;
    default:
      return `${when} ${pathway}${line.what.slice('deadline-'.length)} ${line.kind} ${noDate(line.due)}${line.before ? ' before' : ''}`;
  }
}

const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json')).toSorted();
const names = filesOf(FOLDER);

describe('the scenarios, through the pure core', () => {
  it('each has its expected timeline, worked out by hand', () => {
    expect(filesOf(EXPECTED)).toEqual(names);
  });

  it.each(names)('%s', (name) => {
    const scenario = JSON.parse(readFileSync(path.join(FOLDER, name), 'utf8')) as Scenario;
    const expected = JSON.parse(readFileSync(path.join(EXPECTED, name), 'utf8')) as Expected;
    const { lines, summary } = rehearseCore(scenario);
    expect(lines.map((line) => written(line, expected.steps !== false)).filter((line) => line !== undefined)).toEqual(expected.lines);
    expect(summary.rating).toBe(expected.summary.rating);
    expect(summary.openDeadlines.map(({ kind, due, status }) => `${kind} ${noDate(due)} ${status}`).toSorted()).toEqual(expected.summary.owed);
    expect([summary.historyEvents, summary.runs]).toEqual([0, 0]);
  });
});
