import type { Instant } from '../../domain/calendar/dates';
import { ownerAt, staffingAt } from '../../domain/notices/staffing';
import type { Hearing, Played } from '../../domain/pathway/engine';
import { latestPathway, snapshotAt, wakeUps } from '../../domain/pathway/engine';
import type { Fact } from '../../domain/pathway/events';
import type { CoreContext, Line, LogEntry, PersonRecord, Snapshot } from '../../domain/pathway/types';
import type { Seals } from '../../infra/seals';
import type { Applied, EventRequest, Refused } from './types';
import { expandNotices } from '../notices/expand';
import { heldAlerts } from '../notices/held-alerts';
import type { NoticeRow } from '../notices/notice-rows';
import type { BookEntry } from '../../domain/notices/recipients';
import { canonicalJson } from '../../infra/canonical';
import { seal } from '../record/chain';
import { stampFor } from '../record/stored-answers';
import type { HeldEvent, Stored } from '../record/read';
import {
  dayOf,
  deadlineRows,
  heldWakeUp,
  meetingRows,
  outboxRow,
  pathwayRow,
  progressRows,
  timelineRows,
  timestamp,
  wakeUpRows,
  chainedRows,
  type ChainedRow,
  type EventRow,
} from './rows';
import { lookBackTasks } from './look-back';
import { answeredTasks } from './answered';
import { outOfPlaceTasks } from './out-of-place';
import { secondPersonTasks } from './second-person';
import type { Writes } from './write';
import type { TaskRow } from '../tasks/tasks';

/** What the core made of a request: the wake-ups taken, and the event where there was one. */
export interface CoreOutcome {
  readonly played: Played;
  readonly record: PersonRecord;
  /** Of the wake-ups, then of the event. */
  readonly lines: readonly Line[];
  readonly at: Instant;
  readonly request?: EventRequest;
  readonly hearing?: Hearing;
  /** The typed words of each event, by field. */
  readonly texts?: readonly Readonly<Record<string, string>>[];
  readonly applied?: { readonly answer: Applied; readonly entries: readonly LogEntry[] };
  readonly refused?: Refused;
  /** The event is one that had been held. */
  readonly waited?: HeldEvent;
  /** Until when those events wait that wait after it. */
  readonly waiting: readonly Instant[];
  /** What waits for an event has changed, and no event says so: the workflow must look anew. */
  readonly rearm?: boolean;
}

interface GatherDeps {
  readonly core: CoreContext;
  readonly seals: Seals;
  readonly book: (area: string) => readonly BookEntry[];
}

/** Turns an outcome into the rows to write. Decides nothing about the pathway: that has been done. */
export function gatherWrites(deps: GatherDeps, stored: Stored, outcome: CoreOutcome): Writes {
  const { record, at, applied } = outcome;
  const touched = touchedPathways(stored, record, applied?.answer.pathway ?? null);
  const snapshots = touched.map((number) => [number, snapshotAt(deps.core, record, at, number)] as const);
  const latest = latestPathway(record)?.number ?? null;
  const waking = latest === null ? [] : wakeUps(deps.core, record);
  const deadlines = snapshots.map(([number, snapshot]) => deadlineRows(stored, number, snapshot));
  const places = placesOf(outcome);
  const events = chainedRows(deps.seals, stored, eventRows(stored, outcome), textsById(outcome));
  const notices = toldPathways(touched, outcome).flatMap((number) =>
    noticesOf(deps, stored, outcome, number, new Map(snapshots).get(number)),
  );
  const sequence = applied?.answer.sequence ?? stored.person.sequence;
  const playedTo = record.playedTo ?? at;
  const ofSecond = secondPersonTasks(deps.core, outcome);
  const ofStay = lookBackTasks(deps.core, stored.record, outcome);
  const ofMeetings = outOfPlaceTasks(deps.core, stored.record, outcome);
  return {
    registerId: stored.person.register_id,
    sequence,
    playedTo,
    stamp: stampFor(deps.core, sequence, playedTo),
    isOwnWork: stored.isOwnWork,
    pathways: snapshots.map(([number, snapshot]) => pathwayRow(record, number, snapshot, at)),
    events,
    texts: textRows(outcome),
    deadlines: deadlines.flatMap(({ written }) => written),
    deadlinesGone: deadlines.flatMap(({ gone }) => gone),
    progress: progressRows(stored.record, record),
    wakingPathways: record.pathways.map(({ number }) => number),
    wakeUps: [
      ...snapshots.flatMap(([number, snapshot]) => (number === latest ? wakeUpRows(number, snapshot, waking) : [])),
      ...(latest === null ? [] : heldWakeUp(latest, outcome.waiting)),
    ],
    timeline: timelineRows(outcome.lines),
    meetings: snapshots.flatMap(([number, { meetings }]) => meetingRows(stored, number, meetings, places)),
    meetingsGone: goneMeetings(stored, snapshots),
    actedPathways: touched,
    actions: snapshots.flatMap(([pathway, { actions }]) => actions.map((action) => ({ ...action, pathway }))),
    notices,
    tasks: [...taskRows(outcome), ...heldAlerts(notices), ...ofSecond.raised, ...ofStay.raised, ...ofMeetings.raised],
    tasksDone: [...ofSecond.done, ...ofStay.done, ...ofMeetings.done, ...answeredTasks(outcome)],
    tasksAgain: [...ofStay.raised, ...ofMeetings.raised].map(({ key }) => key),
    outbox: signalRows(deps.seals, stored, outcome, events),
  };
}

