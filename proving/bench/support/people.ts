import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { addDays, londonDate, londonTime, plainDate, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import type { Fact, PathwayEvent } from '../../../domain/pathway/events';
import { newKeyRing, readKeyRing } from '../../../infra/temporal/codec';
import { environment } from '../../../infra/env';
import { sealsOf } from '../../../infra/seals';
import { contactsOf } from '../../people/teller';
import { area } from '../../../services/rules/areas';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import type { EventAnswer } from '../../../services/commit/types';
import type { NewPerson } from '../../../services/record/new-person';
import { prepareArea, stopSending } from '../../../services/notices/settings';
import { testNhsNumbers } from '../../../services/practice/nhs-numbers';
import { newRegisterId } from '../../../services/people/register-id';
import { coreContext } from '../../../services/rules/policies';
import { together } from './measure';

/** The day on which every scenario plays, a Tuesday in winter: figures do not hang on when they are taken. */
export const DAY: PlainDate = plainDate('2026-12-08');
const at = (minutes: number): Instant => londonTime(DAY, minutes);
export const NOON: Instant = at(12 * 60);

const COMMITS_AT_ONCE = 8;

/** The keys of the log, of all processes of a bench and of what it commits itself: other links would be differences to the timer check, looked at again and again. */
export const LOG_KEYS = newKeyRing('log-of-a-bench');

/** The service's own commit, with the spread off. */
export function commitDeps(pool: Pool): CommitDeps {
  return {
    pool,
    core: coreContext(),
    seals: sealsOf(readKeyRing(LOG_KEYS)),
    book: (id) => area(id).book,
    minutes: () => 0,
  };
}

/** Makes the database ready for the area, with sending stopped: no mail is part of any figure. */
export async function prepareDatabase(pool: Pool): Promise<void> {
  await prepareArea(pool, environment().AREA, { ownMailServer: true });
  await stopSending(pool, NOON);
}

/** A statement that may take longer than the service waits for any answer. */
export const patient = (text: string, values: readonly unknown[] = []): { text: string; values: unknown[]; query_timeout: number } => ({
  text,
  values: [...values],
  query_timeout: 900_000,
});

/** As autovacuum would leave the tables after so much writing. It takes longer than the service waits for any statement. */
export async function vacuum(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('set statement_timeout = 0');
    await client.query(patient('vacuum analyze'));
  } finally {
    // With its settings, the connection goes.
    client.release(true);
  }
}

const numbers = testNhsNumbers();

/** A made-up person. */
export function newPerson(number: number): NewPerson {
  const profile = area(environment().AREA);
  return {
    area: profile.id,
    name: `Test Person ${number}`,
    bornOn: plainDate(`${1950 + (number % 50)}-05-17`),
    nhsNumber: String(numbers.next().value),
    contacts: contactsOf(number),
    ruleSet: profile.ruleSet,
  };
}

/** What everybody begins with: referred, found eligible, and on the register with their own consent. */
function beginningOn(day: PlainDate): PathwayEvent[] {
  return [
    { type: 'referral-received', source: 'professional', on: addDays(day, -10) },
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism', on: addDays(day, -8) },
    { type: 'consent-given', basis: 'own', scope: ['register', 'meeting', 'disclosure', 'use'], on: addDays(day, -8) },
  ];
}

/** What is measured as an event: the community's and the hospital's by turns. Both bring deadlines, and move or end some. */
export function eventFor(number: number): PathwayEvent {
  return number % 2 === 0
    ? { type: 'rating-set', rating: 'red', reason: 'A made-up reason' }
    : { type: 'admitted', security: 'low', detained: true, planned: false };
}

/** What the service hears of one person. */
export interface Told {
  readonly registerId: string;
  /** One event, or a batch. */
  readonly events: readonly (PathwayEvent | Fact)[];
  readonly clock: Instant;
  /** Where the register id is new. */
  readonly person?: NewPerson;
}

/** Commits what is told. Out: what became of it. */
export async function tellEvents(deps: CommitDeps, { registerId, events, clock, person }: Told): Promise<EventAnswer['status']> {
  const { status } = await commit(deps, {
    kind: 'event',
    registerId,
    id: randomUUID(),
    events,
    batch: events.length > 1,
    clock,
    source: 'bench',
    ...(person ? { person } : {}),
  });
  return status;
}

/** Commits what is told. Throws where it is not applied: it would cost less. */
export async function commitEvents(deps: CommitDeps, told: Told): Promise<void> {
  const status = await tellEvents(deps, told);
  if (status !== 'applied') throw new Error(`an event of the bench was answered with ${status}`);
}

/** Puts so many people on the register, each by one commit at `clock`. Out: their register ids. */
export async function settlePeople(pool: Pool, count: number, clock: Instant): Promise<string[]> {
  const deps = commitDeps(pool);
  const ids = Array.from({ length: count }, () => newRegisterId() as string);
  const beginning = beginningOn(londonDate(clock));
  await together(COMMITS_AT_ONCE, [...ids.entries()], ([number, id]) =>
    commitEvents(deps, { registerId: id, events: beginning, clock, person: newPerson(number) }),
  );
  return ids;
}
