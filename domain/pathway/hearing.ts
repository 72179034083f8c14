import { londonDate } from '../calendar/dates';
import { ENDINGS, endingOf, judge, judgeCorrection } from './judge/judge';
import { knownFrom, refuse } from './judge/known';
import { isType, placed, standing, targetsOf, type Placed } from './place';
import { bornOnFor } from './present';
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
    at: heard.at,
    fact,
    ...(heard.batch ? { batch: heard.id } : {}),
  }));
  const taken = record.pathways.flatMap(({ log }) => log).find(({ id }) => entries.some((entry) => entry.id === id));
  const pathway = pathwayFor(record, entries);
  const refused = (refusal: Refusal, index: number): Verdict => ({
    outcome: 'refused',
    pathway,
    refusal: heard.batch ? { ...refusal, part: index + 1 } : refusal,
  });
  if (taken) return refused(refuse('event-id-reused', `The event id ${taken.id} was used already. Every event needs an id of its own.`), 0);
  let log: readonly LogEntry[] = pathway.log;
  for (const [index, entry] of entries.entries()) {
    const refusal = judgeRuleSet(context, entry) ?? judgeOne(record, { ...pathway, log }, entry, entries.slice(index + 1));
    if (refusal) return refused(refusal, index);
    log = [...log, entry];
  }
  return { outcome: 'applied', pathway: { ...pathway, log }, entries };
}

/** The pathway that an event belongs to: that of the events which it corrects, a new one after an end, or the latest (contract 6.4). */
function pathwayFor(record: PersonRecord, entries: readonly LogEntry[]): PathwayRecord {
  const latest = record.pathways.at(-1);
  const fresh = (number: number): PathwayRecord => ({ number, ruleSet: record.ruleSet, log: [], progress: {} });
  const [first] = entries;
  if (!latest) return fresh(1);
  if (first?.fact.type === 'corrected') {
    const targets = targetsOf(first.fact);
    return record.pathways.find(({ log }) => log.some(({ id }) => targets.includes(id))) ?? latest;
  }
  const ending = endingOf(factsIn(latest.log));
  if (first && ending && !isType(ending, 'person-died') && opensAnew(placed(first)) && placed(first).on >= ending.on)
    return fresh(latest.number + 1);
  return latest;
}

/** The events with which a person comes back (contract 6.4(3)). */
function opensAnew(item: Placed): boolean {
  return isType(item, 'admitted', 'referral-received') || (isType(item, 'meeting-held') && item.fact.kind === 'laep');
}

const factsIn = (log: readonly LogEntry[]): Placed[] =>
  standing(log)
    .filter(({ fact }) => fact.type !== 'corrected')
    .map(placed);

function judgeOne(record: PersonRecord, pathway: PathwayRecord, entry: LogEntry, ahead: readonly LogEntry[]): Refusal | null {
  if (entry.fact.type === 'corrected') return judgeTakingBack(record, pathway, entry);
  return judge(
    knownFrom(factsIn(pathway.log), { bornOn: bornOnFor(record, pathway.number), ahead: ahead.map(placed), latest: londonDate(entry.at) }),
    placed(entry),
  );
}

/** A rule set must be known before it can be adopted. */
function judgeRuleSet(context: CoreContext, { fact }: LogEntry): Refusal | null {
  const adopted = fact.type === 'corrected' ? fact.with : fact;
  if (adopted?.type !== 'rules-adopted' || context.hasRuleSet(adopted.ruleSet)) return null;
  return refuse('unknown-rule-set', `There is no rule set ${adopted.ruleSet}.`);
}

function judgeTakingBack(record: PersonRecord, pathway: PathwayRecord, entry: LogEntry): Refusal | null {
  const corrected: PersonRecord = {
    ...record,
    pathways: [...record.pathways.filter(({ number }) => number !== pathway.number), { ...pathway, log: [...pathway.log, entry] }].sort(
      (a, b) => a.number - b.number,
    ),
  };
  const targets = entry.fact.type === 'corrected' ? targetsOf(entry.fact) : [];
  const isLatest = record.pathways.every(({ number }) => number <= pathway.number);
  const ending = pathway.log.find(({ id, fact }) => targets.includes(id) && (ENDINGS as readonly string[]).includes(fact.type));
  if (ending && !isLatest) {
    return refuse('later-pathway-opened', 'The person has come back since, on a new pathway: the ending of this one cannot be taken back.');
  }
  return judgeCorrection(pathway.log, entry, bornOnFor(corrected, pathway.number));
}