/** The pathway that the event belongs to, and the latest: wake-ups are taken only there. All of them, where another core wrote them last. */
function touchedPathways({ isOwnWork }: Stored, record: PersonRecord, ofEvent: number | null): number[] {
  if (!isOwnWork) return record.pathways.map(({ number }) => number);
  const latest = latestPathway(record);
  const numbers = [...(latest && latest.log.length > 0 ? [latest.number] : []), ...(ofEvent === null ? [] : [ofEvent])];
  return [...new Set(numbers)].sort((a, b) => a - b);
}

/** The pathways that lines tell of: one more where a refused event would have begun it. */
function toldPathways(touched: readonly number[], { lines }: CoreOutcome): number[] {
  return [...new Set([...touched, ...lines.map(({ pathway }) => pathway)])];
}

function eventRows({ key }: Stored, outcome: CoreOutcome): EventRow[] {
  const { request, hearing, at, applied, refused } = outcome;
  const answer = applied?.answer ?? refused;
  if (!request || !hearing || !answer) return [];
  const common = {
    pathway: answer.pathway,
    at: timestamp(at),
    received_at: hearing.received === undefined ? null : timestamp(hearing.received),
    source: request.source,
    reason: refused?.reason.code ?? null,
    status: answer.status,
  };
  const whole = { answer: JSON.stringify(answer), body_digest: outcome.waited ? outcome.waited.bodyDigest : seal(key, request.bodyDigest) };
  const part = (fact: Fact, id: string, sequence: number | null): EventRow => ({
    ...common,
    id,
    sequence,
    type: fact.type,
    on: dayOf(fact, hearing.received ?? at),
    fact: canonicalJson(fact),
    batch: null,
    answer: null,
    body_digest: null,
  });
  const sequences = new Map(applied?.entries.map(({ id, sequence }) => [id, sequence]));
  const rows = hearing.facts.map((fact, index) => {
    const id = hearing.batch ? `${hearing.id}/${index + 1}` : hearing.id;
    return part(fact, id, sequences.get(id) ?? null);
  });
  if (!hearing.batch) return rows.map((row) => ({ ...row, ...whole }));
  const envelope: EventRow = { ...common, ...whole, id: hearing.id, sequence: null, type: 'batch', on: null, fact: null, batch: null };
  return [envelope, ...rows.map((row) => ({ ...row, batch: hearing.id }))];
}

function textsById({ hearing, texts }: CoreOutcome): Map<string, Readonly<Record<string, string>>> {
  if (!hearing) return new Map();
  return new Map((texts ?? []).map((words, index) => [hearing.batch ? `${hearing.id}/${index + 1}` : hearing.id, words]));
}

