import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { addDays, londonDate, type Instant, type PlainDate } from '../../domain/calendar/dates';
import type { Caller, Person } from './callers';
import type { Topology } from './parts';

/** What the steps of a run share. */
export interface Scene {
  readonly topology: Topology;
  /** The run's own ways to the database and to Temporal. */
  readonly pool: Pool;
  readonly client: Client;
  readonly caller: Caller;
  /** How many people are told of beside Tom. */
  readonly others: number;
  /** Everybody told of so far, Tom first. */
  readonly people: Person[];
  /** The workflows that a step has ended by hand. */
  readonly endedByHand: string[];
  /** What the timer check must have found, and nothing else: code and register id. */
  readonly planted: string[];
}

/** One thing that is done to the topology. It gives what it saw, a line each, and throws where that is not as it should be. */
export interface Step {
  readonly title: string;
  readonly run: (scene: Scene) => Promise<readonly string[]>;
}

const TODAY = londonDate(Date.now() as Instant);

/** The day so many days after the run's own, in London. */
export const day = (days: number): PlainDate => addDays(TODAY, days);
