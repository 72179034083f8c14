import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { area } from '../../services/rules/areas';
import { coreContext } from '../../services/rules/policies';
import { environment } from '../../infra/env';
import { sealsOfEnvironment } from '../../infra/settings/log-keys';
import { countFromOutside, type Outside } from '../counts/all';
import type { Count } from '../counts/count';
import { readDone, type Done } from '../counts/done';
import { countTimers } from '../counts/state';
import { Driver } from './driver';
import { FormFillers } from './forms';
import { Gate } from './gate';
import { writeJournal, type Cut, type Journal } from '../counts/journal';
import { andStop } from '../stage/closing';
import { openStage, patiently, type Stage } from './parts/stage';
import { Dice } from '../../services/practice/dice';
import { expectedOutcomes, planPeople } from '../people/people';
import { isQuiet, untilQuiet, whatIsLeft, type Left } from '../counts/settle';
import { DAY, morningOf, type Morning, type Settings } from './settings';
import { planBlows, rage } from './storm';

/** How long callers go on asking after the storm, how long the service may take to do what is left, and its timers to be armed. */
const CALLERS_PATIENCE_MS = 2 * 60_000;
const QUIET_PATIENCE_MS = 4 * 60_000;
const TIMERS_PATIENCE_MS = 30_000;

/** How long the parts take to start, on a machine that does little else: the service's clock is set before they are. */
const STARTING_MS = 12_000;

/** So many ask for help on the public form: fewer in a minute than are taken from one address. */
const ASKERS = 12;

/** Of what a part said when it ended; its log has the rest. */
const MOST_LETTERS = 200;

export interface Result {
  readonly journal: Journal;
  readonly outside: Outside;
  readonly timers: { readonly expected: number; readonly found: number };
  readonly done: Done;
  /** All that there must be none of. */
  readonly counts: readonly Count[];
}

/** Runs a storm on a new folder and counts what became of it. `say` is told of the course. Throws where a part cannot be had at all. */
export async function runChaos(settings: Settings, folder: string, say: (line: string) => void): Promise<Result> {
  const dice = new Dice(settings.seed);
  const morning = morningOf(settings.minutes);
  const clockOffset = morning.begins - Date.now() - STARTING_MS;
  const now = (): Instant => (Date.now() + clockOffset) as Instant;
  const endedThemselves: Journal['endedThemselves'] = [];
  const began = Date.now();
  const stage = await openStage({
    folder,
    drill: { clockOffset, lastMinute: morning.lastMinute, seed: settings.seed, leaseMs: settings.leaseSeconds * 1_000 },
    endedItself: (one) => {
      endedThemselves.push(one);
      say(`${one.part} ended by itself: ${one.how.slice(0, MOST_LETTERS)}`);
    },
  });
  return andStop(stage.stop, async () => {
    say(`all parts run after ${Math.round((Date.now() - began) / 1_000)} s`);
    await sleep(Math.max(0, morning.begins - now()));
    const stormed = await storm(stage, { settings, dice, morning, say });
    const journal: Journal = { ...stormed, seed: settings.seed, clockOffset, endedThemselves };
    writeJournal(folder, journal);
    return account(stage, journal, now, say);
  });
}

interface StormSettings {
  readonly settings: Settings;
  readonly dice: Dice;
  readonly morning: Morning;
  readonly say: (line: string) => void;
}

/** The storm itself, up to the callers' last answer. */
async function storm(
  stage: Stage,
  { settings, dice, morning, say }: StormSettings,
): Promise<Pick<Journal, 'began' | 'ended' | 'sent' | 'filled' | 'cuts'>> {
  const began = Date.now();
  let giveUpAt = Infinity;
  const gate = new Gate(dice.fork('gate'));
  const fillers = new FormFillers({ ...stage, dice: dice.fork('forms'), giveUpAt: () => giveUpAt });
  const filling = Array.from({ length: ASKERS }, () => fillers.ask(settings.minutes * 60_000));
  const referred = (registerId: string): void => void filling.push(fillers.about(registerId));
  const driver = new Driver({ ...stage, gate, dice: dice.fork('callers'), referred, giveUpAt: () => giveUpAt });
  const { ruleSet } = area(environment().AREA);
  const people = planPeople(dice.fork('people'), settings.events, DAY);
  const told = people.map((person) => driver.tell(person, expectedOutcomes(coreContext(), ruleSet, person, morning.begins)));
  const wanted = stage.fillDisk ? settings : { ...settings, diskFullSeconds: 0 };
  if (!stage.fillDisk && settings.diskFullSeconds > 0)
    say('no full disk in this storm: this user may not mount one for the database alone');
  const blows = planBlows(dice.fork('blows'), wanted, morning.marks);
  const cuts: Cut[] = [];
  const struck = (cut: Cut): void => {
    cuts.push(cut);
    say(`${cuts.length} of ${blows.length}: ${cut.part} ${cut.how}`);
  };
  await rage({ parts: stage.parts, gate, settings, fillDisk: stage.fillDisk, struck }, blows);
  const ended = Date.now();
  giveUpAt = ended + CALLERS_PATIENCE_MS;
  await Promise.all(told);
  await Promise.all(filling);
  return { began, ended, sent: driver.sent, filled: fillers.filled, cuts };
}

/** Waits until all is done, and counts. */
async function account({ pool, client, mails }: Stage, journal: Journal, now: () => Instant, say: (line: string) => void): Promise<Result> {
  say('the storm is over; the service does what is left');
  const signals = journal.sent.filter(({ way, answeredAt }) => way === 'signal' && answeredAt !== null).map(({ id }) => id);
  const look = (): Promise<Left> => patiently(() => whatIsLeft(pool, signals, now()));
  const left = await untilQuiet(look, QUIET_PATIENCE_MS);
  if (!isQuiet(left)) say(`it is not done: ${JSON.stringify(left)}`);
  const timers = await timersOnceArmed(pool, client, now, journal.clockOffset);
  const outside = await countFromOutside({ pool, seals: sealsOfEnvironment() }, journal, mails, now());
  const undone: Count = {
    name: 'things come due and not done',
    wrong: Object.entries(left).flatMap(([what, count]) => (count > 0 ? [`${count} ${what}`] : [])),
  };
  const { began, ended, clockOffset } = journal;
  const done = await readDone(pool, began + clockOffset, ended + clockOffset);
  return { journal, outside, timers, done, counts: [...outside.counts, ...timers.counts, undone] };
}

/** A workflow arms a moment after its event's commit: a difference counts where it stays. */
async function timersOnceArmed(pool: Pool, client: Client, now: () => Instant, clockOffset: number): ReturnType<typeof countTimers> {
  for (const end = Date.now() + TIMERS_PATIENCE_MS; ; await sleep(1_000)) {
    const timers = await countTimers(pool, client, now(), clockOffset);
    if (timers.counts.every(({ wrong }) => wrong.length === 0) || Date.now() > end) return timers;
  }
}
