import { refOf } from '../../domain/rules/rule-set';

/** What a rule set's file says of itself, as it is written. */
export interface Written {
  readonly name: string;
  readonly version: string;
  readonly over?: string;
}

/**
 * The rule sets of an area follow those of the country: one that is laid over another is laid over each newer version of that too, as its own
 * next version, unless a file takes that number. So a new version of the country's rules needs no copies of what areas have changed in it, and
 * no reference ever comes to mean something else: what was numbered so when it was released is locked by its hash (`released.json`).
 * In: the files by reference (`<name>@<version>`). Out: the references and contents of those made so.
 */
export function laidOverNewer<File extends Written>(files: ReadonlyMap<string, File>): Map<string, File> {
  const all = new Map(files);
  const depth = ({ over }: Written): number => {
    const base = over === undefined ? undefined : files.get(over);
    return base ? 1 + depth(base) : 0;
  };
  // What lies below comes first: it may get newer versions itself.
  for (const file of [...files.values()].filter(({ over }) => over !== undefined).sort((a, b) => depth(a) - depth(b))) {
    const [base = '', from] = (file.over ?? '').split('@');
    const newer = [...all.values()].filter(({ name, version }) => name === base && Number(version) > Number(from));
    let next = Number(file.version);
    for (const { version } of newer.sort((a, b) => Number(a.version) - Number(b.version))) {
      next += 1;
      const laid = { ...file, version: String(next), over: refOf({ name: base, version }) };
      if (all.has(refOf(laid))) break;
      all.set(refOf(laid), laid);
    }
  }
  return new Map([...all].filter(([ref]) => !files.has(ref)));
}
