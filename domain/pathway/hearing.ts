import { londonDate } from '../calendar/dates';
import { ENDINGS, endingOf, judge } from './judge/judge';
import { judgeCorrection } from './judge/correction';
import { knownFrom, refuse } from './judge/known';
import { isType, placed, standing, targetsOf, type Placed, type PlacedOf } from './place';
import type { Rating } from './events';
import { bornOnFor, isTakenBack, latestPathway } from './present';
import type { CoreContext, Hearing, LogEntry, PathwayRecord, PersonRecord, Refusal } from './types';

/** What is decided of a hearing: the pathway with the entries in its log, or why it is refused. */
export type Verdict =
  | { readonly outcome: 'applied'; readonly pathway: PathwayRecord; readonly entries: readonly LogEntry[] }
  | { readonly outcome: 'refused'; readonly pathway: { readonly number: number }; readonly refusal: Refusal };

/** Decides an event, or a batch of which all or none is taken. */
export function decide(context: CoreContext, record: PersonRecord, heard: Hearing): Verdict {
  const first = record.pathways.flatMap(({ log }) => log).reduce((most, { sequence }) => Math.max(most, sequence), 0) + 1;
  const entries = heard.facts.map((fact, index): LogEntry => ({
    id: heard.batch ? `${heard.id}/${index + 1}` : heard.id,
    sequence: first + index,
    at: heard.received ?? heard.at,
    fact,
    ...(heard.batch ? { batch: heard.id } : {}),
  }));
  const taken = record.pathways.flatMap(({ log }) => log).find(({ id }) => entries.some((entry) => entry.id === id));
  const pathway = pathwayFor(context, record, entries);
  const refused = (refusal: Refusal, index: number): Verdict => ({
    outcome: 'refused',
    pathway,
    refusal: heard.batch ? { ...refusal, part: index + 1 } : refusal,
  });
  if (taken) return refused(refuse('event-id-reused', `The event id ${taken.id} was used already. Every event needs an id of its own.`), 0);
  let log: readonly LogEntry[] = pathway.log;
  for (const [index, entry] of entries.entries()) {
    const refusal = judgeRuleSet(context, entry) ?? judgeOne(context, record, { ...pathway, log }, entry, entries.slice(index + 1));
    if (refusal) return refused(refusal, index);
    log = [...log, entry];
  }
  return { outcome: 'applied', pathway: { ...pathway, log }, entries };
}

/** The pathway that an event belongs to: that of the events which it corrects, a new one after an end, or the latest (contract 6.4). */
function pathwayFor(context: CoreContext, record: PersonRecord, entries: readonly LogEntry[]): PathwayRecord {
  const latest = latestPathway(record);
  const next = record.pathways.reduce((most, { number }) => Math.max(most, number), 0) + 1;
  const fresh = (): PathwayRecord => ({ number: next, ruleSet: context.ruleSet(record.ruleSet).ref, log: [], progress: {} });
  const [first] = entries;
  if (!latest) return fresh();
  if (first?.fact.type === 'corrected') {
    const targets = targetsOf(first.fact);
    return record.pathways.find(({ log }) => log.some(({ id }) => targets.includes(id))) ?? latest;
  }
  const ending = endingOf(factsIn(latest.log));
  if (first && ending && !isType(ending, 'person-died') && opensAnew(placed(first)) && placed(first).on >= ending.on) return fresh();
  return latest;
}

/** The events with which a person comes back (contract 6.4(3)). */
export function opensAnew(item: Placed): boolean {
  return isType(item, 'admitted', 'referral-received', 'change-reported') || (isType(item, 'meeting-held') && item.fact.kind === 'laep');
}

const factsIn = (log: readonly LogEntry[]): Placed[] =>
  standing(log)
    .filter(({ fact }) => fact.type !== 'corrected')
    .map(placed);

