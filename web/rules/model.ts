import type { PlainDate } from '../../domain/calendar/dates';
import type { Rule } from '../../domain/rules/rule-set';
import type { RuleSetInUse } from '../../services/pathway/rule-sets-in-use';
import type { PolicyRuleSet } from '../../services/rules/policies';
import { dayText } from '../content/dates';
import { ratingTag, type RatingTag } from '../content/ratings';
import { countingText, ladderText, lengthsText, repeatsText, stepsWithin, whomText } from '../content/rules';
import { forceWords } from '../content/why';
import { paths } from '../paths';

/** How a version of a rule set stands in an area. */
export interface RuleSetState {
  readonly text: string;
  /** It makes dates in this area, itself or below another. */
  readonly inForce: boolean;
  /** Nobody's dates may rest on it as on a duty. */
  readonly notInForce: boolean;
}

export interface RuleSetRow extends RuleSetState {
  readonly title: string;
  readonly name: string;
  readonly version: string;
  readonly href: string;
  readonly pathways: number;
  readonly notAdopted: number;
}

export interface RulesModel {
  readonly area: string;
  readonly inForce: readonly RuleSetRow[];
  readonly others: readonly RuleSetRow[];
  /** How many open pathways there are, and how many stand on each version adds up to them; null: the reader is shown no counts. */
  readonly pathways: number | null;
  readonly unknown: readonly { readonly ref: string; readonly pathways: number }[];
  readonly holidays: readonly string[];
  readonly holidaysUntil: string;
}

/** The newest version of each name, which is what a new pathway of an area gets. */
const newestOf = (all: readonly PolicyRuleSet[], name: string): PolicyRuleSet | undefined => all.find((one) => one.name === name);

/** The rule sets on which one lies, itself first. */
function layersOf(all: readonly PolicyRuleSet[], ref: string | null): readonly string[] {
  const found = ref === null ? undefined : all.find((one) => one.ref === ref);
  return found ? [found.ref, ...layersOf(all, found.over)] : [];
}

function stateOf(one: PolicyRuleSet, all: readonly PolicyRuleSet[], areaRules: string): RuleSetState {
  const said = (text: string, inForce = false): RuleSetState => ({ text, inForce, notInForce: one.notInForce !== null });
  if (one.notInForce !== null) return said('Not in force');
  const newest = newestOf(all, one.name);
  if (newest && newest.ref !== one.ref) return said(`Replaced by version ${newest.version}`);
  const own = newestOf(all, areaRules);
  if (own?.ref === one.ref) return said('In force here: new pathways begin on it', true);
  return layersOf(all, own?.ref ?? null).includes(one.ref)
    ? said('In force here, below the area’s own rules', true)
    : said('Not used by this area');
}

/** The list of rule sets: those in force in the area and those on which somebody's pathway stands, then the others. */
export function rulesModel(
  all: readonly PolicyRuleSet[],
  counted: readonly RuleSetInUse[] | null,
  area: { readonly name: string; readonly ruleSet: string },
  bankHolidays: ReadonlyMap<PlainDate, string>,
  today: PlainDate,
): RulesModel {
  const inUse = counted ?? [];
  const rows = all.map((one) => {
    const { pathways, notAdopted } = inUse.find(({ ruleSet }) => ruleSet === one.ref) ?? { pathways: 0, notAdopted: 0 };
    const state = stateOf(one, all, area.ruleSet);
    const { name, version, title } = one;
    return { ...state, title, name, version, pathways, notAdopted, href: paths.ruleSet({ ruleSet: one.ref }) };
  });
  const isUsed = ({ inForce, pathways }: RuleSetRow): boolean => inForce || pathways > 0;
  const byWeight = (a: RuleSetRow, b: RuleSetRow): number => Number(b.inForce) - Number(a.inForce) || b.pathways - a.pathways;
  const days = [...bankHolidays].filter(([date]) => date >= today).toSorted(([a], [b]) => a.localeCompare(b));
  return {
    area: area.name,
    inForce: rows.filter(isUsed).toSorted(byWeight),
    others: rows.filter((row) => !isUsed(row)),
    pathways: counted && counted.reduce((sum, { pathways }) => sum + pathways, 0),
    unknown: inUse
      .filter(({ ruleSet }) => !all.some(({ ref }) => ref === ruleSet))
      .map(({ ruleSet, pathways }) => ({ ref: ruleSet, pathways })),
    holidays: days.slice(0, 10).map(([date, title]) => `${dayText(date)}: ${title}`),
    holidaysUntil: days.at(-1)?.[0].slice(0, 4) ?? 'no year',
  };
}

