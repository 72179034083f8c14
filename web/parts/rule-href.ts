import { coreContext } from '../../services/rules/policies';
import { paths } from '../paths';

/** Where a rule stands as a sentence. `rule`: `<rule id>@<rule set>/<version>`; null: this release has no such rule set. */
export function ruleHref(rule: string): string | null {
  const [, id = '', name = '', version = ''] = /^(.+)@(.+)\/(.+)$/.exec(rule) ?? [];
  const ruleSet = `${name}@${version}`;
  return id !== '' && coreContext().hasRuleSet(ruleSet) ? `${paths.ruleSet({ ruleSet })}#rule-${id}` : null;
}
