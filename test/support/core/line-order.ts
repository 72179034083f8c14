import type { Line } from '../../../domain/pathway/types';

/** The order of the lines of one event, or of all wake-ups of one instant (contract section 3). */
const ORDER: readonly Line['what'][] = [
  'event-applied',
  'event-refused',
  'rating',
  'deadline-superseded',
  'deadline-excused',
  'deadline-met',
  'deadline-late',
  'deadline-moved',
  'deadline-opened',
  'deadline-missed',
  'step',
  'meeting-requested',
  'notice',
  'warning',
];

/** Splits a timeline into its groups: at one instant first the wake-ups, then event by event. */
export function groupsOf(lines: readonly Line[]): Line[][] {
  const groups: Line[][] = [];
  for (const line of lines) {
    const last = groups.at(-1);
    if (!last || last[0]?.at !== line.at || line.what === 'event-applied' || line.what === 'event-refused') groups.push([line]);
    else last.push(line);
  }
  return groups;
}

const FIELD = '\u0001';

/** What a line is sorted by within its group, as one text. */
function keyOf(line: Line): string {
  const rank = String(ORDER.indexOf(line.what)).padStart(2, '0');
  switch (line.what) {
    case 'event-applied':
    case 'event-refused':
    case 'rating':
      return rank;
    case 'step':
      return [rank, line.kind, line.deadline, line.audience].join(FIELD);
    case 'meeting-requested':
      return [rank, line.kind, line.deadline].join(FIELD);
    case 'notice':
      return [rank, line.notice, line.deadline ?? '', line.audience].join(FIELD);
    case 'warning':
      return [rank, line.code, line.deadline ?? ''].join(FIELD);
    default:
      return [rank, line.due ?? '9999-99-99', line.kind, line.deadline].join(FIELD);
  }
}

/**
 * What is out of order in a timeline; undefined where nothing is. Deadlines that are opened and ended in one group are left to the
 * second check, for there the contract only says that they are opened before.
 */
export function disorderIn(lines: readonly Line[]): string | undefined {
  for (const [index, line] of lines.entries()) {
    if (line.at < (lines[index - 1]?.at ?? 0)) return `line ${index + 1} (${line.what}) stands after a later one`;
  }
  for (const group of groupsOf(lines)) {
    const ofDeadline = (line: Line): Line[] =>
      line.what.startsWith('deadline-') && 'deadline' in line
        ? group.filter((other) => other.what.startsWith('deadline-') && 'deadline' in other && other.deadline === line.deadline)
        : [];
    const keys = group.filter((line) => ofDeadline(line).length < 2).map(keyOf);
    for (const [index, key] of keys.entries()) {
      if (index > 0 && key < (keys[index - 1] ?? ''))
        return `${key.replaceAll(FIELD, ' ')} stands after ${keys[index - 1]?.replaceAll(FIELD, ' ')}`;
    }
    for (const line of group) {
      const own = ofDeadline(line);
      const opened = own.findIndex(({ what }) => what === 'deadline-opened');
      const ended = own.findIndex(({ what }) =>
        ['deadline-superseded', 'deadline-excused', 'deadline-met', 'deadline-late', 'deadline-missed'].includes(what),
      );
      if (opened >= 0 && ended >= 0 && ended < opened) return `${own.map(({ what }) => what).join(', ')} of one deadline`;
    }
  }
  return undefined;
}