interface RuleModel {
  readonly id: string;
  readonly title: string;
  /** The rule set that the rule comes from, where that is another one. */
  readonly from: string | null;
  readonly whom: string;
  readonly runsFrom: string;
  readonly lengths: ReturnType<typeof lengthsText>;
  readonly counted: string | null;
  readonly repeats: string;
  readonly ladder: readonly string[];
  /** The steps while there is no date, where they are others. */
  readonly undated: readonly string[];
  readonly force: string;
  readonly notInForce: boolean;
  readonly source: string;
}

export interface RuleSetModel {
  readonly title: string;
  readonly name: string;
  readonly version: string;
  readonly state: RuleSetState;
  readonly notInForce: string | null;
  readonly facts: readonly { readonly label: string; readonly text: string; readonly href?: string }[];
  readonly ratings: readonly RatingTag[];
  readonly rules: readonly RuleModel[];
  readonly said: string;
}

const START = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}`;

/** Where a rule was written: the rule set of its reference, `<id>@<name>/<version>`. */
const writtenIn = (ref: string): string => ref.replace(/^.+@(.+)\/(.+)$/, '$1@$2');
const refText = (ref: string): string => ref.replace('@', ', version ');

function ruleModel(rule: Rule & { readonly ref: string }, set: PolicyRuleSet): RuleModel {
  const hasDate = rule.intervals !== undefined || rule.daysBefore !== undefined;
  const mayHaveDate =
    hasDate || rule.ladderWithoutDate !== undefined || ['watch-review', 'consent-at-16', 'consent-at-18'].includes(rule.kind);
  const without = rule.ladderWithoutDate ?? null;
  const from = writtenIn(rule.ref);
  return {
    id: rule.id,
    title: rule.title,
    from: from === set.ref ? null : refText(from),
    whom: whomText(rule.kind),
    runsFrom: `${START(rule.anchor)}.`,
    lengths: lengthsText(rule),
    counted: countingText(rule),
    repeats: repeatsText(rule.kind),
    ladder: ladderText(stepsWithin(rule, set.ladders[rule.ladder] ?? []), mayHaveDate),
    undated: without === null ? [] : ladderText(set.ladders[without] ?? [], false),
    force: forceWords(rule.force),
    notInForce: rule.force === 'statute-not-in-force',
    source: rule.source,
  };
}

/** One version of a rule set, every rule in sentences: what it adds or changes itself first, then what it lies over. */
export function ruleSetModel(
  set: PolicyRuleSet,
  all: readonly PolicyRuleSet[],
  inUse: readonly RuleSetInUse[] | null,
  areaRules: string,
): RuleSetModel {
  const { title, name, version, notInForce, over, inForceFrom } = set;
  const rules = [...set.rules.values()].map((rule) => ruleModel(rule, set));
  const own = rules.filter(({ from }) => from === null);
  const count = inUse?.find(({ ruleSet }) => ruleSet === set.ref)?.pathways ?? 0;
  return {
    ...{ title, name, version, notInForce },
    state: stateOf(set, all, areaRules),
    facts: [
      ...(inUse === null ? [] : [{ label: 'Open pathways on it', text: String(count) }]),
      ...(inForceFrom === null ? [] : [{ label: 'In force from', text: dayText(inForceFrom) }]),
      ...(over === null ? [] : [{ label: 'Laid over', text: refText(over), href: paths.ruleSet({ ruleSet: over }) }]),
      { label: 'Rating after a discharge', text: START(set.ratingAfterDischarge) },
    ],
    ratings: set.ratings.map(ratingTag),
    rules: [...own, ...rules.filter(({ from }) => from !== null)],
    said:
      own.length === rules.length
        ? `${rules.length} rules.`
        : `${rules.length} rules: first ${own.length} of its own, then ${rules.length - own.length} of what it is laid over.`,
  };
}
