import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { walFolder } from '../parts/database/wal-archive';

/** A position in PostgreSQL's log of changes (WAL), as a number. */
export type Lsn = bigint;

/** Reads `16/B374D848`. Throws RangeError for anything else. */
export function parseLsn(text: string): Lsn {
  const [, high, low] = /^([0-9A-F]{1,8})\/([0-9A-F]{1,8})$/i.exec(text) ?? [];
  if (high === undefined || low === undefined) throw new RangeError(`not a position in the WAL: ${text}`);
  return (BigInt(`0x${high}`) << 32n) + BigInt(`0x${low}`);
}

/** The number of the segment that holds a position. */
export const segmentOf = (lsn: Lsn, segmentSize: number): number => Number(lsn / BigInt(segmentSize));

const perLog = (segmentSize: number): number => 0x1_0000_0000 / segmentSize;
const hex = (number: number): string => number.toString(16).toUpperCase().padStart(8, '0');

/** A segment's file name, as PostgreSQL gives it: timeline, then number. */
export function segmentName(timeline: number, segment: number, segmentSize: number): string {
  return `${hex(timeline)}${hex(Math.floor(segment / perLog(segmentSize)))}${hex(segment % perLog(segmentSize))}`;
}

/** The timeline and number in a segment's file name; undefined where the name is of something else. */
export function readSegmentName(name: string, segmentSize: number): { timeline: number; segment: number } | undefined {
  const [, timeline = '', log = '', low = ''] = /^([0-9A-F]{8})([0-9A-F]{8})([0-9A-F]{8})$/.exec(name) ?? [];
  if (!timeline) return undefined;
  return { timeline: parseInt(timeline, 16), segment: parseInt(log, 16) * perLog(segmentSize) + parseInt(low, 16) };
}

/** The file that tells the way to a timeline, as PostgreSQL names it. */
export const historyName = (timeline: number): string => `${hex(timeline)}.history`;

/** Where a timeline left the one before it: each restore begins a new one. */
export interface Fork {
  readonly parent: number;
  readonly at: Lsn;
}

/** What lies in the archive. */
export interface WalArchive {
  readonly segmentSize: number;
  /** Every segment, as `<timeline>/<number>`, with when it was archived, in milliseconds since 1970. */
  readonly segments: ReadonlyMap<string, number>;
  /** The way to each timeline from the first, with when its history was archived. */
  readonly timelines: ReadonlyMap<number, { readonly forks: readonly Fork[]; readonly archivedAt: number }>;
}

export const segmentKey = (timeline: number, segment: number): string => `${timeline}/${segment}`;

/** Looks through the archive of a folder of backups. Throws where a timeline's history cannot be read. */
export function readArchive(backups: string, segmentSize: number): WalArchive {
  const folder = walFolder(backups);
  const segments = new Map<string, number>();
  const timelines = new Map<number, { forks: Fork[]; archivedAt: number }>();
  for (const file of existsSync(folder) ? readdirSync(folder) : []) {
    if (!file.endsWith('.gz')) continue;
    const name = file.slice(0, -'.gz'.length);
    const place = path.join(folder, file);
    const found = readSegmentName(name, segmentSize);
    if (found) segments.set(segmentKey(found.timeline, found.segment), statSync(place).mtimeMs);
    const [, timeline] = /^([0-9A-F]{8})\.history$/.exec(name) ?? [];
    if (timeline)
      timelines.set(parseInt(timeline, 16), { forks: readForks(gunzipSync(readFileSync(place))), archivedAt: statSync(place).mtimeMs });
  }
  return { segmentSize, segments, timelines };
}

function readForks(history: Buffer): Fork[] {
  return history
    .toString('utf8')
    .split('\n')
    .map((line) => /^\s*(\d+)\t([0-9A-F]+\/[0-9A-F]+)/i.exec(line))
    .flatMap((found) => (found ? [{ parent: Number(found[1]), at: parseLsn(found[2] ?? '') }] : []));
}

/** The way from a backup onwards along a timeline, as far as the archive has it without a gap. */
export interface Way {
  /** The last segment of it, and when that was archived. */
  readonly last: { readonly segment: number; readonly archivedAt: number };
  /** The first segment that is missing although later ones are there. */
  readonly gap?: string;
}

/**
 * Follows the archive from a segment along a timeline.
 * @returns undefined where not even the first segment is there
 */
export function follow(archive: WalArchive, timeline: number, from: number): Way | undefined {
  const { segmentSize } = archive;
  const forks = archive.timelines.get(timeline)?.forks ?? [];
  // Of the segment in which a timeline left another, either file will do: PostgreSQL takes the newer where it is there.
  const candidates = (segment: number): number[] => [
    ...forks
      .filter((fork, at) => segment <= segmentOf(fork.at, segmentSize) && segment >= begin(forks[at - 1]))
      .map(({ parent }) => parent),
    ...(segment >= begin(forks.at(-1)) ? [timeline] : []),
  ];
  const begin = (fork: Fork | undefined): number => (fork ? segmentOf(fork.at, segmentSize) : 0);
  const archivedAt = (segment: number): number | undefined => {
    const times = candidates(segment).flatMap((one) => archive.segments.get(segmentKey(one, segment)) ?? []);
    return times.length === 0 ? undefined : Math.max(...times);
  };

  let last: Way['last'] | undefined;
  for (let segment = from; ; segment += 1) {
    const at = archivedAt(segment);
    if (at === undefined) break;
    last = { segment, archivedAt: at };
  }
  const missing = (last?.segment ?? from - 1) + 1;
  const later = [...archive.segments.keys()].some((key) => {
    const [line = 0, segment = 0] = key.split('/').map(Number);
    return segment > missing && candidates(segment).includes(line);
  });
  if (!last) return undefined;
  return later ? { last, gap: segmentName(candidates(missing).at(-1) ?? timeline, missing, segmentSize) } : { last };
}
