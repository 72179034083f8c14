import { randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../domain/calendar/dates';
import { splitTexts, type PathwayEvent } from '../domain/pathway/events';
import { hear, play, type Heard, type Hearing, type Played } from '../domain/pathway/engine';
import { ENDINGS } from '../domain/pathway/judge/judge';
import type { CoreContext, Line, Refusal } from '../domain/pathway/types';
import { storedContacts } from './contacts';
import { uniqueViolation } from '../infra/database';
import type { Seals } from '../infra/seals';
import type { Applied, EventAnswer, EventRequest, RecordedAnswer, Refused, WakeAnswer, WakeRequest } from './commit-types';
import { adviceOn, adviceOnPlaces, judgeIds, withAdvice } from './commit/advice';
import { seal } from './commit/chain';
import { belongsTo, duplicateOf, numberMoves, refuse, refusesDuplicate, isElsewhere, withRegisterId } from './commit/duplicates';
import { gather } from './commit/gather';
import { firstIdentity } from './commit/person-record';
import {
  insertOrLockPerson,
  readKnown,
  readPerson,
  readStored,
  recordOfNhsNumber,
  type KnownEvent,
  type PersonRow,
  type Stored,
} from './commit/read';
import { asRecorded, inSmallLetters, isSameId, spellingsOf } from './commit/spelling';
import { withKept } from './commit/kept';
import { withVersion } from './commit/rule-set-version';
import { inTransaction, type Decided } from './commit/transaction';
import { inTurn } from './commit/turnstile';
import { writeStatement } from './commit/write';
import type { BookEntry } from './notices/types';

/** What a commit works with. */
export interface CommitDeps {
  readonly pool: Pool;
  readonly core: CoreContext;
  /** Under the keys of the log: each event is linked to the one before it by one. */
  readonly seals: Seals;
  /** The contact book of an area: with the staff and the person's contacts the only source of recipients. */
  readonly book: (area: string) => readonly BookEntry[];
  /** The minutes after 08:00 at which a new person's steps fire, 0 to 29; absent: drawn at random, so that one instant does not bring everyone's. */
  readonly minutes?: () => number;
  /** Told after each commit that wrote something: the relay and the senders may have work. */
  readonly committed?: () => void;
  /** True in a rehearsal, where there is nobody else: what an event says of other people's records is not looked at. */
  readonly alone?: true;
}

/**
 * Decides an event, or takes the wake-ups that are due, in one transaction under the person's lock.
 * A repeat of a known id gets the answer that was recorded. Throws where the database is away or busy (`isUnavailable`): then nothing was
 * recorded, and the same call may be made again.
 */
export function commit(deps: CommitDeps, request: EventRequest): Promise<EventAnswer>;
export function commit(deps: CommitDeps, request: WakeRequest): Promise<WakeAnswer>;
export function commit(deps: CommitDeps, request: EventRequest | WakeRequest): Promise<EventAnswer | WakeAnswer> {
  return inTurn<EventAnswer | WakeAnswer>(deps.pool, request.registerId, () =>
    request.kind === 'wake' ? commitWake(deps, request) : commitEvent(deps, inSmallLetters(request)),
  );
}

async function commitWake(deps: CommitDeps, { registerId, clock }: WakeRequest): Promise<WakeAnswer> {
  return inTransaction<WakeAnswer>(deps, async (client) => {
    const read = await readStored(client, { registerId }, readPerson(client, registerId, true));
    if (!read) return undecided({ status: 'unknown-person' });
    const stored = await withKept(client, deps.core, read);
    const answer: WakeAnswer = { status: 'played', sequence: stored.person.sequence };
    if (stored.record.playedTo === null || clock <= stored.record.playedTo) return undecided(answer);
    const played = play(deps.core, stored.record, clock);
    return { answer, write: writeStatement(gather(deps, stored, { played, record: played.record, lines: played.lines, at: clock })) };
  });
}

async function commitEvent(deps: CommitDeps, request: EventRequest): Promise<EventAnswer> {
  const attempt = () =>
    inTransaction(deps, async (client, begun) => {
      // The row of somebody new is written before anything is decided.
      if (request.person && !request.dryRun) await begun;
      return decide(deps, client, request);
    });
  try {
    return await attempt();
  } catch (error) {
    const constraint = uniqueViolation(error);
    if (constraint === null) throw error;
    // The same id was committed between our look and our write, for another person: look again, and answer from the log.
    if (constraint === 'event_pkey' || constraint === 'event_text_pkey') return attempt();
    throw error;
  }
}

async function nhsNumberKnown(client: PoolClient, request: EventRequest, nhsNumber: string): Promise<EventAnswer> {
  const known = await readKnown(client, spellingsOf(request.id));
  // The very referral that made this person, sent again.
  if (known.length > 0) return repeatOf(known, request) ?? { status: 'id-reused' };
  const registerId = await recordOfNhsNumber(client, nhsNumber);
  if (registerId === null) throw new Error('the person whose NHS number stood in the way is gone');
  return { status: 'nhs-number-known', registerId };
}

async function decide(deps: CommitDeps, client: PoolClient, request: EventRequest): Promise<Decided<EventAnswer>> {
  const stored = await look(deps, client, request);
  if (!stored) {
    const number = request.dryRun ? null : request.person?.nhsNumber;
    return undecided(number ? await nhsNumberKnown(client, request, number) : { status: 'unknown-person' });
  }
  const known = repeatOf(stored.known, request);
  if (known) return undecided(known);
  const { person, pathways } = stored;
  if (request.ifMatch !== undefined && request.ifMatch !== person.sequence)
    return undecided({ status: 'sequence-moved', sequence: person.sequence });
  const latest = pathways.findLast(({ endedType }) => endedType !== 'corrected');
  if (request.opensPathway && latest && latest.endedType === null) {
    return undecided({ status: 'pathway-open', registerId: person.register_id, pathway: latest.number });
  }
  const asked = { ...request, events: asRecorded(request.events, stored.record) };
  return decideAfresh(deps, asked, stored, await askedOf(deps, client, asked));
}

/** Takes the words out of what is asked, and looks at what it says of other people's records. */
async function askedOf(deps: CommitDeps, client: PoolClient, { registerId, events, batch, dryRun }: EventRequest): Promise<Asked> {
  const split = events.map((event) => {
    const { fact, texts } = splitTexts(event as PathwayEvent);
    return { fact: withVersion(deps.core, fact), texts };
  });
  if (deps.alone) return { split, refusal: null };
  const named = split.map(({ fact, texts }) => ({ fact: withRegisterId(fact), texts }));
  const facts = named.map(({ fact }) => fact);
  return { split: named, refusal: await refusesDuplicate(client, registerId, facts, { batch, lock: !dryRun }) };
}

const undecided = <Answer>(answer: Answer): Decided<Answer> => ({ answer, write: null });

/** Locks the person (but for a dry run) and reads what is stored; null where nobody is known and nobody is to be. */
async function look(deps: CommitDeps, client: PoolClient, request: EventRequest): Promise<Stored | null> {
  const { registerId, id, person } = request;
  const parts = request.batch ? request.events.map((_, index) => `${id}/${index + 1}`) : [];
  const stored = await readStored(
    client,
    { registerId, ids: [id, ...parts].flatMap(spellingsOf), area: person?.area ?? null },
    personOf(deps, client, request),
  );
  return stored && withKept(client, deps.core, stored);
}

async function personOf(deps: CommitDeps, client: PoolClient, request: EventRequest): Promise<PersonRow | null> {
  const { registerId, person } = request;
  if (!person) return readPerson(client, registerId, !request.dryRun);
  const minutes = person.minutes ?? deps.minutes?.() ?? randomInt(0, 30);
  if (!request.dryRun) {
    const { area, name, nhsNumber, bornOn, contacts } = person;
    const first = firstIdentity(
      deps.seals,
      // As the database will give them back.
      { registerId, area, name, nhsNumber, bornOn, contacts: JSON.parse(JSON.stringify(contacts)) as unknown },
      { at: request.clock, source: request.source },
    );
    return insertOrLockPerson(client, registerId, person, minutes, first);
  }
  const known = await readPerson(client, registerId, false);
  return (
    known ?? {
      register_id: registerId,
      area: person.area,
      name: person.name,
      nhs_number: person.nhsNumber,
      born_on: person.bornOn,
      contacts: storedContacts(person.contacts),
      minutes,
      rule_set: person.ruleSet,
      sequence: 0,
      played_to: null,
      duplicate_of: null,
      stamp: null,
    }
  );
}

/** The recorded answer where the id is known, or that it was used for something else. */
function repeatOf(known: readonly KnownEvent[], request: EventRequest): EventAnswer | null {
  if (known.length === 0) return null;
  const own = known.find(({ id }) => isSameId(id, request.id));
  // A referral that made a person is repeated under a register id made anew: the log says whose it was.
  const samePerson = own !== undefined && (own.registerId === request.registerId || request.person !== undefined);
  const sameBody = request.bodyDigest === undefined || own === undefined || isBodyOf(own, request.bodyDigest);
  if (!own || own.answer === null || !samePerson || !sameBody) return { status: 'id-reused' };
  // Written by this function when the answer was given.
  return { ...(JSON.parse(own.answer) as RecordedAnswer), repeated: true };
}

/** Whether an event was made by this very body. Where nothing is known of its body any more, its id alone tells. */
function isBodyOf({ bodyDigest, key }: KnownEvent, asked: string): boolean {
  return bodyDigest === null || key === null || bodyDigest === seal(Buffer.from(key, 'hex'), asked);
}

/** What is to be decided: the events, without their words, and why they cannot be, as far as other people's records tell. */
interface Asked {
  readonly split: readonly ReturnType<typeof splitTexts>[];
  readonly refusal: Refusal | null;
}

function judge(deps: CommitDeps, stored: Stored, played: Played, hearing: Hearing, asked: Refusal | null): Heard {
  const refusal = asked ?? judgeIds(stored.person, hearing.facts);
  if (refusal) return refuse(played, hearing, refusal);
  const heard = hear(deps.core, played.record, hearing);
  const dead = stored.person.duplicate_of;
  return dead !== null && isElsewhere(played.record, heard) ? refuse(played, hearing, belongsTo(heard, dead)) : heard;
}

/** The lines of an event with what only the service can say of it; a rehearsal has nobody to invite. */
function advised(
  deps: CommitDeps,
  stored: Stored,
  { source }: EventRequest,
  heard: Extract<Heard, { outcome: 'applied' }>,
  texts: readonly Readonly<Record<string, string>>[],
): readonly Line[] {
  if (source === 'rehearsal') return heard.lines;
  const { person, staff, record } = stored;
  const recipients = { book: deps.book(person.area), staff, contacts: person.contacts };
  const at = Math.max(heard.record.playedTo ?? 0, record.playedTo ?? 0) as Instant;
  const ofPlaces = adviceOnPlaces(heard.entries, { texts, person, at, pathway: heard.pathway });
  return withAdvice(heard.lines, [...adviceOn(heard.entries, recipients, at, heard.pathway), ...ofPlaces]);
}

function decideAfresh(deps: CommitDeps, request: EventRequest, stored: Stored, { split, refusal }: Asked): Decided<EventAnswer> {
  const { registerId, id, batch } = request;
  const { record } = stored;
  const at = Math.max(request.clock, record.playedTo ?? request.clock) as Instant;
  const facts = split.map(({ fact }) => fact);
  const hearing: Hearing = { id, at, facts, batch };
  const played = play(deps.core, record, at);
  const heard = judge(deps, stored, played, hearing, refusal);
  const texts = split.map((one) => one.texts);
  const changes = heard.outcome === 'applied' ? advised(deps, stored, request, heard, texts) : heard.lines;
  const about = { registerId, pathway: heard.pathway, batch, at };
  const outcome = {
    played,
    record: heard.record,
    lines: [...played.lines, ...changes],
    at,
    request,
    hearing,
    texts,
  };

  if (heard.outcome === 'refused') {
    const answer: Refused = { status: 'refused', ...about, id, sequence: stored.person.sequence, reason: heard.refusal };
    const write = request.dryRun ? null : writeStatement(gather(deps, stored, { ...outcome, refused: answer }));
    return { answer: { ...answer, repeated: false }, write };
  }
  const sequence = heard.entries.reduce((last, entry) => Math.max(last, entry.sequence), stored.person.sequence);
  if (request.dryRun) return undecided({ status: 'would-apply', ...about, sequence: stored.person.sequence, changes });
  const isEnding = heard.entries.some(({ fact }) => (ENDINGS as readonly string[]).includes(fact.type));
  const owedAtEnd = isEnding ? heard.snapshot.ended?.owed : undefined;
  const events = heard.entries.map((entry) => ({ id: entry.id, sequence: entry.sequence }));
  const answer: Applied = { status: 'applied', ...about, events, sequence, changes, ...(owedAtEnd ? { owedAtEnd } : {}) };
  const write = writeStatement(gather(deps, stored, { ...outcome, applied: { answer, entries: heard.entries } }));
  const also = deps.alone ? [] : numberMoves(registerId, stored.person.duplicate_of, duplicateOf(heard.record));
  return { answer: { ...answer, repeated: false }, write, also };
}
