import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { tellPathway } from '../../workflow/relay/deliver';
import { readCourse } from './timers/course';
import type { Difference } from './difference';
import { settle, type Subject } from './settle';
import { endStranger, pagesOfWorkflows, strangeness, strangerOf, type RunningWorkflow, type Strangeness } from './timers/strangers';
import { lookAtPathway, type Look, type LookDeps } from './timers/timers';

/** So many people, or workflows, are in hand at once. */
const PAGE = 100;
/** What is only on its way has arrived after these, and a workflow that was told has armed its timers (milliseconds). */
const CONFIRM_AFTER_MS = [1_000, 2_000];
const MEND_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

/** A further check of everything about one person, ended pathways too. */
export type PersonCheck = (registerId: string) => Promise<readonly Difference[]>;

/** A further check of what belongs to no one person. */
export type WholeCheck = () => Promise<readonly Difference[]>;

export interface CheckDeps extends LookDeps {
  readonly perPerson?: readonly PersonCheck[];
  readonly whole?: readonly WholeCheck[];
  /** False: only look. */
  readonly mend?: boolean;
  /** Told of how many pathways have been looked at so far. */
  readonly onProgress?: (pathways: number) => void;
  /** Ends the check before its end. */
  readonly signal?: AbortSignal;
}

/** What one whole check came to. */
export interface Proof {
  readonly startedAt: Instant;
  readonly provedAt: Instant;
  /** How many pathways were compared. */
  readonly pathways: number;
  readonly timersExpected: number;
  readonly timersFound: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares everything: for each pathway that is open or waits for something its wake-ups with its workflow's timers; each running workflow
 * with the log; and what `perPerson` checks, for everybody. What a new look of the workflow mends is mended, unless it is only to look.
 * Throws where the database or Temporal is away, or `signal` says to stop: then nothing is proved.
 */
export async function checkEverything(deps: CheckDeps): Promise<Proof> {
  const startedAt = deps.now();
  const sum = { pathways: 0, timersExpected: 0, timersFound: 0 };
  const differences: Difference[] = [];
  const take = async (subjects: readonly Subject[]): Promise<void> => {
    const look = await settle(subjects, {
      confirmAfter: CONFIRM_AFTER_MS,
      mendAfter: deps.mend === false ? null : MEND_AFTER_MS,
      signal: deps.signal,
    });
    sum.timersExpected += look.expected;
    sum.timersFound += look.found;
    differences.push(...look.differences);
    deps.onProgress?.(sum.pathways);
  };
  await take((deps.whole ?? []).map((check) => ({ look: async () => ({ expected: 0, found: 0, differences: await check() }) })));
  for await (const people of pagesOfPeople(deps.pool)) {
    const pathways = people.flatMap(({ registerId, waiting }) => waiting.map((number) => pathwaySubject(deps, registerId, number)));
    sum.pathways += pathways.length;
    await take([...pathways, ...people.map(({ registerId }) => personSubject(deps, registerId))]);
  }
  for await (const workflows of pagesOfWorkflows(deps.client, PAGE)) {
    const strange = workflows.flatMap((one) => {
      const why = strangeness(one);
      return why === null || one.pathway > 0 ? [] : [strangerSubject(deps, one, why)];
    });
    const ofPathways = workflows.filter(({ pathway }) => pathway > 0);
    const known = await pathwaysOf(deps.pool, ofPathways);
    const unknown = ofPathways.filter((one) => !known.has(nameOf(one)));
    // One whose pathway has ended, with nothing to wait for, was no subject above: it must have no timer left.
    const over = ofPathways.filter((one) => known.get(nameOf(one)) === 'over');
    await take([
      ...strange,
      ...unknown.map((one) => unknownSubject(deps, one)),
      ...over.map(({ registerId, pathway }) => pathwaySubject(deps, registerId, pathway)),
    ]);
  }
  return { startedAt, provedAt: deps.now(), ...sum, differences };
}

function pathwaySubject(deps: CheckDeps, registerId: string, pathway: number): Subject {
  return {
    look: () => lookAtPathway(deps, registerId, pathway),
    tell: async () => {
      await endStranger(deps, registerId, pathway);
      await tellPathway(deps, registerId, pathway, 'present', {});
    },
  };
}

function personSubject({ perPerson = [] }: CheckDeps, registerId: string): Subject {
  return {
    look: async () => {
      const differences: Difference[] = [];
      for (const check of perPerson) differences.push(...(await check(registerId)));
      return { expected: 0, found: 0, differences };
    },
  };
}

interface Page {
  readonly registerId: string;
  /** The pathways that are open or wait for something. */
  readonly waiting: readonly number[];
}

async function* pagesOfPeople(pool: Pool): AsyncGenerator<readonly Page[]> {
  for (let after = ''; ;) {
    const { rows } = await pool.query<Page>({
      name: 'proof-people',
      text: `select p.register_id as "registerId", array(
               select number from pathway w where w.register_id = p.register_id and w.ended_type is null
               union select pathway from wake_up u where u.register_id = p.register_id order by 1) as waiting
             from person p where p.register_id > $1 order by p.register_id limit $2`,
      values: [after, PAGE],
    });
    const last = rows.at(-1);
    if (!last) return;
    yield rows;
    after = last.registerId;
  }
}

const nameOf = ({ registerId, pathway }: RunningWorkflow): string => `${registerId}/${pathway}`;

/** Those of the workflows' pathways that the log knows, and whether each is over. */
async function pathwaysOf(pool: Pool, workflows: readonly RunningWorkflow[]): Promise<Map<string, 'over' | 'waiting'>> {
  const { rows } = await pool.query<{ name: string; over: boolean }>({
    name: 'proof-known',
    text: `select w.register_id || '/' || w.number as name,
             w.ended_type is not null and not exists (select from wake_up u where u.register_id = w.register_id and u.pathway = w.number) as over
           from pathway w join unnest($1::text[], $2::int[]) as asked(register_id, number) using (register_id, number)`,
    values: [workflows.map(({ registerId }) => registerId), workflows.map(({ pathway }) => pathway)],
  });
  return new Map(rows.map(({ name, over }) => [name, over ? 'over' : 'waiting']));
}

/** The list of workflows is behind by moments: each is asked for itself. */
function unknownSubject(deps: CheckDeps, workflow: RunningWorkflow): Subject {
  const { workflowId, registerId, pathway } = workflow;
  return {
    look: async (): Promise<Look> => {
      const { running, sequence, stranger } = await readCourse(deps, workflowId);
      const isKnown = (await pathwaysOf(deps.pool, [workflow])).size > 0;
      const unknown: Difference = { code: 'workflow-unknown-to-log', registerId, pathway, params: { workflow: sequence }, mended: false };
      const differences = [unknown, ...(stranger === null ? [] : [strangerOf(workflow, stranger)])];
      return { expected: 0, found: 0, differences: running && !isKnown ? differences : [] };
    },
  };
}

/** One that cannot be this service's by its id, its type or its task queue, as long as it runs. */
function strangerSubject({ client }: CheckDeps, workflow: RunningWorkflow, why: Strangeness): Subject {
  return {
    look: async (): Promise<Look> => {
      const { status } = await client.workflow.getHandle(workflow.workflowId, workflow.runId).describe();
      return { expected: 0, found: 0, differences: status.name === 'RUNNING' ? [strangerOf(workflow, why)] : [] };
    },
  };
}
