import { londonDate } from '../../domain/calendar/dates';
import type { Fact, FactOf } from '../../domain/pathway/events';
import { placed, standing, takenOverOn } from '../../domain/pathway/place';
import { snapshotAt } from '../../domain/pathway/engine';
import type { CoreContext, PersonRecord } from '../../domain/pathway/types';
import type { Instant } from '../../domain/calendar/dates';
import { LAEP_TASK, laepKey, LOOK_BACK, lookBackKey, type TaskRow } from '../tasks/tasks';
import type { Heard } from './heard';

const isUrgent = (fact: Fact): fact is FactOf<'meeting-held'> => fact.type === 'meeting-held' && fact.kind === 'laep';

/** What can make an admission one without a review, or one that was looked back at. */
const BEARS = new Set(['admitted', 'meeting-held', 'corrected', 'diagnosis-confirmed', 'birth-date-recorded', 'rules-adopted']);

/**
 * The work that follows an admission without a review, and an urgent meeting at night: somebody looks back at the one (003 L363; that it is after
 * every such admission is ours, policy.md K4), and finds out in the morning what nobody knew at the other. `was`: the record before the commit: what
 * was asked for already is not asked for again. Out: what is raised, and the keys of what nobody need do any more, as the record stands after it. Of
 * what lies before a take-over nobody is asked.
 */
export function lookBackTasks(
  core: CoreContext,
  was: PersonRecord,
  { request, record, at, applied }: Heard,
): { readonly raised: readonly TaskRow[]; readonly done: readonly string[] } {
  const number = applied?.answer.pathway;
  const log = record.pathways.find((one) => one.number === number)?.log;
  if (!request || !applied || number === undefined || !log || !applied.entries.some(({ fact }) => BEARS.has(fact.type)))
    return { raised: [], done: [] };
  const { registerId } = request;
  const facts = standing(log).map(placed);
  const since = takenOverOn(facts);
  const wanted = withoutLookBack(core, record, at, number);
  const before = withoutLookBack(core, was, at, number);
  const admissions = [...new Set(log.flatMap(({ id, fact }) => (fact.type === 'admitted' ? [id] : [])))];
  const urgent = applied.entries.flatMap(({ fact }) =>
    isUrgent(fact) && (since === null || (fact.on ?? londonDate(at)) >= since) ? [fact.meeting] : [],
  );
  const task = { register_id: registerId, audience: 'team' };
  const held = new Set(facts.flatMap(({ fact }) => (isUrgent(fact) ? [fact.meeting] : [])));
  const takenBack = log.flatMap(({ fact }) =>
    isUrgent(fact) && !held.has(fact.meeting) ? [laepKey(registerId, number, fact.meeting)] : [],
  );
  return {
    raised: [
      ...wanted
        .filter((id) => !before.includes(id))
        .map((id) => ({ ...task, key: lookBackKey(registerId, number, id), kind: LOOK_BACK, params: { admission: id } })),
      ...urgent.map((meeting) => ({ ...task, key: laepKey(registerId, number, meeting), kind: LAEP_TASK, params: { meeting } })),
    ],
    done: [...admissions.filter((id) => !wanted.includes(id)).map((id) => lookBackKey(registerId, number, id)), ...takenBack],
  };
}

/** The admissions without a review at which nobody has looked back, of a pathway as a record has it. */
function withoutLookBack(core: CoreContext, record: PersonRecord, at: Instant, number: number): readonly string[] {
  const log = record.pathways.find((one) => one.number === number)?.log ?? [];
  if (log.length === 0) return [];
  const facts = standing(log).map(placed);
  const since = takenOverOn(facts);
  const looked = facts.flatMap(({ fact, on }) => (fact.type === 'meeting-held' && fact.kind === 'rca' ? [on] : []));
  const { warnings } = snapshotAt(core, record, at, number);
  const without = new Set(warnings.flatMap(({ code, subject }) => (code === 'admitted-without-review' ? [subject] : [])));
  return facts
    .filter(
      ({ id, fact, on }) =>
        fact.type === 'admitted' && without.has(id) && (since === null || on >= since) && !looked.some((day) => day >= on),
    )
    .map(({ id }) => id);
}
