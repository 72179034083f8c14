import type { Pool } from 'pg';
import { endOfDay, type Instant } from '../../domain/calendar/dates';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { workflowSource } from '../../infra/temporal/client';
import { commit } from '../commit/commit';
import { readPerson, readStored } from '../record/read';
import type { NewPerson } from '../record/new-person';
import { coreContext } from '../rules/policies';
import { db, prepared, rowsOf } from '../tables/query';
import { summarise, type Rehearsal } from './rehearsal-core';
import type { RunHistory } from '../../infra/temporal/run-history';
import { openParts } from './rehearsal-parts';
import { Stage, type Actor, type StageSettings } from './stage';
import type { Playable } from './scenario';

export interface RehearsalDeps extends StageSettings {
  /** A fresh, migrated database for one person, and how to be rid of it. */
  readonly openDatabase: () => Promise<{ readonly pool: Pool; drop(): Promise<void> }>;
  /** Given every run of every pathway, when a scenario is over. */
  readonly onHistories?: (histories: readonly RunHistory[]) => void;
}

/** So many scenarios are on the stage at once: each has a few connections to the database. */
const AT_ONCE = 20;

/**
 * Plays scenarios on servers of its own, which end with the call, and hands each timeline to `print`, in order.
 * Throws where a scenario names an unknown rule set or a server cannot be started.
 */
export async function rehearseAll(
  scenarios: readonly Playable[],
  print: (scenario: Playable, rehearsal: Rehearsal) => void,
): Promise<void> {
  const { environment, openDatabase, close } = await openParts();
  try {
    const deps: RehearsalDeps = {
      environment,
      openDatabase,
      core: coreContext(),
      keys: readKeyRing(newKeyRing('of-a-rehearsal')),
      workflows: workflowSource(),
    };
    for (let index = 0; index < scenarios.length; index += AT_ONCE) {
      const some = scenarios.slice(index, index + AT_ONCE);
      const rehearsals = await rehearse(some, deps);
      for (const [place, scenario] of some.entries()) {
        const rehearsal = rehearsals[place];
        if (rehearsal) print(scenario, rehearsal);
      }
    }
  } finally {
    await close();
  }
}

/** One thing that happens in a rehearsal: a step of a scenario, or its end. */
interface Entry {
  readonly at: Instant;
  readonly part: Part;
  readonly step?: Playable['steps'][number];
}

/** A scenario on the stage. */
interface Part {
  readonly scenario: Playable;
  readonly actor: Actor;
  readonly until: Instant;
  readonly drop: () => Promise<void>;
  rehearsal?: Rehearsal;
}

/**
 * Plays scenarios through commit, relay and the real workflow on a time-skipping server (contract section 3, "Who does what in a
 * rehearsal"). They share one clock: all of them are on the stage at once, each with a database of its own. Out: the timelines in the
 * order of the scenarios. Throws where a part does not work; what was opened here is closed then too.
 */
export async function rehearse(scenarios: readonly Playable[], deps: RehearsalDeps): Promise<Rehearsal[]> {
  const stage = await Stage.open(deps);
  const parts: Part[] = [];
  try {
    const first = Math.min(...scenarios.flatMap(({ steps, until }) => [endOfDay(until), ...steps.map(({ at }) => at)]));
    if (scenarios.length > 0) await stage.begin(first as Instant);
    for (const [index, scenario] of scenarios.entries()) parts.push(await enter(stage, deps, scenario, index));
    const agenda = parts.flatMap(entriesOf).sort((a, b) => a.at - b.at);
    for (const { at, entries } of byInstant(agenda)) {
      await stage.skipTo(at);
      await Promise.all(byPart(entries).map((own) => playAll(stage, deps, own)));
    }
    return parts.map(({ rehearsal, scenario }) => {
      if (!rehearsal) throw new Error(`the scenario "${scenario.title}" did not come to its end`);
      return rehearsal;
    });
  } finally {
    for (const part of parts) if (!part.rehearsal) await stage.leave(part.actor).catch(() => undefined);
    await stage.close();
    await Promise.all(parts.map(({ drop }) => drop()));
  }
}

