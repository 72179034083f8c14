import { Temporal } from 'temporal-polyfill';
import { LONDON, type PlainDate } from '../../domain/calendar/dates';
import type { Line } from '../../domain/pathway/types';
import type { Rehearsal, Summary } from './rehearsal-core';
import type { Playable } from './scenario';

/** Marks a piece of text; plain output marks nothing. */
export interface Ink {
  readonly bold: (text: string) => string;
  readonly dim: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly wary: (text: string) => string;
}

const same = (text: string): string => text;
export const PLAIN: Ink = { bold: same, dim: same, good: same, bad: same, wary: same };
const colour =
  (code: number) =>
  (text: string): string =>
    `\u001b[${code}m${text}\u001b[0m`;
export const COLOURED: Ink = { bold: colour(1), dim: colour(2), good: colour(32), bad: colour(31), wary: colour(33) };

const KEY = '+ opened   > moved   = met   ~ late   ! missed   ( excused   - superseded   * step   @ notice   ? warning';
const KIND_WIDTH = 24;
const DATE_WIDTH = 18;

/** Writes a played scenario for a reader: a heading, the days with their lines, and what is owed at the end. */
export function timelineText(scenario: Playable, { lines, summary }: Rehearsal, how: string, ink: Ink): string {
  const born = scenario.bornOn === null ? 'birth date not known' : `born ${longDate(scenario.bornOn)}`;
  const head = [
    ink.bold(scenario.title || 'Untitled'),
    ink.dim([scenario.ruleSet, born, `to ${longDate(scenario.until)}`, how].join(' · ')),
    ink.dim(KEY),
  ];
  const several = new Set(lines.map(({ pathway }) => pathway)).size > 1;
  return [...head, ...days(lines, several, ink), '', ...summaryText(summary, ink), ''].join('\n');
}

function days(lines: readonly Line[], several: boolean, ink: Ink): string[] {
  const written: string[] = [];
  let day = '';
  let time = '';
  for (const line of lines) {
    const local = Temporal.Instant.fromEpochMilliseconds(line.at).toZonedDateTimeISO(LONDON);
    const lineDay = local.toPlainDate().toString();
    if (lineDay !== day) {
      written.push('', ink.bold(longDate(local.toPlainDate().toString() as PlainDate, true)));
      [day, time] = [lineDay, ''];
    }
    const lineTime = local.toPlainTime().toString({ smallestUnit: 'minute' });
    written.push(
      `  ${lineTime === time ? '     ' : ink.dim(lineTime)}  ${several ? ink.dim(`${line.pathway}  `) : ''}${lineText(line, ink)}`,
    );
    time = lineTime;
  }
  return written;
}

function lineText(line: Line, ink: Ink): string {
  switch (line.what) {
    case 'event-applied':
      return ink.bold(`${line.type}`) + ink.dim(`  ${line.event}`);
    case 'event-refused':
      return ink.bad(`REFUSED  ${line.type}: ${line.reason}`) + ink.dim(`  ${line.event}`);
    case 'rating':
      return line.rating === null ? '  no rating stands any more' : `  rating is now ${ink.bold(line.rating.toUpperCase())}`;
    case 'deadline-opened':
      return `  + ${kind(line.kind)}${dueText(line.due)}${ink.dim(line.rule)}`;
    case 'deadline-moved':
      return ink.wary(`  > ${kind(line.kind)}${dueText(line.due)}`) + ink.dim(`was ${dueText(line.from ?? null).trim()}`);
    case 'deadline-met':
      return ink.good(`  = ${kind(line.kind)}${dueText(line.due)}met${earlier(line.before)}`);
    case 'deadline-late':
      return ink.wary(`  ~ ${kind(line.kind)}${dueText(line.due)}done late`);
    case 'deadline-missed':
      return ink.bad(`  ! ${kind(line.kind)}${dueText(line.due)}MISSED${earlier(line.before)}`);
    case 'deadline-excused':
      return `  ( ${kind(line.kind)}${dueText(line.due)}excused`;
    case 'deadline-superseded':
      return ink.dim(`  - ${kind(line.kind)}${dueText(line.due)}superseded`);
    case 'step':
      return `  * ${kind(line.kind)}${dueText(line.due)}${line.step === 'escalate' ? ink.wary('escalate') : line.step} to the ${line.audience}`;
    case 'meeting-requested':
      return `  @ ${kind(line.kind)}${''.padEnd(DATE_WIDTH)}meeting requested`;
    case 'notice':
      return ink.dim(`  @ ${kind(line.notice)}${''.padEnd(DATE_WIDTH)}to the ${line.audience}`);
    case 'warning':
      return ink.wary(`  ? ${line.code}`) + ink.dim(`  ${line.deadline ?? line.event ?? ''}`);
  }
}

const kind = (name: string): string => `${name.padEnd(KIND_WIDTH)} `;
const dueText = (due: PlainDate | null): string => (due === null ? 'no date' : shortDate(due)).padEnd(DATE_WIDTH);
const earlier = (before: boolean | undefined): string => (before ? ', before this service took over' : '');

function summaryText({ rating, openDeadlines, historyEvents, runs }: Summary, ink: Ink): string[] {
  const head = `At the end: rating ${rating === null ? 'none' : rating.toUpperCase()}, ${openDeadlines.length} owed`;
  const rows = openDeadlines.map(({ kind: name, due, status }) => {
    const row = `  ${kind(name)}${dueText(due)}${status}`;
    return status === 'missed' ? ink.bad(row) : row;
  });
  const counts = runs > 0 ? [ink.dim(`  ${historyEvents} history events in ${runs} ${runs === 1 ? 'run' : 'runs'} of the workflow`)] : [];
  return [ink.bold(head), ...rows, ...counts];
}

function shortDate(date: PlainDate): string {
  return Temporal.PlainDate.from(date)
    .toLocaleString('en-GB', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' })
    .replace(',', '');
}

function longDate(date: PlainDate, weekday = false): string {
  return Temporal.PlainDate.from(date).toLocaleString('en-GB', {
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    ...(weekday ? { weekday: 'long' } : {}),
  });
}