function textRows(outcome: CoreOutcome): { event_id: string; field: string; text: string }[] {
  return [...textsById(outcome)].flatMap(([event_id, words]) => Object.entries(words).map(([field, text]) => ({ event_id, field, text })));
}

/** Where meetings are to be held, by the meeting's id: typed words, of the event itself or of the one that a correction puts in a place. */
function placesOf({ hearing, texts, applied }: CoreOutcome): Map<string, string> {
  const places = new Map<string, string>();
  if (!applied || !hearing) return places;
  hearing.facts.forEach((fact, index) => {
    const words = texts?.[index] ?? {};
    const scheduled = fact.type === 'corrected' ? fact.with : fact;
    const place = words[fact.type === 'corrected' ? 'with.place' : 'place'];
    if (scheduled?.type === 'meeting-scheduled' && place !== undefined) places.set(scheduled.meeting, place);
  });
  return places;
}

/** Meetings that were taken back by a correction. */
function goneMeetings(stored: Stored, snapshots: readonly (readonly [number, Snapshot])[]): { pathway: number; id: string }[] {
  return snapshots.flatMap(([number, { meetings }]) => {
    const standing = new Set(meetings.map(({ id }) => id));
    return stored.meetings.filter(({ pathway, id }) => pathway === number && !standing.has(id)).map(({ pathway, id }) => ({ pathway, id }));
  });
}

function noticesOf(deps: GatherDeps, stored: Stored, outcome: CoreOutcome, pathway: number, snapshot: Snapshot | undefined): NoticeRow[] {
  const lines = outcome.lines.filter((line) => line.pathway === pathway);
  if (lines.length === 0) return [];
  return expandNotices({
    registerId: stored.person.register_id,
    lines,
    meetings: snapshot?.meetings ?? [],
    meetingsBefore: stored.meetings.filter((row) => row.pathway === pathway),
    ended: (snapshot?.ended ?? null) !== null,
    endedBefore: stored.pathways.some(({ number, endedType }) => number === pathway && endedType !== null),
    died: snapshot?.ended?.type === 'person-died',
    recipients: {
      book: deps.book(stored.person.area),
      contacts: stored.person.contacts,
      ...staffingAt(stored.staff, outcome.at, ownerAt(stored.owners, pathway, outcome.at)),
    },
  });
}

/** A refused event from a caller that waits for no answer is put before a person. */
function taskRows({ request, hearing, refused }: CoreOutcome): TaskRow[] {
  if (!request || !hearing || !refused || (request.fromWorkflow === undefined && !request.unanswered)) return [];
  const types = [...new Set(hearing.facts.map(({ type }) => type))].join(', ');
  return [
    {
      key: `refused/${request.id}`,
      register_id: request.registerId,
      kind: 'event-refused',
      audience: 'team',
      params: { event: request.id, types, reason: refused.reason.code },
    },
  ];
}

function signalRows(
  seals: Seals,
  stored: Stored,
  { request, hearing, applied, record, lines, rearm }: CoreOutcome,
  events: readonly ChainedRow[],
): Writes['outbox'] {
  const present = (pathway: number | undefined): Writes['outbox'] =>
    pathway === undefined ? [] : [{ pathway, signal: 'present', payload: '{}' }];
  if (rearm) return present(latestPathway(record)?.number);
  if (!request || !hearing || !applied) return [];
  const { pathway, sequence } = applied.answer;
  const chain = events.at(-1)?.chain ?? '';
  const own = request.fromWorkflow === pathway ? [] : [outboxRow(seals, stored.person.register_id, pathway, hearing, { sequence, chain })];
  // A correction in an earlier pathway can move what the latest one waits for.
  const latest = latestPathway(record)?.number;
  const moved = latest !== pathway && lines.some((line) => line.pathway === latest);
  // What waits goes with the person to a new pathway; the one before must let its timer go.
  const before = latestPathway(stored.record)?.number;
  const left = stored.held.length > 0 && before !== pathway;
  return [...own, ...(moved ? present(latest) : []), ...(left ? present(before) : [])];
}
