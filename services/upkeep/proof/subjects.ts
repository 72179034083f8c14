import type { Pool } from 'pg';
import { tellPathway } from '../../workflow/relay/outbox';
import type { Difference } from './difference';
import type { Subject } from './settle';
import { readWorkflowState } from './timers/workflow-state';
import { endStranger, pagesOfWorkflows, strangeness, strangerOf, type RunningWorkflow, type Strangeness } from './timers/strangers';
import { lookAtPathway, type Look, type LookDeps } from './timers/timers';

/** So many people, or workflows, are in hand at once. */
const PAGE = 100;

/** A further check of everything about one person, ended pathways too. */
export type PersonCheck = (registerId: string) => Promise<readonly Difference[]>;

/** A further check of what belongs to no one person. */
export type WholeCheck = () => Promise<readonly Difference[]>;

export interface SubjectDeps extends LookDeps {
  readonly perPerson?: readonly PersonCheck[];
  readonly whole?: readonly WholeCheck[];
}

/** Some of what is to be looked at, and how many pathways that are open or wait for something are among it. */
interface SubjectPage {
  readonly subjects: readonly Subject[];
  readonly pathways: number;
}

/**
 * All that a check looks at, a page at a time, each page read when it is asked for: what belongs to no one person; each pathway that is open or
 * waits for something, with what `perPerson` checks for everybody; and the running workflows that are none of those. Throws where the database
 * or Temporal is away.
 */
export async function* pagesOfSubjects(deps: SubjectDeps): AsyncGenerator<SubjectPage> {
  yield { subjects: (deps.whole ?? []).map(wholeSubject), pathways: 0 };
  for await (const people of pagesOfPeople(deps.pool)) {
    const pathways = people.flatMap(({ registerId, waiting }) => waiting.map((number) => pathwaySubject(deps, registerId, number)));
    const persons = people.map(({ registerId }) => personSubject(deps, registerId));
    yield { subjects: [...pathways, ...persons], pathways: pathways.length };
  }
  for await (const workflows of pagesOfWorkflows(deps.client, PAGE)) {
    yield { subjects: await ofWorkflows(deps, workflows), pathways: 0 };
  }
}

/** Of the running workflows those that the log does not account for. */
async function ofWorkflows(deps: SubjectDeps, workflows: readonly RunningWorkflow[]): Promise<Subject[]> {
  const strange = workflows.flatMap((one) => {
    const why = strangeness(one);
    return why === null || one.pathway > 0 ? [] : [strangerSubject(deps, one, why)];
  });
  const ofPathways = workflows.filter(({ pathway }) => pathway > 0);
  const known = await pathwaysOf(deps.pool, ofPathways);
  const unknown = ofPathways.filter((one) => !known.has(nameOf(one)));
  // One whose pathway has ended, with nothing to wait for, was no subject above: it must have no timer left.
  const over = ofPathways.filter((one) => known.get(nameOf(one)) === 'over');
  return [
    ...strange,
    ...unknown.map((one) => unknownSubject(deps, one)),
    ...over.map(({ registerId, pathway }) => pathwaySubject(deps, registerId, pathway)),
  ];
}

const wholeSubject = (check: WholeCheck): Subject => ({ look: async () => ({ expected: 0, found: 0, differences: await check() }) });

function pathwaySubject(deps: SubjectDeps, registerId: string, pathway: number): Subject {
  return {
    look: () => lookAtPathway(deps, registerId, pathway),
    tell: async () => {
      await endStranger(deps, registerId, pathway);
      await tellPathway(deps, registerId, pathway, 'present', {});
    },
  };
}

function personSubject({ perPerson = [] }: SubjectDeps, registerId: string): Subject {
  return {
    look: async () => {
      const differences: Difference[] = [];
      for (const check of perPerson) differences.push(...(await check(registerId)));
      return { expected: 0, found: 0, differences };
    },
  };
}

/** A person, as their pathways are to be looked at. */
interface PersonPathways {
  readonly registerId: string;
  /** The pathways that are open or wait for something. */
  readonly waiting: readonly number[];
}

async function* pagesOfPeople(pool: Pool): AsyncGenerator<readonly PersonPathways[]> {
  for (let after = ''; ;) {
    const { rows } = await pool.query<PersonPathways>({
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
function unknownSubject(deps: SubjectDeps, workflow: RunningWorkflow): Subject {
  const { workflowId, registerId, pathway } = workflow;
  return {
    look: async (): Promise<Look> => {
      const { running, sequence, stranger } = await readWorkflowState(deps, workflowId);
      const isKnown = (await pathwaysOf(deps.pool, [workflow])).size > 0;
      const unknown: Difference = { code: 'workflow-unknown-to-log', registerId, pathway, params: { workflow: sequence }, mended: false };
      const differences = [unknown, ...(stranger === null ? [] : [strangerOf(workflow, stranger)])];
      return { expected: 0, found: 0, differences: running && !isKnown ? differences : [] };
    },
  };
}

/** One that cannot be this service's by its id, its type or its task queue, as long as it runs. */
function strangerSubject({ client }: SubjectDeps, workflow: RunningWorkflow, why: Strangeness): Subject {
  return {
    look: async (): Promise<Look> => {
      const { status } = await client.workflow.getHandle(workflow.workflowId, workflow.runId).describe();
      return { expected: 0, found: 0, differences: status.name === 'RUNNING' ? [strangerOf(workflow, why)] : [] };
    },
  };
}
