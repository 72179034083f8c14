import { randomInt } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import { play } from '../../domain/pathway/engine';
import { splitTexts, type PathwayEvent } from '../../domain/pathway/events';
import { uniqueViolation } from '../../infra/database/database';
import type { EventAnswer, EventRequest, RecordedAnswer, WakeAnswer, WakeRequest } from './types';
import { seal } from '../record/chain';
import { decideAfresh, undecided, type Asked, type DecideDeps } from './decide';
import { refusesDuplicate, withRegisterId } from './duplicates';
import { gatherWrites } from './gather-writes';
import { withStoredAnswers } from '../record/stored-answers';
import { firstIdentity } from '../record/person-record';
import {
  insertOrLockPerson,
  readKnown,
  readPerson,
  readStored,
  recordOfNhsNumber,
  type KnownEvent,
  type PersonRow,
  type Stored,
} from '../record/read';
import { withVersion } from '../record/rule-set-version';
import { asRecorded, inSmallLetters } from './spelling';
import { isSameId, spellingsOf } from '../../domain/uuids';
import { inTransaction, type Decided } from '../record/transaction';
import { inTurn } from './turnstile';
import { decideOver, firstOver, tryHeldAgain } from './waiting/wait';
import { writeStatement } from './write';
import { storedContacts } from '../people/contacts';

/** What a commit works with. */
export interface CommitDeps extends DecideDeps {
  readonly pool: Pool;
  /** The minutes after 08:00 at which a new person's steps fire, 0 to 29; absent: drawn at random, so that one instant does not bring everyone's. */
  readonly minutes?: () => number;
  /** Told after each commit that wrote something: the relay and the senders may have work. */
  readonly committed?: () => void;
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

/** Something had waited long enough before this: it is decided first, and then this once more. */
const AGAIN = Symbol('again');

async function commitWake(deps: CommitDeps, { registerId, clock }: WakeRequest): Promise<WakeAnswer> {
  const attempt = () =>
    inTransaction<WakeAnswer | typeof AGAIN>(deps, async (client) => {
      const read = await readStored(client, { registerId }, readPerson(client, registerId, true));
      if (!read) return undecided({ status: 'unknown-person' });
      const stored = await withStoredAnswers(client, deps.core, read);
      const over = firstOver(stored, clock);
      if (over) return { ...(await decideOver(deps, client, stored, over)), answer: AGAIN };
      const answer: WakeAnswer = { status: 'played', sequence: stored.person.sequence };
      if (stored.record.playedTo === null || clock <= stored.record.playedTo) return undecided(answer);
      const played = play(deps.core, stored.record, clock);
      const waiting = stored.held.map(({ until }) => until);
      const write = writeStatement(gatherWrites(deps, stored, { played, record: played.record, lines: played.lines, at: clock, waiting }));
      return { answer, write };
    });
  return untilDecided(attempt);
}

async function untilDecided<Answer>(attempt: () => Promise<Answer | typeof AGAIN>): Promise<Answer> {
  for (;;) {
    const answer = await attempt();
    if (answer !== AGAIN) return answer as Answer;
  }
}

async function commitEvent(deps: CommitDeps, request: EventRequest): Promise<EventAnswer> {
  const attempt = () =>
    untilDecided(() =>
      inTransaction<EventAnswer | typeof AGAIN>(deps, async (client, begun) => {
        // The row of somebody new is written before anything is decided.
        if (request.person && !request.dryRun) await begun;
        return decide(deps, client, request);
      }),
    );
  try {
    return await attempt();
  } catch (error) {
    const constraint = uniqueViolation(error);
    if (constraint === null) throw error;
    // The same id was committed between our look and our write, for another person: look again, and answer from the log.
    if (TAKEN.includes(constraint)) return attempt();
    throw error;
  }
}
const TAKEN = ['event_pkey', 'event_text_pkey', 'held_event_pkey'];

async function nhsNumberKnown(client: PoolClient, request: EventRequest, nhsNumber: string): Promise<EventAnswer> {
  const known = await readKnown(client, spellingsOf(request.id));
  // The very referral that made this person, sent again.
  if (known.length > 0) return repeatOf(known, request) ?? { status: 'id-reused' };
  const registerId = await recordOfNhsNumber(client, nhsNumber);
  if (registerId === null) throw new Error('the person whose NHS number stood in the way is gone');
  return { status: 'nhs-number-known', registerId };
}

async function decide(deps: CommitDeps, client: PoolClient, request: EventRequest): Promise<Decided<EventAnswer | typeof AGAIN>> {
  const stored = await look(deps, client, request);
  if (!stored) {
    const number = request.dryRun ? null : request.person?.nhsNumber;
    return undecided(number ? await nhsNumberKnown(client, request, number) : { status: 'unknown-person' });
  }
  const known = repeatOf(stored.known, request);
  if (known) return undecided(known);
  const { person, pathways } = stored;
  const over = request.dryRun ? undefined : firstOver(stored, request.clock);
  if (over) return { ...(await decideOver(deps, client, stored, over)), answer: AGAIN };
  if (request.ifMatch !== undefined && request.ifMatch !== person.sequence)
    return undecided({ status: 'sequence-moved', sequence: person.sequence });
  const latest = pathways.findLast(({ endedType }) => endedType !== 'corrected');
  if (request.opensPathway && latest && latest.endedType === null) {
    return undecided({ status: 'pathway-open', registerId: person.register_id, pathway: latest.number });
  }
  const asked = { ...request, events: asRecorded(request.events, stored.record) };
  const decided = decideAfresh(deps, asked, stored, await askedOf(deps, client, asked));
  const { answer } = decided;
  if (answer.status !== 'applied' || stored.held.length === 0) return decided;
  return { ...decided, follow: (again) => tryHeldAgain(deps, again, request.registerId, answer.at) };
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

/** Locks the person (but for a dry run) and reads what is stored; null where nobody is known and nobody is to be. */
async function look(deps: CommitDeps, client: PoolClient, request: EventRequest): Promise<Stored | null> {
  const { registerId, id, person } = request;
  const parts = request.batch ? request.events.map((_, index) => `${id}/${index + 1}`) : [];
  const stored = await readStored(
    client,
    { registerId, ids: [id, ...parts].flatMap(spellingsOf), area: person?.area ?? null },
    personOf(deps, client, request),
  );
  return stored && withStoredAnswers(client, deps.core, stored);
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
