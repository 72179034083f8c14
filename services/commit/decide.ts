import { type Instant } from '../../domain/calendar/dates';
import { ownerAt, staffingAt } from '../../domain/notices/staffing';
import { hear, latestPathway, play, type Heard, type Hearing, type Played } from '../../domain/pathway/engine';
import type { splitTexts } from '../../domain/pathway/events';
import { ENDINGS } from '../../domain/pathway/judge/judge';
import { isByOrder } from '../../domain/pathway/refusals';
import type { CoreContext, Line, Refusal } from '../../domain/pathway/types';
import type { Seals } from '../../infra/seals';
import type { Applied, EventAnswer, EventRequest, Held, Refused } from './types';
import type { BookEntry } from '../../domain/notices/recipients';
import { adviceOn, adviceOnDecisions, adviceOnPlaces, judgeIds, withAdvice } from './advice';
import { belongsTo, duplicateOf, isElsewhere, numberMoves, refuseForOthers } from './duplicates';
import { gatherWrites, type CoreOutcome } from './gather-writes';
import { HELD_FOR_MS, heldNoLonger, holdEvent } from './waiting/held';
import type { HeldEvent, Stored } from '../record/read';
import type { Decided } from '../record/transaction';
import { writeStatement } from './write';

/** What an event is decided with. */
export interface DecideDeps {
  readonly core: CoreContext;
  /** Under the keys of the log: each event is linked to the one before it by one. */
  readonly seals: Seals;
  /** The contact book of an area: with the staff and the person's contacts the only source of recipients. */
  readonly book: (area: string) => readonly BookEntry[];
  /** True in a rehearsal, where there is nobody else: what an event says of other people's records is not looked at. */
  readonly alone?: true;
}

/** What is to be decided: the events, without their words, and why they cannot be, as far as other people's records tell. */
export interface Asked {
  readonly split: readonly ReturnType<typeof splitTexts>[];
  readonly refusal: Refusal | null;
}

/** An event to be decided. `waited`: one that was held, and is tried again; `seenTo`: a person is at it, so that nobody is told that it is refused. */
export type Decidable = EventRequest & { readonly waited?: HeldEvent; readonly seenTo?: boolean };

export const undecided = <Answer>(answer: Answer): Decided<Answer> => ({ answer, write: null });

function judge(deps: DecideDeps, stored: Stored, played: Played, hearing: Hearing, asked: Refusal | null): Heard {
  const refusal = asked ?? judgeIds(stored.person, hearing.facts);
  if (refusal) return refuseForOthers(played, hearing, refusal);
  const heard = hear(deps.core, played.record, hearing);
  const dead = stored.person.duplicate_of;
  return dead !== null && isElsewhere(played.record, heard) ? refuseForOthers(played, hearing, belongsTo(heard, dead)) : heard;
}

/** The lines of an event with what only the service can say of it; a rehearsal has nobody to invite. */
function advised(
  deps: DecideDeps,
  stored: Stored,
  { source }: EventRequest,
  heard: Extract<Heard, { outcome: 'applied' }>,
  texts: readonly Readonly<Record<string, string>>[],
): readonly Line[] {
  if (source === 'rehearsal') return heard.lines;
  const { person, staff, owners, record } = stored;
  const at = Math.max(heard.record.playedTo ?? 0, record.playedTo ?? 0) as Instant;
  const recipients = {
    book: deps.book(person.area),
    contacts: person.contacts,
    ...staffingAt(staff, at, ownerAt(owners, heard.pathway, at)),
  };
  const ofPlaces = adviceOnPlaces(heard.entries, { texts, person, at, pathway: heard.pathway });
  const log = latestPathway(heard.record)?.log ?? [];
  const ofDecisions = adviceOnDecisions(heard.entries, log, { texts, at, pathway: heard.pathway });
  return withAdvice(heard.lines, [...adviceOn(heard.entries, recipients, at, heard.pathway), ...ofPlaces, ...ofDecisions]);
}

