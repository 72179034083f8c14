import { londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';
import { AUDIENCE_WORDS } from './audiences';
import { stepWords } from './changes';
import { dayText } from './dates';

/** A line of a timeline that tells what became of one deadline. */
type OfDeadline = Extract<Line, { deadline: string; kind: unknown; due: PlainDate | null }>;

const isOf =
  (deadline: string, pathway: number) =>
  (line: Line): line is OfDeadline =>
    'due' in line && line.deadline === deadline && line.pathway === pathway;

function words(line: OfDeadline): string {
  const { due } = line;
  switch (line.what) {
    case 'deadline-opened':
      return due === null ? 'It started, with no date set' : `It started, due ${dayText(due)}`;
    case 'deadline-moved':
      return `It moved from ${line.from ? dayText(line.from) : 'no date'} to ${due === null ? 'no date' : dayText(due)}`;
    case 'deadline-met':
      return 'It was done on time';
    case 'deadline-late':
      return 'It was done late, and stays recorded as late';
    case 'deadline-missed':
      return 'It was missed, and stays recorded as missed';
    case 'deadline-excused':
      return 'It was excused';
    case 'deadline-superseded':
      return 'It no longer applies';
    case 'step':
      return `${stepWords(line.step)}, to ${AUDIENCE_WORDS[line.audience]}`;
  }
}

/** What has happened to a deadline of a pathway, day by day, the earliest first. `lines`: the person's timeline, in its order. */
export const courseOf = (
  lines: readonly Line[],
  deadline: string,
  pathway: number,
): readonly { readonly when: string; readonly what: string }[] =>
  lines.filter(isOf(deadline, pathway)).map((line) => ({ when: dayText(londonDate(line.at)), what: words(line) }));
