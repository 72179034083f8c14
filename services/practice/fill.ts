import type { Pool, PoolClient } from 'pg';
import { addDays, type Instant, londonDate, londonTime, startOfDay } from '../../domain/calendar/dates';
import { isInService } from '../../domain/notices/staffing';
import type { CoreContext } from '../../domain/pathway/types';
import type { Seals } from '../../infra/seals';
import { commit, type CommitDeps } from '../commit/commit';
import type { EventAnswer } from '../commit/types';
import { BEGIN, COMMIT } from '../record/transaction';
import type { Area } from '../rules/areas';
import { goAway } from '../staff/change';
import { type Member, readMembers } from '../staff/members';
import { setOwner } from '../staff/owners';
import { countOf } from '../tables/query';
import { dropBefore, finishBefore } from './past-notices';
import { planPractice, type PracticePerson } from './plan';
import { begin, giveLock, keepDone, type Kept, readKept, takeLock } from './standing';
import type { Step, Way } from './teller';
import { within } from './within';

export interface PracticeDeps extends Pick<CommitDeps, 'book'> {
  /** Whether this installation may be a practice register. */
  readonly offered: boolean;
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly seals: Seals;
  readonly area: () => Area;
  /** The present: what falls due until then is taken, and only what is of that day is sent. */
  readonly clock: () => Instant;
  /** Told after each person: the relay has work. */
  readonly committed?: () => void;
  /** Told of what was answered otherwise than the story means it; the story goes on. */
  readonly onOdd?: (odd: { readonly person: number; readonly type: string; readonly answer: string }) => void;
}

/** What begins, or goes on; `barred`: it is not offered, or somebody is on file who is not made up. */
export type Begun = { readonly status: 'begun'; readonly filled: Promise<void> } | { readonly status: 'busy' | 'filled' | 'barred' };

/**
 * Fills an empty register with made-up people, or goes on where that was broken off: one person after another, of each all or nothing. Out: as
 * soon as it has begun; `filled` ends with it, and throws what the database throws. Pressing twice begins once.
 */
export async function fillPractice(deps: PracticeDeps): Promise<Begun> {
  if (!deps.offered) return { status: 'barred' };
  const now = deps.clock();
  const client = await deps.pool.connect();
  const end = async (): Promise<void> => {
    // With its lock, the connection goes, where that cannot be given back.
    await giveLock(client).then(
      () => client.release(),
      () => client.release(true),
    );
  };
  try {
    if (!(await takeLock(client))) {
      client.release();
      return { status: 'busy' };
    }
  } catch (error) {
    client.release(true);
    throw error;
  }
  try {
    await begin(client, { seed: londonDate(now), now });
    const kept = await readKept(client);
    const people = kept && planPractice(deps.core, { ...kept, ruleSet: deps.area().ruleSet });
    if (!people || kept.done >= people.length) {
      await end();
      return { status: people ? 'filled' : 'barred' };
    }
    const fillAndEnd = async (): Promise<void> => {
      try {
        await fillRest(deps, client, people, kept);
      } finally {
        await end();
      }
    };
    return { status: 'begun', filled: fillAndEnd() };
  } catch (error) {
    await end();
    throw error;
  }
}

async function fillRest(deps: PracticeDeps, client: PoolClient, people: readonly PracticePerson[], { done, now }: Kept): Promise<void> {
  const owners = ownersAmong(await readMembers(client, deps.area().id), now);
  for (const [number, person] of people.entries()) {
    if (number < done) continue;
    await inWhole(client, async () => {
      await tellStory({ ...deps, pool: within(deps.pool, client) }, person, number, owners[number % (owners.length + 1)] ?? null);
      await countOf(client, dropBefore(person.registerId, new Date(startOfDay(londonDate(deps.clock())))));
      await countOf(client, finishBefore(person.registerId, new Date(now)));
      if (number === people.length - 1) await sendAway({ ...deps, pool: within(deps.pool, client) }, owners, now);
      await keepDone(client, number + 1);
    });
    deps.committed?.();
  }
}

/** All of it or nothing: nobody else sees somebody in the middle of their story, least of all a workflow, which would play it on to the present. */
async function inWhole(client: PoolClient, work: () => Promise<void>): Promise<void> {
  await client.query(BEGIN);
  try {
    await work();
    await client.query(COMMIT);
  } catch (error) {
    await client.query('rollback').catch(() => undefined);
    throw error;
  }
}

const SOURCES: Readonly<Record<Way, string>> = {
  team: 'practice',
  'refused-from-outside': 'api:practice-hospital',
  'waits-from-outside': 'api:practice-hospital',
};
const MEANT: Readonly<Record<Way, EventAnswer['status']>> = {
  team: 'applied',
  'refused-from-outside': 'refused',
  'waits-from-outside': 'held',
};
const MORE = { team: {}, 'refused-from-outside': { unanswered: true }, 'waits-from-outside': { mayWait: true } } as const satisfies Record<
  Way,
  object
>;

/** Says all that is heard of somebody, each at its time; what falls due in between is taken on the way, and what has by now, at the end. */
async function tellStory(deps: PracticeDeps, person: PracticePerson, number: number, owner: Member | null): Promise<void> {
  const { registerId, name, bornOn, nhsNumber, contacts, minutes, steps } = person;
  const { id: area, ruleSet } = deps.area();
  const known = { area, name, bornOn, nhsNumber, contacts, minutes, ruleSet };
  const { pool, core, seals, book } = deps;
  const say = ({ id, at, event, way }: Step): Promise<EventAnswer> =>
    commit(
      { pool, core, seals, book },
      { kind: 'event', registerId, id, events: [event], batch: false, clock: at, source: SOURCES[way], person: known, ...MORE[way] },
    );
  for (const step of steps) {
    const answer = await say(step);
    if (answer.status !== MEANT[step.way]) deps.onOdd?.({ person: number, type: step.event.type, answer: answer.status });
    // Whoever is on file is somebody's from the second thing that is heard of them.
    if (owner && step === steps[1])
      await setOwner({ pool, seals }, { registerId, staff: owner.id }, { by: 'practice', why: 'Made up for practice', at: step.at });
  }
  await commit({ pool, core, seals, book }, { kind: 'wake', registerId, clock: deps.clock() });
}

const YEARS = 4 * 366;
const OWNING = ['lda-officer', 'keyworker', 'commissioner'] as const;

/** Those of the staff who can own pathways of all these years. */
function ownersAmong(members: readonly Member[], now: Instant): Member[] {
  const then = startOfDay(addDays(londonDate(now), -YEARS));
  return members.filter(
    (member) => isInService(member, then) && isInService(member, now) && OWNING.some((role) => member.roles.includes(role)),
  );
}

/** One of several officers is away this week, and another stands in. */
async function sendAway(deps: PracticeDeps, owners: readonly Member[], now: Instant): Promise<void> {
  const [away, cover] = owners.filter(({ roles }) => roles.includes('lda-officer'));
  if (!away || !cover) return;
  const today = londonDate(now);
  const time = { from: startOfDay(addDays(today, -1)), until: londonTime(addDays(today, 5), 9 * 60), cover: cover.id };
  await goAway(
    { pool: deps.pool, seals: deps.seals, isArea: (id) => id === deps.area().id || away.areas.includes(id), within: null },
    { id: away.id },
    time,
    {
      ...{ by: 'practice', why: 'Made up for practice', at: now },
    },
  );
}
