import { setTimeout as sleep } from 'node:timers/promises';
import type { Gate } from './gate';
import type { Cut, How, PartName } from '../counts/journal';
import type { Part } from './parts/part';
import type { Dice } from '../../services/practice/dice';
import type { Settings } from './settings';

/** One blow: when (milliseconds after the storm began), at what, how long after the wave that it is to meet, and for how long the part stays away. */
export interface Blow {
  readonly at: number;
  readonly part: PartName;
  /** Absent: it is killed. */
  readonly how?: How;
  readonly afterWave: number;
  readonly awayFor: number;
}

/** Notices follow their events by a moment: what sends them is struck later than what takes events. */
const AFTER_WAVE_MS: Readonly<Record<PartName, readonly [number, number]>> = {
  worker: [50, 1_500],
  API: [10, 250],
  Temporal: [20, 600],
  PostgreSQL: [10, 300],
  mail: [100, 1_000],
};
const AWAY_MS: Readonly<Record<Exclude<PartName, 'mail'>, number>> = { worker: 1_500, API: 1_500, Temporal: 4_000, PostgreSQL: 4_000 };
/** Longer than whatever in a worker may take five seconds. */
const SUSPENDED_MS = [6_000, 12_000] as const;

interface Struck {
  readonly part: Exclude<PartName, 'mail'>;
  readonly how: How;
}

/** Nothing is struck in the first and the last of so many parts of the storm. */
const CALM = 0.05;

/**
 * The blows of a storm, in order of time: spread over it, in an order that the dice give; and for each of the marks, on which steps and
 * digests fall, the nearest one meets it.
 */
export function planBlows(
  dice: Dice,
  { minutes, kills, suspensions, diskFullSeconds, mailAwaySeconds }: Settings,
  marks: readonly number[],
): Blow[] {
  const length = minutes * 60_000;
  const killed = Object.entries(kills).flatMap(([part, count]) =>
    new Array<Struck>(count).fill({ part: part as Exclude<PartName, 'mail'>, how: 'killed' }),
  );
  const suspended = new Array<Struck>(suspensions).fill({ part: 'worker', how: 'suspended' });
  const full: readonly Struck[] = diskFullSeconds > 0 ? [{ part: 'PostgreSQL', how: 'disk full' }] : [];
  const parts = dice.shuffled([...killed, ...suspended, ...full]);
  const slot = (length * (1 - 2 * CALM)) / Math.max(1, parts.length);
  const spread = parts.map(({ part, how }, index): Blow => ({
    part,
    how,
    at: Math.round(length * CALM + (index + 0.1 + 0.6 * dice.next()) * slot),
    afterWave: dice.between(...AFTER_WAVE_MS[part]),
    awayFor:
      how === 'suspended' ? dice.between(...SUSPENDED_MS) : how === 'disk full' ? diskFullSeconds * 1_000 : dice.between(0, AWAY_MS[part]),
  }));
  const blows = meeting(spread, marks, dice);
  if (mailAwaySeconds === 0) return blows;
  const latest = Math.max(0.2, 0.85 - (mailAwaySeconds * 1_000) / length);
  const at = Math.round(length * (0.2 + dice.next() * (latest - 0.2)));
  const mail: Blow = { part: 'mail', at, afterWave: dice.between(...AFTER_WAVE_MS.mail), awayFor: mailAwaySeconds * 1_000 };
  return [...blows, mail].sort((a, b) => a.at - b.at);
}

const ABOUT_A_MARK_MS = [-200, 600] as const;

/** Moves the blow that lies nearest to each mark onto it; the API has no part in what happens there. */
function meeting(blows: readonly Blow[], marks: readonly number[], dice: Dice): Blow[] {
  const moved = new Map<Blow, Blow>();
  for (const mark of marks) {
    const far = (blow: Blow): number => Math.abs(blow.at + blow.afterWave - mark);
    const [nearest] = blows.filter((blow) => blow.part !== 'API' && !moved.has(blow)).toSorted((a, b) => far(a) - far(b));
    if (nearest) moved.set(nearest, { ...nearest, at: Math.max(0, mark - nearest.afterWave + dice.between(...ABOUT_A_MARK_MS)) });
  }
  return blows.map((blow) => moved.get(blow) ?? blow).toSorted((a, b) => a.at - b.at);
}

/** So much of all events comes in waves that a blow meets; the rest trickles in between. */
const IN_WAVES = 0.7;
const TRICKLE_MS = 250;

export interface StormDeps {
  readonly parts: Readonly<Record<PartName, Part>>;
  readonly gate: Gate;
  readonly settings: Settings;
  /** Fills the database's disk; out: what makes room again. Absent where it has no disk of its own. */
  readonly fillDisk?: (() => () => void) | undefined;
  /** Told of each blow. */
  readonly struck: (cut: Cut) => void;
}

/** Lets the storm rage: waves of events, each met by a blow. Out, when its time is over, with all parts running again: what was killed. */
export async function rage({ parts, gate, settings, fillDisk, struck }: StormDeps, blows: readonly Blow[]): Promise<void> {
  const began = Date.now();
  const length = settings.minutes * 60_000;
  const wave = Math.ceil((settings.events * IN_WAVES) / Math.max(1, blows.length));
  const trickle = setInterval(() => gate.let((settings.events * (1 - IN_WAVES) * TRICKLE_MS) / length), TRICKLE_MS);
  const strike = async (blow: Blow): Promise<void> => {
    gate.let(wave);
    await sleep(blow.afterWave);
    const { part, how = 'killed', awayFor } = blow;
    if (how === 'killed') return struck({ part, how, ...(await parts[part].kill(awayFor)) });
    if (how === 'suspended') return struck({ part, how, ...(await parts[part].suspend(awayFor)) });
    if (!fillDisk) return;
    const at = Date.now();
    const makeRoom = fillDisk();
    try {
      await sleep(awayFor);
    } finally {
      makeRoom();
    }
    struck({ part, how, at, gone: Date.now() });
  };
  const lanes = [blows.filter(({ part }) => part !== 'mail'), blows.filter(({ part }) => part === 'mail')];
  try {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const blow of lane) {
          await sleep(Math.max(0, began + blow.at - Date.now()));
          await strike(blow);
        }
      }),
    );
    await sleep(Math.max(0, began + length - Date.now()));
  } finally {
    clearInterval(trickle);
  }
  gate.open();
  await Promise.all(Object.values(parts).map((part) => part.up()));
}
