/** By whom something was recorded: a person or a system, named. */
export interface By {
  readonly name: string;
  readonly system: boolean;
}

/** What speaks to the service and is neither a member of staff nor a token. */
const OTHERS: Readonly<Record<string, string>> = {
  temporal: 'a message to the workflow service',
  rehearsal: 'a rehearsal',
  service: 'the service itself',
  nobody: 'a system that named itself to nobody',
};

/**
 * Who stands behind the source of an event or an actor of the access log: `staff:<id>`, `api:<token>`, `address:<address>`, `public:<code>`, or a bare name.
 * @param names the names of members of staff by their ids; one who is not among them is told by the id
 */
export function byOf(source: string, names: ReadonlyMap<string, string>): By {
  const [, kind = '', rest = ''] = /^(staff|api|address|cli|public|owner):(.*)$/s.exec(source) ?? [];
  if (kind === 'staff') return { name: names.get(rest) ?? (rest === 'unknown' ? 'somebody without access' : rest), system: false };
  if (kind === 'address') return { name: `somebody not signed in, from ${rest}`, system: false };
  if (kind === 'public') return { name: `whoever asked for help on the public form, ${rest}`, system: false };
  if (kind === 'owner') return { name: 'the owner of the action, by the link to it', system: false };
  if (kind === 'cli') return { name: `the command ${rest}`, system: true };
  const name = kind === 'api' ? rest : source;
  return { name: Object.hasOwn(OTHERS, name) ? (OTHERS[name] ?? name) : name, system: true };
}

/** The same in a line of a story: `by Sam Okafor`, `by the system hospital feed`. */
export function byText(source: string, names: ReadonlyMap<string, string>): string {
  const { name, system } = byOf(source, names);
  return system && !/^an? |^the /.test(name) ? `by the system ${name}` : `by ${name}`;
}
