import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { londonDate } from '../../domain/calendar/dates';
import { readRuleSetsInUse } from '../../services/pathway/rule-sets-in-use';
import { coreContext } from '../../services/rules/policies';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { areaOf } from '../app/areas';
import { view } from '../app/view';
import { paths } from '../paths';
import { ruleSetModel, type RuleSetModel, rulesModel, type RulesModel } from './model';

const rulesView = view<RulesModel>('rules/rules.njk');
const ruleSetView = view<RuleSetModel>('rules/rule-set.njk');

/** The rules as sentences. They are about nobody: the counts beside them are of the reader's areas, for those who see everybody there. */
export const rulesPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.rules,
    permission: 'rules:read',
    audit: null,
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, context) => {
      const { pool, clock } = context;
      const { ruleSets, bankHolidays } = coreContext();
      const inUse = seesEveryone(viewer.roles) ? await readRuleSetsInUse(pool, viewer.areas) : null;
      const model = rulesModel(ruleSets, inUse, areaOf(context, viewer), bankHolidays, londonDate(clock()));
      return shows(rulesView, model, { title: 'Rules', section: 'rules', wide: true });
    },
  }),
  page({
    method: 'get',
    path: paths.ruleSet,
    permission: 'rules:read',
    audit: null,
    params: z.object({ ruleSet: z.string() }),
    query: z.object({}),
    answer: async ({ params: { ruleSet }, viewer }, context) => {
      const { pool } = context;
      const { ruleSets } = coreContext();
      const found = ruleSets.find(({ ref }) => ref === ruleSet);
      if (!found) throw new PageProblem('not-found');
      const inUse = seesEveryone(viewer.roles) ? await readRuleSetsInUse(pool, viewer.areas) : null;
      const title = `Rule set ${found.name}, version ${found.version}`;
      const crumbs = [{ text: 'Rules', href: paths.rules() }];
      return shows(ruleSetView, ruleSetModel(found, ruleSets, inUse, areaOf(context, viewer).ruleSet), {
        title,
        section: 'rules',
        crumbs,
        wide: true,
      });
    },
  }),
];
