import { startOfDay, addDays, type Instant } from '../calendar/dates';
import { nextBirthday } from './birthdays';
import { groupLines, refusalLines } from './lines/group';
import { decide } from './hearing';
import { afterAdoption } from './adoption';
import { bornOnFor, latestPathway, snapshotAt } from './present';
import { nextStepTeller, type NextStepTeller } from './lines/steps';
import type { CoreContext, Hearing, Line, LogEntry, PathwayRecord, PersonRecord, Refusal, Snapshot, WakeUp } from './types';

export { latestPathway, snapshotAt } from './present';
export type { Hearing } from './types';

/** What came of playing: the record as it is now, and the lines given, in order. */
export interface Played {
  readonly record: PersonRecord;
  readonly lines: readonly Line[];
}

export type Heard =
  | (Played & { readonly outcome: 'applied'; readonly pathway: number; readonly entries: readonly LogEntry[]; readonly snapshot: Snapshot })
  | (Played & { readonly outcome: 'refused'; readonly refusal: Refusal; readonly pathway: number });

/** A person of whom nothing has been heard. */
export function emptyRecord({
  bornOn,
  minutes,
  ruleSet,
  owned,
}: Pick<PersonRecord, 'bornOn' | 'minutes' | 'ruleSet' | 'owned'>): PersonRecord {
  return { bornOn, minutes, ruleSet, pathways: [], playedTo: null, ...(owned ? { owned } : {}) };
}

/** Takes every wake-up planned up to and at `until`, in order, each at its planned instant (misses at 00:00, steps, days on which something begins). */
export function play(context: CoreContext, start: PersonRecord, until: Instant): Played {
  const lines: Line[] = [];
  let record = start;
  let pathway = latestPathway(record);
  if (!pathway || record.playedTo === null) return { record, lines };
  let before = snapshotAt(context, record, record.playedTo);
  const next = nextStepTeller(context, record.minutes);
  for (
    let at = nextInstant(record, pathway, before, record.playedTo, next);
    at !== undefined && at <= until;
    at = nextInstant(record, pathway, before, at, next)
  ) {
    const after = snapshotAt(context, record, at);
    const group = groupLines(context, { record, pathway, before, after, at, applied: [] });
    lines.push(...group.lines);
    pathway = { ...pathway, progress: group.progress };
    record = { ...withPathway(record, pathway), playedTo: at };
    before = after;
  }
  const playedTo = record.playedTo !== null && record.playedTo > until ? record.playedTo : until;
  return { record: { ...record, playedTo }, lines };
}

/** Plays up to `heard.at`, then decides the event or batch. A refusal changes nothing but what playing changed. */
export function hear(context: CoreContext, start: PersonRecord, heard: Hearing): Heard {
  const played = play(context, start, heard.at);
  const verdict = decide(context, played.record, heard);
  const number = verdict.pathway.number;
  if (verdict.outcome === 'refused') {
    const lines = [...played.lines, ...refusalLines(heard, verdict.refusal, number)];
    return { outcome: 'refused', refusal: verdict.refusal, pathway: number, record: played.record, lines };
  }
  const known = played.record.pathways.find((pathway) => pathway.number === number);
  const before = known ? snapshotAt(context, played.record, heard.at, number) : null;
  const pathway = afterAdoption(verdict.pathway, verdict.entries);
  const added = { ...withPathway(played.record, pathway), playedTo: heard.at };
  const after = snapshotAt(context, added, heard.at, number);
  const group = groupLines(context, { record: added, pathway, before, after, at: heard.at, applied: verdict.entries });
  const record = withPathway(added, { ...pathway, progress: group.progress });
  const later = inLatest(context, played.record, record, number, heard.at);
  return {
    outcome: 'applied',
    pathway: number,
    entries: verdict.entries,
    record: later.record,
    lines: [...played.lines, ...group.lines, ...later.lines],
    snapshot: after,
  };
}

/** What a correction in an earlier pathway changes in the latest one, which has its birth date from there (contract 6.4(3)). */
function inLatest(context: CoreContext, was: PersonRecord, record: PersonRecord, number: number, at: Instant): Played {
  const latest = latestPathway(record);
  if (!latest || latest.number === number || bornOnFor(was) === bornOnFor(record)) return { record, lines: [] };
  const before = snapshotAt(context, was, at, latest.number);
  const after = snapshotAt(context, record, at, latest.number);
  const group = groupLines(context, { record, pathway: latest, before, after, at, applied: [] });
  return { record: withPathway(record, { ...latest, progress: group.progress }), lines: group.lines };
}

/** The next wake-up of each owed deadline and of the pathway itself, after what has been played. Only the latest pathway has any. */
export function wakeUps(context: CoreContext, record: PersonRecord): readonly WakeUp[] {
  const pathway = latestPathway(record);
  if (record.playedTo === null || !pathway) return [];
  const snapshot = snapshotAt(context, record, record.playedTo);
  const steps = nextSteps(pathway, snapshot, record.playedTo, nextStepTeller(context, record.minutes));
  const begins = nextBeginning(record, snapshot, record.playedTo);
  return begins === undefined ? steps : [...steps, { deadline: 'pathway', step: 'begin', at: begins }];
}

function nextSteps(pathway: PathwayRecord, snapshot: Snapshot, after: Instant, tell: NextStepTeller): WakeUp[] {
  return [...snapshot.deadlines.values()].flatMap((deadline): WakeUp[] => {
    if (!deadline.owed || deadline.held) return [];
    const next = tell(snapshot.ruleSet, pathway, deadline, after);
    return next ? [{ deadline: deadline.id, step: next.step, at: next.at }] : [];
  });
}

/** The next instant at which something happens by itself: a step, the 00:00 after a due date, a birthday that begins something. */
function nextInstant(
  record: PersonRecord,
  pathway: PathwayRecord,
  snapshot: Snapshot,
  after: Instant,
  tell: NextStepTeller,
): Instant | undefined {
  const misses = [...snapshot.deadlines.values()].flatMap(({ status, soft, due }) =>
    status === 'open' && !soft && due !== null ? [startOfDay(addDays(due, 1))] : [],
  );
  const begins = nextBeginning(record, snapshot, after);
  const steps = nextSteps(pathway, snapshot, after, tell).map(({ at }) => at);
  return [...misses, ...steps, ...(begins === undefined ? [] : [begins])]
    .filter((at) => at > after)
    .reduce<Instant | undefined>((least, at) => (least === undefined || at < least ? at : least), undefined);
}

const nextBeginning = (record: PersonRecord, snapshot: Snapshot, after: Instant): Instant | undefined =>
  snapshot.ended ? undefined : nextBirthday(bornOnFor(record), after);

function withPathway(record: PersonRecord, pathway: PathwayRecord): PersonRecord {
  const others = record.pathways.filter(({ number }) => number !== pathway.number);
  return { ...record, pathways: [...others, pathway].sort((a, b) => a.number - b.number) };
}