async function enter(stage: Stage, deps: RehearsalDeps, scenario: Playable, index: number): Promise<Part> {
  // Throws, naming those there are, where the rule set is unknown.
  deps.core.ruleSet(scenario.ruleSet);
  const { pool, drop } = await deps.openDatabase();
  const registerId = `REHEARSAL-${String(index + 1).padStart(4, '0')}`;
  return { scenario, actor: stage.enter(registerId, pool), until: endOfDay(scenario.until), drop };
}

function entriesOf(part: Part): Entry[] {
  const steps = part.scenario.steps.filter(({ at }) => at <= part.until).map((step): Entry => ({ at: step.at, part, step }));
  return [...steps, { at: part.until, part }];
}

/** Entries of one instant are played together, those of one scenario in their order. */
function byInstant(agenda: readonly Entry[]): { at: Instant; entries: Entry[] }[] {
  const groups: { at: Instant; entries: Entry[] }[] = [];
  for (const entry of agenda) {
    const last = groups.at(-1);
    if (last?.at === entry.at) last.entries.push(entry);
    else groups.push({ at: entry.at, entries: [entry] });
  }
  return groups;
}

function byPart(entries: readonly Entry[]): Entry[][] {
  const groups = new Map<Part, Entry[]>();
  for (const entry of entries) groups.set(entry.part, [...(groups.get(entry.part) ?? []), entry]);
  return [...groups.values()];
}

async function playAll(stage: Stage, deps: RehearsalDeps, entries: readonly Entry[]): Promise<void> {
  for (const { part, step } of entries) {
    if (step) await playStep(stage, part, step);
    else part.rehearsal = await end(stage, deps, part);
  }
}

async function playStep(stage: Stage, { actor, scenario }: Part, step: Playable['steps'][number]): Promise<void> {
  const person: NewPerson = {
    area: 'rehearsal',
    name: null,
    bornOn: scenario.bornOn,
    nhsNumber: null,
    contacts: [],
    minutes: 0,
    ruleSet: scenario.ruleSet,
  };
  const answer = await commit(actor.commit, {
    kind: 'event',
    registerId: actor.registerId,
    id: step.id,
    events: [step.event],
    batch: false,
    clock: step.at,
    source: 'rehearsal',
    person,
  });
  if (answer.status === 'applied') await stage.settle(actor, answer.pathway, answer.sequence);
}

const linesUntil = prepared('lines-of-rehearsal', (registerId: string, until: Date) =>
  db.selectFrom('timeline').select('line').where('register_id', '=', registerId).where('at', '<=', until).orderBy('ordinal'),
);

/** What falls due up to the end is taken, the workflows are ended, and the timeline is read from the database. */
async function end(stage: Stage, deps: RehearsalDeps, { actor, until }: Part): Promise<Rehearsal> {
  const { pool } = actor.commit;
  await commit(actor.commit, { kind: 'wake', registerId: actor.registerId, clock: until });
  const histories = await stage.leave(actor);
  deps.onHistories?.(histories);
  const rows = await rowsOf(pool, linesUntil(actor.registerId, new Date(until)));
  const client = await pool.connect();
  try {
    const { registerId } = actor;
    const stored = await readStored(client, { registerId }, readPerson(client, registerId, false));
    const counts = {
      historyEvents: histories.reduce((sum, { history }) => sum + (history.events?.length ?? 0), 0),
      runs: histories.length,
    };
    if (!stored) return { lines: [], summary: { what: 'summary', rating: null, openDeadlines: [], ...counts } };
    return { lines: rows.map(({ line }) => line), summary: summarise(deps.core, stored.record, until, counts) };
  } finally {
    client.release();
  }
}
