import { formatInstant, type Instant } from '../../../domain/calendar/dates';
import { PlainError } from '../../../infra/plain-error';
import type { Backup } from '../manifest';
import { timelineBegan } from '../owner';
import { follow, readArchive, segmentOf, type WalArchive, type Way } from '../wal';

/** A base backup, and the way from it to where one wants to be. */
export interface Choice {
  readonly backup: Backup;
  /** The timeline to follow; each restore begins a new one. */
  readonly timeline: number;
  readonly way: Way;
}

/** A backup in the list, with the instants to which it can be restored. */
export interface Range {
  readonly backup: Backup;
  readonly from: Instant;
  /** When the last WAL was archived that follows it; absent where it cannot be restored at all. */
  readonly to?: Instant;
}

/** What can be restored from a folder of backups, in the order given. */
export function rangesOf(backups: string, list: readonly Backup[]): Range[] {
  const [first] = list;
  if (!first) return [];
  const archive = readArchive(backups, first.manifest.segmentSize);
  return list.map((backup) => {
    const from = backup.manifest.endedAt as Instant;
    const ways = timelinesOf(archive, list).flatMap((timeline) => wayFrom(backup, archive, timeline) ?? []);
    return ways.length === 0 ? { backup, from } : { backup, from, to: Math.max(...ways.map(({ last }) => last.archivedAt)) as Instant };
  });
}

/**
 * Chooses the newest backup from which an instant can be reached, and the timeline that was alive at that instant: after a restore, the
 * hours that it gave up can still be reached by their own time.
 * @param until the instant wanted; the newest state where undefined
 * @throws {PlainError} with what can be had instead
 */
export function choose(backups: string, list: readonly Backup[], until: Instant | undefined): Choice {
  const [first] = list;
  if (!first) throw new PlainError(`There is no whole backup in ${backups}: npm run backup makes one.`);
  const archive = readArchive(backups, first.manifest.segmentSize);
  const began = (timeline: number): number => timelineBegan(backups, timeline) ?? archive.timelines.get(timeline)?.archivedAt ?? -Infinity;
  const timeline = timelinesOf(archive, list).findLast((one) => until === undefined || began(one) <= until);
  const reaching = list.flatMap((backup) => {
    if (timeline === undefined || (until !== undefined && backup.manifest.endedAt > until)) return [];
    const way = wayFrom(backup, archive, timeline);
    return way ? [{ backup, timeline, way }] : [];
  });
  const choice = reaching.at(-1);
  if (!choice) throw new PlainError(`${cannot(list, until)} npm run restore -- --list shows what can be had.`);
  const { gap, last } = choice.way;
  if (gap !== undefined && (until === undefined || until > last.archivedAt)) {
    throw new PlainError(
      `The archive lacks the WAL ${gap}, and what comes after it cannot be reached from ${choice.backup.name}: put the file back from a copy, or restore with --until ${formatInstant(Math.floor(last.archivedAt) as Instant)} or before.`,
    );
  }
  return choice;
}

function cannot(list: readonly Backup[], until: Instant | undefined): string {
  const names = list.map(({ name }) => name).join(', ');
  if (until === undefined) return `The archive does not have the WAL that ${names} cannot do without.`;
  return `Nothing can be restored to ${formatInstant(until)} from ${names}: a backup reaches back to the instant at which it was whole.`;
}

/** All timelines that are known of, from the oldest to the newest. */
function timelinesOf(archive: WalArchive, list: readonly Backup[]): number[] {
  const known = [
    ...list.map(({ manifest }) => manifest.timeline),
    ...archive.timelines.keys(),
    ...[...archive.segments.keys()].map((key) => Number(key.split('/')[0])),
  ];
  return [...new Set(known)].sort((a, b) => a - b);
}

/** The way from a backup along a timeline; undefined where the timeline left before the backup was whole, or its own WAL is missing. */
function wayFrom({ manifest }: Backup, archive: WalArchive, timeline: number): Way | undefined {
  const forks = archive.timelines.get(timeline)?.forks ?? [];
  const onIt = manifest.timeline === timeline || forks.some(({ parent, at }) => parent === manifest.timeline && at >= manifest.stopLsn);
  if (!onIt) return undefined;
  const way = follow(archive, timeline, segmentOf(manifest.startLsn, manifest.segmentSize));
  return way && way.last.segment >= segmentOf(manifest.stopLsn - 1n, manifest.segmentSize) ? way : undefined;
}
