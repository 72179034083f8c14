import type { Fact } from '../../domain/pathway/events';
import type { CoreContext } from '../../domain/pathway/types';

/** A rule set as the log names it: always with its version; one of before rule sets had several is the first. */
export const versioned = (ruleSet: string): string => (ruleSet.includes('@') ? ruleSet : `${ruleSet}@1`);

/** The same fact with the rule set that it adopts named by its newest version, where it names none: the log says for good which one it was. */
export function withVersion(core: CoreContext, fact: Fact): Fact {
  if (fact.type === 'corrected')
    return fact.with === undefined ? fact : { ...fact, with: withVersion(core, fact.with) as typeof fact.with };
  if (fact.type !== 'rules-adopted' || !core.hasRuleSet(fact.ruleSet)) return fact;
  return { ...fact, ruleSet: core.ruleSet(fact.ruleSet).ref };
}
