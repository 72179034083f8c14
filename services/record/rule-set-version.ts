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

/** A fact as the log holds it: written by this service after factSchema had checked it. */
export function storedFact(text: string): Fact {
  const fact = JSON.parse(text) as Fact;
  if (fact.type === 'rules-adopted') return { ...fact, ruleSet: versioned(fact.ruleSet) };
  if (fact.type === 'corrected' && fact.with?.type === 'rules-adopted')
    return { ...fact, with: { ...fact.with, ruleSet: versioned(fact.with.ruleSet) } };
  return fact;
}