function judgeOne(
  context: CoreContext,
  record: PersonRecord,
  pathway: PathwayRecord,
  entry: LogEntry,
  ahead: readonly LogEntry[],
): Refusal | null {
  if (entry.fact.type === 'corrected') return judgeTakingBack(context, record, pathway, entry);
  const facts = factsIn(pathway.log);
  const known = knownFrom(facts, {
    bornOn: bornOnFor(record, pathway.number),
    ahead: ahead.map(placed),
    latest: londonDate(entry.at),
    ratings: ratingsFor(context, pathway, facts),
  });
  return judge(known, placed(entry));
}

/** The ratings that the rule set in force uses, with these facts heard (contract 6.10(7)). */
function ratingsFor(context: CoreContext, { ruleSet }: PathwayRecord, facts: readonly Placed[]): readonly Rating[] {
  const adopted = facts.filter((item): item is PlacedOf<'rules-adopted'> => isType(item, 'rules-adopted'));
  const last = adopted.reduce<PlacedOf<'rules-adopted'> | null>((a, b) => (a === null || b.sequence > a.sequence ? b : a), null);
  return context.ruleSet(last?.fact.ruleSet ?? ruleSet).ratings;
}

/** A rule set must be known before it can be adopted. */
function judgeRuleSet(context: CoreContext, { fact }: LogEntry): Refusal | null {
  const adopted = fact.type === 'corrected' ? fact.with : fact;
  if (adopted?.type !== 'rules-adopted' || context.hasRuleSet(adopted.ruleSet)) return null;
  return refuse('unknown-rule-set', `There is no rule set ${adopted.ruleSet}.`);
}

function judgeTakingBack(context: CoreContext, record: PersonRecord, pathway: PathwayRecord, entry: LogEntry): Refusal | null {
  const added: PathwayRecord = { ...pathway, log: [...pathway.log, entry] };
  const corrected: PersonRecord = {
    ...record,
    pathways: [...record.pathways.filter(({ number }) => number !== pathway.number), added].sort((a, b) => a.number - b.number),
  };
  const targets = entry.fact.type === 'corrected' ? targetsOf(entry.fact) : [];
  const laterOne = record.pathways.some((other) => other.number > pathway.number && !isTakenBack(other));
  const ending = pathway.log.find(({ id, fact }) => targets.includes(id) && (ENDINGS as readonly string[]).includes(fact.type));
  if (ending && laterOne) {
    return refuse('later-pathway-opened', 'The person has come back since, on a new pathway: the ending of this one cannot be taken back.');
  }
  const refusal = judgeCorrection(pathway.log, entry, {
    bornOn: { before: bornOnFor(record, pathway.number), after: bornOnFor(corrected, pathway.number) },
    ratings: (facts) => ratingsFor(context, pathway, facts),
  });
  return refusal ?? judgeOpening(record, pathway, added, targets);
}

/**
 * The event that opened a pathway after an end can be taken back where nothing else stands in it: the pathway goes with it. What stands in its
 * place must open one too, and not before that end (contract 6.3(6)).
 */
function judgeOpening(record: PersonRecord, before: PathwayRecord, after: PathwayRecord, targets: readonly string[]): Refusal | null {
  const earlier = record.pathways.findLast((other) => other.number < before.number && !isTakenBack(other));
  const opener = before.log.find(({ fact }) => fact.type !== 'corrected');
  if (!earlier || !opener || !targets.includes(opener.id) || isTakenBack(after)) return null;
  const replaced = standing(after.log).find(({ id }) => id === opener.id);
  if (!replaced) {
    return refuse(
      'opened-this-pathway',
      'This event opened the pathway, and other events stand in it: take those back first, or with it in `events`.',
      ...factsIn(after.log),
    );
  }
  const ending = endingOf(factsIn(earlier.log));
  const item = placed(replaced);
  if (!opensAnew(item)) return refuse('opened-this-pathway', 'This event opened the pathway: what stands in its place must open one too.');
  if (!ending || item.on >= ending.on) return null;
  return refuse(
    'before-last-pathway-ended',
    `The pathway before this one ended on ${ending.on} (${ending.fact.type}): the event that opened this one cannot be dated before it.`,
    ending,
  );
}
