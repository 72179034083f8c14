import { refOf } from '../../domain/rules/rule-set';
import { PlainError } from '../../infra/plain-error';

/** What a rule set's file says of itself, as far as it decides what it can be laid over. */
export interface Written {
  readonly name: string;
  readonly version: string;
  readonly over?: string | undefined;
  readonly rules: readonly { readonly kind: string; readonly ladder: string; readonly ladderWithoutDate?: string | undefined }[];
  readonly ladders?: Readonly<Record<string, unknown>> | undefined;
}

type Files<File extends Written> = ReadonlyMap<string, File>;

/**
 * What areas have changed in the country's rules follows those: where `england-2023` gets a version 3, `llr-2023@2`, written over version 2, is
 * laid over 3 as well, and is then called `llr-2023@2.3`. So a new version of the country's rules needs no copies of what has not changed.
 *
 * No reference ever comes to mean something else. Files have whole numbers for their versions, so that none can take a follower's name; and a
 * follower whose hash is locked is made even where a newer file would have taken its place since: people may be pinned to it.
 * Otherwise only the newest file of a name follows, and not where a file of that name was written for the new version itself.
 *
 * In: the files by reference (`<name>@<version>`), and which references are locked. Out: the followers by theirs, as they would be written.
 * Throws where something that an area has changed is no longer there, and says what is to be done.
 */
export function followersOf<File extends Written>(written: Files<File>, isLocked: (ref: string) => boolean): Map<string, File> {
  const all = new Map(written);
  // A follower may have followers in its turn: what is added to a map while it is gone through is gone through as well.
  for (const over of all.values()) {
    for (const file of written.values()) {
      if (!isOverOlder(file, over) || namesBelow(refOf(over), all).has(file.name)) continue;
      const laid = { ...file, version: `${file.version}.${over.version}`, over: refOf(over) };
      if (!isLocked(refOf(laid)) && !isNextOver(file, over, written)) continue;
      checkStillThere(file, over, all);
      all.set(refOf(laid), laid);
    }
  }
  return new Map([...all].filter(([ref]) => !written.has(ref)));
}

/** The reference of the file that a follower is made of. */
export const writtenFor = ({ name, version }: Written): string => refOf({ name, version: version.replace(/\..*/, '') });

/** Orders versions, of files (`2`, `10`) and of followers (`2.3`), the older first. */
export const byVersion = (a: Pick<Written, 'version'>, b: Pick<Written, 'version'>): number =>
  a.version.localeCompare(b.version, 'en', { numeric: true });

/** Whether a file is laid over an older version of a rule set. */
function isOverOlder(file: Written, { name, version }: Written): boolean {
  const [base, from = ''] = (file.over ?? '').split('@');
  return base === name && byVersion({ version: from }, { version }) < 0;
}

/** Whether a file, among all of its name, is the one to be laid over a version: the newest, where none is written for it. */
function isNextOver(file: Written, over: Written, written: Files<Written>): boolean {
  const namesakes = [...written.values()].filter(({ name }) => name === file.name);
  if (namesakes.some((namesake) => namesake.over === refOf(over))) return false;
  return namesakes.every((namesake) => !isOverOlder(namesake, over) || byVersion(namesake, file) <= 0);
}

/** The rule sets on which one lies, from itself downwards; it ends where one is missing, or comes a second time. */
function layersOf<File extends Written>(ref: string | undefined, files: Files<File>, above: readonly File[] = []): readonly File[] {
  const file = ref === undefined ? undefined : files.get(ref);
  return file && !above.includes(file) ? layersOf(file.over, files, [...above, file]) : above;
}

const namesBelow = (ref: string, files: Files<Written>): ReadonlySet<string> => new Set(layersOf(ref, files).map(({ name }) => name));

/** Throws where a rule that a file changes, or a ladder that it names, is in what it was written over, and not in the newer version. */
function checkStillThere(file: Written, over: Written, all: Files<Written>): void {
  const before = layersOf(file.over, all);
  const now = layersOf(refOf(over), all);
  const kinds = new Set(now.flatMap(({ rules }) => rules.map(({ kind }) => kind)));
  const ladders = new Set([file, ...now].flatMap((layer) => Object.keys(layer.ladders ?? {})));
  const rule = before.flatMap(({ rules }) => rules).find(({ kind }) => !kinds.has(kind) && file.rules.some((own) => own.kind === kind));
  const ladder = file.rules.flatMap((own) => [own.ladder, own.ladderWithoutDate ?? own.ladder]).find((name) => !ladders.has(name));
  const missing = rule ? `the rule for ${rule.kind}` : ladder === undefined ? undefined : `the ladder ${ladder}`;
  if (missing === undefined) return;
  throw new PlainError(
    `policies/rule-sets/${refOf(file)}.json cannot be laid over ${refOf(over)}, which no longer has ${missing}. Write the next version of ${file.name} over ${refOf(over)} (in its file "over": "${refOf(over)}"), with a ${rule ? 'rule' : 'ladder'} of its own for that, or without.`,
  );
}
