import type { PlainDate } from '../../domain/calendar/dates';
import type { PolicyRuleSet } from '../../services/rules/policies';
import { dayText } from '../content/dates';
import { paths } from '../paths';

/** What something is at: a version, or a day. */
export interface Version {
  readonly what: string;
  readonly is: readonly { readonly text: string; readonly href: string | null }[];
}

interface VersionsRead {
  readonly ruleSets: readonly PolicyRuleSet[];
  /** The area, with the rule set on which its new pathways begin. */
  readonly area: { readonly name: string; readonly ruleSet: string };
  readonly bankHolidays: ReadonlyMap<PlainDate, string>;
  readonly service: string;
  /** Null: not known to the service. */
  readonly migration: string | null;
}

/** The rule sets by which new pathways are dated: the area's own, and those below it. */
function inForce(ruleSets: readonly PolicyRuleSet[], named: string): readonly PolicyRuleSet[] {
  // The newest version of a name stands first.
  const found = ruleSets.find(({ name, ref }) => name === named || ref === named);
  return found ? [found, ...(found.over === null ? [] : inForce(ruleSets, found.over))] : [];
}

/** Which versions of what the service works with. */
export function versionsOf({ ruleSets, area, bankHolidays, service, migration }: VersionsRead): readonly Version[] {
  const plain = (text: string): Version['is'] => [{ text, href: null }];
  const last = [...bankHolidays.keys()].sort().at(-1);
  return [
    {
      what: `Rules in force in ${area.name}`,
      is: inForce(ruleSets, area.ruleSet).map(({ ref, name, version }) => ({
        text: `${name}, version ${version}`,
        href: paths.ruleSet({ ruleSet: ref }),
      })),
    },
    { what: 'This service', is: plain(`Version ${service}`) },
    { what: 'Last change of the database', is: plain(migration ?? 'Not known') },
    { what: 'Bank holidays', is: plain(last === undefined ? 'None are known' : `Known up to ${dayText(last)}`) },
  ];
}
