import { londonTime, plainDate, type Instant } from '../../domain/calendar/dates';
import type { PartName } from '../counts/journal';

/** How hard the storm is. */
export interface Settings {
  readonly seed: string;
  readonly minutes: number;
  readonly events: number;
  readonly kills: Readonly<Record<Exclude<PartName, 'mail'>, number>>;
  /** How often the worker is suspended. */
  readonly suspensions: number;
  /** For how long the database's disk is full; 0: never. */
  readonly diskFullSeconds: number;
  readonly mailAwaySeconds: number;
  readonly leaseSeconds: number;
}

/** What seven minutes bring, where nothing else is asked for. */
const IN_SEVEN_MINUTES = {
  events: 500,
  kills: { worker: 20, API: 10, Temporal: 3, PostgreSQL: 3 },
  suspensions: 2,
  diskFullSeconds: 15,
  mailAwaySeconds: 60,
} as const;
/** A shorter storm still has something of everything. */
const LEAST = { events: 60, kills: 1, diskFullSeconds: 5, mailAwaySeconds: 5 } as const;
const SHORT_MINUTES = 2;

/** The settings of a storm of so many minutes. */
export function settingsOf(minutes: number, seed: string): Settings {
  const share = minutes / 7;
  const kills = (inSeven: number): number => Math.max(LEAST.kills, Math.round(inSeven * share));
  const { events, kills: killed, suspensions, diskFullSeconds, mailAwaySeconds } = IN_SEVEN_MINUTES;
  return {
    seed,
    minutes,
    events: Math.max(LEAST.events, Math.round(events * share)),
    kills: { worker: kills(killed.worker), API: kills(killed.API), Temporal: kills(killed.Temporal), PostgreSQL: kills(killed.PostgreSQL) },
    suspensions: kills(suspensions),
    diskFullSeconds: Math.min(diskFullSeconds, Math.max(LEAST.diskFullSeconds, Math.round(diskFullSeconds * share))),
    mailAwaySeconds: Math.min(mailAwaySeconds, Math.max(LEAST.mailAwaySeconds, Math.round(mailAwaySeconds * share))),
    // Far below the service's three minutes, so that what a death left in hand is seen to go within the run.
    leaseSeconds: minutes < SHORT_MINUTES ? 10 : 25,
  };
}

/** The Tuesday on which the service believes to be: a working day between two others, in winter. */
export const DAY = plainDate('2026-12-08');
/** For how long a storm may last: all steps fire between 08:00 and 08:29. */
export const MOST_MINUTES = 35;

/** When the storm begins by the service's clock, and the last minute after 08:00 in which anybody's steps fall. */
export interface Morning {
  readonly begins: Instant;
  readonly lastMinute: number;
  /** When steps and digests fall, in milliseconds after the storm began. */
  readonly marks: readonly number[];
}

/** Staff get their digest so many minutes after 08:00, when the last steps have fired. */
const DIGEST = 30;
const minuteOf = (minutes: number): Instant => londonTime(DAY, 8 * 60 + minutes);

/**
 * Sets the service's clock so that its morning falls within the storm. Of a long storm the digest of 08:30 comes at three quarters, and
 * the steps before it; a short one has the steps of one minute at four tenths, and no digest before all is counted.
 */
export function morningOf(minutes: number): Morning {
  const length = minutes * 60_000;
  const begins = (minutes >= 4 ? minuteOf(DIGEST) - 0.75 * length : minuteOf(15) - 0.4 * length) as Instant;
  const lastMinute = Math.min(DIGEST - 1, Math.floor((begins + length - minuteOf(0)) / 60_000));
  const marks = Array.from({ length: DIGEST + 1 }, (_, minute) => minuteOf(minute) - begins).filter((mark) => mark > 0 && mark < length);
  return { begins, lastMinute, marks };
}
