import type { Deadline, DeadlineWhat, LineBody, Snapshot } from '../types';

/** A line about a deadline, before it has its instant. */
export type DeadlineLine = Extract<LineBody, { what: DeadlineWhat }>;

const WHAT: Record<Deadline['status'], DeadlineWhat> = {
  open: 'deadline-opened',
  met: 'deadline-met',
  late: 'deadline-late',
  missed: 'deadline-missed',
  excused: 'deadline-excused',
  superseded: 'deadline-superseded',
};

/** The order of contract section 3 within one instant. */
const ORDER: readonly DeadlineWhat[] = [
  'deadline-superseded',
  'deadline-excused',
  'deadline-met',
  'deadline-late',
  'deadline-moved',
  'deadline-opened',
  'deadline-missed',
];

/** What became of the deadlines between two snapshots, as timeline lines in their order (contract section 3). */
export function deadlineLines(before: Snapshot | null, after: Snapshot): DeadlineLine[] {
  const ids = new Set([...(before?.deadlines.keys() ?? []), ...after.deadlines.keys()]);
  return [...ids]
    .flatMap((id) => {
      const [was, is] = [before?.deadlines.get(id), after.deadlines.get(id)];
      return was === is ? [] : ofOne(was, is);
    })
    .sort(byRank)
    .map(({ line }) => line);
}

interface Ranked {
  readonly line: DeadlineLine;
  readonly rank: number;
  /** Its place among the lines of one deadline: what opened or moved it comes before its new state. */
  readonly place: number;
}

function ofOne(before: Deadline | undefined, after: Deadline | undefined): Ranked[] {
  if (!after) return before && isStanding(before) ? ranked([said('deadline-superseded', before)]) : [];
  if (!before || !isStanding(before)) return opened(before, after);
  const lines: DeadlineLine[] = [];
  const moved = before.due !== after.due && !(hasEnded(before) && hasEnded(after));
  if (moved) lines.push({ ...said('deadline-moved', after), from: before.due });
  const judgedAnew = moved && (before.status === 'missed' || before.status === 'met' || before.status === 'late');
  if (judgedAnew || before.status !== after.status) {
    // What was settled and is open again has its opening told before a miss (contract 6.3(1)).
    if (after.status === 'missed' && isSettled(before)) lines.push(said('deadline-opened', after));
    lines.push(said(WHAT[after.status], after));
  }
  return ranked(lines);
}

/** A deadline seen for the first time; or again, after it had been superseded: then it is told as open only where it is owed once more. */
function opened(before: Deadline | undefined, after: Deadline): Ranked[] {
  if (before && before.status === after.status) return [];
  if (after.standIn && after.status === 'excused') return ranked([said('deadline-excused', after)]);
  const lines: DeadlineLine[] = [];
  if (!before || after.status === 'missed') lines.push(said('deadline-opened', after));
  lines.push(said(WHAT[after.status], after));
  return ranked(after.status === 'open' ? lines.slice(-1) : lines);
}

const isStanding = (deadline: Deadline): boolean => deadline.status !== 'superseded';
const hasEnded = (deadline: Deadline): boolean => deadline.status === 'superseded' || deadline.status === 'excused';
const isSettled = (deadline: Deadline): boolean => deadline.status === 'met' || deadline.status === 'late' || deadline.status === 'excused';

function said(what: DeadlineWhat, { id, kind, due, rule, before, status }: Deadline): DeadlineLine {
  const dated = (status === 'met' || status === 'missed') && (what === 'deadline-met' || what === 'deadline-missed');
  const counted = before && (due === null ? what === 'deadline-opened' : dated);
  return { what, deadline: id, kind, due, rule, ...(counted ? { before: true as const } : {}) };
}

/** The lines of one deadline stand together, where the first of them stands (contract section 3). */
function ranked(lines: readonly DeadlineLine[]): Ranked[] {
  const [first] = lines;
  const together = first !== undefined && (first.what === 'deadline-opened' || first.what === 'deadline-moved');
  return lines.map((line, place) => ({
    line,
    rank: ORDER.indexOf(together && line.what !== 'deadline-missed' ? first.what : line.what),
    place,
  }));
}

function byRank(a: Ranked, b: Ranked): number {
  return (
    a.rank - b.rank ||
    byDue(a.line, b.line) ||
    compareText(a.line.kind, b.line.kind) ||
    compareText(a.line.deadline, b.line.deadline) ||
    a.place - b.place
  );
}

/** By due date, null last; then, for whoever sorts on, by kind and id. */
export function byDue(a: { readonly due: string | null }, b: { readonly due: string | null }): number {
  return a.due === b.due ? 0 : a.due === null ? 1 : b.due === null ? -1 : compareText(a.due, b.due);
}

/** The order of code units, so that it is the same everywhere. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
