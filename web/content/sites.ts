/** A choice of a filter. */
interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

/** The choices of a filter by hospital: the codes of those at which somebody is, and the one that is asked for. `asked`: `not-known` is one of its words. */
export function siteChoices(sites: readonly string[], asked: string | undefined): readonly Choice[] {
  const codes = [...new Set([...sites, ...(asked === undefined || asked === 'not-known' ? [] : [asked])])].sort();
  const choices = [['', 'All'], ...codes.map((code) => [code, code] as const), ['not-known', 'In hospital, not known where']] as const;
  return choices.map(([value, text]) => ({ value, text, selected: value === (asked ?? '') }));
}