/** Decides an event upon what is stored: the answer, and what is to be written for it. Throws never. */
export function decideAfresh(deps: DecideDeps, request: Decidable, stored: Stored, { split, refusal }: Asked): Decided<EventAnswer> {
  const { registerId, id, batch, received, waited } = request;
  const { record } = stored;
  const at = Math.max(request.clock, record.playedTo ?? request.clock) as Instant;
  const facts = split.map(({ fact }) => fact);
  const hearing: Hearing = { id, at, ...(received === undefined ? {} : { received }), facts, batch };
  const played = play(deps.core, record, at);
  const heard = judge(deps, stored, played, hearing, refusal);
  const texts = split.map((one) => one.texts);
  const told = request.seenTo ? heard.lines.filter(({ what }) => what !== 'notice') : heard.lines;
  const changes = heard.outcome === 'applied' ? advised(deps, stored, request, heard, texts) : told;
  const about = { registerId, pathway: heard.pathway, batch, at };
  const outcome: CoreOutcome = {
    played,
    record: heard.record,
    lines: [...played.lines, ...changes],
    at,
    request,
    hearing,
    texts,
    waiting: stored.held.flatMap(({ id: other, until }) => (other === waited?.id ? [] : [until])),
    ...(waited ? { waited, rearm: request.seenTo ?? false } : {}),
  };
  const also = waited ? [heldNoLonger(waited.id)] : [];

  if (heard.outcome === 'refused') {
    const answer: Refused = { status: 'refused', ...about, id, sequence: stored.person.sequence, reason: heard.refusal };
    if (mayWait(request, stored, heard.refusal, at)) return holding(deps, request, stored, outcome, answer);
    const write = request.dryRun ? null : writeStatement(gatherWrites(deps, stored, { ...outcome, refused: answer }));
    return { answer: { ...answer, repeated: false }, write, also };
  }
  const sequence = heard.entries.reduce((last, entry) => Math.max(last, entry.sequence), stored.person.sequence);
  if (request.dryRun) return undecided({ status: 'would-apply', ...about, sequence: stored.person.sequence, changes });
  const isEnding = heard.entries.some(({ fact }) => (ENDINGS as readonly string[]).includes(fact.type));
  const owedAtEnd = isEnding ? heard.snapshot.ended?.owed : undefined;
  const events = heard.entries.map((entry) => ({ id: entry.id, sequence: entry.sequence }));
  const answer: Applied = { status: 'applied', ...about, events, sequence, changes, ...(owedAtEnd ? { owedAtEnd } : {}) };
  const write = writeStatement(gatherWrites(deps, stored, { ...outcome, applied: { answer, entries: heard.entries } }));
  const moves = deps.alone ? [] : numberMoves(registerId, stored.person.duplicate_of, duplicateOf(heard.record));
  return { answer: { ...answer, repeated: false }, write, also: [...also, ...moves] };
}

/**
 * Whether what would be refused waits instead: an integrator's event that contradicts the record by its order, and one that waits already as
 * long as its day lasts, whatever stands in its way by now (contract section 7). Where nothing is on record there is no order to wait for.
 */
function mayWait({ mayWait: asked, waited }: Decidable, { record }: Stored, { code }: Refusal, at: Instant): boolean {
  if (waited) return at < waited.until;
  return asked === true && isByOrder(code) && latestPathway(record) !== undefined;
}

/** Lets an event wait, with what was played until now; one that waits already goes on waiting. */
function holding(
  { core, seals, book }: DecideDeps,
  { waited, dryRun, source, bodyDigest }: Decidable,
  stored: Stored,
  { hearing, texts = [], played, waiting, at }: CoreOutcome,
  { id, status: _refused, ...about }: Refused,
): Decided<EventAnswer> {
  const until = waited?.until ?? ((at + HELD_FOR_MS) as Instant);
  if (dryRun) return undecided({ status: 'would-hold', ...about, until });
  const ids = about.batch ? (hearing?.facts ?? []).map((_, index) => `${id}/${index + 1}`) : [id];
  const answer: Held = { status: 'held', ...about, id, ids, until };
  if (waited) return undecided({ ...answer, repeated: false });
  const write = writeStatement(
    gatherWrites({ core, seals, book }, stored, {
      played,
      record: played.record,
      lines: played.lines,
      at,
      waiting: [...waiting, until],
      rearm: true,
    }),
  );
  return {
    answer: { ...answer, repeated: false },
    write,
    follow: (client) => holdEvent(client, seals, { answer, facts: hearing?.facts ?? [], texts, source, key: stored.key, bodyDigest }),
  };
}
