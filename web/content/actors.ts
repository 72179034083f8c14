/** Who did or sent something, by what a log calls them; `names`: of members of staff (`staff:<id>`). */
export function actorWords(actor: string, names: ReadonlyMap<string, string>): string {
  const [kind, rest = ''] = actor.split(/:(.*)/s);
  const name = names.get(actor);
  if (name !== undefined) return name;
  if (kind === 'staff') return 'a member of staff';
  if (kind === 'owner') return 'the owner of the action, by the link to it';
  if (kind === 'command') return 'those who run the service';
  if (kind === 'temporal') return 'another system, over the workflow service';
  return rest === '' ? actor : `another system (${rest})`;
}
