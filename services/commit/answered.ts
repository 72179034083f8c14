import type { Fact } from '../../domain/pathway/events';
import { notDoneKey } from '../tasks/tasks';
import type { Heard } from './heard';

/** Of which actions an event says how they go on: nobody need read any more that they were not done yet. */
function settledBy(fact: Fact, all: readonly string[]): readonly string[] {
  switch (fact.type) {
    case 'action-done':
    case 'action-blocked':
    case 'action-redated':
      return [fact.action];
    case 'action-agreed':
      return fact.insteadOf === undefined ? [] : [fact.insteadOf];
    case 'person-died':
    case 'moved-away':
    case 'pathway-closed':
      return all;
    default:
      return [];
  }
}

/**
 * The keys of the work that an owner's answer made (not done yet: services/meetings/answers), of the actions of which something else is said since: done,
 * blocked, with another day or another action in its place, or at an end with the pathway.
 */
export function answeredTasks({ request, record, applied }: Heard): readonly string[] {
  const number = applied?.answer.pathway;
  if (!request || !applied || number === undefined) return [];
  const log = record.pathways.find((one) => one.number === number)?.log ?? [];
  const all = log.flatMap(({ fact }) => (fact.type === 'action-agreed' ? [fact.action] : []));
  return applied.entries.flatMap(({ fact }) => settledBy(fact, all)).map((action) => notDoneKey(request.registerId, number, action));
}
